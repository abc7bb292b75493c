"""Terms of whole days in the program's calendar: so many months from a day on, and the days left of them."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day of a moment by the program's calendar."""
    return at.astimezone(zone).date()


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later; where there is none, the first of the month after.

    A term of months from a day on ends before this day, so it is never shorter than the months it has. A term
    that would end past the calendar ends with it.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year >= date.max.year:
        return date.max
    if day.day > monthrange(year, month + 1)[1]:
        return date(year, month + 2, 1)
    return date(year, month + 1, day.day)


def last_day(ends: date) -> date:
    """The last day of a term that ends before a day."""
    return ends - _DAY
