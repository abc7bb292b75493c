"""Where the till's time comes from. Nothing else in the till reads the machine's clock.

No decision about money depends on it; it dates what happened and says when to stop or to look again.
"""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The time of day and a stopwatch."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()


def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a `Z`: how the journal and the wire write time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_the_millisecond(moment: datetime) -> datetime:
    """The moment as `timestamp` can write it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def from_timestamp(text: str) -> datetime:
    """The aware UTC moment that `timestamp` wrote."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
