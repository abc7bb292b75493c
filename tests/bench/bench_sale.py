"""A durable sale: ten lines, points earned and burned, journal, print jobs, in one transaction on the disk.

Ours is the use case: checks, settlement, canonical body, hash chain, the receipt document, all rows, COMMIT.
The floor writes the very same rows with bare `sqlcipher3` into the same tables with the same key and pragmas,
in one transaction; its values lie ready. Before each, the basket is filled, the member attached, the lease
granted and the price shown, as at a counter, and none of that is counted. The key store, where spends are
counted once more outside the database, is in memory here: what that costs is the key store's matter.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import ColumnElement, FromClause, insert, select, true
from sqlalchemy.dialects import sqlite

from loyalty.units import Points
from terminal.clock import SystemClock
from terminal.garbage import look_less_often
from terminal.ids import id_maker
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.pricing_memory import PricingMemory
from terminal.receipts.paper import SlipPaper
from terminal.sale import Tender
from terminal.store.connection import connect
from terminal.store.migrations import migrate
from terminal.store.tables import metadata
from terminal.store.tables.drawer import shifts
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.lending import leases
from terminal.store.tables.sales import point_movements, sale_lines, sales, tenders
from terminal.store.tables.waiting import print_jobs
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
FOR_EVER = 60 * 24 * 365 * 50
"""Minutes: the leases are granted by the clock of the tests."""
WARM_UP = 50
AT_MOST = 2.0

Row = Sequence[Any]
Writes = list[tuple[str, list[Row]]]
"""Statements in the order of the use case's, each with its rows."""

LITERALLY = {"literal_binds": True}


def measure(scale: Scale) -> Iterable[Figure]:
    """One sale after the other, ours and the floor in turns; p50 and p99."""
    ours_folder, floor_path = scale.fresh / "ours", scale.fresh / "floor.db"
    ours_folder.mkdir()
    look_less_often()  # as every till does at its start
    counter = _counter(ours_folder)
    with (
        closing(counter),
        closing(connect(floor_path, KEY, read_only=False)) as raw,
        closing(connect(counter.path, KEY, read_only=True)) as looking,
    ):
        migrate(raw, floor_path)
        for table in (till_state, shifts):
            raw.executemany(*_inserts(looking, table, true()))
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
        _lend(looking, raw, sale)
        began = time.perf_counter()
        settle_sale(counter.till, LAN, sale, (tender,))
        ours.append(time.perf_counter() - began)
        writes = _written(looking, sale)
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
        grant_lease(counter, sale.lease, points=500, minutes=FOR_EVER)
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
    (seq,) = looking.execute("SELECT seq FROM journal WHERE operation_id = ?", (sale.sale,)).fetchone()
    return [
        ("UPDATE till_state SET receipt_number = receipt_number + 1 WHERE one = ?", [(1,)]),
        ("UPDATE till_state SET spend_count = spend_count + 1 WHERE one = ?", [(1,)]),
        _inserts(looking, journal, journal.c.seq >= int(seq)),
        *(
            _inserts(looking, column.table, column == sale.sale)
            for column in (
                sales.c.sale,
                sale_lines.c.sale,
                tenders.c.receipt,
                point_movements.c.sale,
                print_jobs.c.sale,
            )
        ),
        ("UPDATE leases SET state = 'closed', spent = spent + ? WHERE lease = ?", [(BURN, _lease(sale))]),
        ("DELETE FROM drafts WHERE draft = ?", [("open",)]),
    ]


def _inserts(
    looking: sqlcipher.Connection, table: FromClause, where: ColumnElement[bool]
) -> tuple[str, list[Row]]:
    """The statement and the rows that put a part of a table into another file."""
    compiled = select(table).where(where).compile(dialect=sqlite.dialect(), compile_kwargs=LITERALLY)
    rows = looking.execute(str(compiled)).fetchall()
    return str(insert(metadata.tables[str(table)]).compile(dialect=sqlite.dialect())), rows


def _lend(looking: sqlcipher.Connection, raw: sqlcipher.Connection, sale: OpenSale) -> None:
    """Put the lease where the floor will close it, before either is measured.

    This write goes through to the disk, as ours does before the floor: both begin just after another's.
    """
    raw.executemany(*_inserts(looking, leases, leases.c.lease == _lease(sale)))


def _lease(sale: OpenSale) -> str:
    if sale.lease is None:
        raise TypeError(sale)
    return sale.lease.lease


def _write(raw: sqlcipher.Connection, writes: Writes) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in writes:
        if len(rows) == 1:
            raw.execute(statement, rows[0])
        else:
            raw.executemany(statement, rows)
    raw.execute("COMMIT")
