"""Opening a shift with a float, looking at it, counting its drawer, closing it with the count."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.canonical import JsonObject as Body
from loyalty.wire.roles import MAY_APPROVE
from terminal.clock import from_timestamp, timestamp
from terminal.in_force import in_force
from terminal.session import Session
from terminal.shift import CountGiven, Shift, ShiftEnd, ShiftReport
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.printer import need_printer
from terminal.usecases.shift_figures import expected_cash, open_one, report_of, report_so_far

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit

AMOUNT_LIMIT: Final = 10**12
MOST_COUNTS: Final = 2
"""A drawer is counted, and counted once more; what differs then is recorded with a reason."""
DIFFERENCE_REASONS: Final = ("unknown", "change", "unrecorded", "counterfeit", "other")
"""Why a drawer may hold something else than expected; `other` takes a note."""
MOST_NOTE: Final = 120
_NOT_SAVED: Final = "shift-not-saved"


def current_shift(till: Till) -> Shift | None:
    """The open shift, if there is one."""
    with till.store.read() as reading:
        return reading.shifts.current()


def copy_found_at(till: Till) -> datetime | None:
    """When this till's disk was found to be an older copy, as long as no shift was opened since.

    None on a good day. Until the next float is counted the drawer may hold what was sold after the copy.
    """
    with till.store.read() as reading:
        found, opened = reading.rehomings.last_found_at(), reading.shifts.last_opened_at()
    is_known = found is None or (opened is not None and from_timestamp(opened) > from_timestamp(found))
    return None if found is None or is_known else from_timestamp(found)


def open_shift(till: Till, session: Session, *, opening_float: Money) -> Shift:
    """Open a shift with so much in the drawer.

    Raises:
        Refused: `shift-already-open`, `amount-out-of-range`, `not-paired`.
        Unavailable: `shift-not-saved` (it was looked up: doing it again is right), `store-…`.
    """
    check_amount(opening_float)
    operation = till.new_id()

    def write(unit: "Unit") -> Shift:
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
        event = unit.journal.append("shift_opened", body, session.operator, operation)
        unit.shifts.add(shift, incarnation=event.incarnation, seq=event.seq)
        return shift

    shift = write_decided(till, operation, write, not_saved=_NOT_SAVED)
    till.nudge_sync()
    return shift


def shift_so_far(till: Till, session: Session) -> ShiftReport:
    """The figures of the open shift, which stays open; blind for a cashier.

    Raises:
        Refused: `no-shift`.
    """
    with till.store.read() as reading:
        return report_so_far(till, reading, session)


def print_shift_so_far(till: Till, session: Session) -> ShiftReport:
    """Queue the X report of the open shift, which stays open and counts nothing.

    Raises:
        Refused: `no-shift`, `no-printer`.
    """
    need_printer(till)
    with till.store.write() as unit:
        report = report_so_far(till, unit, session)
        settings = in_force(till, unit).settings
        unit.print_jobs.add("shift", till.paper.shift_so_far(report, settings), at=report.closed_at)
    till.nudge_printer()
    return report


def counts_given(till: Till) -> tuple[CountGiven, ...]:
    """The counts that were given of the open shift's drawer as it is now."""
    with till.store.read() as reading:
        shift = reading.shifts.current()
        return () if shift is None else _of_this_drawer(reading, shift, expected_cash(reading, shift))


