"""What a form shows, already in words: labelled fields of a few kinds, each with its fault under it.

And reading what was typed into them: amounts and days as people of either language write them. What a value
means is the use case's; here is only whether it can be read.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from loyalty.units import Money
from ui.presenters.words import Words


class FieldKind(Enum):
    """How a field is filled in."""

    TEXT = "text"
    CODE = "code"
    """Letters and digits as they are typed: no input method makes a word of them."""
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    SWITCH = "switch"
    HIDDEN = "hidden"
    """A PIN: what is typed stays hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """One of the things to choose from."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field. `value` is what was typed, the chosen value, or `yes` and nothing for a switch.

    `hint` stands in an empty field; `unit` after an amount, whose thousands are parted by `group` as it is
    typed; a `fault` under the field, in place of `about`.
    One that is not `enabled` is only read.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    hint: str = ""
    unit: str = ""
    group: str = ""
    about: str = ""
    fault: str = ""
    choices: tuple[FieldChoice, ...] = ()
    enabled: bool = True
    max_length: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form. Its fields are filled in from top to bottom; the first with a fault is brought into sight."""

    fields: tuple[FormField, ...] = ()


NO_FORM = FormState()
SWITCHED_ON = "yes"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_AMOUNT = re.compile(r"\d{1,12}|\d{1,3}(?:([.,\u00a0 ])\d{3})(?:\1\d{3}){0,3}")
_DAYS = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
    )
)
_DAY_OF_ANY_YEAR = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})")
_LEAP_YEARS_APART = 8
"""Years at most, as about 1900 and 2100, until the 29th of February comes again."""


def read_amount(text: str) -> Money | None:
    """`12500`, `12.500`, `12,500 ₫`: an amount of đồng, which have no fractions; None where it is not."""
    bare = text.strip().removesuffix("₫").removesuffix("đ").removeprefix("₫").strip()
    if not _AMOUNT.fullmatch(bare):
        return None
    return Money(int(re.sub(r"\D", "", bare)))


def digits_of(text: str) -> str | None:
    """The digits of an amount as somebody types it, marked or not; None where something else is in it."""
    if not re.fullmatch(r"[0-9., \u00a0]*", text) or {".", ","} <= set(text):
        return None
    return re.sub(r"\D", "", text)


def grouped(digits: str, group: str) -> str:
    """Digits with a sign between their thousands; without one, and anything else, as it stands."""
    if not group or not (digits.isascii() and digits.isdigit()):
        return digits
    return f"{int(digits):,}".replace(",", group)


def written_day(day: date) -> str:
    """A day as it is typed, in every language alike: `read_day` reads it."""
    return f"{day:%d/%m/%Y}"


def read_day(text: str, *, since: date | None = None, until: date | None = None) -> date | None:
    """`7/12/2026`, `07.12.2026`, `07122026`, `2026-12-07`: a day; None where it is not one.

    `7/12`, without a year, is the first such day from `since` on, or the last one up to `until`; where
    neither is given it is not a day.
    """
    bare = text.strip()
    for shape in _DAYS:
        if found := shape.fullmatch(bare):
            return _day(int(found["year"]), found)
    found = _DAY_OF_ANY_YEAR.fullmatch(bare)
    if found is None:
        return None
    if since is not None:
        years = range(since.year, since.year + _LEAP_YEARS_APART + 1)
        return next((day for year in years if (day := _day(year, found)) and day >= since), None)
    if until is not None:
        years = range(until.year, until.year - _LEAP_YEARS_APART - 1, -1)
        return next((day for year in years if (day := _day(year, found)) and day <= until), None)
    return None


def _day(year: int, found: re.Match[str]) -> date | None:
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def meant(text: str, day: date | None, words: Words) -> str:
    """The day that is understood, said back with its weekday where the text leaves any of it open."""
    if day is None or text.strip() == written_day(day):
        return ""
    weekday = words.text(f"weekday.{WEEKDAYS[day.weekday()]}")
    return words.text("form.day-meant", weekday=weekday, day=words.day(day))
