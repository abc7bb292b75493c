"""Cells to values, with what spreadsheets do to them undone where it can be; what cannot be is told.

A fault has a code, the cell as it stands, and what would be right where that is known; the sentence is the
translations' (`import.fault-<code>`).
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.card_rules import CardRules
from loyalty.identity.codes import MemberCard, ProductCode, classify, cleaned

MOST_AMOUNT: Final = 10**12 - 1
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,](\d+))?[eE]\+?(\d{1,2})", re.ASCII)
_UNIT_AFTER: Final = re.compile(r"(?i)\s*(?:₫|đ|d|vnd|vnđ|điểm|diem|points|pts)\.?$")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMALS: Final = re.compile(
    r"(\d+(?=[.,])|[1-9]\d{0,2}(?:,\d{3})+(?=\.)|[1-9]\d{0,2}(?:\.\d{3})+(?=,))[.,](\d{1,2}|0+)", re.ASCII
)
_LOST_ZERO: Final = re.compile(r"(?:[35789]\d{8}|1[2689]\d{8}|2\d{9})", re.ASCII)
"""A Vietnamese number without its first zero: of today, of before 2018, of a land line."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_NO_YEAR: Final = re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_CLOCK: Final = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z)?$", re.ASCII)
_SERIAL: Final = re.compile(r"(?!(?:19|20)\d\d(?:\.0+)?$)\d{4,5}(?:\.0+)?", re.ASCII)
"""A spreadsheet's number of a day; four digits that are a year are a year of birth, and no day of 1905."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
_LEAP_YEAR: Final = 2000


class CellFault(Exception):
    """What is wrong with a cell: a code, the cell, and what would be right where that is known."""

    def __init__(self, code: str, value: str = "", right: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.right = right


def phone(text: str, region: str) -> phones.Phone:
    """A phone number, whatever a spreadsheet made of it. Raises CellFault: `phone-shortened`, `phone-…`."""
    typed = text.strip().lstrip("'")
    scientific = _SCIENTIFIC.fullmatch(typed)
    if scientific is not None:
        typed = _written_out(typed, scientific)
    typed = re.sub(r"[.,]0$", "", typed)
    digits = re.sub(r"[ .()-]", "", typed)
    if region == "VN" and _LOST_ZERO.fullmatch(digits):
        typed = f"0{digits}"
    try:
        return phones.parse(typed, region=region)
    except Refused as refusal:
        raise CellFault(refusal.code, text) from refusal


def whole(text: str, *, most: int = MOST_AMOUNT) -> int:
    """A whole number with or without separators of thousands. Raises CellFault: `number…`."""
    value = _number(_UNIT_AFTER.sub("", text.strip()))
    if value is None:
        raise CellFault("number", text)
    if value < 0:
        raise CellFault("number-below", text)
    if value != value.to_integral_value():
        raise CellFault("number-part", text, str(int(value.to_integral_value())))
    if value > most:
        raise CellFault("number-most", text, str(most))
    return int(value)


def birthday(text: str) -> str:
    """A day as `1990-11-21`, or `11-21` where no year is known. Raises CellFault: `date`, `date-turned`."""
    typed = _CLOCK.sub("", text.strip())
    if _SERIAL.fullmatch(typed):
        return (_FIRST_SERIAL + timedelta(days=int(typed.partition(".")[0]))).isoformat()
    year, month, day = _parts(typed)
    try:
        found = date(year or _LEAP_YEAR, month, day)
    except ValueError as error:
        right = _turned(year, month, day)
        raise CellFault("date-turned" if right else "date", text, right) from error
    return found.isoformat() if year else found.isoformat()[5:]


def card(text: str, rules: CardRules) -> str:
    """The number of a member's card. Raises CellFault: `card`, `card-shortened`."""
    typed = re.sub(r"[ -]", "", text.strip().lstrip("'"))
    if _SCIENTIFIC.fullmatch(typed):
        raise CellFault("card-shortened", text)
    if classify(typed, old_cards=rules) != MemberCard(typed, holds=True):
        raise CellFault("card", text)
    return typed


