"""One box with a till on it, as the simulated shop knows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loyalty.wire.chain import Event
from tests.simulation.printer import Printer
from tests.simulation.sides import TillSide


@dataclass(slots=True)
class Machine:
    """`exchange` counts what the box sent; one that is not `alive` never comes back."""

    number: int
    till: TillSide
    clock_off: timedelta = timedelta()
    drift: float = 0.0
    """So much of each second its clock is fast, or slow, since it was `set_at`."""
    set_at: datetime | None = None
    exchange: int = 0
    alive: bool = True
    life_was_doubled: bool = False
    """Whether its disk was ever restored or cloned."""
    cut_off_until: datetime | None = None
    off_until: datetime | None = None
    """Where it is switched off: until then nobody can do anything at it, and it hears nothing."""
    looked_at: Sequence[Event] = ()
    """The events of its disk as they were when damage was looked for last."""

    printer: Printer = field(default_factory=Printer)
    before_printing: Callable[[], None] | None = None
    """Done once, when there is something to print."""

    @property
    def name(self) -> str:
        """The till's."""
        return self.till.disk.till

    def clock(self, now: datetime) -> datetime:
        """What the box's clock says."""
        since = timedelta() if self.set_at is None else now - self.set_at
        return now + self.clock_off + self.drift * since

    def set_clock(self, now: datetime, *, off: timedelta, drift: float = 0.0) -> None:
        """From now on its clock is off by so much, and goes so much too fast."""
        self.clock_off, self.drift, self.set_at = off, drift, now
