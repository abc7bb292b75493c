"""A new till loads its directory: from the bytes of the server's answers to members that can be found.

Ours is all that the till does with an answer: read strictly, checked as a whole, applied in one transaction
with the indexes of names and words, page after page as while it sells. The floor is a bare bulk insert by
`sqlcipher3` of the very rows that came of it, into the same tables, in transactions of the same size. Both
wait for the same disk. The server's making of the pages is not in it: another machine does that meanwhile.

`make bench` loads 100,000; `make bench WHOLE=yes` and `python -m tests.bench --only bench_snapshot --whole` a
million. The larger the directory, the nearer ours comes to the floor: both then spend most of their time on
the indexes.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.chain import GENESIS
from loyalty.wire.feed import CardRow
from loyalty.wire.messages import FeedPage, FeedRow, SyncAnswer
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.connection import connect
from terminal.store.migrations import migrate
from terminal.store.opening import open_store
from terminal.store.outbox import SqlOutbox
from terminal.sync.core import take
from terminal.sync.session import LOADING_FEED_ROWS
from tests.bench.harness import Figure, Scale, resident_mb
from tests.bench.many_members import member_of
from tests.bench.promises import bound
from tests.unit.terminal.till_kit import IDENTITY, KEY
from ui.demo.people import sample_member

MEMBERS_A_ROUND: Final = 200
FLAT_MB: Final = 40.0
"""What the process may add once a tenth is loaded: caches that fill, and nothing for each member."""
PER_PAGE: Final = LOADING_FEED_ROWS // 2
"""Each member comes with a card."""
COPIED: Final = {
    "members": "SELECT * FROM members WHERE row > ? AND row <= ? ORDER BY row",
    "cards": (
        "SELECT c.* FROM cards c JOIN members m ON m.member = c.member"
        " WHERE m.row > ? AND m.row <= ? ORDER BY m.row"
    ),
}
WORDS: Final = "SELECT word FROM name_words"
NAMES: Final = "SELECT form, folded FROM name_forms WHERE form > ? ORDER BY form"
WORDS_OF_FORM: Final = "INSERT INTO form_words (rowid, words) VALUES (?, ?)"


def measure(scale: Scale) -> Iterable[Figure]:
    """The whole of it, page by page in turns with the floor's; and what the process grew by meanwhile."""
    members = scale.members if scale.whole else min(scale.members, scale.rounds * MEMBERS_A_ROUND)
    spent = _loaded(scale.fresh, members)
    yield Figure(
        name=f"{members:,} members into a new till",
        statistic="sum",
        unit="ms",
        measured=spent.ours_s * 1_000,
        at_most=bound("snapshot"),
        promise="snapshot",
        floor=spent.floor_s * 1_000,
        floor_name="sqlcipher3, a bulk insert of the same rows",
        note=f"{members / spent.ours_s:,.0f} members a second, bare {members / spent.floor_s:,.0f};"
        f" of the processor alone {spent.ours_cpu_s / spent.floor_cpu_s:.2f} ×",
    )
    yield Figure(
        name="memory that nine tenths of them add",
        statistic="rise",
        unit="MB",
        measured=spent.rise_mb,
        at_most=FLAT_MB,
        note=f"the process at its end {resident_mb(os.getpid(), 'VmRSS'):.0f} MB, the floor's cache with it",
    )


@dataclass
class Spent:
    """What loading took of both, from the clock and of the processor, and what memory it added."""

    ours_s: float = 0.0
    floor_s: float = 0.0
    ours_cpu_s: float = 0.0
    floor_cpu_s: float = 0.0
    rise_mb: float = 0.0

    def ours(self, work: Callable[[], None]) -> None:
        """Do ours."""
        wall, cpu = _timed(work)
        self.ours_s += wall
        self.ours_cpu_s += cpu

    def floor(self, work: Callable[[], None]) -> None:
        """Do the floor's."""
        wall, cpu = _timed(work)
        self.floor_s += wall
        self.floor_cpu_s += cpu


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    began, began_cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - began_cpu


