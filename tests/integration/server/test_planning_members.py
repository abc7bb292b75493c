"""PostgreSQL finds the rows of a member by their keys, also where nearly every tenant has one member.

For any values it reckons with averages: of a tenant of average size reading every member and comparing each
is as cheap as finding one. What it looks at is counted, in a tenant that is thousands of times as large.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Column, Table

from loyalty.identity.cards import card_number
from loyalty.wire.member_desk import MemberFileAsk
from loyalty.wire.messages import Person
from server.context import Server
from server.keys import ServerKeys
from server.store.database import open_database
from server.store.migrations import migrate
from server.store.tables.feed import feed, feed_shards
from server.store.tables.keeping import keepings
from server.store.tables.ledger import OF_POINTS
from server.store.tables.members import cards, handles, members, persons, purchases
from server.usecases.look_up import look_up
from server.usecases.member_file import member_file
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.rows_read import rows_read
from tests.integration.server.tills import burn_of, sale_body
from tests.postgres import Postgres

AN, PHONE, CARD = "member-an", "+84912345678", card_number(1)
TINY, LARGE = 2_000, 2_000
"""So many tenants of one member each, and so many members in one tenant."""
AT_MOST = 400
"""Rows and entries of indexes in all tables, for one of these deeds."""
EACH = 8
"""Rows and entries of indexes for what a member has bought and been given at one purchase, at most."""
OF_TIERS = PROGRAM.partition("[[promotion]]")[0]
"""Without a limit, so that what was bought long ago does not matter."""
_OF_A_MEMBER: Final = (
    *(members, persons, handles, cards, purchases, keepings),
    *(OF_POINTS.lots, OF_POINTS.accounts, feed),
)


def value(table: Table, column: "Column[object]", tenant: sql.Composable) -> sql.Composable:
    """What one more row has in a column: a key of its own, and all else as the row that is there."""
    name = sql.Identifier(column.name)
    if column.name == "tenant":
        return tenant
    if column.name in {"member", "lot", "sale"} or (column.name, table) in {("number", cards), ("key", feed)}:
        return sql.SQL("{} || '-' || n").format(name)
    if column.name == "handle":
        return sql.SQL("decode(md5(n::text), 'hex')")
    if column.name == "seq":
        return sql.SQL("n + 1000")
    return name


def multiply(beside: psycopg.Connection, tenant: str) -> None:
    """As many members more as `LARGE` in the tenant, and one in each of `TINY` others."""
    other = sql.SQL("'tenant-' || n")
    for table in _OF_A_MEMBER:
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.c)
        for owner, count in ((other, TINY), (sql.Identifier("tenant"), LARGE)):
            values = sql.SQL(", ").join(value(table, column, owner) for column in table.c)
            mine = sql.SQL("SELECT * FROM {} WHERE tenant = {}").format(
                sql.Identifier(table.name), sql.Literal(tenant)
            )
            one = sql.SQL("{} AND kind = 'member' LIMIT 1").format(mine) if table is feed else mine
            beside.execute(
                sql.SQL("INSERT INTO {} ({}) SELECT {} FROM ({}) AS it, generate_series(1, {}) AS n").format(
                    sql.Identifier(table.name), names, values, one, sql.Literal(count)
                )
            )
    last = sql.SQL("UPDATE {} SET last_seq = {} WHERE tenant = {}")
    beside.execute(
        last.format(sql.Identifier(feed_shards.name), sql.Literal(LARGE + 2_000), sql.Literal(tenant))
    )


def spends(house: House, number: int) -> None:
    lease = house.q1.lease(f"lease-{number}", AN, 5)
    burn = burn_of(lease, 5)
    sold = sale_body(f"sale-{number}", AN, fingerprint=house.q1.fingerprint, earned=5, burn=burn)
    house.q1.record("sale_settled", sold)
    house.q1.close(lease.lease, AN, spent=5)
    house.q1.sync()


def enrols(house: House, number: int) -> None:
    new = f"new-{number}"
    house.q1.enrol(new, card=card_number(100 + number))
    house.q1.sync(persons=[Person(new, "Bình", f"+8498{number:07d}")])


def is_looked_up(house: House, _: int) -> None:
    for card, phone in ((CARD, None), (None, PHONE)):
        assert look_up(house.server, house.q1.account, card=card, phone=phone).member.member == AN
    file = MemberFileAsk(version=1, member=AN, operator="lan", skip=0)
    assert member_file(house.server, house.q1.account, file, nonce="n").member.member == AN


def is_told(house: House, _: int) -> None:
    house.q2.cursor = LARGE + 1_990
    house.q2.sync(feed_limit=100)


def is_merged_and_parted(house: House, number: int) -> None:
    enrols(house, 500 + number)
    merge(house.server, house.tenant, alias=f"new-{500 + number}", survivor=AN, by="manager")
    unmerge(house.server, house.tenant, alias=f"new-{500 + number}", by="manager")


QUICK = ((spends, True), (spends, False), (enrols, False), (is_looked_up, True), (is_merged_and_parted, True))
ALL = [
    (deed, is_so)
    for deed in (spends, enrols, is_looked_up, is_told, is_merged_and_parted)
    for is_so in (True, False)
]


@pytest.mark.parametrize(
    ("deed", "analysed"),
    [pytest.param(*each, marks=() if each in QUICK else pytest.mark.soak) for each in ALL],
)
def test_a_member_of_a_large_tenant_among_tiny_ones_is_found_by_the_key(
    postgres: Postgres,
    clock: FakeClock,
    tmp_path: Path,
    *,
    analysed: bool,
    deed: Callable[[House, int], None],
) -> None:
    url = postgres.url(postgres.new_database())
    with closing(open_database(url, tmp_path)) as database:
        migrate(database)
        server = Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)
        house = make_house(server, clock, PROGRAM + KEEPING)
        house.q1.enrol(AN, card=CARD)
        house.q1.sell("first", AN, earned=100)
        house.q1.sync(persons=[Person(AN, "Nguyễn An", PHONE)])
        with psycopg.connect(url, autocommit=True) as beside:
            multiply(beside, house.tenant)
            if analysed:
                beside.execute("ANALYZE")
            for number in range(6):  # the plans are made on the way
                deed(house, number)
            before = rows_read(house, beside)
            deed(house, 6)
            read = rows_read(house, beside) - before
            assert read < AT_MOST


def test_a_batch_reads_what_its_members_have_and_not_what_the_shop_sold(
    postgres: Postgres, clock: FakeClock, tmp_path: Path
) -> None:
    url = postgres.url(postgres.new_database())
    with closing(open_database(url, tmp_path)) as database:
        migrate(database)
        server = Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)
        house = make_house(server, clock, OF_TIERS)
        names = [f"member-{number}" for number in range(100)]
        for name in names:
            house.q1.enrol(name)
        house.q1.sync()
        with psycopg.connect(url, autocommit=True) as beside:
            read = [rows_of_a_batch(house, beside, names, turn) for turn in range(9)]
    assert read[-1] < 3 * read[0] + 100 * EACH * len(read)


def rows_of_a_batch(house: House, beside: psycopg.Connection, names: list[str], turn: int) -> int:
    """What PostgreSQL looks at for a batch in which each of these members buys once."""
    before = rows_read(house, beside)
    for name in names:
        house.q1.sell(f"{turn}-{name}", name)
    house.q1.sync()
    return rows_read(house, beside) - before
