"""A till's journal grows for years: the millionth event costs what the first did.

Measured is one event in one durable transaction, in a journal that has a few rows and in one with as many as
the run has members, in turns. The long one is made once, by the same code, and kept.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from loyalty.wire.canonical import Json
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.database import Store
from terminal.store.opening import open_store
from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.bench.many_members import SCHEMA
from tests.bench.promises import bound
from tests.unit.terminal.till_kit import IDENTITY, KEY, operator_row

PAGE: Final = 5_000
BODY: Final[Mapping[str, Json]] = {"v": 1, "reason": "manual", "sale": None}


def measure(scale: Scale) -> Iterable[Figure]:
    """p50 of one append, against the same in a journal that has just begun."""
    with closing(_open(_long_journal(scale))) as long, closing(_open(scale.fresh / "short.db")) as short:
        _begin(short)
        taken = in_turns(_appending(long), _appending(short), rounds=scale.rounds)
    yield from compared(
        f"an event after {scale.members:,} others in a till's journal",
        *taken,
        floor_name="the same in a journal that has just begun",
        bounds={50: bound("journal")},
        promise="journal",
    )


def _appending(store: Store) -> Callable[[int], None]:
    def append(_number: int) -> None:
        with store.write() as unit:
            unit.journal.append("drawer_opened", BODY, "op-lan")

    return append


def _long_journal(scale: Scale) -> Path:
    made_by = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(SCHEMA.glob("*.sql")))).hexdigest()
    path = scale.kept / f"journal-{scale.members}-{made_by[:8]}.db"
    done = path.with_suffix(".done")
    if done.exists():
        return path
    path.unlink(missing_ok=True)
    with closing(_open(path)) as store:
        _begin(store)
        for first in range(0, scale.members, PAGE):
            with store.write() as unit:
                for _ in range(min(PAGE, scale.members - first)):
                    unit.journal.append("drawer_opened", BODY, "op-lan")
    done.touch()
    return path


def _open(path: Path) -> Store:
    clock = SystemClock()
    return open_store(path, KEY, clock=clock, new_id=id_maker(clock))


def _begin(store: Store) -> None:
    with store.write() as unit:
        unit.state.pair(IDENTITY, feed_epoch="bench")
        unit.operators.put([operator_row("op-lan", "Lan")])