def barcode(text: str) -> str:
    """A code as it is scanned. Raises CellFault: `code-shortened`, `code-digit`, `code-card`."""
    typed = text.strip().lstrip("'")
    if _SCIENTIFIC.fullmatch(typed):
        raise CellFault("code-shortened", text)
    shape = classify(typed)
    if isinstance(shape, MemberCard):
        raise CellFault("code-card", text)
    if isinstance(shape, ProductCode) and not shape.holds:
        raise CellFault("code-digit", text, shape.right)
    return typed


def percent(text: str) -> str:
    """A rate from 0 to 100 as plain decimal text; `KCT` and the like are none. Raises CellFault: `rate`."""
    typed = text.replace(",", ".").rstrip("% ").strip()
    if typed.casefold() in {"kct", "kkknt", "none", "no tax", "-"}:
        return ""
    if re.fullmatch(r"\d{1,3}(\.\d{1,4})?", typed, re.ASCII) is None or Decimal(typed) > 100:
        raise CellFault("rate", text)
    plain = Decimal(typed).normalize()
    return f"{plain:f}"


def planned(text: str) -> tuple[tuple[str, int], ...]:
    """Prices with the day from which each holds: `2026-12-07 195000|2027-01-01 199000`, or `7/12/2026`.

    Raises CellFault: `planned-unreadable`; `planned-twice`: two begin on one day.
    """
    found = dict[str, int]()
    for part in filter(None, (each.strip() for each in text.split("|"))):
        day, _, amount = part.partition(" ")
        match = _YEAR_FIRST.fullmatch(day) or _DAY_FIRST.fullmatch(day)
        if match is None:
            raise CellFault("planned-unreadable", part)
        first, month, last = (int(each) for each in match.groups())
        year, dom = (first, last) if match.re is _YEAR_FIRST else (last, first)
        try:
            begins, price = date(year, month, dom).isoformat(), whole(amount)
        except (ValueError, CellFault) as error:
            raise CellFault("planned-unreadable", part) from error
        if begins in found:
            raise CellFault("planned-twice", part)
        found[begins] = price
    return tuple(sorted(found.items()))


def line_of(text: str, *, most: int) -> str:
    """A text of one line. Raises CellFault: `text-long`, `text-control`."""
    one = cleaned(text)
    if len(one) > most:
        raise CellFault("text-long", one[:30] + "…", str(most))
    if not one.isprintable():
        raise CellFault("text-control", "")
    return one


def email(text: str) -> str:
    """An address to write to. Raises CellFault: `email`."""
    typed = text.strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed) is None or len(typed) > 200:
        raise CellFault("email", text)
    return typed


def _written_out(text: str, scientific: re.Match[str]) -> str:
    """`8.4912345678E+10` has all its digits, `8.4912E+10` has lost some."""
    after, power = scientific[1] or "", int(scientific[2])
    if len(after) < power:
        raise CellFault("phone-shortened", text)
    return f"{Decimal(text.replace(',', '.')):f}".partition(".")[0]


def _number(text: str) -> Decimal | None:
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[., ]", "", text))
    decimals = _DECIMALS.fullmatch(text)
    if decimals is not None:
        before = re.sub(r"[.,]", "", decimals[1])
        return Decimal(f"{before}.{decimals[2]}")
    if len(text) > 20:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _parts(typed: str) -> tuple[int, int, int]:
    """Year (0: none), month and day."""
    if found := _YEAR_FIRST.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NO_YEAR.fullmatch(typed):
        return 0, int(found[2]), int(found[1])
    if found := _MONTH_DAY.fullmatch(typed):
        return 0, int(found[1]), int(found[2])
    return 0, 0, 0


def _turned(year: int, month: int, day: int) -> str:
    """The same with day and month the other way round, where that is a day."""
    try:
        found = date(year or _LEAP_YEAR, day, month)
    except ValueError:
        return ""
    return f"{found:%d/%m/%Y}" if year else f"{found:%d/%m}"
