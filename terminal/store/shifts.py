"""Shifts, and the sums that a shift's report needs from what was sold and voided in it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    RowMapping,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)

from loyalty.units import Money, Points
from terminal.clock import from_timestamp, timestamp
from terminal.sale import TenderKind
from terminal.shift import Shift, ShiftEnd, TenderFigures
from terminal.store.prepared import Prepared
from terminal.store.tables.drawer import shifts
from terminal.store.tables.journal import journal, till_state
from terminal.store.tables.late_claims import late_claims
from terminal.store.tables.returns import refunds
from terminal.store.tables.sales import point_movements, sale_lines, sales, tenders, voids
from terminal.vat import VatSum

_NEVER = 2**62
"""A row of the journal that no till comes to."""
_OPEN = select(shifts).where(shifts.c.closed_at.is_(None)).limit(1)
_OPEN_ID = Prepared(select(shifts.c.shift).where(shifts.c.closed_at.is_(None)))
_PLACE = select(shifts.c.incarnation, shifts.c.seq).where(shifts.c.shift == bindparam("shift"))
_LAST_OPENED = select(func.max(shifts.c.opened_at))
_LAST_CLOSED = select(func.max(shifts.c.closed_at))
_ADD = insert(shifts)
_CLOSE = (
    update(shifts)
    .where(shifts.c.shift == bindparam("id"))
    .values(
        closed_at=bindparam("moment"),
        counted=bindparam("cash"),
        closed_by=bindparam("who"),
        closed_by_name=bindparam("who_name"),
        closed_incarnation=bindparam("life"),
        closed_seq=bindparam("place"),
        reason=bindparam("why"),
        note=bindparam("more"),
    )
)


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


_SALES = select(
    func.count().label("sales"),
    func.count(sales.c.member).label("with_member"),
    _sum(sales.c.subtotal).label("gross"),
    _sum(sales.c.discount).label("discounts"),
    _sum(sales.c.burned).label("burned"),
    _sum(sales.c.total).label("total"),
    _sum(sales.c.rounding).label("rounding"),
    _sum(sales.c.to_pay - sales.c.total - sales.c.rounding).label("gifts_sold"),
    _sum(sales.c.topped_up).label("topped_up"),
    _sum(sales.c.earned_points).label("earned_points"),
).where(sales.c.shift == bindparam("shift"))
# By the lots: the column of a sale has what points paid of it, not what its rewards cost.
_BURNED = (
    select(_sum(-point_movements.c.points).label("burned_points"))
    .join(
        sales,
        (point_movements.c.member == sales.c.member)
        & (point_movements.c.incarnation == sales.c.incarnation)
        & (point_movements.c.seq == sales.c.seq),
    )
    .where(sales.c.shift == bindparam("shift"), point_movements.c.kind == "burned")
)
_VOIDS = select(
    func.count().label("voids"),
    _sum(voids.c.money).label("voided"),
    _sum(voids.c.points_taken).label("points_taken"),
    _sum(voids.c.points_returned).label("points_returned"),
).where(voids.c.shift == bindparam("shift"))
_REFUNDS = select(
    func.count().label("refunds"),
    _sum(refunds.c.money).label("refunded"),
    _sum(refunds.c.rounding).label("refund_rounding"),
    _sum(refunds.c.points_taken).label("refund_points_taken"),
    _sum(refunds.c.points_returned).label("refund_points_returned"),
    (func.count() - func.count(refunds.c.sale)).label("without_receipt"),
).where(refunds.c.shift == bindparam("shift"))
_CLAIMED = select(_sum(late_claims.c.points).label("claimed_points")).where(
    late_claims.c.shift == bindparam("shift")
)
_OPENED_ROW = select(journal.c.row).where(
    journal.c.till == select(till_state.c.till).scalar_subquery(),
    journal.c.incarnation == bindparam("life"),
    journal.c.seq == bindparam("place"),
)
_ENDED = select(journal.c.row).where(journal.c.kind == "shift_closed").limit(1)
_ENDED_BEFORE = _ENDED.where(journal.c.row < bindparam("opened")).order_by(journal.c.row.desc())
_ENDED_AFTER = _ENDED.where(journal.c.row > bindparam("opened")).order_by(journal.c.row)
_ADJUSTED = select(_sum(func.json_extract(journal.c.body, "$.points"))).where(
    journal.c.kind == "member_changed",
    journal.c.row > bindparam("after"),
    journal.c.row < bindparam("until"),
    func.json_extract(journal.c.body, "$.what") == "adjust",
)
_TENDERS = (
    select(
        tenders.c.kind,
        func.sum(case((tenders.c.amount > 0, 1), else_=0)).label("times"),
        func.sum(case((tenders.c.amount > 0, tenders.c.amount), else_=0)).label("taken"),
        func.sum(case((tenders.c.amount < 0, -tenders.c.amount), else_=0)).label("given_back"),
        func.sum(case((tenders.c.amount > 0, tenders.c.confirmed_by_hand), else_=0)).label("by_hand"),
        _sum(case((tenders.c.amount > 0, tenders.c.amount * tenders.c.confirmed_by_hand), else_=0)).label(
            "by_hand_amount"
        ),
    )
    .where(tenders.c.shift == bindparam("shift"))
    .group_by(tenders.c.kind)
    .order_by(tenders.c.kind)
)

_VAT = select(
    sale_lines.c.vat_percent,
    _sum(sale_lines.c.vat_base).label("base"),
    _sum(sale_lines.c.vat).label("vat"),
).group_by(sale_lines.c.vat_percent)
_VAT_SOLD = _VAT.join(sales, sales.c.sale == sale_lines.c.sale).where(sales.c.shift == bindparam("shift"))
_VAT_VOIDED = _VAT.join(voids, voids.c.sale == sale_lines.c.sale).where(voids.c.shift == bindparam("shift"))
_TOPPED_UP = select(_sum(sales.c.topped_up))
_TOPPED_UP_SOLD = _TOPPED_UP.where(sales.c.shift == bindparam("shift"))
_TOPPED_UP_VOIDED = _TOPPED_UP.join(voids, voids.c.sale == sales.c.sale).where(
    voids.c.shift == bindparam("shift")
)
_TAKEN_OFF = (
    select(_sum(sale_lines.c.off_by_hand))
    .join(sales, sales.c.sale == sale_lines.c.sale)
    .where(
        sales.c.shift == bindparam("shift"),
        sales.c.operator == bindparam("operator"),
        sales.c.voided_by.is_(None),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSums:
    """What the rows of one shift add up to."""

    sales: int
    with_member: int
    gross: Money
    discounts: Money
    burned: Money
    total: Money
    rounding: Money
    gifts_sold: Money
    topped_up: Money
    earned_points: Points
    burned_points: Points
    claimed_points: Points
    voids: int
    voided: Money
    points_taken: Points
    points_returned: Points
    refunds: int
    refunded: Money
    refund_rounding: Money
    refund_points_taken: Points
    refund_points_returned: Points
    without_receipt: int
    tenders: tuple[TenderFigures, ...]
    by_hand: int
    by_hand_amount: Money


class Shifts:
    """The shifts of this till."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self) -> Shift | None:
        """The open one."""
        row = self._connection.execute(_OPEN).mappings().first()
        return None if row is None else shift_of(row)

    def last_opened_at(self) -> str | None:
        """When a shift was opened last; None: never."""
        opened: str | None = self._connection.execute(_LAST_OPENED).scalar_one()
        return opened

    def last_closed_at(self) -> str | None:
        """When a shift was closed last; None: never."""
        closed: str | None = self._connection.execute(_LAST_CLOSED).scalar_one()
        return closed

    def taken_off(self, shift: str, operator: str) -> Money:
        """What an operator took off by hand in a shift, in sales that stand."""
        found = self._connection.execute(_TAKEN_OFF, {"shift": shift, "operator": operator})
        return Money(found.scalar_one())

    def current_id(self) -> str | None:
        """The id of the open one."""
        row = _OPEN_ID.first(self._connection, {})
        return None if row is None else str(row[0])

    def opened_at_place(self, shift: str) -> tuple[int, int]:
        """The place in the journal at which a shift began: life and seq."""
        row = self._connection.execute(_PLACE, {"shift": shift}).one()
        return row.incarnation, row.seq

    def add(self, shift: Shift, *, incarnation: int, seq: int) -> None:
        """Open a shift."""
        row = {
            "shift": shift.shift,
            "number": shift.number,
            "incarnation": incarnation,
            "seq": seq,
            "operator": shift.operator,
            "operator_name": shift.operator_name,
            "opened_at": timestamp(shift.opened_at),
            "opening_float": shift.opening_float,
            "closed_at": None,
            "counted": None,
        }
        self._connection.execute(_ADD, row)

    def close(self, shift: str, end: ShiftEnd, *, incarnation: int, seq: int) -> None:
        """Close a shift with what was counted, by the event at that place."""
        row = {
            "id": shift,
            "moment": timestamp(end.at),
            "cash": end.counted,
            "who": end.operator,
            "who_name": end.operator_name,
            "life": incarnation,
            "place": seq,
            "why": end.reason,
            "more": end.note,
        }
        self._connection.execute(_CLOSE, row)

    def vat_sold(self, shift: str) -> tuple[VatSum, ...]:
        """The VAT of what was sold in a shift, voided or not, by rate; a top-up's money is no goods."""
        return self._vat(shift, _VAT_SOLD, _TOPPED_UP_SOLD)

    def vat_voided(self, shift: str) -> tuple[VatSum, ...]:
        """The same of what was voided in it."""
        return self._vat(shift, _VAT_VOIDED, _TOPPED_UP_VOIDED)

    def adjusted(self, shift: str) -> Points:
        """The points given by hand in a shift, less those taken, by the journal.

        What was done between two shifts stands in the later one, so that a report has it. None where the
        shift began in the journal of a till that this one is no more.
        """
        life, place = self.opened_at_place(shift)
        opened = self._connection.execute(_OPENED_ROW, {"life": life, "place": place}).scalar()
        if opened is None:
            return Points(0)
        after = self._connection.execute(_ENDED_BEFORE, {"opened": opened}).scalar() or 0
        until = self._connection.execute(_ENDED_AFTER, {"opened": opened}).scalar() or _NEVER
        return Points(self._connection.execute(_ADJUSTED, {"after": after, "until": until}).scalar_one())

    def _vat(self, shift: str, lines: Executable, topped_up: Executable) -> tuple[VatSum, ...]:
        which = {"shift": shift}
        paid_in = int(self._connection.execute(topped_up, which).scalar_one())
        return tuple(
            VatSum(None, Money(row.base - paid_in), Money(row.vat))
            if row.vat_percent is None
            else VatSum(Decimal(row.vat_percent), Money(row.base), Money(row.vat))
            for row in self._connection.execute(lines, which)
        )

    def sums(self, shift: str) -> ShiftSums:
        """What was sold, voided and paid in a shift."""
        which = {"shift": shift}
        sold = self._connection.execute(_SALES, which).mappings().one()
        burned = self._connection.execute(_BURNED, which).mappings().one()
        voided = self._connection.execute(_VOIDS, which).mappings().one()
        back = self._connection.execute(_REFUNDS, which).mappings().one()
        claimed = self._connection.execute(_CLAIMED, which).mappings().one()
        paid = self._connection.execute(_TENDERS, which).all()
        return ShiftSums(
            **dict(sold),
            **dict(burned),
            **dict(voided),
            **dict(back),
            **dict(claimed),
            tenders=tuple(
                TenderFigures(
                    kind=cast("TenderKind", row.kind),
                    count=row.times,
                    taken=Money(row.taken),
                    given_back=Money(row.given_back),
                )
                for row in paid
            ),
            by_hand=sum(row.by_hand for row in paid),
            by_hand_amount=Money(sum(row.by_hand_amount for row in paid)),
        )


def shift_of(row: RowMapping) -> Shift:
    """A shift from its row."""
    return Shift(
        shift=row["shift"],
        number=row["number"],
        operator=row["operator"],
        operator_name=row["operator_name"],
        opened_at=from_timestamp(row["opened_at"]),
        opening_float=Money(row["opening_float"]),
    )
