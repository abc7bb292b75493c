"""Refunds as rows, projected from their events; and sales that other tills let go to this one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, or_, select, tuple_, update

from loyalty.units import Money, Quantity
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.exchange import EXCHANGE
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import quantity_of
from terminal.clock import from_timestamp, timestamp
from terminal.late_claims import claimed_body, unsynced_body
from terminal.returned import RefundedLine, RefundedSale
from terminal.sale import Tender
from terminal.store.late_claims import LateClaims
from terminal.store.prepared import Prepared
from terminal.store.sale_rows import given_back, tender_rows
from terminal.store.sales import UnsyncedSale
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.returns import foreign_sales, refund_lines, refunds
from terminal.store.tables.sales import point_movements, sales, tenders

_ADD = Prepared(insert(refunds))
_ADD_LINES = Prepared(insert(refund_lines))
_ADD_TENDERS = Prepared(insert(tenders))
_ADD_MOVEMENTS = Prepared(insert(point_movements))
_MARK_RETURNED = update(sales).where(sales.c.sale == bindparam("id")).values(voided_by=bindparam("by"))
_BY_ID = select(refunds).where(refunds.c.refund == bindparam("refund"))
_PAID_OUT = (
    select(tenders.c.kind, tenders.c.amount)
    .where(tenders.c.receipt == bindparam("refund"))
    .order_by(tenders.c.position)
)
_LINES = (
    select(
        refund_lines.c.line,
        refund_lines.c.sku,
        refund_lines.c.name,
        refund_lines.c.quantity,
        refund_lines.c.money,
    )
    .where(refund_lines.c.refund == bindparam("refund"))
    .order_by(refund_lines.c.position)
)
_REFUNDED = (
    select(refund_lines.c.line, func.sum(refund_lines.c.quantity), func.sum(refund_lines.c.money))
    .join(refunds, refunds.c.refund == refund_lines.c.refund)
    .where(refunds.c.sale == bindparam("sale"), refund_lines.c.line.is_not(None))
    .group_by(refund_lines.c.line)
)
_RETURNED = (
    select(refund_lines.c.line, func.sum(refund_lines.c.quantity))
    .join(refunds, refunds.c.refund == refund_lines.c.refund)
    .where(refunds.c.sale == bindparam("sale"))
    .group_by(refund_lines.c.line)
)
_SINCE = _RETURNED.where(
    tuple_(refunds.c.incarnation, refunds.c.seq) >= tuple_(bindparam("incarnation"), bindparam("seq"))
)
_GIVEN = (
    select(tenders.c.kind, func.sum(-tenders.c.amount))
    .join(refunds, refunds.c.refund == tenders.c.receipt)
    .where(refunds.c.sale == bindparam("sale"))
    .where(
        ~select(refund_lines.c.refund)
        .where(refund_lines.c.refund == refunds.c.refund, refund_lines.c.line == bindparam("but"))
        .exists()
    )
    .group_by(tenders.c.kind)
)
_EVENT = (
    (journal.c.till == till_state.c.till)
    & (journal.c.incarnation == refunds.c.incarnation)
    & (journal.c.seq == refunds.c.seq)
)
_INTO_EXCHANGES = (
    select(journal.c.body)
    .select_from(till_state)
    .join(refunds, refunds.c.sale == bindparam("sale"))
    .join(journal, _EVENT)
    .where(
        select(tenders.c.receipt)
        .where(tenders.c.receipt == refunds.c.refund, tenders.c.kind == EXCHANGE)
        .exists()
    )
)
_IS_WHOLE = select(refunds.c.refund).where(refunds.c.sale == bindparam("sale"), refunds.c.is_whole == 1)
_FOREIGN = select(foreign_sales).where(
    or_(foreign_sales.c.sale == bindparam("name"), foreign_sales.c.digits == bindparam("name"))
)
_KEEP_FOREIGN = insert(foreign_sales).prefix_with("OR IGNORE")
_UNSYNCED = Prepared(
    select(refunds.c.sale, refunds.c.is_whole, journal.c.body, journal.c.at)
    .select_from(till_state)
    .join(
        refunds,
        (refunds.c.incarnation == till_state.c.incarnation) & (refunds.c.seq > till_state.c.acked_seq),
    )
    .join(journal, _EVENT)
    .where(refunds.c.member == bindparam("member"))
)
_SALE_BODY = (
    select(journal.c.body)
    .select_from(sales)
    .join(till_state, till_state.c.one == 1)
    .join(
        journal,
        (journal.c.till == till_state.c.till)
        & (journal.c.incarnation == sales.c.incarnation)
        & (journal.c.seq == sales.c.seq),
    )
    .where(sales.c.sale == bindparam("sale"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedRefund:
    """A refund that the server's figures do not have in them: its own event's body, and that of the sale.

    `at` is when it was done.
    """

    body: Mapping[str, Any]
    sale_body: Mapping[str, Any]
    is_whole: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRefund:
    """A return as its rows hold it."""

    row: Mapping[str, Any]
    lines: tuple[RefundedLine, ...]
    tenders: tuple[Tender, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSale:
    """A sale that another till let go to this one, and what had come back of it before."""

    sale: str
    digits: str
    till_code: str
    at: str
    body: Mapping[str, Any]
    returned: Mapping[int, Quantity]
    paid_back: Money


class RefundedPart(NamedTuple):
    """What has come back of a line, and the money for it."""

    quantity: Quantity
    money: Money


class Returns:
    """What came back at this till."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, refund: RefundedSale, *, member: str | None, moves: list[dict[str, Any]]) -> None:
        """Project a return: its row, lines, tenders and movements of points, and the mark on a whole sale."""
        connection, paid = self._connection, tuple(given_back(each) for each in refund.tenders)
        (incarnation,) = connection.execute(select(till_state.c.incarnation)).one()
        _ADD.run(connection, _row(refund, member=member, incarnation=incarnation))
        _ADD_LINES.run_all(connection, _line_rows(refund))
        _ADD_TENDERS.run_all(connection, tender_rows(refund.refund, refund.shift, paid))
        place = {"incarnation": incarnation, "seq": refund.seq, "sale": refund.sale or ""}
        _ADD_MOVEMENTS.run_all(connection, [move | place for move in moves])
        if refund.is_whole:
            connection.execute(_MARK_RETURNED, {"id": refund.sale, "by": refund.refund})

    def by_id(self, refund: str) -> KeptRefund | None:
        """What is kept of a return beside its event."""
        row = self._connection.execute(_BY_ID, {"refund": refund}).mappings().first()
        if row is None:
            return None
        paid = self._connection.execute(_PAID_OUT, {"refund": refund})
        lines = self._connection.execute(_LINES, {"refund": refund})
        return KeptRefund(
            row=dict(row),
            lines=tuple(RefundedLine(*line) for line in lines),
            tenders=tuple(Tender(kind=kind, amount=Money(-amount)) for kind, amount in paid),
        )

    def returned_of(self, sale: str) -> dict[int, Quantity]:
        """What has come back here of each line of a sale."""
        rows = self._connection.execute(_RETURNED, {"sale": sale})
        return {line: Quantity(quantity) for line, quantity in rows}

    def returned_since(self, sale: str, place: tuple[int, int]) -> dict[int, Quantity]:
        """What has come back here of each line from this place in the journal on, incarnation and number."""
        incarnation, seq = place
        rows = self._connection.execute(_SINCE, {"sale": sale, "incarnation": incarnation, "seq": seq})
        return {line: Quantity(quantity) for line, quantity in rows}

    def refunded_of(self, sale: str) -> dict[int, RefundedPart]:
        """How much has come back here of each line of a sale, and for how much money."""
        rows = self._connection.execute(_REFUNDED, {"sale": sale})
        return {line: RefundedPart(Quantity(quantity), Money(money)) for line, quantity, money in rows}

    def given_of(self, sale: str, *, but: int = -1) -> dict[str, Money]:
        """What has gone out here for a sale, by each means; without returns of the line `but`.

        What paid for other goods in an exchange has left the means that it had come in by.
        """
        rows = self._connection.execute(_GIVEN, {"sale": sale, "but": but})
        given = {kind: Money(amount) for kind, amount in rows}
        if given.pop(EXCHANGE, None) is None:
            return given
        for body in self._connection.execute(_INTO_EXCHANGES, {"sale": sale}).scalars():
            for means, amount in SaleRefunded.from_json(json.loads(body)).credit_by_means.items():
                given[means] = Money(given.get(means, 0) + amount)
        return given

    def is_whole(self, sale: str) -> bool:
        """Whether a return here was the last of a sale."""
        return self._connection.execute(_IS_WHOLE, {"sale": sale}).first() is not None

    def foreign(self, name: str) -> ForeignSale | None:
        """A sale that another till let go to this one, by its id or its receipt's digits."""
        row = self._connection.execute(_FOREIGN, {"name": name}).mappings().first()
        return None if row is None else _foreign(row)

    def keep_foreign(self, digits: str, given: RefundLockAnswer, *, now: datetime) -> None:
        """Keep a sale that was let go to this till; one that is kept already stays as it is."""
        body = given.body or {}
        row = {
            "sale": body["sale"],
            "digits": digits,
            "till_code": given.till_code,
            "member": body["member"],
            "at": given.at or timestamp(now),
            "body": canonical_bytes(body).decode(),
            "returned": json.dumps([[each.line, quantity_of(each.quantity)] for each in given.returned]),
            "paid_back": given.paid_back,
        }
        self._connection.execute(_KEEP_FOREIGN, row)

    def body_of(self, sale: str, *, before: tuple[int, int] | None = None) -> Mapping[str, Any] | None:
        """The event's body of a sale, this till's or one that was let go to it.

        A claim of its points is laid over it; with `before`, a place in the journal, only one from before.
        """
        body = self._sold(sale)
        claim = LateClaims(self._connection).of_sale(sale)
        if body is None or claim is None:
            return body
        is_known = before is None or (claim.incarnation, claim.seq) < before
        return claimed_body(body, claim.body) if is_known else body

    def _sold(self, sale: str) -> Mapping[str, Any] | None:
        row = self._connection.execute(_SALE_BODY, {"sale": sale}).first()
        if row is not None:
            body: Mapping[str, Any] = json.loads(row.body)
            return body
        foreign = self.foreign(sale)
        return None if foreign is None else foreign.body

    def claimed(self, member: str) -> tuple[UnsyncedSale, ...]:
        """What was claimed here for a member and the server has not acknowledged, as sales of that moment."""
        claims = LateClaims(self._connection)
        found: list[UnsyncedSale] = []
        for sale in claims.unsynced(member):
            body, claim = self.body_of(sale), claims.of_sale(sale)
            if body is not None and claim is not None:
                at = from_timestamp(claim.at)
                found.append(UnsyncedSale(body=unsynced_body(body, at=at, money=claim.money)))
        return tuple(found)

    def unsynced(self, member: str) -> tuple[UnsyncedRefund, ...]:
        """What came back here of a member's sales that the server has not acknowledged."""
        rows = _UNSYNCED.all(self._connection, {"member": member})
        return tuple(
            UnsyncedRefund(
                body=json.loads(body),
                sale_body=self.body_of(sale) or {},
                is_whole=bool(whole),
                at=from_timestamp(at),
            )
            for sale, whole, body, at in rows
        )


