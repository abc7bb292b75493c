"""Finding a member among a million, by card and by whole phone number, through the use case.

The floor is one read of the same table by its primary key with bare `sqlcipher3`, from the same file with the
same pragmas: the least in which anybody could be found.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.units import Points
from loyalty.wire.feed import CardRow, LotState, MemberState, PersonState
from terminal.clock import SystemClock, timestamp
from terminal.ids import id_maker, uuid7
from terminal.keystore.fake import FakeKeyStore
from terminal.store import migrations
from terminal.store.connection import connect
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.unit.terminal.till_kit import (
    IDENTITY,
    KEY,
    MORNING,
    PROGRAM,
    PlainPaper,
    program_row,
    store_settings,
)
from ui.demo.people import SampleMember, sample_member

AT_MOST = 15.0
SHOWN: Mapping[str, Callable[[SampleMember], str]] = {
    "a member by card": lambda person: person.card,
    "a member by whole phone": lambda person: person.phone_text,
}
PAGE = 5_000
MADE_BY = 1
"""Raised when `_state` makes other members, so that no older file is taken for theirs."""
SCHEMA = Path(migrations.__file__).parent / "schema"


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


def members_file(scale: Scale) -> Path:
    """A till's file with so many members; made once, since it takes minutes, and kept."""
    made_by = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(SCHEMA.glob("*.sql")))).hexdigest()
    path = scale.kept / f"members-{scale.members}-{MADE_BY}-{made_by[:8]}.db"
    done = path.with_suffix(".done")
    if done.exists():
        return path
    path.unlink(missing_ok=True)
    clock = SystemClock()
    store = open_store(path, KEY, clock=clock, new_id=id_maker(clock))
    with closing(store):
        with store.write() as unit:
            unit.state.pair(IDENTITY, feed_epoch="bench")
            unit.config.put_settings(store_settings())
            unit.config.put_program(program_row(PROGRAM))
        for page in _pages(scale.members):
            with store.write() as unit:
                unit.members.put(member_of(person) for person in page)
                unit.members.put_cards(
                    CardRow(person.card, _member_id(person.number), "active") for person in page
                )
    done.touch()
    return path


def _pages(members: int) -> Iterator[list[SampleMember]]:
    for first in range(1, members + 1, PAGE):
        yield [sample_member(number) for number in range(first, min(first + PAGE, members + 1))]


def _member_id(number: int) -> str:
    noise = hashlib.sha256(str(number).encode()).digest()
    return uuid7(unix_ms=1_700_000_000_000 + number * 1_000, random=noise[:10])


def member_of(person: SampleMember) -> MemberState:
    """A member with a few lots, as a server would send one."""
    lots = tuple(
        LotState(
            lot=uuid7(
                unix_ms=1_750_000_000_000, random=hashlib.sha256(f"{person.number}/{age}".encode()).digest()
            ),
            points=Points(person.points // 4),
            dies_at=timestamp(MORNING + timedelta(days=3_600 + age * 30)),
            spendable_from=timestamp(MORNING - timedelta(days=age * 30)),
        )
        for age in range(4)
    )
    return MemberState(
        member=_member_id(person.number),
        state="active",
        alias_of=None,
        person=PersonState(
            name=person.name,
            phone="+84" + person.phone_text.replace(" ", "")[1:],
            phone_text=person.phone_text,
            birthday=person.birthday,
        ),
        tier="member",
        points=person.points,
        owed=Points(0),
        available=person.points,
        lots=lots,
        measure=person.spent,
        purchases=person.purchases,
        memberships=(),
        segments=(),
        vouchers={},
        used={},
        revision=1,
        at=timestamp(MORNING),
    )
