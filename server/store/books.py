"""The books of members and of gift cards: loaded for a sitting, and stored as far as they changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, bindparam, or_, select

from loyalty.units import Points
from server.books.model import Books, HeldLot, Lease
from server.books.pots import POINTS, Pot
from server.columns import values_of
from server.store.compiled import Among, Columns, Later, Statement
from server.store.leases import ask_leases, save_leases
from server.store.one_by_one import of_each
from server.store.tables.ledger import LEDGERS, OF_MONEY, OF_POINTS, Ledger
from server.store.upsert import append, upsert

_LOT_FIELDS = (
    "lot",
    "granted",
    "remaining",
    "reserved",
    "expired",
    "earned_at",
    "spendable_from",
    "dies_at",
    "issuing_store",
    "program_version",
    "sale",
)
_of_lot = attrgetter(*_LOT_FIELDS)


def _lots_of(ledger: Ledger) -> Statement:
    lots = ledger.lots
    return of_each(
        select(*(column for column in lots.c if column.name != "tenant")).where(
            lots.c.tenant == bindparam("of_tenant"), or_(lots.c.remaining > 0, Among(lots.c.lot, "more"))
        ),
        lots.c.member,
        shares=True,
    )


_LOTS = {ledger.lots.name: _lots_of(ledger) for ledger in LEDGERS}
_OWED = of_each(
    select(OF_POINTS.accounts.c.member, OF_POINTS.accounts.c.posted).where(
        OF_POINTS.accounts.c.tenant == bindparam("of_tenant"), OF_POINTS.accounts.c.account == "owed"
    ),
    OF_POINTS.accounts.c.member,
    shares=True,
)


def ledger_of(pot: Pot) -> Ledger:
    """The tables that keep what is in a pot."""
    return OF_POINTS if pot is POINTS else OF_MONEY


def load_books(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    more_lots: Collection[str] = (),
    more_leases: Collection[str] = (),
    pot: Pot = POINTS,
) -> dict[str, Books]:
    """The books of each holder: lots with something in them, leases not closed, and those that are named."""
    return ask_books(connection, tenant, members, more_lots=more_lots, more_leases=more_leases, pot=pot)()


def ask_books(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    more_lots: Collection[str] = (),
    more_leases: Collection[str] = (),
    pot: Pot = POINTS,
) -> Later[dict[str, Books]]:
    """The same, once they are wanted."""
    ledger = ledger_of(pot)
    if not members:
        return dict
    lots = _LOTS[ledger.lots.name].ask(connection, of_tenant=tenant, members=members, more=more_lots)
    leases = ask_leases(connection, tenant, members, more=more_leases, ledger=ledger)
    owed = _OWED.ask(connection, of_tenant=tenant, members=members) if pot is POINTS else None

    def load() -> dict[str, Books]:
        held_lots = _lots(lots.columns())
        held_leases: dict[str, list[Lease]] = defaultdict(list)
        for member, lease in leases():
            held_leases[member].append(lease)
        owing = {} if owed is None else {row["member"]: Points(row["posted"]) for row in owed.rows()}
        return {
            member: Books(held_lots[member], held_leases[member], owing.get(member, Points(0)), pot=pot)
            for member in members
        }

    return load


def save_books(
    connection: Connection,
    tenant: str,
    changed: Mapping[str, tuple[Books, Books]],
    posted_at: datetime,
    *,
    ledger: Ledger = OF_POINTS,
) -> None:
    """Store what differs in the second of each pair from the first, and append its postings."""
    pairs = list(changed.items())
    lot_rows = [
        {"tenant": tenant, "member": member, **_lot_row(ledger, lot)}
        for member, (before, after) in pairs
        for lot in after.lots.values()
        if (held := before.lots.get(lot.lot)) is not lot and held != lot
    ]
    fresh_leases = [
        (member, lease)
        for member, (before, after) in pairs
        for lease in after.leases.values()
        if before.leases.get(lease.lease) != lease
    ]
    upsert(connection, ledger.lots, lot_rows)
    save_leases(connection, tenant, fresh_leases, ledger=ledger)
    upsert(
        connection,
        ledger.accounts,
        [row for member, (before, after) in pairs for row in _accounts(tenant, member, before, after)],
    )
    rows = [row for member, (_, after) in pairs for row in _postings(tenant, member, after, posted_at)]
    append(connection, ledger.postings, rows)


def _lot_row(ledger: Ledger, lot: HeldLot) -> Mapping[str, object]:
    row: dict[str, object] = dict(zip(_LOT_FIELDS, _of_lot(lot), strict=True))
    return row | {"is_bonus": int(lot.is_bonus)} if ledger is OF_MONEY else row


def _lots(columns: Columns) -> Mapping[str, list[HeldLot]]:
    found: dict[str, list[HeldLot]] = defaultdict(list)
    held = {name: columns[name] for name in _LOT_FIELDS}
    if "is_bonus" in columns:
        held["is_bonus"] = list(map(bool, columns["is_bonus"]))
    for member, lot in zip(columns["member"], values_of(HeldLot, held), strict=True):
        found[member].append(lot)
    return found


def _accounts(tenant: str, member: str, before: Books, books: Books) -> Iterable[Mapping[str, object]]:
    """What is owed is written with the first lots, and from there on where it has become another."""
    key = {"tenant": tenant, "member": member}
    yield key | {"account": books.pot.name, "posted": books.posted, "reserved": books.reserved}
    if books.pot is POINTS and (books.owed != before.owed or not before.lots):
        yield key | {"account": "owed", "posted": books.owed, "reserved": 0}


def _postings(tenant: str, member: str, books: Books, posted_at: datetime) -> Iterable[Mapping[str, object]]:
    for each in books.postings:
        yield {
            "tenant": tenant,
            "member": member,
            "movement": each.movement,
            "leg": each.leg,
            "kind": each.kind,
            "account": each.account,
            "amount": each.amount,
            "lot": each.lot,
            "lease": each.lease,
            "sale": each.cause.sale,
            "issuing_store": each.issuing_store,
            "redeeming_store": each.redeeming_store,
            "program_version": each.cause.program_version,
            "reverses": each.reverses,
            "at": each.cause.at,
            "posted_at": posted_at,
        }
