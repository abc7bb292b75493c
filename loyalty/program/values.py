"""The values of a TOML table, each read as the kind it must be; whatever is not so is reported.

Every function returns something to go on with, so that one reading finds every fault. What is returned
after a fault is never used, since the file is refused.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar, cast

from loyalty.limits import AMOUNT_LIMIT, RATE_PLACES_MAX
from loyalty.program.faults import nearest
from loyalty.program.table import Table, shown
from loyalty.rates import Rate, exact_rate

Choice = TypeVar("Choice", bound=str)


def text(table: Table, key: str, default: str = "") -> str:
    """A text; an empty one is a text too."""
    value = table.value(key)
    if isinstance(value, str):
        return value
    if value is not None:
        _wrong_kind(table, key, "a text", 'write it in quotes, as "…"')
    return default


def whole(table: Table, key: str, default: int = 0, *, least: int = 0, most: int = AMOUNT_LIMIT - 1) -> int:
    """A whole number from `least` to `most`, which is below the limit for amounts."""
    value = table.value(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        _wrong_kind(table, key, "a whole number", "write one without quotes, point or fraction, as 45000")
        return default
    if not least <= value <= most:
        _out_of_range(table, key, least, most)
    return value


def rate(table: Table, key: str, default: Rate, *, least: int = 0, most: int = AMOUNT_LIMIT - 1) -> Rate:
    """An exact decimal from `least` to `most`."""
    value = table.value(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        _wrong_kind(table, key, "a number", "write a plain decimal without quotes, as 12.5")
        return default
    exact = exact_rate(value)
    if exact is not None and least * exact.denominator <= exact.numerator <= most * exact.denominator:
        return exact
    if exact is None and Decimal(value).is_finite() and least < value < most:
        table.fault(key, f"{shown(value)} has too many digits", f"write at most {RATE_PLACES_MAX} places")
    else:
        _out_of_range(table, key, least, most)
    return default


def percent(table: Table, key: str, default: Rate) -> Rate:
    """A percentage from 0 to 100."""
    return rate(table, key, default, most=100)


def flag(table: Table, key: str, *, default: bool = False) -> bool:
    """True or false."""
    value = table.value(key)
    if isinstance(value, bool):
        return value
    if value is not None:
        _wrong_kind(table, key, "true or false", "write true or false, without quotes")
    return default


def choice(table: Table, key: str, choices: tuple[Choice, ...], default: Choice) -> Choice:
    """One word out of a few."""
    value = table.value(key)
    if value is None:
        return default
    for each in choices:
        if each == value:
            return each
    table.fault(key, f"{shown(value)} is not known here", _right_word(value, choices))
    return default


def choices(table: Table, key: str, known: tuple[Choice, ...]) -> tuple[Choice, ...] | None:
    """A list of words out of a few, in the order of those few; `None` where it is left out."""
    words = texts(table, key)
    if words is None:
        return None
    for index, word in enumerate(words):
        if word not in known:
            table.fault_item(key, index, f"{shown(word)} is not known here", _right_word(word, known))
    return tuple(each for each in known if each in words)


def texts(table: Table, key: str) -> tuple[str, ...] | None:
    """A list of texts; `None` where it is left out."""
    value = table.value(key)
    if value is None:
        return None
    if not isinstance(value, list):
        _wrong_kind(table, key, "a list", 'write a list of texts, as ["…", "…"]')
        return None
    items = cast("list[object]", value)
    for index, item in enumerate(items):
        if not isinstance(item, str):
            table.fault_item(key, index, f"{shown(item)} is not a text", 'write it in quotes, as "…"')
    return tuple(str(item) for item in items)


def day(table: Table, key: str) -> date | datetime | None:
    """A date or a date-time of TOML; `None` where it is left out."""
    value = table.value(key)
    if value is None or isinstance(value, date):
        return value
    _wrong_kind(table, key, "a date", "write a date without quotes, as 2026-11-24")
    return None


def _wrong_kind(table: Table, key: str, wanted: str, right: str) -> None:
    table.fault(key, f"{shown(table.value(key))} is not {wanted}", right)


def _out_of_range(table: Table, key: str, least: int, most: int) -> None:
    table.fault(key, f"{shown(table.value(key))} is out of range", f"it runs from {least} to {most}")


def _right_word(value: object, known: tuple[str, ...]) -> str:
    words = ", ".join(f'"{each}"' for each in known)
    if not isinstance(value, str) or not known:
        return f"it is one of {words}" if known else "nothing can be named here"
    return f'the nearest is "{nearest(value, known)}"; it is one of {words}'
