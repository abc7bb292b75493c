"""Which tier a member has reached, from what the member bought: pure arithmetic over a history.

Whose history it is and where it is kept is not known here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

from loyalty.program.model import Program, Tier
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Purchase:
    """One sale as it counts today, with what was returned of it taken off.

    `spend` is net less burned less what was paid back, `points` what was earned less what was taken back;
    `is_returned` where nothing of it is left with the member.
    """

    at: datetime
    spend: Money
    points: Points
    is_returned: bool = False


class Counted(Protocol):
    """What counts of a purchase, however somebody keeps it; the fields are those of `Purchase`."""

    @property
    def at(self) -> datetime:
        """When it was."""
        ...

    @property
    def spend(self) -> Money:
        """What was paid for it."""
        ...

    @property
    def points(self) -> Points:
        """What it earned."""
        ...

    @property
    def is_returned(self) -> bool:
        """Whether nothing of it is left."""
        ...


@dataclass(frozen=True, slots=True)
class TierStanding:
    """The tier that counts, the measure of the window, and what is missing for the next tier.

    `measure` and `missing` are in the program's measure: minor units, points or days. At the top tier
    `next_tier` is `None` and `missing` 0.
    """

    tier: Tier
    measure: int
    next_tier: Tier | None
    missing: int


def tier_at(
    program: Program,
    history: Iterable[Counted],
    at: datetime,
    *,
    granted: Iterable[str] = (),
) -> TierStanding:
    """Where a member stands for a sale at this moment; only what came before it counts, in any order.

    `granted` are ids of tiers that memberships grant for now. A calendar-year tier lasts to the end of the
    next year.
    """
    past = [purchase for purchase in history if purchase.at < at]
    measure = _measure(program, _in_window(program, past, at))
    reached = {place_reached(program, measure)}
    if program.standing.window == "calendar-year":
        last_year = at.astimezone(program.zone).year - 1
        reached.add(place_reached(program, _measure(program, _of_year(program, past, last_year))))
    by_membership = set(granted)
    if by_membership:
        reached.update(index for index, tier in enumerate(program.tiers) if tier.id in by_membership)
    held = max(reached)
    following = program.tiers[held + 1] if held + 1 < len(program.tiers) else None
    return TierStanding(
        tier=program.tiers[held],
        measure=measure,
        next_tier=following,
        missing=max(0, following.at - measure) if following else 0,
    )


def place_reached(program: Program, measure: int) -> int:
    """The place among the program's tiers that a measure alone gives; below 0 is the lowest."""
    return max([index for index, tier in enumerate(program.tiers) if tier.at <= max(measure, 0)])


def _in_window(program: Program, past: list[Counted], at: datetime) -> list[Counted]:
    if program.standing.window == "lifetime":
        return past
    if program.standing.window == "calendar-year":
        return _of_year(program, past, at.astimezone(program.zone).year)
    start, surely = _a_year_before(at, program.zone)
    return [
        each
        for each in past
        if each.at >= surely or each.at.astimezone(program.zone).replace(tzinfo=None) >= start
    ]


def _of_year(program: Program, past: list[Counted], year: int) -> list[Counted]:
    return [each for each in past if _year(each.at, program.zone) == year]


def _year(at: datetime, zone: tzinfo) -> int:
    """The local year; no two clocks are two days apart, so about New Year alone the local one is asked."""
    return at.year if (1, 2) < (at.month, at.day) < (12, 30) else at.astimezone(zone).year


@lru_cache(maxsize=64)
def _a_year_before(at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The same local time a year earlier, without its zone; and a moment which surely comes after it.

    No clock is a day away from UTC: what is later than that need not be read by the local one.
    """
    local = at.astimezone(zone).replace(tzinfo=None)
    if (local.month, local.day) == (2, 29):
        local = local.replace(day=28)
    start = local.replace(year=local.year - 1)
    return start, start.replace(tzinfo=UTC) + timedelta(days=1)


def _measure(program: Program, purchases: list[Counted]) -> int:
    if program.standing.measure == "spend":
        return sum([purchase.spend for purchase in purchases])
    if program.standing.measure == "points":
        return sum([purchase.points for purchase in purchases])
    kept = (purchase for purchase in purchases if not purchase.is_returned)
    return len({purchase.at.astimezone(program.zone).date() for purchase in kept})
