"""Many rows in one statement, on either database: appended, or written over by their primary key.

`upsert` is for state only. What is appended, journals and postings, is inserted plainly: there a key met
twice is an alarm, and fails the transaction. PostgreSQL gets each column of many rows as one array, which it
takes in some times as fast as row after row; the same checks hold.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, object]

_FEW = 4
"""So many rows are no slower one by one."""


def append(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns."""
    if rows:
        _write(connection, table, rows, over=False)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write each row whole, every column of the table; of two with one key the later holds."""
    if not rows:
        return
    if len(rows) > _FEW:
        keys = [column.name for column in table.primary_key]
        rows = list({tuple(row[key] for key in keys): row for row in rows}.values())
    _write(connection, table, rows, over=True)


def _write(connection: Connection, table: Table, rows: Sequence[Row], *, over: bool) -> None:
    if len(rows) <= _FEW or connection.dialect.name != "postgresql":
        connection.execute(_statement(table, connection.dialect.name, over=over), list(rows))
        return
    names = tuple(rows[0])
    bind = {name: table.c[name].type.bind_processor(connection.dialect) for name in names}
    columns: dict[str, list[object]] = {}
    for name in names:
        to_bind = bind[name]
        columns[name] = [row[name] if to_bind is None else to_bind(row[name]) for row in rows]
    connection.exec_driver_sql(_of_arrays(table, names, over=over), columns)


@lru_cache(maxsize=256)
def _statement(table: Table, dialect: str, *, over: bool) -> Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if not over:
        return statement
    keys = [column.name for column in table.primary_key]
    others = {
        column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


@lru_cache(maxsize=256)
def _of_arrays(table: Table, names: tuple[str, ...], *, over: bool) -> str:
    """A text that is too long for its column is refused, as it is by a plain insert: nothing is cut off."""
    types = {name: str(table.c[name].type).partition("(")[0] for name in names}
    arrays = [f"%({name})s::{_OF_MANY.get(kind, kind)}[]" for name, kind in types.items()]
    words = ["INSERT INTO", _listed([table.name]), "(", _listed(names), ")"]
    words += ["SELECT * FROM unnest(", ", ".join(arrays), ")"]
    if over:
        keys = [column.name for column in table.primary_key]
        others = [f'"{name}" = excluded."{name}"' for name in names if name not in keys]
        words += ["ON CONFLICT (", _listed(keys), ") DO UPDATE SET", ", ".join(others)]
    return " ".join(words)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_OF_MANY = {"VARCHAR": "TEXT", "BLOB": "BYTEA"}
"""A cast to a length would cut a long text off."""
