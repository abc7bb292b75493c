"""The errands of the shift and the day done by a real till."""

from loyalty.units import Money
from loyalty.wire.cash import CashWay
from loyalty.wire.roles import MAY_APPROVE
from terminal.day import DayReport
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.shift import CashMove, ShiftReport
from terminal.till import Till
from terminal.usecases import days, operators, paid, shifts
from terminal.usecases.returns import approving
from ui.presenters.day.errands import DayOverview


class DayDone:
    """Implements `DayErrands`."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return tuple(each for each in operators.list_operators(self._till) if each.role in MAY_APPROVE)

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        """The word of somebody whose PIN it is."""
        return approving.approve(self._till, operator=operator, pin=pin, what=what, asked_by=asked_by)

    def look(self, session: Session) -> DayOverview:
        """All that there is."""
        is_open = shifts.current_shift(self._till) is not None
        return DayOverview(
            so_far=shifts.shift_so_far(self._till, session) if is_open else None,
            shifts=days.past_shifts(self._till),
            days=days.past_days(self._till),
            of_no_day=days.shifts_of_no_day(self._till),
        )

    def shift(self, shift: str) -> ShiftReport:
        """The Z figures of a shift that is over."""
        return days.shift_report(self._till, shift)

    def day(self, number: int) -> DayReport:
        """The figures of a closed day."""
        return days.day_report(self._till, number)

    def print_so_far(self, session: Session) -> None:
        """Queue the X report."""
        shifts.print_shift_so_far(self._till, session)

    def print_shift(self, shift: str) -> None:
        """Queue a Z report again."""
        days.reprint_shift(self._till, shift)

    def print_day(self, number: int) -> None:
        """Queue a day's report again."""
        days.reprint_day(self._till, number)

    def move_cash(
        self,
        session: Session,
        *,
        way: CashWay,
        amount: Money,
        reason: str,
        note: str,
        approval: Approval | None,
    ) -> CashMove:
        """Pay cash in or out."""
        return paid.move_cash(
            self._till, session, way=way, amount=amount, reason=reason, note=note, approval=approval
        )

    def close_day(self, session: Session) -> DayReport:
        """Close the day."""
        return days.close_day(self._till, session)
