"""Reads JSON strictly: objects key by key, each value as the kind it must be, every fault collected.

A null is a key left out, and keys nobody asks for are passed over. Getters return something to go on with
after a fault, which is never used. What the values mean is the business of whoever reads them.
"""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal, NoReturn, cast

from loyalty.limits import AMOUNT_LIMIT
from loyalty.misread import Misread
from loyalty.sentences import Param, Sentence, say

_SHOWN_MAX = 40


class NotJson(ValueError):
    """The text is not JSON; the sentence says where."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence.text("en"))


def read_json(text: str) -> object:
    """The value a JSON text says, with decimals exact.

    Raises:
        NotJson: it is not JSON, or has numbers or depths that nothing real has.
    """
    try:
        return cast("object", json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant))
    except json.JSONDecodeError as fault:
        raise NotJson(say("fault-not-json", why=str(fault))) from fault
    except RecursionError as fault:
        raise NotJson(say("fault-json-deep")) from fault
    except (ValueError, InvalidOperation) as fault:
        raise NotJson(say("fault-json-number")) from fault


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Fields:
    """One JSON object; `place` is the way to it, and faults go into one list for the whole text."""

    def __init__(self, value: object, place: str, faults: list[str]) -> None:
        self._place = place
        self._faults = faults
        self._values: Mapping[str, object] = {}
        self._is_object = isinstance(value, dict)
        if self._is_object:
            self._values = cast("dict[str, object]", value)
        else:
            code = "fault-no-object" if place else "fault-text-no-object"
            faults.append(Misread(place, say(code, value=shown(value))))

    def value(self, key: str) -> object:
        """What is given for a key; `None` where it is null or left out."""
        return self._values.get(key)

    def place(self, key: str) -> str:
        """The way to a key, as faults write it."""
        return f"{self._place}.{key}" if self._place else key

    def fault(self, key: str, code: str, **params: Param) -> None:
        """Something is wrong with the value of a key: the code of what, and its figures."""
        self._faults.append(Misread(self.place(key), say(code, **params)))

    def need(self, *keys: str) -> None:
        """Faults every one of these keys that is left out; of what is no object that is fault enough."""
        for key in keys if self._is_object else ():
            if self.value(key) is None:
                self.fault(key, "fault-missing")

    def text(self, key: str) -> str:
        """A text, empty where it is left out."""
        value = self.value(key)
        if value is None:
            return ""
        return self._text(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where it is left out."""
        return tuple(self._text(f"{key}[{index}]", item) for index, item in enumerate(self.items(key)))

    def items(self, key: str) -> list[object]:
        """A list, empty where it is left out."""
        value = self.value(key)
        if value is None:
            return []
        if isinstance(value, list):
            return cast("list[object]", value)
        self.fault(key, "fault-no-list", value=shown(value))
        return []

    def whole(self, key: str, *, least: int = 0) -> int:
        """A whole number from `least` up, below the limit for amounts; 0 where it is left out."""
        value = self.value(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, "fault-no-whole", value=shown(value))
            return 0
        if not least <= value < AMOUNT_LIMIT:
            self.fault(key, "fault-range", value=shown(value), least=least, most=AMOUNT_LIMIT - 1)
            return 0
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.value(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "fault-no-flag", value=shown(value))
        return default

    def whole_or_max(self, key: str) -> int | Literal["max"]:
        """A whole number from 0 up, or the word `max`; 0 where it is left out."""
        value = self.value(key)
        if value == "max":
            return "max"
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self.fault(key, "fault-no-whole-or-max", value=shown(value))
            return 0
        return self.whole(key)

    def mapping(self, key: str) -> "Fields":
        """An object whose keys are the caller's, empty where it is left out."""
        value = self.value(key)
        return Fields({} if value is None else value, self.place(key), self._faults)

    def names(self) -> tuple[str, ...]:
        """The keys that are given and not null."""
        return tuple(key for key, value in self._values.items() if value is not None)

    def _text(self, key: str, value: object) -> str:
        if isinstance(value, str) and is_writable(value):
            return value
        self.fault(key, "fault-no-text", value=shown(value))
        return ""


def is_writable(text: str) -> bool:
    """Whether a text can be written out again: JSON can name halves of characters, which nothing can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(value: object) -> str:
    """A value as a fault quotes it, not longer than a line can bear."""
    match value:
        case dict():
            written = "an object"
        case list():
            written = "a list"
        case int() if value.bit_length() > 4 * _SHOWN_MAX:
            written = "a number of so many digits"
        case Decimal():
            written = str(value)
        case _:
            written = json.dumps(value, ensure_ascii=not (isinstance(value, str) and is_writable(value)))
    return written if len(written) <= _SHOWN_MAX else f"{written[:_SHOWN_MAX]}…"
