"""What the screen of the shift and the day knows."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ui.presenters.sign_in import LEAST_DIGITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loyalty.units import Money
    from loyalty.wire.cash import CashWay
    from terminal.session import OperatorTile
    from terminal.shift import ShiftReport
    from ui.presenters.checkout.model import Said
    from ui.presenters.day.errands import DayOverview

Step = Literal["list", "move", "approve"]
RowKind = Literal["so-far", "shift", "day"]


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row of the list: the open shift, a shift that is over, a closed day; by what it is known by."""

    kind: RowKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Cash about to be paid in or out, as typed so far.

    `asked` has what was asked about which amount: more than there is, or what no notes come to.
    """

    way: "CashWay"
    amount: str = ""
    reason: str = ""
    note: str = ""
    asked: "frozenset[tuple[str, Money]]" = frozenset()
    faults: "Mapping[str, str]" = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class DayModel:
    """All of it. `figures` are the reports that were looked up, by their row."""

    step: Step = "list"
    overview: "DayOverview | None" = None
    figures: "Mapping[DayRow, ShiftReport]" = field(default_factory=dict["DayRow", "ShiftReport"])
    mark: int = 0
    moving: Moving | None = None
    approvers: "tuple[OperatorTile, ...]" = ()
    pin: str = ""
    busy: bool = False
    said: "Said | None" = None
    may_close_day: bool = False

    @property
    def rows(self) -> tuple[DayRow, ...]:
        """What the list has."""
        if self.overview is None:
            return ()
        return (
            *((DayRow("so-far", ""),) if self.overview.so_far is not None else ()),
            *(DayRow("day", str(day.number)) for day in self.overview.days[:1]),
            *(DayRow("shift", shift.shift) for shift, _ in self.overview.shifts),
            *(DayRow("day", str(day.number)) for day in self.overview.days[1:]),
        )

    @property
    def marked(self) -> DayRow | None:
        """The row that is marked."""
        rows = self.rows
        return rows[self.mark] if self.step == "list" and 0 <= self.mark < len(rows) else None

    @property
    def holds(self) -> "Money | None":
        """What the drawer holds by the books; None where who is to count it does not see that."""
        so_far = None if self.overview is None else self.overview.so_far
        return None if so_far is None or so_far.is_blind else so_far.expected

    @property
    def is_open(self) -> bool:
        """Whether a shift is open."""
        return self.overview is not None and self.overview.so_far is not None

    @property
    def shifts_to_close(self) -> int:
        """How many shifts are over and belong to no day yet."""
        return 0 if self.overview is None else self.overview.of_no_day

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does anything."""
        if self.step == "approve":
            return not self.busy and bool(self.approvers) and len(self.pin) >= LEAST_DIGITS
        return not self.busy and (self.step == "move" or self.marked is not None)
