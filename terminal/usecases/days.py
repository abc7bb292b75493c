"""Shifts that are over and the days they make: their reports again, and the close of a day."""

from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject as Body
from terminal.day import DayReport, total_of
from terminal.in_force import in_force
from terminal.session import Session
from terminal.shift import DayClosed, ShiftReport
from terminal.till import Till
from terminal.usecases.printer import need_printer
from terminal.usecases.shift_figures import report_of

if TYPE_CHECKING:
    from terminal.store.books import Reading
    from terminal.store.drawer_book import Closed

MOST_SHOWN: Final = 60
"""So many shifts, and days, are listed: two months of one shift a day."""


def past_shifts(till: Till) -> "tuple[Closed, ...]":
    """The shifts that are over, the last first."""
    with till.store.read() as reading:
        return reading.drawer.closed(most=MOST_SHOWN)


def past_days(till: Till) -> tuple[DayClosed, ...]:
    """The days that are closed, the last first."""
    with till.store.read() as reading:
        return reading.drawer.closed_days(most=MOST_SHOWN)


def shifts_of_no_day(till: Till) -> int:
    """How many shifts are over and of no day yet: those that the next close of a day takes."""
    with till.store.read() as reading:
        return len(reading.drawer.of_no_day())


def shift_report(till: Till, shift: str) -> ShiftReport:
    """The Z figures of a shift that is over.

    Raises:
        Refused: `no-such-shift`.
    """
    with till.store.read() as reading:
        return _report(till, reading, shift)


def reprint_shift(till: Till, shift: str) -> ShiftReport:
    """Queue the Z report of a shift that is over, marked as a copy.

    Raises:
        Refused: `no-such-shift`, `no-printer`.
    """
    need_printer(till)
    with till.store.write() as unit:
        report = _report(till, unit, shift)
        document = till.paper.shift(report, in_force(till, unit).settings, copy=True)
        unit.print_jobs.add("shift", document, at=till.clock.now())
    till.nudge_printer()
    return report


def day_report(till: Till, number: int) -> DayReport:
    """The figures of a closed day.

    Raises:
        Refused: `no-such-day`.
    """
    with till.store.read() as reading:
        return _day(till, reading, number)


def reprint_day(till: Till, number: int) -> DayReport:
    """Queue the report of a closed day, marked as a copy.

    Raises:
        Refused: `no-such-day`, `no-printer`.
    """
    need_printer(till)
    with till.store.write() as unit:
        report = _day(till, unit, number)
        document = till.paper.day(report, in_force(till, unit).settings, copy=True)
        unit.print_jobs.add("shift", document, at=till.clock.now())
    till.nudge_printer()
    return report


def close_day(till: Till, session: Session) -> DayReport:
    """Close the day of every shift since the last one, and queue its report.

    Raises:
        Refused: `shift-still-open`, `no-shift-for-day`, `role-may-not`.
    """
    with till.store.write() as unit:
        if unit.shifts.current() is not None:
            raise Refused("shift-still-open")
        of = unit.drawer.of_no_day()
        if not of:
            raise Refused("no-shift-for-day")
        day = DayClosed(
            number=unit.drawer.next_day_number(),
            operator=session.operator,
            operator_name=session.name,
            at=till.clock.now(),
        )
        reports = tuple(report_of(till, unit, shift, end) for shift, end in of)
        report = DayReport(day=day, shifts=reports, total=total_of(reports))
        unit.journal.append("day_closed", _body(report), session.operator)
        unit.drawer.add_day(day, [shift.shift for shift, _ in of])
        document = till.paper.day(report, in_force(till, unit).settings, copy=False)
        unit.print_jobs.add("shift", document, at=day.at)
    till.nudge_sync()
    till.nudge_printer()
    return report


def _report(till: Till, reading: "Reading", shift: str) -> ShiftReport:
    closed = reading.drawer.one_closed(shift)
    if closed is None:
        raise Refused("no-such-shift")
    return report_of(till, reading, *closed)


def _day(till: Till, reading: "Reading", number: int) -> DayReport:
    day = reading.drawer.day(number)
    if day is None:
        raise Refused("no-such-day")
    reports = tuple(report_of(till, reading, shift, end) for shift, end in reading.drawer.of_day(number))
    return DayReport(day=day, shifts=reports, total=total_of(reports))


def _body(report: DayReport) -> Body:
    total = report.total
    return {
        "v": 1,
        "day": report.day.number,
        "shifts": [each.shift.shift for each in report.shifts],
        "total": total.total,
        "voided": total.voided,
        "refunded": total.refunded,
        "counted": total.counted,
        "expected": total.expected,
    }
