"""The tables as the files make them, and as the program thinks of them."""

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from terminal.store.connection import connect
from terminal.store.migrations import migrate
from terminal.store.tables import metadata
from tests.unit.terminal.till_kit import KEY

Shape = dict[str, object]

WORDS = "form_words"
"""The full-text index, which SQLAlchemy does not know, and the tables SQLite makes for it."""


def shape_of(connection: sqlcipher.Connection) -> Shape:
    """Every table with its columns and options, every index with its columns, as SQLite understands them."""
    tables = connection.execute("PRAGMA table_list").fetchall()
    shape: Shape = {}
    for _, name, kind, _, without_rowid, strict in tables:
        if name.startswith(("sqlite_", WORDS)):
            continue
        columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
        keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        shape[name] = (kind, without_rowid, strict, tuple(columns), tuple(keys))
    query = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    for name, table, sql in connection.execute(query).fetchall():
        shape[f"{table}.{name}"] = " ".join(sql.split())
    return shape


def test_the_files_make_what_the_tables_say(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(connect(path, KEY, read_only=False)) as made, closing(sqlcipher.connect(":memory:")) as said:
        migrate(made, path)
        engine = create_engine("sqlite://", creator=lambda: said, module=sqlcipher, poolclass=StaticPool)
        metadata.create_all(engine)
        said.commit()
        assert shape_of(made) == shape_of(said)
        assert len(shape_of(made)) > 20


def test_every_table_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(connect(path, KEY, read_only=False)) as made:
        migrate(made, path)
        tables = made.execute("PRAGMA table_list").fetchall()
        loose = [row[1] for row in tables if not row[5] and not row[1].startswith(("sqlite_", WORDS))]
    assert loose == []
