"""Sales and voids as rows, projected from their events, and which of them the server has not seen yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    Row,
    bindparam,
    func,
    insert,
    literal_column,
    null,
    select,
    union_all,
    update,
)

from loyalty.identity.cards import receipt_number_of
from loyalty.identity.phones import TAIL_LENGTH
from loyalty.units import Money
from terminal.clock import timestamp
from terminal.sale import SettledSale, Tender, VoidedSale
from terminal.sale_body import SaleRecord, sale_from_body, shown_of
from terminal.store.prepared import Prepared
from terminal.store.tables import (
    journal,
    members,
    point_movements,
    sale_lines,
    sales,
    tenders,
    till_state,
    voids,
)

_JOURNAL_OF_SALE = (
    (journal.c.till == till_state.c.till)
    & (journal.c.incarnation == sales.c.incarnation)
    & (journal.c.seq == sales.c.seq)
)
_KEPT = (
    select(
        journal.c.body,
        journal.c.seq,
        sales.c.operator,
        sales.c.operator_name,
        till_state.c.name.label("till_name"),
        sales.c.currency,
        sales.c.shown,
        members.c.name.label("member_name"),
        members.c.e164,
        sales.c.voided_by,
    )
    .select_from(sales)
    .join(till_state, till_state.c.one == 1)
    .join(journal, _JOURNAL_OF_SALE)
    .outerjoin(members, members.c.member == sales.c.member)
)
_BY_ID = _KEPT.where(sales.c.sale == bindparam("sale"))
_BY_DIGITS = _KEPT.where(
    sales.c.receipt_number == bindparam("number"), sales.c.receipt_digits == bindparam("digits")
)
_BY_NUMBER = _KEPT.where(sales.c.receipt_number == bindparam("number"))
_LAST = _KEPT.where(
    sales.c.receipt_number == select(func.max(sales.c.receipt_number)).correlate(None).scalar_subquery()
)
_ADD = Prepared(insert(sales))
_ADD_LINES = Prepared(insert(sale_lines))
_ADD_TENDERS = Prepared(insert(tenders))
_ADD_MOVEMENTS = Prepared(insert(point_movements))
_ADD_VOID = Prepared(insert(voids))
_MARK_VOIDED = update(sales).where(sales.c.sale == bindparam("id")).values(voided_by=bindparam("by"))
_IS_UNSYNCED_SALE = (sales.c.incarnation == till_state.c.incarnation) & (sales.c.seq > till_state.c.acked_seq)
_IS_UNSYNCED_VOID = (voids.c.incarnation == till_state.c.incarnation) & (voids.c.seq > till_state.c.acked_seq)
_UNSYNCED = Prepared(
    union_all(
        select(
            journal.c.body,
            null().label("void"),
            literal_column("0", Integer).label("points_taken"),
            literal_column("0", Integer).label("points_returned"),
        )
        .select_from(till_state)
        .join(sales, _IS_UNSYNCED_SALE)
        .join(journal, _JOURNAL_OF_SALE)
        .where(sales.c.member == bindparam("member")),
        select(journal.c.body, voids.c.void, voids.c.points_taken, voids.c.points_returned)
        .select_from(till_state)
        .join(voids, _IS_UNSYNCED_VOID)
        .join(sales, sales.c.sale == voids.c.sale)
        .join(journal, _JOURNAL_OF_SALE)
        .where(voids.c.member == bindparam("member")),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedSale:
    """A member's sale that the server's figures do not have in them; `body` is that of `sale_settled`."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedVoid:
    """A void that the server's figures do not have in them; `body` is that of the sale it took back."""

    body: Mapping[str, Any]
    points_taken: int
    points_returned: int


