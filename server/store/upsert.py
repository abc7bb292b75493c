"""Many rows in one statement, on either database: appended, or written over by their primary key.

`upsert` is for state only. What is appended, journals and postings, is inserted plainly: there a key met
twice is an alarm, and fails the transaction. PostgreSQL gets each column of several rows as one array, which
it takes in some times as fast as row after row; the same checks hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from server.store.arrays import LINES, Lines
from server.store.compiled import Process, execute, put_rows, to_bind
from server.store.line import line_of
from server.store.tables.base import ONE_LINE

Row = Mapping[str, object]
ByColumn = Mapping[str, Sequence[object]]
"""The same rows column by column, each in their order."""


def append(connection: Connection, table: Table, rows: Sequence[Row], *, seen: bool = True) -> None:
    """Insert rows that all name the same columns; `seen` as `Line.put_rows`."""
    if rows:
        append_columns(connection, table, {}, _by_column(rows), seen=seen)


def append_columns(
    connection: Connection, table: Table, shared: Row, columns: ByColumn, *, seen: bool = True
) -> None:
    """The same column by column; `shared` is what all rows have alike."""
    _write(connection, table, shared, columns, over=False, seen=seen)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write each row whole, every column of the table; of two with one key the later holds."""
    if rows:
        upsert_columns(connection, table, {}, _by_column(rows))


def upsert_columns(connection: Connection, table: Table, shared: Row, columns: ByColumn) -> None:
    """The same column by column, as `append_columns`."""
    _write(connection, table, shared, columns, over=True)


def fields_of(values: Sequence[object], names: tuple[str, ...]) -> dict[str, Sequence[object]]:
    """What some values have in these fields, column by column; there are several fields, and some value."""
    return dict(zip(names, zip(*map(attrgetter(*names), values), strict=True), strict=True))


def _by_column(rows: Sequence[Row]) -> ByColumn:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _write(
    connection: Connection, table: Table, shared: Row, columns: ByColumn, *, over: bool, seen: bool = True
) -> None:
    (count,) = set(map(len, columns.values()))
    if not count:
        return
    texts = _texts(table, (*shared, *columns), connection.dialect, over=over)
    if over and count > 1:
        columns, count = _last_of_each(texts.keys, columns, count)
    values: list[Any] = [*shared.values(), *columns.values()]
    for place, process in texts.processes:
        value = values[place]
        values[place] = process(value) if place < len(shared) else list(map(process, value))
    for place in range(len(shared)):
        values[place] = [values[place]] * count
    line = line_of(connection)
    if line is not None:
        for place in texts.lines:
            values[place] = Lines(values[place])
        put_rows(connection, line, texts.one, texts.many, values, seen=seen)
        return
    for row in zip(*values, strict=True):
        execute(connection, texts.one, row).close()


def _last_of_each(keys: Sequence[str], columns: ByColumn, count: int) -> tuple[ByColumn, int]:
    """Of rows with one key only the last, in the place of the first; and how many rows that are."""
    own = [columns[key] for key in keys if key in columns]
    places = dict(zip(zip(*own, strict=True) if own else repeat(()), range(count), strict=False))
    if len(places) < count:
        columns = {name: [held[place] for place in places.values()] for name, held in columns.items()}
    return columns, len(places)


@dataclass(frozen=True, slots=True)
class _Texts:
    """How rows of some columns are written, one by itself or many, and what each value goes through."""

    one: str
    many: str
    processes: tuple[tuple[int, Process], ...]
    """Of those columns that have one, by their places."""
    keys: tuple[str, ...]
    """The columns of the primary key."""
    lines: tuple[int, ...]
    """The places of those that are sent as lines."""


@lru_cache(maxsize=256)
def _texts(table: Table, names: tuple[str, ...], dialect: Dialect, *, over: bool) -> _Texts:
    return _Texts(
        one=_of_values(table, names, dialect, over=over),
        many=_of_arrays(table, names, over=over),
        processes=tuple(
            (place, process)
            for place, name in enumerate(names)
            if (process := to_bind(table.c[name].type, dialect)) is not None
        ),
        keys=tuple(column.name for column in table.primary_key),
        lines=tuple(place for place, name in enumerate(names) if table.c[name].info == ONE_LINE),
    )


def _of_values(table: Table, names: tuple[str, ...], dialect: Dialect, *, over: bool) -> str:
    """One row."""
    if dialect.name == "postgresql":
        places = [f"${place}::{_kind(table, name)}" for place, name in enumerate(names, 1)]
    else:
        places = ["?"] * len(names)
    words = ["INSERT INTO", _listed([table.name]), "(", _listed(names), ") VALUES (", ", ".join(places), ")"]
    return " ".join([*words, *(_written_over(table, names) if over else ())])


def _of_arrays(table: Table, names: tuple[str, ...], *, over: bool) -> str:
    """A text that is too long for its column is refused, as it is by a plain insert: nothing is cut off."""
    arrays = [
        LINES.format(f"${place}::TEXT")
        if table.c[name].info == ONE_LINE
        else f"${place}::{_kind(table, name)}[]"
        for place, name in enumerate(names, 1)
    ]
    words = ["INSERT INTO", _listed([table.name]), "(", _listed(names), ")"]
    words += ["SELECT * FROM unnest(", ", ".join(arrays), ")"]
    return " ".join([*words, *(_written_over(table, names) if over else ())])


def _written_over(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    keys = [column.name for column in table.primary_key]
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    return "ON CONFLICT (", _listed(keys), ") DO UPDATE SET", others


def _kind(table: Table, name: str) -> str:
    """What a value of a column is cast to; a cast to a length would cut a long text off."""
    kind = str(table.c[name].type).partition("(")[0]
    return {"VARCHAR": "TEXT", "BLOB": "BYTEA"}.get(kind, kind)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
