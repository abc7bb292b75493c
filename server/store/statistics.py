"""What PostgreSQL knows of its tables to plan by, taken anew once much was loaded at once."""

from sqlalchemy import Connection

from server.store.tables import metadata

_FILLED = ("member", "directory", "feed")
"""The families of the tables that a load of members fills."""


def refresh_statistics(connection: Connection) -> None:
    """Look at the tables now: autovacuum would within the minute, and until then the plans are poor.

    Does nothing on SQLite, whose plans go by the indexes. A role that does not own a table leaves it out,
    as PostgreSQL does by itself, with a warning in its log.
    """
    if connection.dialect.name == "postgresql":
        tables = (table for table in metadata.sorted_tables if table.info["family"] in _FILLED)
        connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in tables)}")
