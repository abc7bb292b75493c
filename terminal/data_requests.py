"""What people asked for about their own data, and until when a shop has to have answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

_DAYS: Final = 2
"""Working days, by Law 91/2025 and Decree 356/2025."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """One that nobody has dealt with. `request` is one of `REQUESTS`; after the day `due` it `is_late`.

    `about` is which detail or consent is meant, empty where nobody said.
    """

    member: str
    name: str
    phone_masked: str
    request: str
    by: str
    at: datetime
    due: date
    is_late: bool
    about: tuple[str, ...] = ()


def due_on(asked: date) -> date:
    """The second working day after, Monday to Friday; holidays are not known, so it is never too late."""
    day, left = asked, _DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
