"""What tills post, from HTTP to durable, on PostgreSQL over loopback: batches, replays, single posts, sales.

The floor of the batches is the least that must be written, by bare psycopg: the very rows that the server
wrote, of journal, postings and balances and of all else that it keeps of them, a batch in a transaction,
prepared and pipelined, into twins of the tables. The first three tables by themselves, with less than half of
these rows, stand beside it. A sale is the smallest of a till's events that moves points. Nobody asks for the
feed here: it is what a till hears, not what it posts.
"""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from threading import Barrier
from typing import Final, LiteralString

import psycopg
from psycopg import sql

from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled
from tests.bench.busy_server import BusyServer, body_of, busy_server, enrol
from tests.bench.caller import Caller
from tests.bench.harness import Figure, Samples, Scale, in_turns
from tests.bench.promises import bound
from tests.integration.server.tills import FakeTill, sale_body

BATCH: Final = 100
MOST_BATCHES: Final = 30
WARM_UP: Final = 3
POSTS_BEFORE: Final = 10
"""Of each till: by then every connection of the server has prepared what it asks."""
TILLS: Final = 8
MOST_POSTS: Final = 100
"""Of each till."""
GOES: Final = 3
"""The one in the middle counts: a second of posts is short beside what else a machine does."""
LINES: Final = 12
MEMBERS: Final = 400
MOVEMENTS: Final = {
    "journal": "SELECT * FROM journal WHERE till = %s AND seq > %s AND seq <= %s ORDER BY seq",
    "postings": (
        "SELECT p.* FROM postings p JOIN sales s ON (s.tenant, s.sale) = (p.tenant, p.sale)"
        " WHERE s.till = %s AND s.seq > %s AND s.seq <= %s ORDER BY p.member, p.movement, p.leg"
    ),
    "accounts": (
        "SELECT DISTINCT a.* FROM accounts a JOIN sales s ON (s.tenant, s.member) = (a.tenant, a.member)"
        " WHERE s.till = %s AND s.seq > %s AND s.seq <= %s AND a.account <> 'owed'"
        " ORDER BY a.member, a.account"
    ),
}
"""The movements themselves: each table, and the rows of a batch in it. Nobody here comes to owe anything."""
OTHERS: Final = {
    "sales": "SELECT * FROM sales WHERE till = %s AND seq > %s AND seq <= %s ORDER BY sale",
    "purchases": (
        "SELECT p.* FROM purchases p JOIN sales s ON (s.tenant, s.sale) = (p.tenant, p.sale)"
        " WHERE s.till = %s AND s.seq > %s AND s.seq <= %s ORDER BY p.member, p.sale"
    ),
    "lots": (
        "SELECT l.* FROM lots l JOIN sales s ON (s.tenant, s.sale) = (l.tenant, l.sale)"
        " WHERE s.till = %s AND s.seq > %s AND s.seq <= %s ORDER BY l.member, l.lot"
    ),
    "members": (
        "SELECT DISTINCT m.* FROM members m JOIN sales s ON (s.tenant, s.member) = (m.tenant, m.member)"
        " WHERE s.till = %s AND s.seq > %s AND s.seq <= %s ORDER BY m.member"
    ),
    "feed": (
        "SELECT DISTINCT f.* FROM feed f JOIN sales s ON (s.tenant, s.member) = (f.tenant, f.key)"
        " WHERE f.kind = 'member' AND s.till = %s AND s.seq > %s AND s.seq <= %s ORDER BY f.key"
    ),
}
"""What else the server keeps of them: sales, histories, lots, profiles, and whom the feed has to tell of."""
ALL_ROWS: Final = "bare psycopg, the same rows"
SOME_ROWS: Final = "bare psycopg, journal, postings and balances alone"
WRITTEN_OVER: Final[Mapping[str, LiteralString]] = {
    "accounts": "ON CONFLICT (tenant, member, account) DO UPDATE SET posted = excluded.posted,"
    " reserved = excluded.reserved",
    "members": "ON CONFLICT (tenant, member) DO UPDATE SET tier = excluded.tier, measure = excluded.measure,"
    " purchases = excluded.purchases, facts = excluded.facts, revision = excluded.revision",
    "feed": "ON CONFLICT (tenant, shard, kind, key) DO UPDATE SET seq = excluded.seq",
}
"""Of what stands for how something is now, there is one row, which each batch writes over."""
A_TURN: Final = 11
"""Rows a second are those of batch after batch; and a worker lets go of one after it has answered."""

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it travels, and the place of the journal after which it begins."""

    after: int
    body: bytes


def measure(scale: Scale) -> Iterable[Figure]:
    """Batches against bare psycopg, replays against batches, then posts of 8 tills at once."""
    with busy_server(scale, workers=2) as server:
        members = [f"member-{number}" for number in range(MEMBERS)]
        tills = server.add_tills(TILLS + 1)
        enrol(tills[0], members)
        yield from _in_batches(server, tills[0], members, max(1, min(MOST_BATCHES, scale.rounds // 10)))
        _let_it_settle(server)
        each = max(2, min(MOST_POSTS, scale.rounds // 5))
        goes = 1 if scale.rounds < GOES else GOES
        posts = [_at_once(server, tills[1:], members, each=each, lines=1) for _ in range(goes)]
        yield _post("a post of one sale, 8 tills at once", posts, promise="posts-single")
        sales = [_at_once(server, tills[1:], members, each=each, lines=LINES) for _ in range(goes)]
        yield _post(f"a whole sale of {LINES} rows, 8 tills at once", sales, promise="posts-sales")


def _in_batches(server: BusyServer, till: FakeTill, members: Sequence[str], count: int) -> Iterable[Figure]:
    """The floor writes the rows of the first half of the batches, the server takes the second half in."""
    warm_up = min(WARM_UP, count)
    half = count + warm_up
    batches = _batches(till, members, 2 * half)
    with server.calling([till]) as (caller,), psycopg.connect(server.url) as floor:
        for batch in batches[:half]:
            caller.sync(batch.body)
        few = [_rows_of(floor, till, batch, MOVEMENTS) for batch in batches[:half]]
        rows = [_rows_of(floor, till, batch, MOVEMENTS | OTHERS) for batch in batches[:half]]
        _make_twins(floor, "few", MOVEMENTS)
        _make_twins(floor, "twin", MOVEMENTS | OTHERS)
        floor.execute("ANALYZE")  # what autovacuum does of itself on a server that is older than a minute
        floor.commit()
        fresh = [caller.sealed(batch.body) for batch in batches[half:]]  # signed before, as single posts are
        measured = partial(in_turns, rounds=count, warm_up=warm_up, a_turn=A_TURN)
        ours, bare = measured(
            lambda number: caller.sync(fresh[number]), lambda number: _write(floor, "twin", rows[number])
        )
        held = [caller.sealed(batch.body) for batch in batches[:half]]
        again, bare_few = measured(
            lambda number: caller.sync(held[number]), lambda number: _write(floor, "few", few[number])
        )
    name, sent_again = f"{BATCH} movements in a batch", f"the same {BATCH} movements sent again"
    yield _batch(name, ours, bare, ALL_ROWS, promise="posts-batch")
    yield _batch(sent_again, again, bare, ALL_ROWS, promise="posts-again")
    yield _batch(
        f"{name}, beside a part of their rows", ours, bare_few, "bare psycopg, journal, postings, balances"
    )


def _batch(name: str, taken: Samples, bare: Samples, floor_name: str, *, promise: str = "") -> Figure:
    measured, floor_ms = taken.percentile_ms(50), bare.percentile_ms(50)
    return Figure(
        name=name,
        statistic="p50",
        unit="ms",
        measured=measured,
        at_most=bound(promise or "posts-batch"),
        promise=promise,
        floor=floor_ms,
        floor_name=floor_name,
        note=f"{1_000 * BATCH / measured:,.0f} movements a second, bare {1_000 * BATCH / floor_ms:,.0f}",
    )


def _let_it_settle(server: BusyServer) -> None:
    """Have PostgreSQL do now what the batches have left it to do: it would do so beside what comes next."""
    with psycopg.connect(server.url, autocommit=True) as beside:
        beside.execute("VACUUM (ANALYZE)")
        beside.execute("CHECKPOINT")


def _batches(till: FakeTill, members: Sequence[str], count: int) -> list[Batch]:
    """Sales to one member after the other, a hundred in a batch."""
    made: list[Batch] = []
    for number in range(count):
        after = len(till.journal)
        for part in range(BATCH):
            _sell(till, members[(number * BATCH + part) % len(members)], lines=1)
        made.append(Batch(after, body_of(till.request(after=after))))
    return made


def _sell(till: FakeTill, member: str, *, lines: int) -> None:
    body = sale_body(f"{till.paired.till}-{len(till.journal)}", member, fingerprint=till.fingerprint)
    till.record("sale_settled", body if lines == 1 else _with_lines(body, lines))


def _with_lines(sale: SaleSettled, count: int) -> SaleSettled:
    """The same sale with so many such lines."""
    line = replace(sale.lines[0], earned_points=Points(sale.earned_points))
    lot = None if sale.lot is None else replace(sale.lot, points=Points(sale.earned_points * count))
    total = Money(sale.total * count)
    return replace(
        sale,
        lines=(line,) * count,
        earned_points=Points(sale.earned_points * count),
        lot=lot,
        subtotal=total,
        total=total,
        to_pay=total,
    )


def _at_once(
    server: BusyServer, tills: Sequence[FakeTill], members: Sequence[str], *, each: int, lines: int
) -> float:
    """So many posts of each till, all tills at once; milliseconds a post."""
    bodies: list[list[bytes]] = []
    for place, till in enumerate(tills):
        posts: list[bytes] = []
        for number in range(each + POSTS_BEFORE):
            after = len(till.journal)
            _sell(till, members[(place * 50 + number) % len(members)], lines=lines)
            posts.append(body_of(till.request(after=after)))
        bodies.append(posts)
    start = Barrier(len(tills) + 1)

    def post(caller: Caller, posts: Sequence[bytes]) -> None:
        for body in posts[:POSTS_BEFORE]:
            caller.sync(body)
        sealed = [caller.sealed(body) for body in posts[POSTS_BEFORE:]]
        start.wait()
        for request in sealed:
            caller.sync(request)

    with server.calling(tills) as callers, ThreadPoolExecutor(len(tills)) as pool:
        under_way = [pool.submit(post, caller, posts) for caller, posts in zip(callers, bodies, strict=True)]
        start.wait()
        began = time.perf_counter()
        for each_till in under_way:
            each_till.result()
        taken = time.perf_counter() - began
    return taken * 1_000 / (each * len(tills))


def _post(name: str, goes: Sequence[float], *, promise: str) -> Figure:
    milliseconds = statistics.median_low(goes)
    others = " ".join(f"{1_000 / each:,.0f}" for each in goes)
    return Figure(
        name=name,
        statistic="mean",
        unit="ms",
        measured=milliseconds,
        at_most=bound(promise),
        promise=promise,
        note=f"{1_000 / milliseconds:,.0f} a second, of at least {1_000 / bound(promise):,.0f};"
        f" go by go {others}; server, PostgreSQL and tills share the processors",
    )


def _rows_of(floor: psycopg.Connection, till: FakeTill, batch: Batch, tables: Mapping[str, str]) -> Rows:
    """What the server wrote for a batch into these tables."""
    place = (till.paired.till, batch.after, batch.after + BATCH)
    return {table: floor.execute(query.encode(), place).fetchall() for table, query in tables.items()}


def _make_twins(floor: psycopg.Connection, what: str, tables: Iterable[str]) -> None:
    """Tables of the same columns, checks and keys, which nobody else writes."""
    for table in tables:
        named = {"twin": sql.Identifier(f"{what}_{table}"), "table": sql.Identifier(table)}
        floor.execute(sql.SQL("CREATE TABLE {twin} (LIKE {table} INCLUDING ALL)").format(**named))
    floor.commit()


def _write(floor: psycopg.Connection, what: str, rows: Rows) -> None:
    """One batch in one transaction, until it is durable."""
    with floor.transaction(), floor.cursor() as cursor:
        for table, held in rows.items():
            cursor.executemany(_insert(what, table, len(held[0])), held)


def _insert(what: str, table: str, columns: int) -> sql.Composed:
    """Balances and their like are written over, as the server does."""
    return sql.SQL("INSERT INTO {twin} VALUES ({values}) {over}").format(
        twin=sql.Identifier(f"{what}_{table}"),
        values=sql.SQL(", ").join([sql.Placeholder()] * columns),
        over=sql.SQL(WRITTEN_OVER.get(table, "")),
    )
