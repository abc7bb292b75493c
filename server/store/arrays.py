"""Lists as one value of a statement: the text of a PostgreSQL array, or JSON for SQLite.

psycopg can write arrays too, value by value with a pattern for each; for the columns of a batch that took
longer than PostgreSQL needs to insert them.
"""

import json
from collections.abc import Callable, Sequence
from typing import cast


def array_text(values: Sequence[object]) -> str:
    """An array as PostgreSQL reads it: of texts, whole numbers and bytes; None is NULL."""
    if len(values) == 1:
        return "{" + _WRITERS[type(values[0])](values[0]) + "}"
    kinds = set(map(type, values))
    if kinds == _WHOLE:
        return "{" + ",".join(map(str, values)) + "}"
    if kinds == _TEXT:
        joined = '","'.join(cast("Sequence[str]", values))
        if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
            return f'{{"{joined}"}}'
    return "{" + ",".join([_WRITERS[type(value)](value) for value in values]) + "}"


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


_TEXT = {str}
_WHOLE = {int}
_WRITERS: dict[type, Callable[[object], str]] = {
    str: _text,
    int: str,
    bytes: _bytes,
    type(None): _null,
}
