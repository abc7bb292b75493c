"""What the rules have to say, as a code with its figures, readable in Vietnamese and in English.

A sentence carries raw figures; its template says what each of them is (`{amount:money}`), so the same
sentence reads right in both languages and compares by value in tests. Texts about the till, the screen and
the devices are not here: those live in the translations of `resources`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from loyalty.figures import (
    Language,
    format_date,
    format_money,
    format_percent,
    format_points,
    format_quantity,
    format_rate,
    format_tender,
    format_weekday,
    format_whole,
)
from loyalty.rates import Rate
from loyalty.sentence_texts import TEXTS
from loyalty.units import Money, Points, Quantity

Param = str | int | Rate | date | tuple[str, ...]

_POINTS_WORD = {"vi": "điểm", "en": "points"}
_ONE_POINT = {"vi": "điểm", "en": "point"}
_BLANK = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing said: a stable kebab-case code of `TEXTS`, and the figures it is said with."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()

    def text(self, language: Language) -> str:
        """The sentence as a cashier reads it out."""
        params = dict(self.params)

        def fill(blank: re.Match[str]) -> str:
            name, kind = blank.group(1), blank.group(2)
            return _WRITERS[kind](params[name], params, language) if kind else str(params[name])

        return _BLANK.sub(fill, TEXTS[self.code][language])


def say(code: str, /, **params: Param) -> Sentence:
    """The sentence of this code; `money` and `points` figures need the params `currency` and `unit`."""
    return Sentence(code, tuple(params.items()))


_Writer = Callable[[Param, Mapping[str, Param], Language], str]


def _money(value: Param, params: Mapping[str, Param], language: Language) -> str:
    return format_money(Money(cast("int", value)), currency=str(params["currency"]), language=language)


def _amount(value: Param, params: Mapping[str, Param], language: Language) -> str:
    amount = Money(cast("int", value))
    return format_money(amount, currency=str(params["currency"]), language=language, symbol=False)


def _points(value: Param, params: Mapping[str, Param], language: Language) -> str:
    points, unit = Points(cast("int", value)), str(params["unit"])
    word = unit or (_ONE_POINT if abs(points) == 1 else _POINTS_WORD)[language]
    return format_points(points, language=language, unit=word)


def _quantity(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return format_quantity(Quantity(cast("int", value)), language=language)


def _whole(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return format_whole(cast("int", value), language=language)


def _percent(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return format_percent(cast("Rate", value), language=language)


def _rate(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return format_rate(cast("Rate", value), language=language)


def _date(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return format_date(cast("date", value), language=language)


def _value(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    """A value as `json_fields.shown` quotes it."""
    return _VALUES.get(str(value), str(value)) if language == "vi" else str(value)


_VALUES = {
    "an object": "một đối tượng",
    "a list": "một danh sách",
    "a number of so many digits": "một số quá dài",
}


def _list(value: Param, _params: Mapping[str, Param], _language: Language) -> str:
    return ", ".join(cast("tuple[str, ...]", value))


def _weekdays(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return ", ".join(format_weekday(day, language=language) for day in cast("tuple[str, ...]", value))


def _tenders(value: Param, _params: Mapping[str, Param], language: Language) -> str:
    return ", ".join(format_tender(tender, language=language) for tender in cast("tuple[str, ...]", value))


def _form(one: str, many: str) -> _Writer:
    """One of two forms of a word, by the number it goes with; for English only."""

    def write(value: Param, _params: Mapping[str, Param], _language: Language) -> str:
        return one if abs(cast("int", value)) == 1 else many

    return write


GRAMMAR: dict[str, _Writer] = {"s": _form("", "s"), "is": _form("is", "are"), "was": _form("was", "were")}
"""Kinds of blank that write no figure: the form of a word that goes with one."""

_WRITERS: dict[str, _Writer] = {
    **GRAMMAR,
    "money": _money,
    "amount": _amount,
    "points": _points,
    "whole": _whole,
    "quantity": _quantity,
    "percent": _percent,
    "rate": _rate,
    "date": _date,
    "list": _list,
    "weekdays": _weekdays,
    "tenders": _tenders,
    "value": _value,
}
