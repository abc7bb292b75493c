"""One box with a till on it, as the simulated shop knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.wire.chain import Event
from tests.simulation.sides import TillSide


@dataclass(slots=True)
class Machine:
    """`exchange` counts what the box sent; one that is not `alive` never comes back."""

    number: int
    till: TillSide
    clock_off: timedelta = timedelta()
    exchange: int = 0
    alive: bool = True
    life_was_doubled: bool = False
    """Whether its disk was ever restored or cloned."""
    cut_off_until: datetime | None = None
    looked_at: Sequence[Event] = ()
    """The events of its disk as they were when damage was looked for last."""

    @property
    def name(self) -> str:
        """The till's."""
        return self.till.disk.till
