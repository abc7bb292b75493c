"""The figures of a shift, open or over, from its rows: a Z is the same whenever it is asked for."""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.roles import MAY_APPROVE
from terminal.in_force import in_force
from terminal.shift import LoyaltyFigures, Shift, ShiftEnd, ShiftReport
from terminal.usecases.shift_vat import vat_of_shift

if TYPE_CHECKING:
    from collections.abc import Mapping

    from terminal.session import Session
    from terminal.shift import CashMove, TenderFigures
    from terminal.store.books import Reading
    from terminal.store.shifts import ShiftSums
    from terminal.till import Till


def open_one(reading: "Reading") -> Shift:
    """The open shift.

    Raises:
        Refused: `no-shift`.
    """
    shift = reading.shifts.current()
    if shift is None:
        raise Refused("no-shift")
    return shift


def expected_cash(reading: "Reading", shift: Shift) -> Money:
    """What the drawer should hold: the float, the cash of sales, and what went in and out beside them."""
    sums, moves = reading.shifts.sums(shift.shift), reading.drawer.moves(shift.shift)
    return _expected(shift, sums.tenders, moves)


def report_so_far(till: "Till", reading: "Reading", session: "Session") -> ShiftReport:
    """The X figures of the open shift; blind for whoever could not approve a count.

    Raises:
        Refused: `no-shift`.
    """
    end = ShiftEnd(
        at=till.clock.now(), operator=session.operator, operator_name=session.name, counted=Money(0)
    )
    is_blind = session.role not in MAY_APPROVE
    return report_of(till, reading, open_one(reading), end, is_blind=is_blind)


def report_of(
    till: "Till", reading: "Reading", shift: Shift, end: ShiftEnd, *, is_blind: bool = False
) -> ShiftReport:
    """The figures of a shift that ended so."""
    force = in_force(till, reading)
    sums, moves = reading.shifts.sums(shift.shift), reading.drawer.moves(shift.shift)
    events = _events(till, reading, shift, end)
    return ShiftReport(
        shift=shift,
        closed_at=end.at,
        closed_by=end.operator,
        closed_by_name=end.operator_name,
        till_name=force.identity.name,
        sales=sums.sales,
        voids=sums.voids,
        gross=Money(sums.gross - sums.topped_up),
        discounts=sums.discounts,
        burned=sums.burned,
        total=Money(sums.total - sums.topped_up),
        voided=sums.voided,
        rounding=Money(sums.rounding - sums.refund_rounding),
        gifts_sold=sums.gifts_sold,
        topped_up=sums.topped_up,
        refunds=sums.refunds,
        refunded=Money(sums.refunded + sums.refund_rounding),
        refunds_without_receipt=sums.without_receipt,
        tenders=sums.tenders,
        confirmed_by_hand=sums.by_hand,
        confirmed_by_hand_amount=sums.by_hand_amount,
        reprints=events.get("receipt_reprinted", 0),
        drawer_openings=events.get("drawer_opened", 0),
        expected=_expected(shift, sums.tenders, moves),
        counted=end.counted,
        loyalty=_loyalty(sums, events, adjusted=reading.shifts.adjusted(shift.shift)),
        currency=force.settings.currency,
        paid_in=Money(sum(each.amount for each in moves if each.way == "in")),
        paid_out=Money(sum(each.amount for each in moves if each.way == "out")),
        moves=moves,
        reason=end.reason,
        note=end.note,
        first_counted=end.first_counted,
        is_blind=is_blind,
        vat=vat_of_shift(reading, shift.shift),
    )


def _events(till: "Till", reading: "Reading", shift: Shift, end: ShiftEnd) -> "Mapping[str, int]":
    """How many events of each kind it had; of the journal's later life where it began in an earlier one."""
    began, seq = reading.shifts.opened_at_place(shift.shift)
    identity = in_force(till, reading).identity
    life = identity.incarnation if end.incarnation is None else end.incarnation
    after = seq if life == began else 0
    if end.seq is None:
        return reading.journal.count_kinds(till=identity.till, incarnation=life, after=after)
    return reading.journal.count_kinds(till=identity.till, incarnation=life, after=after, upto=end.seq)


def _expected(shift: Shift, tenders: "tuple[TenderFigures, ...]", moves: "tuple[CashMove, ...]") -> Money:
    cash = sum(each.net for each in tenders if each.kind == "cash")
    moved = sum(each.amount if each.way == "in" else -each.amount for each in moves)
    return Money(shift.opening_float + cash + moved)


def _loyalty(sums: "ShiftSums", events: "Mapping[str, int]", *, adjusted: Points) -> LoyaltyFigures:
    return LoyaltyFigures(
        earned=sums.earned_points,
        burned=sums.burned_points,
        taken_back=Points(sums.points_taken + sums.refund_points_taken),
        given_back=Points(sums.points_returned + sums.refund_points_returned),
        enrolled=events.get("member_enrolled", 0),
        sales_with_member=sums.with_member,
        overrides=events.get("override_given", 0),
        claimed=sums.claimed_points,
        adjusted=adjusted,
    )
