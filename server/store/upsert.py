"""Many rows in one statement, on either database: appended, or written over by their primary key.

`upsert` is for state only. What is appended, journals and postings, is inserted plainly: there a key met
twice is an alarm, and fails the transaction. PostgreSQL gets each column of several rows as one array, which
it takes in some times as fast as row after row; the same checks hold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import cast

from sqlalchemy import Connection, Dialect, Table

from server.store.compiled import Process, execute, put_rows, to_bind
from server.store.line import line_of

Row = Mapping[str, object]


def append(connection: Connection, table: Table, rows: Sequence[Row], *, seen: bool = True) -> None:
    """Insert rows that all name the same columns; `seen` as `Line.put_rows`."""
    if rows:
        _write(connection, table, rows, over=False, seen=seen)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write each row whole, every column of the table; of two with one key the later holds."""
    if not rows:
        return
    if len(rows) > 1:
        key_of = itemgetter(*(column.name for column in table.primary_key))
        rows = list({key_of(row): row for row in rows}.values())
    _write(connection, table, rows, over=True)


def _write(
    connection: Connection, table: Table, rows: Sequence[Row], *, over: bool, seen: bool = True
) -> None:
    texts = _texts(table, tuple(rows[0]), connection.dialect, over=over)
    line = line_of(connection)
    if line is None:
        for row in rows:
            values = tuple(
                row[name] if process is None else process(row[name]) for name, process in texts.binds
            )
            execute(connection, texts.one, values).close()
        return
    held = zip(*map(texts.fields_of, rows), strict=True)
    columns = [
        column if process is None else list(map(process, column))
        for column, (_, process) in zip(held, texts.binds, strict=True)
    ]
    put_rows(connection, line, texts.one, texts.many, columns, seen=seen)


@dataclass(frozen=True, slots=True)
class _Texts:
    """How rows of some columns are written, one by itself or many, and what each value goes through."""

    one: str
    many: str
    binds: tuple[tuple[str, Process | None], ...]
    fields_of: Callable[[Row], tuple[object, ...]]


@lru_cache(maxsize=256)
def _texts(table: Table, names: tuple[str, ...], dialect: Dialect, *, over: bool) -> _Texts:
    binds = tuple((name, to_bind(table.c[name].type, dialect)) for name in names)
    return _Texts(
        one=_of_values(table, names, dialect, over=over),
        many=_of_arrays(table, names, over=over),
        binds=binds,
        fields_of=cast("Callable[[Row], tuple[object, ...]]", itemgetter(*names)),  # no table has one column
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
    arrays = [f"${place}::{_kind(table, name)}[]" for place, name in enumerate(names, 1)]
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
