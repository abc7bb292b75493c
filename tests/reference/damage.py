"""Damages programs and baskets, given as values or as texts, in the ways in which files come to harm.

Some damage leaves a file valid, most does not; nobody knows which, and nobody needs to.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from tests.reference.plain_basics import Json

ODD_VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 10**12 - 1, 10**12, 10**40, 4500.0, -0.0, 1e300, 0.1),
    *(
        "",
        " ",
        "0",
        "-1",
        "1e9",
        "٣",
        "max",
        "tier",
        "base",
        "p0",
        "2026-02-29",
        "12-31",
        "99999.999",
        "0.0005",
    ),
    *(
        "2026-11-25T18:30:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "Ế",
        "\ud800",
        "x" * 300,
    ),
    *([], {}, [[]], [None], {"": 0}, ["mon", "mon"], {"times": 1}, [{"sku": "A1"}], [0] * 1001, ["c"] * 65),
]
SNIPPETS = [
    *(
        "[",
        "]",
        "[[promotion]]",
        "[points]",
        "{",
        "}",
        "=",
        ",",
        ":",
        '"',
        "'",
        '"""',
        "#",
        "\n",
        "\\u12",
        "\\",
    ),
    *(
        "nan",
        "inf",
        "-",
        "1e999999999",
        "0x1f",
        "1_000",
        "07:30:00",
        "2026-13-01",
        "\x00",
        "\x7f",
        "\ufeff",
        "true",
    ),
]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def damaged(dice: Random, value: Json) -> Json:
    """A value with one to three places in it harmed."""
    harmed = deepcopy(value)
    for _ in range(dice.randint(1, 3)):
        holder = _somewhere(dice, harmed)
        if isinstance(holder, dict):
            _harm_table(dice, holder)
        else:
            _harm_list(dice, holder)
    return harmed


def _somewhere(dice: Random, holder: Json | list[Any]) -> Json | list[Any]:
    """A table or a list in a value, at any depth."""
    inner: list[Any] = list(holder.values()) if isinstance(holder, dict) else holder
    deeper: list[Json | list[Any]] = [each for each in inner if isinstance(each, dict | list) and each]
    return _somewhere(dice, dice.choice(deeper)) if deeper and dice.random() < 0.75 else holder


def _harm_table(dice: Random, table: Json) -> None:
    if not table:
        return
    key = dice.choice(list(table))
    what = dice.random()
    if what < 0.2:
        del table[key]
    elif what < 0.35:
        table[key[:-1] + dice.choice(["", "s", "é"])] = table.pop(key)
    elif what < 0.5:
        table[dice.choice(["on", "when", "stage", "percent", "tags", "limit", "member"])] = table[key]
    else:
        table[key] = deepcopy(dice.choice(ODD_VALUES))


def _harm_list(dice: Random, items: list[Any]) -> None:
    if items and dice.random() < 0.4:
        items.append(deepcopy(dice.choice(items)))
    elif items and dice.random() < 0.5:
        items[dice.randrange(len(items))] = deepcopy(dice.choice(ODD_VALUES))
    else:
        items.append(deepcopy(dice.choice(ODD_VALUES)))


def _cut(dice: Random, text: str) -> str:
    place = dice.randrange(len(text))
    return text[:place] + text[place + dice.randint(1, 20) :]


def _put(dice: Random, text: str) -> str:
    place = dice.randrange(len(text))
    return text[:place] + dice.choice(SNIPPETS) + text[place:]


def _broken_off(dice: Random, text: str) -> str:
    return text[: dice.randrange(len(text))]


def _renumbered(dice: Random, text: str) -> str:
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return text
    start, end = dice.choice(numbers).span()
    return text[:start] + dice.choice(["-1", "0", "1e3", "9" * 30, "0.1", "1.", "+5", "００"]) + text[end:]


def _said_twice(dice: Random, text: str) -> str:
    lines = text.split("\n")
    return "\n".join([*lines, *lines[dice.randrange(len(lines)) :]])


HARMS: list[Callable[[Random, str], str]] = [_cut, _put, _broken_off, _renumbered, _said_twice]


def damaged_text(dice: Random, text: str) -> bytes:
    """A text with one to three places in it harmed; now and then it is no text any more."""
    for _ in range(dice.randint(1, 3)):
        text = dice.choice(HARMS)(dice, text) or " "
    written = text.encode(errors="surrogatepass")
    return written[:-1] + b"\xff" if dice.random() < 0.02 else written


def json_text(value: Any) -> str:
    """A value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=True)