def give_count(
    till: Till, session: Session, *, counted: Money, notes: Mapping[int, int], approver: str | None = None
) -> CountGiven:
    """Say what was counted in the drawer, by denomination if it was; only then learn what was expected.

    It is recorded at once, so nobody counts until it fits: the same drawer is counted a second time with a
    supervisor's word, and not a third time. Takings in between make it another drawer.

    Raises:
        Refused: `no-shift`, `sale-still-open`, `amount-out-of-range`, `recount-needs-word`, `counted-twice`.
        Unavailable: as `open_shift`.
    """
    check_amount(counted)
    operation = till.new_id()

    def write(unit: "Unit") -> CountGiven:
        shift = _to_be_closed(unit)
        expected = expected_cash(unit, shift)
        before = _of_this_drawer(unit, shift, expected)
        if len(before) >= MOST_COUNTS:
            raise Refused("counted-twice")
        if before and approver is None and session.role not in MAY_APPROVE:
            raise Refused("recount-needs-word")
        number = len(unit.drawer.counts(shift.shift)) + 1
        count = CountGiven(number=number, operator_name=session.name, counted=counted, expected=expected)
        body: Body = {
            "v": 1,
            "shift": shift.shift,
            "number": count.number,
            "counted": counted,
            "expected": expected,
            "notes": {str(note): many for note, many in sorted(notes.items()) if many},
            **({"approver": approver} if approver is not None else {}),
        }
        unit.journal.append("drawer_counted", body, session.operator, operation)
        unit.drawer.add_count(shift.shift, count, at=timestamp(till.clock.now()))
        return count

    count = write_decided(till, operation, write, not_saved=_NOT_SAVED)
    till.nudge_sync()
    return count


def close_shift(
    till: Till, session: Session, *, counted: Money, reason: str = "", note: str = ""
) -> ShiftReport:
    """Close the shift with what was counted in the drawer, and queue its report.

    `reason` is one of `DIFFERENCE_REASONS`, where the drawer holds something else than expected.

    Raises:
        Refused: `no-shift`, `sale-still-open`, `amount-out-of-range`, `count-is-another` (than the one given
            last), `difference-needs-reason`.
        Unavailable: as `open_shift`.
    """
    check_amount(counted)
    operation = till.new_id()

    def write(unit: "Unit") -> ShiftReport:
        shift = _to_be_closed(unit)
        expected = expected_cash(unit, shift)
        counts = _of_this_drawer(unit, shift, expected)
        if counts and counts[-1].counted != counted:
            raise Refused("count-is-another")
        why, more = _why(reason, note, differs=counted != expected)
        first = counts[0].counted if counts and counts[0].counted != counted else None
        end = ShiftEnd(
            at=till.clock.now(),
            operator=session.operator,
            operator_name=session.name,
            counted=counted,
            reason=why,
            note=more,
            first_counted=first,
        )
        report = report_of(till, unit, shift, end)
        event = unit.journal.append("shift_closed", _body(report), session.operator, operation)
        unit.shifts.close(shift.shift, end, incarnation=event.incarnation, seq=event.seq)
        settings = in_force(till, unit).settings
        unit.print_jobs.add("shift", till.paper.shift(report, settings), at=report.closed_at)
        return report

    report = write_decided(till, operation, write, not_saved=_NOT_SAVED)
    till.nudge_sync()
    till.nudge_printer()
    return report


def check_amount(amount: Money) -> None:
    """An amount that a drawer can hold. Raises Refused: `amount-out-of-range`."""
    if not 0 <= amount < AMOUNT_LIMIT:
        raise Refused("amount-out-of-range")


def _of_this_drawer(reading: "Reading", shift: Shift, expected: Money) -> tuple[CountGiven, ...]:
    return tuple(each for each in reading.drawer.counts(shift.shift) if each.expected == expected)


def _to_be_closed(reading: "Reading") -> Shift:
    if reading.drafts.load() is not None:
        raise Refused("sale-still-open")
    return open_one(reading)


def _why(reason: str, note: str, *, differs: bool) -> tuple[str, str]:
    note = " ".join(note.split())[:MOST_NOTE]
    if not differs:
        return "", ""
    if reason not in DIFFERENCE_REASONS or (reason == "other" and not note):
        raise Refused("difference-needs-reason")
    return reason, note


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
        **({"paid_in": report.paid_in} if report.paid_in else {}),
        **({"paid_out": report.paid_out} if report.paid_out else {}),
        **({"reason": report.reason} if report.reason else {}),
        **({"note": report.note} if report.note else {}),
        **({"first_counted": report.first_counted} if report.first_counted is not None else {}),
        **({"topped_up": report.topped_up} if report.topped_up else {}),
        "cash_taken": sum(each.taken for each in cash),
        "cash_given_back": sum(each.given_back for each in cash),
    }
