"""Time of which eight hours pass in some minutes: the machine's, set forward at every step of the day."""

from datetime import UTC, datetime, timedelta

from terminal.clock import SystemClock

OPENING_HOUR_UTC = 1
"""Eight in the morning in Vietnam."""


class DayClock(SystemClock):
    """It begins tomorrow at opening time, so that the whole day is one business day."""

    def __init__(self) -> None:
        now = super().now()
        tomorrow = (now + timedelta(days=1)).date()
        opening = datetime(tomorrow.year, tomorrow.month, tomorrow.day, OPENING_HOUR_UTC, tzinfo=UTC)
        self._ahead = opening - now

    def now(self) -> datetime:
        """The time of this day."""
        return super().now() + self._ahead

    def monotonic(self) -> float:
        """The stopwatch goes on with it."""
        return super().monotonic() + self._ahead.total_seconds()

    def pass_by(self, seconds: float) -> None:
        """Let so much time go by at once."""
        self._ahead += timedelta(seconds=seconds)