class Sales:
    """What was sold and voided at this till."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_id(self, sale: str) -> SettledSale | None:
        """The sale of that id."""
        return self._one(_BY_ID, {"sale": sale})

    def by_digits(self, digits: str) -> SettledSale | None:
        """The sale whose receipt carries those 16 digits."""
        return self._one(_BY_DIGITS, {"number": receipt_number_of(digits), "digits": digits})

    def by_number(self, number: int) -> SettledSale | None:
        """The sale of that receipt number."""
        return self._one(_BY_NUMBER, {"number": number})

    def last(self) -> SettledSale | None:
        """The sale made last, voided or not."""
        return self._one(_LAST, {})

    def add(self, sale: SettledSale, *, incarnation: int) -> None:
        """Project a settled sale: its row, lines, tenders and movements of points."""
        connection = self._connection
        _ADD.run(connection, _sale_row(sale, incarnation))
        _ADD_LINES.run_all(connection, _line_rows(sale))
        _ADD_TENDERS.run_all(connection, _tender_rows(sale.sale, sale.shift, sale.tenders))
        _ADD_MOVEMENTS.run_all(connection, _movement_rows(sale, incarnation))

    def add_void(self, void: VoidedSale, *, incarnation: int) -> None:
        """Project a void: its row, the tenders and movements the other way, the mark on the sale."""
        connection = self._connection
        given_back = tuple(_given_back(tender) for tender in void.tenders)
        _ADD_VOID.run(connection, _void_row(void, incarnation))
        _ADD_TENDERS.run_all(connection, _tender_rows(void.void, void.shift, given_back))
        _ADD_MOVEMENTS.run_all(connection, _void_movement_rows(void, incarnation))
        connection.execute(_MARK_VOIDED, {"id": void.sale.sale, "by": void.void})

    def unsynced(self, member: str) -> tuple[tuple[UnsyncedSale, ...], tuple[UnsyncedVoid, ...]]:
        """What this till did for a member that the server has not acknowledged."""
        rows = _UNSYNCED.all(self._connection, {"member": member})
        return (
            tuple(UnsyncedSale(body=json.loads(body)) for body, void, _, _ in rows if void is None),
            tuple(
                UnsyncedVoid(body=json.loads(body), points_taken=taken, points_returned=returned)
                for body, void, taken, returned in rows
                if void is not None
            ),
        )

    def _one(self, query: Executable, which: Mapping[str, str | int]) -> SettledSale | None:
        row = self._connection.execute(query, which).first()
        return None if row is None else _sale(row)


def _sale(row: Row[Any]) -> SettledSale:
    kept = SaleRecord(
        seq=row.seq,
        operator=row.operator,
        operator_name=row.operator_name,
        till_name=row.till_name,
        currency=row.currency,
        shown=json.loads(row.shown),
        member_name=row.member_name or "",
        phone_tail="" if row.e164 is None else row.e164[-TAIL_LENGTH:],
        voided=row.voided_by is not None,
    )
    return sale_from_body(json.loads(row.body), kept)


def _sale_row(sale: SettledSale, incarnation: int) -> dict[str, Any]:
    return {
        "sale": sale.sale,
        "incarnation": incarnation,
        "seq": sale.seq,
        "receipt_number": sale.receipt.number,
        "receipt_digits": sale.receipt.digits,
        "at": timestamp(sale.at),
        "shift": sale.shift,
        "operator": sale.operator,
        "operator_name": sale.operator_name,
        "member": None if sale.member is None else sale.member.member,
        "subtotal": sale.subtotal,
        "discount": sum(each.amount for each in sale.discounts),
        "burned": 0 if sale.burn is None else sale.burn.amount,
        "total": sale.total,
        "rounding": sale.rounding,
        "to_pay": sale.to_pay,
        "earned_points": sale.earned_points,
        "burned_points": 0 if sale.burn is None else sale.burn.points,
        "currency": sale.currency,
        "shown": shown_of(sale),
        "voided_by": None,
    }


def _line_rows(sale: SettledSale) -> list[dict[str, Any]]:
    return [
        {
            "sale": sale.sale,
            "line": number,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "gross": line.gross,
            "net": line.net,
            "burned": line.burned,
            "earned_points": line.earned_points,
            "burned_points": line.burned_points,
            "vat": line.vat,
            "vat_base": line.vat_base,
        }
        for number, line in enumerate(sale.lines)
    ]


def _tender_rows(receipt: str, shift: str, paid: tuple[Tender, ...]) -> list[dict[str, Any]]:
    return [
        {
            "receipt": receipt,
            "position": position,
            "shift": shift,
            "kind": tender.kind,
            "amount": tender.amount,
            "given": tender.given,
            "confirmed_by_hand": int(tender.confirmed_by_hand),
        }
        for position, tender in enumerate(paid)
    ]


def _given_back(tender: Tender) -> Tender:
    """As the rows have it: what went back is below 0."""
    return Tender(kind=tender.kind, amount=Money(-tender.amount))


def _movement_rows(sale: SettledSale, incarnation: int) -> list[dict[str, Any]]:
    """Points earned as one movement, points burned as one for each lot they came from."""
    if sale.member is None:
        return []
    moves: list[dict[str, Any]] = []
    if sale.lot is not None:
        life = {
            "spendable_from": None if sale.lot.spendable_from is None else timestamp(sale.lot.spendable_from),
            "dies_at": None if sale.lot.dies_at is None else timestamp(sale.lot.dies_at),
        }
        moves.append({"kind": "earned", "points": sale.lot.points, "lot": sale.lot.lot} | life)
    if sale.burn is not None:
        moves += [
            {
                "kind": "burned",
                "points": -each.points,
                "lot": each.lot,
                "spendable_from": None,
                "dies_at": None,
            }
            for each in sale.burn.slices
        ]
    return _placed(moves, sale, seq=sale.seq, incarnation=incarnation, at=timestamp(sale.at))


def _void_movement_rows(void: VoidedSale, incarnation: int) -> list[dict[str, Any]]:
    """Earned points out of the lot they made, burned ones into the lots they came from."""
    sale = void.sale
    if sale.member is None:
        return []
    moves: list[dict[str, Any]] = []
    if sale.lot is not None and void.points_taken:
        moves.append({"kind": "taken_back", "points": -void.points_taken, "lot": sale.lot.lot})
    if sale.burn is not None and void.points_returned:
        moves += [{"kind": "given_back", "points": each.points, "lot": each.lot} for each in sale.burn.slices]
    bare = [move | {"spendable_from": None, "dies_at": None} for move in moves]
    return _placed(bare, sale, seq=void.seq, incarnation=incarnation, at=timestamp(void.at))


def _placed(
    moves: list[dict[str, Any]], sale: SettledSale, *, seq: int, incarnation: int, at: str
) -> list[dict[str, Any]]:
    member = "" if sale.member is None else sale.member.member
    place = {"member": member, "incarnation": incarnation, "seq": seq, "sale": sale.sale, "at": at}
    return [move | place | {"position": position} for position, move in enumerate(moves)]


def _void_row(void: VoidedSale, incarnation: int) -> dict[str, Any]:
    member = void.sale.member
    return {
        "void": void.void,
        "sale": void.sale.sale,
        "member": None if member is None else member.member,
        "incarnation": incarnation,
        "seq": void.seq,
        "receipt_label": void.receipt_label,
        "at": timestamp(void.at),
        "shift": void.shift,
        "operator": void.operator,
        "operator_name": void.operator_name,
        "money": void.money,
        "points_taken": void.points_taken,
        "points_returned": void.points_returned,
    }