def moves_of(body: Mapping[str, Any], sale_body: Mapping[str, Any], *, at: str) -> list[dict[str, Any]]:
    """A refund's points as movements: earned ones out of the lot they made, burned ones into their lots."""
    member, lot = sale_body["member"], sale_body["lot"]
    if member is None:
        return []
    moves: list[dict[str, Any]] = []
    if lot is not None and body["points_taken"]:
        moves.append({"kind": "taken_back", "points": -body["points_taken"], "lot": lot["lot"]})
    moves += [{"kind": "given_back", "points": each["points"], "lot": each["lot"]} for each in body["lots"]]
    bare = {"member": member, "at": at, "spendable_from": None, "dies_at": None}
    return [move | bare | {"position": position} for position, move in enumerate(moves)]


def _row(refund: RefundedSale, *, member: str | None, incarnation: int) -> dict[str, Any]:
    return {
        "refund": refund.refund,
        "sale": refund.sale,
        "member": member,
        "incarnation": incarnation,
        "seq": refund.seq,
        "receipt_label": refund.receipt_label,
        "at": timestamp(refund.at),
        "shift": refund.shift,
        "operator": refund.operator,
        "operator_name": refund.operator_name,
        "approver": None if refund.approval is None else refund.approval.operator,
        "approver_name": "" if refund.approval is None else refund.approval.name,
        "money": refund.money,
        "rounding": refund.rounding,
        "points_taken": refund.points_taken,
        "points_returned": refund.points_returned,
        "is_whole": int(refund.is_whole),
    }


def _line_rows(refund: RefundedSale) -> list[dict[str, Any]]:
    return [
        {
            "refund": refund.refund,
            "position": position,
            "line": line.line,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "money": line.money,
        }
        for position, line in enumerate(refund.lines)
    ]


def _foreign(row: Mapping[Any, Any]) -> ForeignSale:
    return ForeignSale(
        sale=row["sale"],
        digits=row["digits"],
        till_code=row["till_code"],
        at=row["at"],
        body={"at_local": row["at"], **json.loads(row["body"])},  # the server tells nothing of where it was
        returned={line: Quantity(quantity) for line, quantity in json.loads(row["returned"])},
        paid_back=Money(row["paid_back"]),
    )
