"""Settings of PostgreSQL that hold until a transaction ends, all of them set by one statement."""

from collections.abc import Mapping

from sqlalchemy import Connection

from server.store.compiled import put
from server.store.line import line_of


def set_locally(connection: Connection, settings: Mapping[str, str]) -> None:
    """Let these settings hold for what runs from here on in this transaction; PostgreSQL only."""
    line = line_of(connection)
    if line is None:
        raise AssertionError("only PostgreSQL has such settings")
    said = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
    put(connection, line, f"SELECT {said}", ())
