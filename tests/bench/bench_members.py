"""Finding a member among a million, by card and by whole phone number, through the use case.

The floor is one read of the same table by its primary key with bare `sqlcipher3`, from the same file with the
same pragmas: the least in which anybody could be found.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing

import sqlcipher3.dbapi2 as sqlcipher

from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.fake import FakeKeyStore
from terminal.store.connection import connect
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.bench.many_members import members_file
from tests.unit.terminal.till_kit import (
    KEY,
    PlainPaper,
)
from ui.demo.people import SampleMember, sample_member

AT_MOST = 15.0
SHOWN: Mapping[str, Callable[[SampleMember], str]] = {
    "a member by card": lambda person: person.card,
    "a member by whole phone": lambda person: person.phone_text,
}


def measure(scale: Scale) -> Iterable[Figure]:
    """By card, by phone, each against the floor; p50."""
    path = members_file(scale)
    clock = SystemClock()
    store = open_store(path, KEY, clock=clock, new_id=id_maker(clock))
    till = Till(store=store, clock=clock, new_id=id_maker(clock), keys=FakeKeyStore(), paper=PlainPaper())
    with closing(store), closing(connect(path, KEY, read_only=True)) as raw:
        for seed, (name, text_of) in enumerate(SHOWN.items()):
            texts = [text_of(sample_member(number)) for number in _picked(scale, seed=seed)]
            rows = _picked(scale, seed=seed + len(SHOWN))
            taken = in_turns(_finding(till, texts), _reading(raw, rows), rounds=scale.rounds)
            yield from compared(
                f"{name} among {scale.members:,}",
                *taken,
                floor_name="sqlcipher3, one row by primary key",
                bounds={50: AT_MOST},
            )


def _finding(till: Till, texts: Sequence[str]) -> Callable[[int], None]:
    """Find another member each time."""
    return lambda number: _found(till, texts[number])


def _reading(raw: sqlcipher.Connection, rows: Sequence[int]) -> Callable[[int], object]:
    """Read another row each time: not of those looked for, or one would warm the other's pages."""
    query = "SELECT * FROM members WHERE row = ?"
    return lambda number: raw.execute(query, (rows[number],)).fetchone()


def _found(till: Till, text: str) -> None:
    found = find(till, text)
    if not isinstance(found, MemberFound):
        raise TypeError(f"{text} gave {found}")


def _picked(scale: Scale, *, seed: int) -> list[int]:
    """Members far apart from each other, the same ones in every run, others for another seed."""
    step = int(scale.members * 0.618_033_988) | 1
    first = seed * 1_000
    return [(first + number) * step % scale.members + 1 for number in range(scale.rounds + 100)]
