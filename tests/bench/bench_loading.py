"""A new till reads its whole directory: a real till process, over HTTP, from a server process on PostgreSQL.

The till is `main.py pair`, from its start until it says that it is ready, with the disk's syncs and the key
made; the server renders each page from its own tables. The members are put into those in bulk, each with a
sealed person, a card and some lots. What the till does with an answer is measured against a bare insert in
`bench_snapshot`; here is what somebody waits for who sets a till up, and how often they are told how far it
has come.

`make bench` loads 20,000; `python -m tests.bench --only bench_loading --rounds 25000` is a million.
"""

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import psycopg
from psycopg import sql

from loyalty.wire.feed import MemberState
from server.clock import moment_text
from server.usecases.admin.setup import add_till, make_pairing_code
from tests.bench.busy_server import TENANT, BusyServer, busy_server
from tests.bench.harness import Figure, Scale, resident_mb
from tests.bench.many_members import member_of
from ui.demo.people import SampleMember, sample_member
from ui.demo.shop import program_command

MEMBERS_A_ROUND: Final = 40
AT_MOST_MS: Final = 5.0
"""A member, on a machine with much other work: a million is there the next morning."""
AT_MOST_MB: Final = 250.0
STEP_AT_MOST_S: Final = 60.0
"""Whoever looks at the till sees within a minute that it goes on."""
LOOK_EACH_S: Final = 0.5
PAGE: Final = 20_000
TILL: Final = "NEW"
COLUMNS: Final = {
    "members": "tenant member state store enrolled_at tier measure purchases facts revision",
    "persons": "tenant member wrapped_key sealed received_at",
    "cards": "tenant number member state",
    "lots": (
        "tenant member lot granted remaining reserved expired earned_at spendable_from dies_at"
        " program_version"
    ),
    "feed": "tenant shard kind key seq",
}
NO_FACTS: Final = '{"memberships": [], "segments": [], "vouchers": []}'

Row = tuple[object, ...]


def measure(scale: Scale) -> Iterable[Figure]:
    """How long all of it took, what the till's process needed, and the longest time without a word of it."""
    members = min(scale.members, scale.rounds * MEMBERS_A_ROUND)
    with busy_server(scale) as server:
        fill(server, members)
        seen = load(server, scale)
    yield Figure(
        name=f"a member of {members:,} into a new till over HTTP",
        statistic="mean",
        unit="ms",
        measured=1_000 * seen.seconds / members,
        at_most=AT_MOST_MS,
        note=f"{seen.seconds:,.0f} s from the start of the till's process, {seen.rows:,} rows of the feed",
    )
    yield Figure(
        name="memory of that till",
        statistic="peak",
        unit="MB",
        measured=seen.till_mb,
        at_most=AT_MOST_MB,
        note=f"the server's process {seen.server_mb:.0f} MB at its highest",
    )
    yield Figure(
        name="between two steps of its progress",
        statistic="longest",
        unit="s",
        measured=seen.longest_step_s,
        at_most=STEP_AT_MOST_S,
        note=f"{seen.steps:,} steps",
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was seen of a till's process while it loaded."""

    seconds: float
    rows: int
    till_mb: float
    server_mb: float
    steps: int
    longest_step_s: float


def load(server: BusyServer, scale: Scale) -> Loaded:
    """Pair a till, and wait until it says that it has read all."""
    add_till(server.inside, tenant=TENANT, store="q1", code=TILL, name=TILL)
    code = make_pairing_code(server.inside, tenant=TENANT, till=TILL)
    data = ("--data", str(scale.fresh / "till"), "--keys", "file")
    began = time.monotonic()
    process = scale.start(
        program_command("pair", "--server", server.process.address, "--code", code, *data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    told: list[float] = []
    said: list[str] = []
    peak, looked = 0.0, began
    with process.stdout as lines:
        for line in lines:
            said.append(line.decode())
            told.append(time.monotonic())
            if told[-1] - looked >= LOOK_EACH_S:
                looked, peak = told[-1], resident_mb(process.pid, "VmHWM")
    if process.wait() != 0:
        raise RuntimeError("".join(said[-5:]))
    return Loaded(
        seconds=time.monotonic() - began,
        rows=int("".join(filter(str.isdigit, said[-1]))),
        till_mb=peak,
        server_mb=resident_mb(server.process.pid, "VmHWM"),
        steps=len(told),
        longest_step_s=max((later - earlier for earlier, later in pairwise(told)), default=0.0),
    )


def fill(server: BusyServer, count: int) -> None:
    """Put so many members into the server's tables, and into its feed."""
    (till,) = server.add_tills(1)
    account = till.account
    vault, now = server.inside.vault(account.tenant), moment_text(server.inside.clock.now())
    with psycopg.connect(server.url) as connection:
        last = connection.execute("SELECT last_seq FROM feed_shards WHERE shard = 'all'").fetchone()
        assert last is not None
        makers: dict[str, Callable[[SampleMember, MemberState], Iterable[Row]]] = {
            "members": lambda _, state: [_member(account.tenant, account.store, now, state)],
            "persons": lambda _, state: [_person(state)],
            "cards": lambda person, state: [(account.tenant, person.card, state.member, "active")],
            "lots": lambda _, state: _lots(account.tenant, state),
            "feed": lambda person, state: _places(account.tenant, int(last[0]), person, state),
        }

        def _person(state: MemberState) -> Row:
            assert state.person is not None
            sealed = vault.seal(state.member, state.person)
            return account.tenant, state.member, sealed.wrapped_key, sealed.sealed, now

        for page in _pages(count):
            for table, make in makers.items():
                _copy(connection, table, (row for person, state in page for row in make(person, state)))
        connection.execute(
            "UPDATE feed_shards SET last_seq = last_seq + %s WHERE shard = 'all'", (2 * count,)
        )
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("ANALYZE")  # what autovacuum does within a minute


def _copy(connection: psycopg.Connection, table: str, rows: Iterable[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table].split()))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _member(tenant: str, store: str, now: str, state: MemberState) -> Row:
    standing = (state.tier, state.measure, state.purchases, NO_FACTS, state.revision)
    return (tenant, state.member, "active", store, now, *standing)


def _lots(tenant: str, state: MemberState) -> Iterator[Row]:
    for lot in state.lots:
        held = (lot.points, lot.points, 0, 0)
        yield tenant, state.member, lot.lot, *held, lot.spendable_from, lot.spendable_from, lot.dies_at, 1


def _places(tenant: str, last: int, person: SampleMember, state: MemberState) -> Iterator[Row]:
    place = last + 2 * person.number
    yield tenant, "all", "member", state.member, place - 1
    yield tenant, "all", "card", person.card, place


def _pages(count: int) -> Iterator[Sequence[tuple[SampleMember, MemberState]]]:
    for first in range(1, count + 1, PAGE):
        people = map(sample_member, range(first, min(first + PAGE, count + 1)))
        yield [(person, member_of(person)) for person in people]
