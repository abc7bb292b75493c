"""The databases of the server's own tests: one of each kind."""

from tests.integration.server.conftest import (
    database,
    migrated_file,
    migrated_postgres,
    postgres,
    postgres_database,
    postgres_url,
    shared_postgres,
    shared_sqlite,
    sqlite_database,
)

__all__ = [
    "database",
    "migrated_file",
    "migrated_postgres",
    "postgres",
    "postgres_database",
    "postgres_url",
    "shared_postgres",
    "shared_sqlite",
    "sqlite_database",
]
