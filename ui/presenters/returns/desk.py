"""What the parts of the screen *Returns* share: the list that is marked, and why goods come back."""

from terminal.returned import REASONS
from ui.presenters.desk import Desk
from ui.presenters.returns.errands import ReturnsErrands
from ui.presenters.returns.model import ReturnsModel


class ReturnsDesk(Desk[ReturnsErrands, ReturnsModel]):
    """The desk of this screen."""

    def mark(self, row: int) -> None:
        """Mark a row of the list that is shown."""
        if 0 <= row < self.model.rows:
            self.change(mark=row, digits="")

    @property
    def reason(self) -> str:
        """The reason that is chosen, of `REASONS`."""
        return REASONS[self.model.reason]
