"""The page on lots and tiers read a second time, day by day and point by point."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.reference.plain_basics import Json

A_MOMENT = timedelta(microseconds=1)


class Bought(NamedTuple):
    """One sale: when, what was spent and earned with what came back taken off, and whether all came back."""

    at: datetime
    spend: int
    points: int
    is_returned: bool


class PlainLot(NamedTuple):
    """Points of one earning."""

    name: str
    points: int
    earned_at: datetime
    spendable_from: datetime
    dies_at: datetime | None


def is_dead(earned_at: datetime, at: datetime, months: int, zone: ZoneInfo) -> bool:
    """Whether the month in which a lot dies is over, by the wall calendar."""
    return months > 0 and month_number(at, zone) > month_number(earned_at, zone) + months


def month_number(at: datetime, zone: ZoneInfo) -> int:
    """Local months, counted on from year to year."""
    local = at.astimezone(zone)
    return local.year * 12 + local.month


def is_spendable(lot: PlainLot, at: datetime) -> bool:
    """Whether the points of a lot can be burned."""
    is_alive = lot.dies_at is None or at < lot.dies_at
    return at >= lot.spendable_from and is_alive


def burned_from(lots: Sequence[PlainLot], points: int, at: datetime) -> dict[str, int] | None:
    """How many points each lot gives, burned one by one; none where there are not enough."""
    left = {lot.name: lot.points for lot in lots if is_spendable(lot, at)}
    by_name = {lot.name: lot for lot in lots}
    taken: dict[str, int] = {}
    for _ in range(points):
        with_points = [by_name[name] for name, has in left.items() if has]
        if not with_points:
            return None
        mortal = [lot for lot in with_points if lot.dies_at is not None]
        first_death = min((lot.dies_at for lot in mortal if lot.dies_at is not None), default=None)
        next_ones = [lot for lot in with_points if lot.dies_at == first_death]
        lot = min(next_ones, key=lambda each: (each.earned_at, each.name))
        left[lot.name] -= 1
        taken[lot.name] = taken.get(lot.name, 0) + 1
    return taken


def tier_of(program: Json, history: Sequence[Bought], at: datetime) -> tuple[str, int]:
    """The tier that counts for a sale, and the measure over the window."""
    zone = ZoneInfo(program["timezone"])
    rules = program["tiers"]
    before = [each for each in history if each.at < at]
    now = at.astimezone(zone)
    if rules["window"] == "lifetime":
        counted = measure(rules["measure"], before, zone)
        return reached(program, counted), counted
    if rules["window"] == "rolling-12-months":
        start = a_year_before(now)
        recent = [each for each in before if each.at.astimezone(zone).replace(tzinfo=None) >= start]
        counted = measure(rules["measure"], recent, zone)
        return reached(program, counted), counted
    this_year, last_year = (
        measure(rules["measure"], [each for each in before if local_day(each.at, zone).year == year], zone)
        for year in (now.year, now.year - 1)
    )
    order = [tier["id"] for tier in program["tier"]]
    held = max(reached(program, this_year), reached(program, last_year), key=order.index)
    return held, this_year


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day on the wall calendar."""
    return at.astimezone(zone).date()


def a_year_before(now: datetime) -> datetime:
    """The same wall time twelve months before; the 28th where that month has no 29th."""
    wall = now.replace(tzinfo=None)
    try:
        return wall.replace(year=wall.year - 1)
    except ValueError:
        return wall.replace(year=wall.year - 1, day=28)


def measure(kind: str, purchases: Sequence[Bought], zone: ZoneInfo) -> int:
    """What a member did, in the measure of the tiers."""
    if kind == "visits":
        return len({local_day(each.at, zone) for each in purchases if not each.is_returned})
    return sum(each.spend if kind == "spend" else each.points for each in purchases)


def reached(program: Json, counted: int) -> str:
    """The highest tier that a measure reaches; the first one needs nothing."""
    tier = str(program["tier"][0]["id"])
    for each in program["tier"]:
        if counted >= each["at"]:
            tier = str(each["id"])
    return tier
