"""One TOML table while it is read: which keys it has, and faults placed where they stand.

What kind of value a key must have is in `loyalty.program.values`.
"""

from collections.abc import Iterable, Mapping
from typing import cast

from loyalty.program.faults import nearest
from loyalty.program.report import Report
from loyalty.program.toml_lines import Path

_SHOWN_MAX = 40


class Table:
    """One table of the file; `path` is the way to it."""

    def __init__(self, report: Report, path: Path, values: Mapping[str, object]) -> None:
        self.report = report
        self.path = path
        self._values = values

    def __contains__(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._values

    def value(self, key: str) -> object:
        """What is given for a key; `None`, which TOML cannot say, where it is left out."""
        return self._values.get(key)

    def fault(self, key: str, what: str, right: str) -> None:
        """Something is wrong with the value of a key, or with its being left out."""
        self.report.fault((*self.path, key), what, right)

    def fault_item(self, key: str, index: int, what: str, right: str) -> None:
        """Something is wrong with one item of a list, counted from 0."""
        self.report.fault((*self.path, key, index), what, right)

    def check_keys(self, known: Iterable[str], *, elsewhere: Mapping[str, str] | None = None) -> None:
        """Faults every key that is not among the known ones; `elsewhere` says what is wrong with others."""
        names = tuple(known)
        for key in self._values:
            if key in names:
                continue
            if elsewhere and key in elsewhere:
                self.fault(key, elsewhere[key], f"the keys here are {', '.join(names)}")
            else:
                self.fault(key, "there is no such key", f'the nearest one is "{nearest(key, names)}"')

    def need(self, *keys: str) -> None:
        """Faults every one of these keys that is left out."""
        for key in keys:
            if key not in self._values:
                self.report.missing((*self.path, key), f'write "{key} = …" here')

    def table(self, key: str) -> "Table | None":
        """A table inside this one; `None` where it is left out."""
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Table(self.report, (*self.path, key), cast("dict[str, object]", value))
        right = f"write [{key}] on a line of its own, or {key} = {{ … }}"
        self.fault(key, f"{shown(value)} is not a table", right)
        return None

    def named_tables(self, key: str) -> "list[tuple[str, Table]]":
        """The tables inside the table of a key, by name: `[key.name]`."""
        outer = self.table(key)
        names = () if outer is None else outer.keys
        found = [(name, outer.table(name)) for name in names if outer is not None]
        return [(name, table) for name, table in found if table is not None]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are given."""
        return tuple(self._values)

    def all_values(self) -> "dict[str, object]":
        """What is given, by key."""
        return dict(self._values)

    def tables(self, key: str) -> "list[Table]":
        """An array of tables, empty where it is left out."""
        value = self.value(key)
        right = f"write [[{key}]] above each one"
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, f"{shown(value)} is not a list of tables", right)
            return []
        found: list[Table] = []
        for index, item in enumerate(cast("list[object]", value)):
            if isinstance(item, dict):
                found.append(Table(self.report, (*self.path, key, index), cast("dict[str, object]", item)))
            else:
                self.fault_item(key, index, f"{shown(item)} is not a table", right)
        return found


def shown(value: object) -> str:
    """A value as a fault quotes it: in quotes if it is a text, and not longer than a line can bear."""
    match value:
        case bool():
            written = "true" if value else "false"
        case str():
            written = f'"{value}"'
        case list():
            written = "a list"
        case dict():
            written = "a table"
        case int() if value.bit_length() > 4 * _SHOWN_MAX:
            written = "a number of so many digits"
        case _:
            written = str(value)
    return written if len(written) <= _SHOWN_MAX else f"{written[:_SHOWN_MAX]}…"
