"""Opening a shift with a float, and closing it with a count."""

from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject as Body
from terminal.in_force import in_force
from terminal.session import Session
from terminal.shift import LoyaltyFigures, Shift, ShiftReport, TenderFigures
from terminal.till import Till

if TYPE_CHECKING:
    from collections.abc import Mapping

    from terminal.store.books import Reading
    from terminal.store.shifts import ShiftSums

AMOUNT_LIMIT: Final = 10**12
NOTHING: Final = Money(0)


def current_shift(till: Till) -> Shift | None:
    """The open shift, if there is one."""
    with till.store.read() as reading:
        return reading.shifts.current()


def open_shift(till: Till, session: Session, *, opening_float: Money) -> Shift:
    """Open a shift with so much in the drawer.

    Raises:
        Refused: `shift-already-open`, `amount-out-of-range`, `not-paired`.
    """
    _check_amount(opening_float)
    with till.store.write() as unit:
        if unit.shifts.current() is not None:
            raise Refused("shift-already-open")
        shift = Shift(
            shift=till.new_id(),
            number=unit.state.next_shift_number(),
            operator=session.operator,
            operator_name=session.name,
            opened_at=till.clock.now(),
            opening_float=opening_float,
        )
        body: Body = {"v": 1, "shift": shift.shift, "float": opening_float}
        event = unit.journal.append("shift_opened", body, session.operator)
        unit.shifts.add(shift, incarnation=event.incarnation, seq=event.seq)
    till.nudge_sync()
    return shift


def shift_so_far(till: Till, session: Session, *, counted: Money = NOTHING) -> ShiftReport:
    """The figures of the open shift, which stays open.

    Raises:
        Refused: `no-shift`.
    """
    with till.store.read() as reading:
        return _report(till, reading, session, counted)


def print_shift_so_far(till: Till, session: Session) -> ShiftReport:
    """Queue the X report of the open shift, which stays open and counts nothing.

    Raises:
        Refused: `no-shift`.
    """
    with till.store.write() as unit:
        report = _report(till, unit, session, NOTHING)
        settings = in_force(till, unit).settings
        unit.print_jobs.add("shift", till.paper.shift_so_far(report, settings), at=report.closed_at)
    till.nudge_printer()
    return report


def close_shift(till: Till, session: Session, *, counted: Money) -> ShiftReport:
    """Close the shift with what was counted in the drawer, and queue its report.

    Raises:
        Refused: `no-shift`, `sale-still-open`, `amount-out-of-range`.
    """
    _check_amount(counted)
    with till.store.write() as unit:
        if unit.drafts.load() is not None:
            raise Refused("sale-still-open")
        report = _report(till, unit, session, counted)
        unit.journal.append("shift_closed", _body(report), session.operator)
        unit.shifts.close(report.shift.shift, at=report.closed_at, counted=counted)
        settings = in_force(till, unit).settings
        unit.print_jobs.add("shift", till.paper.shift(report, settings), at=report.closed_at)
    till.nudge_sync()
    till.nudge_printer()
    return report


def _check_amount(amount: Money) -> None:
    if not 0 <= amount < AMOUNT_LIMIT:
        raise Refused("amount-out-of-range")


def _report(till: Till, reading: "Reading", session: Session, counted: Money) -> ShiftReport:
    shift = reading.shifts.current()
    if shift is None:
        raise Refused("no-shift")
    force = in_force(till, reading)
    sums = reading.shifts.sums(shift.shift)
    events = reading.journal.count_kinds(force.identity, after=reading.shifts.opened_seq())
    return ShiftReport(
        shift=shift,
        closed_at=till.clock.now(),
        closed_by=session.operator,
        closed_by_name=session.name,
        till_name=force.identity.name,
        sales=sums.sales,
        voids=sums.voids,
        gross=sums.gross,
        discounts=sums.discounts,
        burned=sums.burned,
        total=sums.total,
        voided=sums.voided,
        rounding=Money(sums.rounding - sums.refund_rounding),
        gifts_sold=sums.gifts_sold,
        refunds=sums.refunds,
        refunded=Money(sums.refunded + sums.refund_rounding),
        refunds_without_receipt=sums.without_receipt,
        tenders=sums.tenders,
        confirmed_by_hand=sums.by_hand,
        confirmed_by_hand_amount=sums.by_hand_amount,
        reprints=events.get("receipt_reprinted", 0),
        drawer_openings=events.get("drawer_opened", 0),
        expected=_expected_cash(shift, sums.tenders),
        counted=counted,
        loyalty=_loyalty(sums, events),
        currency=force.settings.currency,
    )


def _expected_cash(shift: Shift, tenders: tuple[TenderFigures, ...]) -> Money:
    return Money(shift.opening_float + sum(each.net for each in tenders if each.kind == "cash"))


def _loyalty(sums: "ShiftSums", events: "Mapping[str, int]") -> LoyaltyFigures:
    return LoyaltyFigures(
        earned=sums.earned_points,
        burned=sums.burned_points,
        taken_back=Points(sums.points_taken + sums.refund_points_taken),
        given_back=Points(sums.points_returned + sums.refund_points_returned),
        enrolled=events.get("member_enrolled", 0),
        sales_with_member=sums.with_member,
    )


def _body(report: ShiftReport) -> Body:
    cash = [each for each in report.tenders if each.kind == "cash"]
    return {
        "v": 1,
        "shift": report.shift.shift,
        "float": report.shift.opening_float,
        "counted": report.counted,
        "expected": report.expected,
        "sales": report.sales,
        "voids": report.voids,
        "total": report.total,
        "voided": report.voided,
        "refunds": report.refunds,
        "refunded": report.refunded,
        "rounding": report.rounding,
        **({"gifts_sold": report.gifts_sold} if report.gifts_sold else {}),
        "cash_taken": sum(each.taken for each in cash),
        "cash_given_back": sum(each.given_back for each in cash),
    }
