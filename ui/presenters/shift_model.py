"""What the shift screen knows: where it is, what was counted, what came of it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from terminal.usecases.shifts import DIFFERENCE_REASONS, MOST_COUNTS
from ui.presenters.drawer_count import DrawerCount
from ui.presenters.sign_in import LEAST_DIGITS

if TYPE_CHECKING:
    from loyalty.units import Money
    from terminal.session import OperatorTile
    from terminal.shift import CountGiven, ShiftReport
    from ui.presenters.checkout.model import Said

REASONS = tuple(each for each in DIFFERENCE_REASONS if each != "other")
"""Why a drawer may differ, as the screen offers it: what needs no typing."""


class Stage(Enum):
    """Where in its life the shift is. It differs: the count was given, and is not what was expected."""

    OPENING = "open"
    CLOSING = "close"
    DIFFERS = "differs"
    APPROVING = "approving"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftModel:
    """All of it. `given` are the counts given of this drawer, `mark` the row that is chosen.

    `is_nothing_meant`: nothing that is typed means 0, by the key of a nought or by Enter once more.
    `asked_about` is a float or a count that no notes come to, and was asked about. `standing` is said
    while nothing else is.
    """

    stage: Stage
    count: DrawerCount = field(default_factory=DrawerCount)
    given: "tuple[CountGiven, ...]" = ()
    approvers: "tuple[OperatorTile, ...]" = ()
    approver: str | None = None
    is_nothing_meant: bool = False
    asked_about: "Money | None" = None
    mark: int = 0
    pin: str = ""
    busy: bool = False
    said: "Said | None" = None
    standing: "Said | None" = None
    report: "ShiftReport | None" = None

    @property
    def rows(self) -> int:
        """How many rows there are to choose from."""
        return {Stage.DIFFERS: len(REASONS), Stage.APPROVING: len(self.approvers)}.get(self.stage, 0)

    @property
    def may_recount(self) -> bool:
        """Whether the drawer may be counted once more."""
        return self.stage is Stage.DIFFERS and len(self.given) < MOST_COUNTS

    @property
    def is_untouched(self) -> bool:
        """Whether a shift is to be opened and nothing of its float was counted yet."""
        return self.stage is Stage.OPENING and not self.busy and self.count == DrawerCount()

    @property
    def is_opening(self) -> bool:
        """Whether its float is being written."""
        return self.stage is Stage.OPENING and self.busy

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does anything."""
        if self.stage is Stage.APPROVING:
            return not self.busy and bool(self.approvers) and len(self.pin) >= LEAST_DIGITS
        return not self.busy