def _loaded(folder: Path, members: int) -> Spent:
    clock = SystemClock()
    path, floor_path = folder / "ours.db", folder / "floor.db"
    spent, tenth_mb = Spent(), 0.0
    with (
        closing(open_store(path, KEY, clock=clock, new_id=id_maker(clock))) as store,
        closing(connect(floor_path, KEY, read_only=False)) as floor,
        closing(connect(path, KEY, read_only=True)) as looking,
    ):
        migrate(floor, floor_path)
        with store.write() as unit:
            unit.state.pair(IDENTITY, feed_epoch="bench")
        outbox, told = SqlOutbox(store), Told(looking)
        for first, answer in _answers(members):
            spent.ours(partial(_apply, outbox, answer))
            spent.floor(partial(_insert, floor, told.since(first)))
            if first <= members // 10:
                tenth_mb = resident_mb(os.getpid(), "VmRSS")
    spent.rise_mb = resident_mb(os.getpid(), "VmRSS") - tenth_mb
    return spent


@dataclass
class Told:
    """The rows that a page of ours became, table by table, as the floor writes them."""

    looking: sqlcipher.Connection
    forms: int = 0
    words: set[str] = field(default_factory=set[str])

    def since(self, first: int) -> dict[str, list[tuple[object, ...]]]:
        """The rows of the page that began behind member `first`."""
        rows = {
            table: self.looking.execute(query, (first, first + PER_PAGE)).fetchall()
            for table, query in COPIED.items()
        }
        names = self.looking.execute(NAMES, (self.forms,)).fetchall()
        self.forms += len(names)
        fresh = [row for row in self.looking.execute(WORDS).fetchall() if row[0] not in self.words]
        self.words.update(str(word) for (word,) in fresh)
        return rows | {"name_forms": names, "form_words": names, "name_words": fresh}


def _apply(outbox: SqlOutbox, answer: bytes) -> None:
    said = SyncAnswer.from_json(parse_json(answer))
    outbox.apply(take(outbox.read_outgoing(), said, confirms=lambda _signature, _message: True))


def _insert(floor: sqlcipher.Connection, rows: dict[str, list[tuple[object, ...]]]) -> None:
    floor.execute("BEGIN IMMEDIATE")
    for table, held in rows.items():
        if held:
            places = ", ".join("?" * len(held[0]))  # the table has as many columns by now
            into = " ".join(("INSERT INTO", table, "VALUES", f"({places})"))
            floor.executemany(WORDS_OF_FORM if table == "form_words" else into, held)
    floor.execute("COMMIT")


def _answers(members: int) -> Iterator[tuple[int, bytes]]:
    """The pages of a feed of so many members, each with a card, as they travel."""
    for first in range(0, members, PER_PAGE):
        rows: list[FeedRow] = []
        for number in range(first + 1, min(first + PER_PAGE, members) + 1):
            person = sample_member(number)
            state = member_of(person)
            card = CardRow(person.card, state.member, "active")
            rows.append(FeedRow(2 * number - 1, "member", state.member, state.to_json()))
            rows.append(FeedRow(2 * number, "card", card.number, card.to_json()))
        yield first, canonical_bytes(_answer(tuple(rows), end=2 * members).to_json())


def _answer(rows: tuple[FeedRow, ...], *, end: int) -> SyncAnswer:
    cursor = rows[-1].seq
    return SyncAnswer(
        version=1,
        ack_seq=0,
        ack_hash=GENESIS,
        signature=bytes(64),
        outcomes=(),
        leases=(),
        refused=(),
        members=(),
        feed=FeedPage("bench", rows, cursor, more=cursor < end, end=end),
        server_time="2026-11-25T04:58:00.000Z",
        nonce="nonce",
        policy_version=1,
    )
