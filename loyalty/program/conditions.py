"""Conditions: when a promotion holds, as the program says it.

Values only. Whether they hold for a basket is asked in `loyalty.quote.holding`; how they are read is in
`loyalty.program.read_conditions`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from loyalty.basket import Tender
from loyalty.units import Money

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday()`."""

BirthdaySpan = Literal["day", "week", "month"]
BIRTHDAY_SPANS: tuple[BirthdaySpan, ...] = ("day", "week", "month")

Period = Literal["day", "week", "month", "year", "ever", "birthday"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "year", "ever", "birthday")


@dataclass(frozen=True, slots=True)
class HourSpan:
    """A span of the local day in minutes since midnight, start included, end not.

    Where the end comes before the start the span crosses midnight; where they are equal it is the whole day.
    """

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether this minute of the day is in the span."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def __str__(self) -> str:
        """The span as the file writes it: `08:00-12:00`."""
        return f"{self.start // 60:02d}:{self.start % 60:02d}-{self.end // 60:02d}:{self.end % 60:02d}"


@dataclass(frozen=True, slots=True)
class Limit:
    """In how many sales of a period a member may use the promotion."""

    times: int
    per: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """All of these must hold; `None` and `False` are a condition left out.

    `starts` and `ends` are whole days or date-times; a date-time without an offset is local to the program.
    """

    starts: date | datetime | None = None
    ends: date | datetime | None = None
    weekdays: frozenset[int] | None = None
    hours: tuple[HourSpan, ...] | None = None
    tiers: frozenset[str] | None = None
    birthday: BirthdaySpan | None = None
    first_purchase: bool = False
    min_spend: Money | None = None
    memberships: frozenset[str] | None = None
    stores: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    code: str | None = None
    voucher: bool = False
    paid_with: frozenset[Tender] | None = None
    limit: Limit | None = None
    members_only: bool = True


ALWAYS = When()
"""No condition but the one that is there unless it is switched off: for members only."""
