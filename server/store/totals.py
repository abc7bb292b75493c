"""Sums over a tenant's whole database, for people and for checking: nothing here is kept anywhere else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select

from loyalty.wire.canonical import JsonObject, WireRefused, parse_json
from loyalty.wire.chain import Event
from loyalty.wire.limits import as_object
from server.books.pots import POINTS, Pot
from server.model import Chain
from server.store.asides import OPEN
from server.store.books import ledger_of
from server.store.chains import in_chain
from server.store.tables.feed import feed
from server.store.tables.gift_cards import gift_cards
from server.store.tables.journal import alarms, chains, journal, quarantine, sales
from server.store.tables.ledger import OF_MONEY, OF_POINTS, Ledger, leases, postings
from server.store.tables.members import cards, members
from server.store.tables.tenancy import operators, products, stores, tills

_COUNTED: Mapping[str, Table] = {
    "stores": stores,
    "tills": tills,
    "operators": operators,
    "products": products,
    "members": members,
    "cards": cards,
    "events": journal,
    "sales": sales,
    "postings": postings,
    "gift cards": gift_cards,
    "postings of money": OF_MONEY.postings,
    "alarms": alarms,
    "feed rows": feed,
}


def counts(connection: Connection, tenant: str) -> dict[str, int]:
    """How many there are of each thing."""
    found = {
        name: connection.execute(select(func.count()).where(table.c.tenant == tenant)).scalar_one()
        for name, table in _COUNTED.items()
    }
    found["quarantined events"] = connection.execute(
        select(func.count()).where(quarantine.c.tenant == tenant, OPEN)
    ).scalar_one()
    found["voided sales"] = connection.execute(
        select(func.count()).where(sales.c.tenant == tenant, sales.c.voided_by.is_not(None))
    ).scalar_one()
    states = select(leases.c.state, func.count()).where(leases.c.tenant == tenant).group_by(leases.c.state)
    by_state = {row[0]: int(row[1]) for row in connection.execute(states)}
    return found | {f"{state} leases": by_state.get(state, 0) for state in ("open", "frozen")}


def account_sums(connection: Connection, tenant: str, *, ledger: Ledger = OF_POINTS) -> dict[str, int]:
    """What was posted to each account, over all holders."""
    postings = ledger.postings
    query = select(postings.c.account, func.sum(postings.c.amount)).where(postings.c.tenant == tenant)
    return {account: int(total) for account, total in connection.execute(query.group_by(postings.c.account))}


def unbalanced_movements(connection: Connection, tenant: str, *, ledger: Ledger = OF_POINTS) -> list[str]:
    """The movements whose legs do not sum to zero; none, ever."""
    postings = ledger.postings
    query = (
        select(postings.c.movement)
        .where(postings.c.tenant == tenant)
        .group_by(postings.c.member, postings.c.movement)
        .having(func.sum(postings.c.amount) != 0)
    )
    return list(connection.execute(query).scalars())


def holder_figures(connection: Connection, tenant: str, *, pot: Pot = POINTS) -> dict[str, dict[str, int]]:
    """By holder, the accounts as they are kept, and the same worked out from postings, lots and leases.

    The pot's name, `reserved` and `owed` are kept; `posted …` comes from postings, `lots` and `lots reserved`
    from lots, `leased` from leases that are not closed. Lots and leases of money are not told apart by pot.
    """
    figures: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, query in _figure_queries(tenant, pot, ledger_of(pot)):
        for row in connection.execute(query):
            figures[row[0]][name] = int(row[1])
    return figures


def _figure_queries(tenant: str, pot: Pot, ledger: Ledger) -> Iterator[tuple[str, Select[Any, Any]]]:
    accounts, lots, leases = ledger.accounts, ledger.lots, ledger.leases
    lease_slices, postings = ledger.lease_slices, ledger.postings
    for name, account, column in (
        (pot.name, pot.name, accounts.c.posted),
        ("reserved", pot.name, accounts.c.reserved),
        ("owed", "owed", accounts.c.posted),
    ):
        yield name, _of_tenant(accounts, tenant, column).where(accounts.c.account == account)
    for name, account in ((pot.name, pot.held), ("owed", pot.owed)):
        total = func.sum(postings.c.amount)
        query = _of_tenant(postings, tenant, total).where(postings.c.account == account)
        yield f"posted {name}", query.group_by(postings.c.member)
    for name, column in (("lots", lots.c.remaining), ("lots reserved", lots.c.reserved)):
        yield name, _of_tenant(lots, tenant, func.sum(column)).group_by(lots.c.member)
    left = func.sum(lease_slices.c.points - lease_slices.c.spent)
    same = [lease_slices.c[name] == leases.c[name] for name in ("tenant", "member", "lease")]
    leased = (
        _of_tenant(leases, tenant, left).join(lease_slices, and_(*same)).where(leases.c.state != "closed")
    )
    yield "leased", leased.group_by(leases.c.member)


def _of_tenant(table: Table, tenant: str, column: ColumnElement[Any]) -> Select[Any, Any]:
    return select(table.c.member, column).where(table.c.tenant == tenant)


def list_chains(connection: Connection, tenant: str) -> list[Chain]:
    """Every journal of the tenant's tills."""
    query = select(chains).where(chains.c.tenant == tenant).order_by(chains.c.till, chains.c.incarnation)
    return [Chain(**row) for row in connection.execute(query).mappings()]


def read_journal(connection: Connection, chain: Chain) -> Iterator[Event]:
    """Every event of a journal as it is held, in order; an unreadable body is empty: that fits no hash."""
    query = select(journal).where(*in_chain(journal, chain)).order_by(journal.c.seq)
    for row in connection.execute(query.execution_options(yield_per=1_000)).mappings():
        yield Event(
            till=row["till"],
            incarnation=row["incarnation"],
            seq=row["seq"],
            operation_id=row["operation_id"],
            kind=row["kind"],
            at=row["at"],
            operator=row["operator"],
            body=_body(row["body"]),
            hash=row["hash"],
        )


def _body(text: str) -> JsonObject:
    try:
        return as_object(parse_json(text.encode()))
    except WireRefused:
        return {}
