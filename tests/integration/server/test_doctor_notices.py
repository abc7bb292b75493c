"""Every figure of the tables that may change is changed by hand, one by one: the doctor has to notice."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar, cast

import pytest
from sqlalchemy import Column, Integer, RowMapping, Table, update
from sqlalchemy.exc import IntegrityError

from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.journal import SaleSettled
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import SaleTender
from server.context import Server
from server.store.catalogue import save_products
from server.store.database import Connection, Database, Unit
from server.store.tables import metadata
from server.store.tables.journal import sales
from server.store.tables.keeping import keepings
from server.usecases.admin.doctor import examine_server
from server.usecases.jobs import run_jobs
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.tills import burn_of, claim_of, sale_body

T = TypeVar("T")
AN = wallets.MEMBER
EXEMPT: Mapping[str, str] = {
    "feed.seq": "an order alone, read and never reckoned with",
    "feed_shards.last_seq": "the same; one that is too low is noticed",
    "gift_cards.revision": "which state is the later one",
    "leases.incarnation": "whose it is, no figure",
    "lots.program_version": "what it came under, no figure",
    "members.is_person": "whose it is, no figure",
    "members.measure": "worked out anew with each batch and each night",
    "members.revision": "which state is the later one",
    "money_leases.incarnation": "whose it is, no figure",
    "money_lots.is_bonus": "a bonus is none any more once its payment was brought back",
    "money_lots.program_version": "what it came under, no figure",
    "purchases.voided": "any other but 0 says the same",
    "till_feeds.cursor": "the till's own word",
    "tills.number": "a name that people gave",
}
"""Figures that nothing else says, with why that is well."""

KNOWN = frozenset(
    {
        *("accounts.posted", "accounts.reserved", "money_accounts.posted", "money_accounts.reserved"),
        *("lots.granted", "lots.remaining", "lots.reserved", "lots.expired"),
        *("money_lots.granted", "money_lots.remaining", "money_lots.reserved"),
        *("leases.amount", "leases.spent", "lease_slices.points", "lease_slices.spent"),
        *(
            "money_leases.amount",
            "money_leases.spent",
            "money_lease_slices.points",
            "money_lease_slices.spent",
        ),
        *("sales.seq", "sales.paid_back", "purchases.spend", "purchases.points", "purchases.voided"),
        *("members.purchases", "products.unit_price", "chains.ack_seq", "keepings.number"),
        "tills.incarnation",
    }
)
"""So that the house has something of each of these, at least."""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One kind is enough: what is asked of it is the same in both, and it is asked some hundred times."""
    return sqlite_database


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A house in which something of everything that is counted has happened."""
    house = make_house(server, clock, PROGRAM + KEEPING + wallets.RULES)
    dies_soon = clock.now() + timedelta(days=3)
    house.q1.enrol(AN)
    house.q1.sell("old", AN, earned=7, dies_at=dies_soon)
    opening = sale_body("opening", AN, fingerprint=house.q1.fingerprint, earned=100)
    house.q1.record("sale_settled", opening)
    house.q1.record("sale_refunded", half_of(opening, 50))
    house.q1.record("sale_settled", nobodys := sale_body("found", None, fingerprint=house.q1.fingerprint))
    house.q1.record("receipt_claimed", claim_of(nobodys, AN, earned=20))
    wallets.top_up(house.q1, "top-up")
    gifts.sell_card(house.q1, "card")
    house.q1.sync()
    clock.move(days=4)
    run_jobs(server, house.tenant)
    points = house.q1.lease("l1", AN, 40)
    house.q1.sell("burnt", AN, earned=0, burn=burn_of(points, 10))
    wallets.pay(house.q1, "by-wallet", wallets.lend(house.q1, "w1"), 30_000)
    gifts.pay(house.q1, "by-card", gifts.lend(house.q1, "g1"), 200_000)
    gifts.refund_half(house.q1, "by-card", to_card=200_000, in_cash=300_000)
    assert {each.why for each in house.q1.sync().outcomes} == {""}
    rice = ProductRow("rice", "Gạo", "", "", (), Money(150_000), "piece", "8", (), "active")
    server.database.write(lambda connection: save_products(connection, house.tenant, [rice]))
    assert examine_server(server, tenant=house.code) == ()
    return house


def half_of(sold: SaleSettled, points: int) -> SaleRefunded:
    """One of the two pieces of a sale comes back."""
    line = ReturnedLine(0, "1", sold.total // 2, points_taken=points)
    return SaleRefunded(
        sold.sale, (line,), line.money, 0, points, 0, tenders=(SaleTender("cash", line.money),)
    )


def figures() -> Iterator[tuple[Table, Column[Any]]]:
    """Every whole number of the tables that the server may change."""
    for table in metadata.sorted_tables:
        if not table.info.get("append_only"):
            for column in table.columns:
                if isinstance(column.type, Integer) and not column.primary_key:
                    yield table, column


class Inside:
    """A database as one transaction sees it, with what it has changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, unit: Unit[T]) -> T:
        return unit(self._connection)


def noticed(house: House, table: Table, column: Column[Any], row: RowMapping, by: int) -> bool:
    """Whether a figure that is changed in the database is refused by it, or found by the doctor."""
    here = [key == row[key.name] for key in table.primary_key]
    with house.server.database.engine.connect() as connection, connection.begin() as change:
        try:
            connection.execute(update(table).where(*here).values({column: row[column.name] + by}))
        except IntegrityError:
            return True
        inside = replace(house.server, database=cast("Database", Inside(connection)))
        found = examine_server(inside, tenant=house.code)
        change.rollback()
    return bool(found)


def test_a_figure_that_was_changed_by_hand_is_noticed_wherever_it_stands(house: House) -> None:
    passed, changed = set[str](), set[str]()
    for table, column in figures():
        rows = house.rows(table) if "tenant" in table.c else []
        held = [row for row in rows if row[column.name] is not None]
        tries = [(row, 1) for row in held] + [(row, -1) for row in held[-1:]]
        name = f"{table.name}.{column.name}"
        changed |= {name for _ in tries}
        passed |= {name for row, by in tries if not noticed(house, table, column, row, by)}
    assert passed == EXEMPT.keys() & changed
    assert changed >= KNOWN


def test_a_row_that_nobody_can_read_is_told_and_ends_nothing(house: House) -> None:
    with house.server.database.engine.connect() as connection, connection.begin() as change:
        spoiled = update(keepings).where(keepings.c.tenant == house.tenant).values(body="{")
        connection.execute(spoiled)
        connection.execute(update(sales).where(sales.c.sale == "opening").values(paid_back=1))
        inside = replace(house.server, database=cast("Database", Inside(connection)))
        found = examine_server(inside, tenant=house.code)
        change.rollback()
    assert [each.partition(":")[0] for each in found] == ["sale opening", "what is kept of members"]
