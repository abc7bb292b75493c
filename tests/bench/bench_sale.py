"""A durable sale: ten lines, points earned and burned, journal, print jobs, in one transaction on the disk.

Ours is the use case: checks, settlement, canonical body, hash chain, the receipt's document, all rows, COMMIT.
The floor writes the very same rows with bare `sqlcipher3` into the same tables, with the same key and pragmas, in
one transaction; its values lie ready. Before each, the basket is filled, the member attached, the lease granted
and the price shown, as at a counter, and none of that is counted.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.units import Points
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.pricing_memory import PricingMemory
from terminal.receipts.paper import SlipPaper
from terminal.sale import Tender
from terminal.store.connection import connect
from terminal.store.migrations import migrate
from terminal.till import Till
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.bench.harness import Figure, Scale, compared, samples
from tests.unit.terminal.till_kit import ANH, KEY, LAN, Counter, a_shop, grant_lease, product_row

LINES = 10
BURN = Points(100)
WARM_UP = 50
AT_MOST = 2.0

Row = Sequence[Any]
Writes = list[tuple[str, list[Row]]]
"""Statements in the order of the use case's, each with its rows."""

_OF_SALE = ("sales", "sale_lines")
_SEQS = "SELECT seq FROM journal WHERE operation_id = ?"


def measure(scale: Scale) -> Iterable[Figure]:
    """One sale after the other, ours and the floor in turns; p50 and p99."""
    ours_folder, floor_path = scale.fresh / "ours", scale.fresh / "floor.db"
    ours_folder.mkdir()
    counter = _counter(ours_folder)
    with (
        closing(counter),
        closing(connect(floor_path, KEY, read_only=False)) as raw,
        closing(connect(counter.path, KEY, read_only=True)) as looking,
    ):
        migrate(raw, floor_path)
        _copy_all(looking, raw, ("till_state", "shifts"))
        taken = _in_turns(counter, looking, raw, scale.rounds)
    yield from compared(
        f"a durable sale of {LINES} lines",
        *(samples(seconds[WARM_UP:]) for seconds in taken),
        floor_name="sqlcipher3, the same rows",
        bounds={50: AT_MOST, 99: AT_MOST},
    )


def _counter(folder: Path) -> Counter:
    """A shop at work on the real clock, with real slips."""
    counter = a_shop(folder)
    clock = SystemClock()
    till = replace(
        counter.till, clock=clock, new_id=id_maker(clock), paper=SlipPaper(), memory=PricingMemory()
    )
    with counter.store.write() as unit:
        unit.products.put(product_row(f"G{number}", f"Hàng số {number}", 12_500) for number in range(LINES))
    return replace(counter, till=till)


def _in_turns(
    counter: Counter, looking: sqlcipher.Connection, raw: sqlcipher.Connection, rounds: int
) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(WARM_UP + rounds):
        sale = _basket(counter)
        tender = _tender(counter.till, sale)
        began = time.perf_counter()
        settle_sale(counter.till, LAN, sale, (tender,))
        ours.append(time.perf_counter() - began)
        writes = _written(looking, sale)
        _lend(looking, raw, sale)
        began = time.perf_counter()
        _write(raw, writes)
        floor.append(time.perf_counter() - began)
    return ours, floor


def _basket(counter: Counter) -> OpenSale:
    till = counter.till
    sale = new_sale(till)
    for number in range(LINES):
        found = find_products(till, f"G{number}")
        if not isinstance(found, ProductFound):
            raise TypeError(found)
        sale = add_product(sale, found.product)
    _synced(counter)
    sale = attach_member(till, LAN, sale, member_by_id(till, ANH.member))
    if sale.lease is not None:
        grant_lease(counter, sale.lease, points=500, minutes=60 * 24 * 365 * 20)
    return set_burn(refresh_member(till, sale), BURN)


def _synced(counter: Counter) -> None:
    """The server has followed, as it does within seconds: nothing of the member's is this till's own word."""
    with counter.store.write() as unit:
        _, _, seq, digest = unit.journal.head()
        unit.state.set_watermark(acked_seq=seq, acked_hash=digest, feed_epoch="epoch-1", feed_cursor=0)


def _tender(till: Till, sale: OpenSale) -> Tender:
    quote = price(till, sale, paid_with=("cash",))
    settings = till.memory.in_force
    if settings is None:
        raise TypeError(settings)
    due = round_cash(quote.total, settings.settings).due
    return Tender(kind="cash", amount=due, given=due)


def _written(looking: sqlcipher.Connection, sale: OpenSale) -> Writes:
    """The rows that the use case wrote for a sale."""
    lease = "" if sale.lease is None else sale.lease.lease
    (seq,) = looking.execute(_SEQS, (sale.sale,)).fetchone()
    wheres = (
        ("journal", "seq >= ?", seq),
        ("sales", "sale = ?", sale.sale),
        ("sale_lines", "sale = ?", sale.sale),
        ("tenders", "receipt = ?", sale.sale),
        ("point_movements", "sale = ?", sale.sale),
        ("print_jobs", "sale = ?", sale.sale),
    )
    inserts: Writes = [_rows_of(looking, table, where, value) for table, where, value in wheres]
    return [
        ("UPDATE till_state SET receipt_number = receipt_number + 1 WHERE one = ?", [(1,)]),
        *inserts,
        ("UPDATE leases SET state = 'closed', spent = spent + ? WHERE lease = ?", [(BURN, lease)]),
        ("DELETE FROM drafts WHERE draft = ?", [("open",)]),
    ]


def _rows_of(
    looking: sqlcipher.Connection, table: str, where: str, value: str | int
) -> tuple[str, list[Row]]:
    cursor = looking.execute(" ".join(("SELECT * FROM", table, "WHERE", where)), (value,))
    places = ", ".join("?" * len(cursor.description))
    return " ".join(("INSERT INTO", table, "VALUES (", places, ")")), cursor.fetchall()


def _lend(looking: sqlcipher.Connection, raw: sqlcipher.Connection, sale: OpenSale) -> None:
    """Put the lease where the floor will close it."""
    lease = "" if sale.lease is None else sale.lease.lease
    statement, rows = _rows_of(looking, "leases", "lease = ?", lease)
    raw.executemany(statement, rows)
    raw.execute("UPDATE leases SET state = 'open', spent = 0 WHERE lease = ?", (lease,))


def _copy_all(looking: sqlcipher.Connection, raw: sqlcipher.Connection, tables: Iterable[str]) -> None:
    for table in tables:
        raw.executemany(*_rows_of(looking, table, "1 = ?", 1))


def _write(raw: sqlcipher.Connection, writes: Writes) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in writes:
        if len(rows) == 1:
            raw.execute(statement, rows[0])
        else:
            raw.executemany(statement, rows)
    raw.execute("COMMIT")
