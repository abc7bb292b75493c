"""Bringing a database to the form this program needs; never back.

Versions are Alembic scripts in `versions`, written out by hand so that they mean the same for ever.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from loyalty.errors import Refused
from server.store.database import Database

_SCRIPTS = Path(__file__).parent
_LOCK = 0x10A17111
"""The advisory lock of PostgreSQL under which one process at a time migrates."""


def migrate(database: Database) -> str:
    """Bring the database up to date in one transaction, and give its revision.

    Raises:
        Refused: `database-too-new`: a later version of the program has been here; nothing was changed.
        Unavailable: as `Database.write`.
    """
    return database.write(_upgrade)


def _upgrade(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    scripts = _scripts()
    head = scripts.get_current_head() or ""
    current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return head
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise Refused("database-too-new", revision=current)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return head


@cache
def _scripts() -> ScriptDirectory:
    """Every version there is; read once, as none comes to be while a process runs."""
    return ScriptDirectory(str(_SCRIPTS))
