"""Whether somebody has their birthday these days. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BIRTHDAY_NEAR_DAYS: Final = 3


def birthday_is_near(birthday: str | None, at: datetime, zone: ZoneInfo) -> bool:
    """Whether a birthday (`MM-DD` or `YYYY-MM-DD`) is at most 3 days away, either side, across year ends."""
    if birthday is None:
        return False
    month, day = (int(part) for part in birthday.split("-")[-2:])
    today = at.astimezone(zone).date()
    near = timedelta(days=BIRTHDAY_NEAR_DAYS)
    return any(abs(_day_in(year, month, day) - today) <= near for year in _years_around(today))


def _years_around(today: date) -> Iterable[int]:
    return (year for year in (today.year - 1, today.year, today.year + 1) if 1 <= year <= date.max.year)


def _day_in(year: int, month: int, day: int) -> date:
    """That day of a year; 29 February is 28 February in a year without one."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)
