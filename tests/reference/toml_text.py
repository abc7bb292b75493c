"""Writes a program, given as the dictionary that TOML gives, as the text of its file."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from tests.reference.plain_basics import Json

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def program_text(program: Json) -> str:
    """A program as the text of its file."""
    return "\n".join(_lines(program)) + "\n"


def _lines(program: Json) -> Iterable[str]:
    for key, value in program.items():
        if not _is_section(value):
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in program.items():
        if isinstance(value, dict):
            yield f"[{_key(key)}]"
            yield from _pairs(cast("Json", value))
        elif _is_section(value):
            for entry in cast("list[Json]", value):
                yield f"[[{_key(key)}]]"
                yield from _pairs(entry)


def _is_section(value: Any) -> bool:
    """Whether a value has headers of its own: a table, or a list of nothing but tables."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        return bool(items) and all(isinstance(item, dict) for item in items)
    return isinstance(value, dict)


def _pairs(table: Json) -> Iterable[str]:
    return (f"{_key(key)} = {_inline(value)}" for key, value in table.items())


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _inline(value: Any) -> str:
    """One value as TOML writes it inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(_pairs(cast("Json", value))) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, cast("Iterable[Any]", value))) + "]"
    return str(value)
