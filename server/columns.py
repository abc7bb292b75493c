"""Many values of one frozen dataclass at once, made by columns.

A frozen dataclass with slots sets each of its own fields by the way round its own protection, which for the
lots and purchases of a batch took longer than reading them from the database. Where some hundred are made,
and what they hold comes in columns anyway, the slots are filled column by column, past that way; the values
are the same.
"""

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any, TypeVar, cast

T = TypeVar("T")

_Put = Callable[[object, object], None]


def values_of(kind: type[T], columns: Mapping[str, Sequence[object]]) -> list[T]:
    """As `kind(**row)` for each row of the columns; a field that no column names has its default.

    Raises:
        TypeError: a field has neither, a column is no field's, or the class does more than hold its fields.
        ValueError: one column is longer than another.
    """
    fields = _fields(cast("Any", kind))
    if unknown := columns.keys() - fields.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    counts = set(map(len, columns.values()))
    if len(counts) != 1:
        raise ValueError(f"columns of {sorted(counts)} values are no rows of {kind.__name__}")
    new = object.__new__
    made = [new(kind) for _ in range(counts.pop())]
    for name, (put, default) in fields.items():
        column: Iterable[object] | None = columns.get(name)
        if column is None:
            if default is dataclasses.MISSING:
                raise TypeError(f"{kind.__name__} needs {name}")
            column = repeat(default)
        deque(map(put, made, column), maxlen=0)
    return made


@cache
def _fields(kind: type) -> Mapping[str, tuple[_Put, object]]:
    """What fills the slot of each field, and its default; `MISSING` where it has none that all may share."""
    if hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} does more than hold its fields")
    fields = dataclasses.fields(cast("Any", kind))
    return {each.name: (getattr(kind, each.name).__set__, each.default) for each in fields}
