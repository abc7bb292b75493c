"""How figures read to people: money, points, quantities, percentages and dates, in both languages.

The one place that formats them, for the screen, the receipt, the command line and every explanation. What is
deliberately not here: parsing, and any choice of words around a figure.
"""

from datetime import date
from functools import lru_cache
from typing import Literal

from loyalty.rates import Rate
from loyalty.units import Money, Points, Quantity

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

_REMEMBERED = 4096
"""Texts kept of amounts and of quantities: a basket, its receipt and the next scan show the same few."""

_GROUP = {"vi": ".", "en": ","}
_POINT = {"vi": ",", "en": "."}
_SYMBOLS = {"VND": "₫", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "THB": "฿"}
_NO_MINOR_UNIT = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
)
_THREE_PLACES = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_WEEKDAYS: dict[str, dict[Language, str]] = {
    "mon": {"vi": "thứ Hai", "en": "Monday"},
    "tue": {"vi": "thứ Ba", "en": "Tuesday"},
    "wed": {"vi": "thứ Tư", "en": "Wednesday"},
    "thu": {"vi": "thứ Năm", "en": "Thursday"},
    "fri": {"vi": "thứ Sáu", "en": "Friday"},
    "sat": {"vi": "thứ Bảy", "en": "Saturday"},
    "sun": {"vi": "Chủ nhật", "en": "Sunday"},
}
_TENDERS: dict[str, dict[Language, str]] = {
    "cash": {"vi": "tiền mặt", "en": "cash"},
    "card": {"vi": "thẻ", "en": "card"},
    "transfer": {"vi": "chuyển khoản", "en": "transfer"},
    "wallet": {"vi": "ví trả trước", "en": "wallet"},
}


def minor_unit_places(currency: str) -> int:
    """How many digits of an amount in this currency stand after the point: 0 for VND, 2 for USD."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_PLACES else 2


def format_whole(number: int, *, language: Language) -> str:
    """A whole number with its thousands grouped: `1.234.567` or `1,234,567`."""
    return f"{number:,}".replace(",", _GROUP[language])


@lru_cache(maxsize=_REMEMBERED)
def format_money(amount: Money, *, currency: str, language: Language, symbol: bool = True) -> str:
    """An amount of minor units as people write it: `1.234.567 ₫` or `₫1,234,567`; the sign leads."""
    places = minor_unit_places(currency)
    whole, rest = divmod(abs(amount), 10**places)
    digits = format_whole(whole, language=language)
    if places:
        digits += f"{_POINT[language]}{rest:0{places}d}"
    sign = "-" if amount < 0 else ""
    if not symbol:
        return sign + digits
    mark = _SYMBOLS.get(currency)
    if language == "vi":
        return f"{sign}{digits} {mark or currency}"
    return f"{sign}{mark}{digits}" if mark else f"{sign}{currency} {digits}"


def format_points(points: Points, *, language: Language, unit: str = "") -> str:
    """Points with their thousands grouped, and the program's word for them where it is given."""
    digits = format_whole(points, language=language)
    return f"{digits} {unit}" if unit else digits


def format_change(number: int, written: str) -> str:
    """A written number as a change: what is above 0 has a plus before it, what is below has its minus."""
    return f"+{written}" if number > 0 else written


@lru_cache(maxsize=_REMEMBERED)
def format_quantity(quantity: Quantity, *, language: Language, unit: str = "") -> str:
    """A quantity without needless zeros, `3` or `0,755`, and its unit of measure where it has one."""
    whole, thousandths = divmod(quantity, 1000)
    digits = format_whole(whole, language=language)
    if thousandths:
        digits = f"{digits}{_POINT[language]}{thousandths:03d}".rstrip("0")
    return f"{digits} {unit}" if unit else digits


def format_rate(rate: Rate, *, language: Language) -> str:
    """A rate as a plain decimal: `1,25` or `1.25`."""
    return f"{rate.decimal:f}".replace(".", _POINT[language])


def format_percent(percent: Rate, *, language: Language) -> str:
    """A percentage: `12,5 %` or `12.5%`."""
    digits = format_rate(percent, language=language)
    return f"{digits} %" if language == "vi" else f"{digits}%"


def format_date(day: date, *, language: Language) -> str:
    """A day, or the day of a date-time as it stands: `24/11/2026` or `24 Nov 2026`."""
    if language == "vi":
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def format_weekday(weekday: str, *, language: Language) -> str:
    """The name of a weekday that the program calls `mon` to `sun`."""
    return _WEEKDAYS[weekday][language]


def format_tender(tender: str, *, language: Language) -> str:
    """The name of a tender that the program calls `cash`, `card`, `transfer` or `wallet`."""
    return _TENDERS[tender][language]
