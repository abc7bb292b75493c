"""The books of members and of gift cards: loaded for a sitting, and stored as far as they changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from loyalty.units import Points
from server.books.lots import Lots
from server.books.model import Books, HeldLot, Lease, Posting
from server.books.pots import POINTS, Pot
from server.clock import parse_moment
from server.columns import values_of
from server.packed import Packed, Texts
from server.store.compiled import Among, Later, Packing, Statement
from server.store.leases import ask_leases, save_leases
from server.store.one_by_one import of_each
from server.store.tables.ledger import LEDGERS, OF_MONEY, OF_POINTS, Ledger
from server.store.upsert import ByColumn, append_columns, fields_of, upsert_columns

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
_POSTING_FIELDS = (
    *("movement", "leg", "kind", "account", "amount"),
    *("lot", "lease", "issuing_store", "redeeming_store", "reverses"),
)
_LOT_NUMBERS = ("granted", "remaining", "reserved", "expired", "program_version")


def _lots_of(ledger: Ledger) -> Statement:
    lots = ledger.lots
    packed = [Packing(column).label(column.name) for column in lots.c if not column.primary_key]
    return of_each(
        select(lots.c.member, Packing(lots.c.lot).label("lot"), *packed)
        .where(lots.c.tenant == bindparam("of_tenant"), or_(lots.c.remaining > 0, Among(lots.c.lot, "more")))
        .group_by(lots.c.member),
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
        held_lots = {row.pop("member"): Packed(row, key="lot", make=_lots) for row in lots.rows()}
        held_leases: dict[str, list[Lease]] = defaultdict(list)
        for member, lease in leases():
            held_leases[member].append(lease)
        owing = {} if owed is None else {row["member"]: Points(row["posted"]) for row in owed.rows()}
        return {
            member: Books(
                Lots(packed=held_lots.get(member)),
                held_leases.get(member, ()),
                owing.get(member, Points(0)),
                pot=pot,
            )
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
    lots = [
        (member, lot) for member, (before, after) in pairs for lot in after.lots.changed_since(before.lots)
    ]
    fresh_leases = [
        (member, lease)
        for member, (before, after) in pairs
        for lease in after.leases.values()
        if before.leases.get(lease.lease) != lease
    ]
    _save_lots(connection, tenant, lots, ledger)
    save_leases(connection, tenant, fresh_leases, ledger=ledger)
    _save_accounts(connection, tenant, pairs, ledger)
    postings = [(member, each) for member, (_, after) in pairs for each in after.postings]
    _append_postings(connection, tenant, postings, posted_at, ledger)


def _save_lots(
    connection: Connection, tenant: str, rows: Sequence[tuple[str, HeldLot]], ledger: Ledger
) -> None:
    if not rows:
        return
    members, lots = zip(*rows, strict=True)
    columns = {"member": members, **fields_of(lots, _LOT_FIELDS)}
    if ledger is OF_MONEY:
        columns["is_bonus"] = [int(lot.is_bonus) for lot in lots]
    upsert_columns(connection, ledger.lots, {"tenant": tenant}, columns)


def _lots(rows: Texts) -> list[HeldLot]:
    columns: dict[str, Sequence[object]] = {"lot": rows["lot"]}
    columns |= {name: [text or None for text in rows[name]] for name in ("issuing_store", "sale")}
    columns |= {name: list(map(int, rows[name])) for name in _LOT_NUMBERS}
    columns |= {name: list(map(parse_moment, rows[name])) for name in ("earned_at", "spendable_from")}
    columns["dies_at"] = [parse_moment(text) if text else None for text in rows["dies_at"]]
    if "is_bonus" in rows:
        columns["is_bonus"] = [text != "0" for text in rows["is_bonus"]]
    return values_of(HeldLot, columns)


def _save_accounts(
    connection: Connection, tenant: str, pairs: Iterable[tuple[str, tuple[Books, Books]]], ledger: Ledger
) -> None:
    """What is owed is written with the first lots, and from there on where it has become another."""
    rows: list[tuple[str, str, Points, Points]] = []
    for member, (before, books) in pairs:
        rows.append((member, books.pot.name, books.posted, books.reserved))
        if books.pot is POINTS and (books.owed != before.owed or not before.lots):
            rows.append((member, "owed", books.owed, Points(0)))
    if not rows:
        return
    members, accounts, posted, reserved = zip(*rows, strict=True)
    columns = {"member": members, "account": accounts, "posted": posted, "reserved": reserved}
    upsert_columns(connection, ledger.accounts, {"tenant": tenant}, columns)


def _append_postings(
    connection: Connection,
    tenant: str,
    rows: Sequence[tuple[str, Posting]],
    posted_at: datetime,
    ledger: Ledger,
) -> None:
    if not rows:
        return
    members, postings = zip(*rows, strict=True)
    causes = [each.cause for each in postings]
    columns: ByColumn = {
        "member": members,
        **fields_of(postings, _POSTING_FIELDS),
        "sale": [cause.sale for cause in causes],
        "program_version": [cause.program_version for cause in causes],
        "at": [cause.at for cause in causes],
    }
    append_columns(connection, ledger.postings, {"tenant": tenant, "posted_at": posted_at}, columns)
