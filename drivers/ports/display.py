"""What may be asked of a pole display: two rows of twenty letters that face the customer."""

from typing import Protocol

DISPLAY_COLUMNS = 20
DISPLAY_ROWS = 2


class PoleDisplay(Protocol):
    """A display on a pole, used by one thread: its worker.

    Nothing here raises for trouble with the device: trouble is an answer. Every call ends within a second.
    What is on the display after a failure is unknown: the old rows, the new ones or a part of them; the next
    `show` that succeeds puts both rows right.
    """

    @property
    def name(self) -> str:
        """The display as a person would recognise it, for messages."""
        ...

    def show(self, upper: str, lower: str) -> str | None:
        """Show two rows. None: both were handed over; a display never confirms more than that.

        Rows are cut and filled to `DISPLAY_COLUMNS`. Letters that such a display lacks, all of Vietnamese
        among them, become the nearest letter of ASCII, and `?` where there is none. Otherwise the code of
        what is wrong: `device-missing`, `device-busy`, `device-forbidden`, `device-broken`, `device-lost`.
        """
        ...

    def close(self) -> None:
        """Let go of the display; what is shown stays on it. Closing twice is allowed, so is showing again."""
        ...
