"""What the screen of the shift and the day asks of the till."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ui.presenters.errands import ApprovalErrands

if TYPE_CHECKING:
    from loyalty.units import Money
    from loyalty.wire.cash import CashWay
    from terminal.day import DayReport
    from terminal.returned import Approval
    from terminal.session import Session
    from terminal.shift import CashMove, DayClosed, Shift, ShiftEnd, ShiftReport


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOverview:
    """The open shift as it stands, if there is one; the shifts and days that are over, the last first.

    `of_no_day` is how many shifts the next close of a day takes.
    """

    so_far: "ShiftReport | None"
    shifts: "tuple[tuple[Shift, ShiftEnd], ...]"
    days: "tuple[DayClosed, ...]"
    of_no_day: int


class DayErrands(ApprovalErrands, Protocol):
    """`look`, `shift` and `day` on the look-up lane, the rest on the store lane."""

    def look(self, session: "Session") -> DayOverview:
        """All that there is."""
        ...

    def shift(self, shift: str) -> "ShiftReport":
        """The Z figures of a shift that is over."""
        ...

    def day(self, number: int) -> "DayReport":
        """The figures of a closed day."""
        ...

    def print_so_far(self, session: "Session") -> None:
        """Queue the X report."""
        ...

    def print_shift(self, shift: str) -> None:
        """Queue a Z report again."""
        ...

    def print_day(self, number: int) -> None:
        """Queue a day's report again."""
        ...

    def move_cash(
        self,
        session: "Session",
        *,
        way: "CashWay",
        amount: "Money",
        reason: str,
        note: str,
        approval: "Approval | None",
    ) -> "CashMove":
        """Pay cash in or out."""
        ...

    def close_day(self, session: "Session") -> "DayReport":
        """Close the day."""
        ...
