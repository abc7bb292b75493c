"""Periods of the local calendar, in which uses, visits and referrals are counted."""

from datetime import date
from typing import Literal

from loyalty.basket import Birthday
from loyalty.program.conditions import Period


def period_of(per: Period, day: date, birthday: Birthday | None = None) -> object:
    """Something that is equal for two days of one period, and for no two others.

    A birthday's period is the one nearest to the day, whichever side; without a birthday there is only one.
    """
    match per:
        case "day":
            return day
        case "week":
            return day.isocalendar()[:2]
        case "month":
            return day.year, day.month
        case "year":
            return day.year
        case "ever":
            return None
        case _:
            return None if birthday is None else nearest_birthday(birthday, day)


def period_begins(per: Literal["week", "month", "year", "ever"], day: date) -> date:
    """The first day of the calendar's period that a day is in; weeks begin on Monday."""
    if per == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if per == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if per == "year" else date.min


def nearest_birthday(birthday: Birthday, day: date) -> date:
    """The day nearest to a day on which the birthday is kept, the earlier one of two."""
    years = range(max(date.min.year, day.year - 1), min(date.max.year, day.year + 1) + 1)
    return min((birthday_in(birthday, year) for year in years), key=lambda kept: abs(kept - day))


def birthday_in(birthday: Birthday, year: int) -> date:
    """The day on which a birthday is kept in a year: 29 February is 28 February in other years."""
    is_common_year = year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)
    if (birthday.month, birthday.day) == (2, 29) and is_common_year:
        return date(year, 2, 28)
    return date(year, birthday.month, birthday.day)
