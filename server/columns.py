"""Many values of one frozen class at once, made by columns.

A frozen dataclass sets each of its own fields by the way round its own protection, and a struct looks each
up by its name, which for the lots and purchases of a batch took longer than reading them from the database.
Where some hundred are made, and what they hold comes in columns anyway, the slots are filled column by
column, past that way; the values are the same.
"""

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any, TypeVar, cast

from msgspec import NODEFAULT, Struct, structs

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
    made = _blanks(kind, counts.pop())
    for name, (put, default) in fields.items():
        column: Iterable[object] | None = columns.get(name)
        if column is None:
            if default is dataclasses.MISSING:
                raise TypeError(f"{kind.__name__} needs {name}")
            column = repeat(default)
        deque(map(put, made, column), maxlen=0)
    return made


def _blanks(kind: type[T], count: int) -> list[T]:
    """So many with nothing in their slots yet; structs are made by their own class alone, full."""
    if not issubclass(kind, Struct):
        new = object.__new__
        return [new(kind) for _ in range(count)]
    nothing = kind(**dict.fromkeys(kind.__struct_fields__))
    return [structs.replace(nothing) for _ in range(count)]


@cache
def _fields(kind: type) -> Mapping[str, tuple[_Put, object]]:
    """What fills the slot of each field, and its default; `MISSING` where it has none that all may share."""
    if hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} does more than hold its fields")
    if issubclass(kind, Struct):
        defaults = {
            each.name: dataclasses.MISSING if each.default is NODEFAULT else each.default
            for each in structs.fields(kind)
        }
    else:
        defaults = {each.name: each.default for each in dataclasses.fields(cast("Any", kind))}
    return {name: (getattr(cast("Any", kind), name).__set__, default) for name, default in defaults.items()}
