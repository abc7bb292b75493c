"""What the server's own role may do in PostgreSQL: write everywhere, change nothing that is append-only.

Of one such table an erasure blanks a column (`blanked`): that column alone may be written over.

Made by the owner of the tables, who migrates; the server then runs as the other role, and even a server that
was taken over cannot rewrite a journal or a posting, nor take the triggers away that refuse it. SQLite has no
roles: there the triggers alone stand.
"""

from sqlalchemy import Connection, Table, text

from loyalty.errors import Refused
from server.store.tables import metadata

_DELETES_IN = frozenset({"member", "directory"})
"""Families whose rows move with a merge and go with an erasure."""


def grant_server_role(connection: Connection, role: str) -> None:
    """Give a role, which is there already, what the server needs and no more; may be run again.

    Raises:
        Refused: `roles-need-postgresql`, `no-such-role`.
    """
    if connection.dialect.name != "postgresql":
        raise Refused("roles-need-postgresql")
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
    if known.first() is None:
        raise Refused("no-such-role", name=role, near="", known="")
    quoted = connection.dialect.identifier_preparer.quote(role)
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO {quoted}')
    for table in metadata.sorted_tables:
        connection.exec_driver_sql(f'REVOKE ALL ON "{table.name}" FROM {quoted}')
        connection.exec_driver_sql(f'GRANT {", ".join(rights_on(table))} ON "{table.name}" TO {quoted}')
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {quoted}")


def rights_on(table: Table) -> tuple[str, ...]:
    """What the server does with a table."""
    if "blanked" in table.info:
        return "SELECT", "INSERT", f"UPDATE ({table.info['blanked']})"
    if table.info.get("append_only"):
        return "SELECT", "INSERT"
    if table.info.get("stays_as_written"):
        return "SELECT", "INSERT", "DELETE"
    if table.info["family"] in _DELETES_IN:
        return "SELECT", "INSERT", "UPDATE", "DELETE"
    return "SELECT", "INSERT", "UPDATE"
