"""Lists as one value of a statement: the text of a PostgreSQL array, or JSON for SQLite.

psycopg can write arrays too, value by value with a pattern for each; for the columns of a batch that took
longer than PostgreSQL needs to insert them.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

LINES = r"string_to_array({}, E'\n')"
"""What a statement says of the text of `Lines`."""


def array_text(values: Sequence[object]) -> str:
    """An array as PostgreSQL reads it: of texts, whole numbers and bytes; None is NULL."""
    if len(values) == 1:
        return "{" + _WRITERS[type(values[0])](values[0]) + "}"
    try:
        return "{" + _WRITERS_OF_ALL[type(values[0])](values) + "}" if values else "{}"
    except TypeError:  # they are of several kinds
        return "{" + ",".join([_WRITERS[type(value)](value) for value in values]) + "}"


class Lines(list[str]):
    """Texts of one line each, such as JSON: long ones, in which an array has to mark each quotation mark."""


def column_text(values: Sequence[object]) -> str:
    """A column of several rows as one value: an array, or lines that `LINES` makes one of.

    Raises:
        ValueError: what should be one line is several.
    """
    if not isinstance(values, Lines):
        return array_text(values)
    text = "\n".join(values)
    if text.count("\n") != len(values) - 1:
        raise ValueError("a text of several lines is no line")
    return text


def json_text(values: Sequence[str]) -> str:
    """A list of texts for `json_each`."""
    return json.dumps(list(values), ensure_ascii=False)


def _text(value: object) -> str:
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _bytes(value: object) -> str:
    return f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else _null(value)


def _null(_value: object) -> str:
    return "NULL"


def _all_texts(values: Sequence[Any]) -> str:
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        return ",".join(map(_text, values))
    return f'"{joined}"'


def _all_whole(values: Sequence[Any]) -> str:
    return ",".join(map(int.__repr__, values))


def _all_bytes(values: Sequence[Any]) -> str:
    joined = '","\\\\x'.join(map(bytes.hex, values))
    return f'"\\\\x{joined}"'


def _all_null(values: Sequence[object]) -> str:
    if values.count(None) != len(values):
        raise TypeError
    return ("NULL," * len(values))[:-1]


_WRITERS: dict[type, Callable[[object], str]] = {
    str: _text,
    int: str,
    bytes: _bytes,
    type(None): _null,
}
_WRITERS_OF_ALL: dict[type, Callable[[Sequence[object]], str]] = {
    str: _all_texts,
    int: _all_whole,
    bytes: _all_bytes,
    type(None): _all_null,
}
"""The same of several, all of one kind."""
