"""How often something may be asked: so many at once, and one more each so often. Pure.

All that is kept of somebody is one moment: when the whole allowance will be there again. Nothing here says
what is limited and who is meant; that is for `usecases.throttle` (tills and tenants, in the database) and
`routes.guard` (addresses, in the memory of a process).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` at once; `every` so often one more is there, up to the burst again."""

    burst: int
    every: timedelta

    def wait(self, full_at: datetime | None, now: datetime) -> int:
        """Seconds until the next one may be asked; 0 is now."""
        left = self._begin(full_at, now) + self.every - self._span - now
        return max(0, -int(-left.total_seconds() // 1))

    def take(self, full_at: datetime | None, now: datetime) -> datetime:
        """When all of it will be there again, once one more is taken."""
        return self._begin(full_at, now) + self.every

    @property
    def _span(self) -> timedelta:
        return self.burst * self.every

    def _begin(self, full_at: datetime | None, now: datetime) -> datetime:
        """A moment further ahead than any can be was set by a clock that was wrong then."""
        return min(max(full_at or now, now), now + self._span)
