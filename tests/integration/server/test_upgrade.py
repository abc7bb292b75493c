"""A database of the first version, with a day's work in it, brought up to today's on either kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from server.store import migrations
from server.store.database import Database, open_database
from server.store.migrations import migrate
from server.store.tables import metadata
from tests.postgres import Postgres

ROWS = """
INSERT INTO members VALUES
    ('t', 'm1', 'active', NULL, NULL, '2026-11-25T03:00:00.000Z', 'member', 0, 1, '{}', 3);
INSERT INTO leases VALUES
    ('t', 'm1', 'l1', 'q1', 1, 'points', 60, 10, 'open',
     '2026-11-25T03:00:00.000Z', '2026-11-25T03:15:00.000Z');
INSERT INTO sales VALUES ('t', 'q1', 1, 's1', 2, 'm1', NULL);
INSERT INTO postings VALUES
    ('t', 'm1', 'q1:1:2/earn/l', 0, 'earn', 'member:points', 60, 'l', NULL, 's1',
     NULL, NULL, 1, NULL, '2026-11-25T03:00:00.000Z', '2026-11-25T03:00:00.000Z');
"""


def up_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def first_version(connection: Connection) -> None:
    up_to(connection, "0001")
    for row in filter(str.strip, ROWS.split(";")):
        connection.exec_driver_sql(row)


@pytest.fixture(params=["postgres", "sqlite"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = None
    if request.param == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.new_database())
    database = open_database(url, tmp_path)
    database.write(first_version)
    yield database
    database.close()


def test_a_first_database_becomes_todays_and_keeps_what_it_holds(old: Database) -> None:
    migrate(old)
    with old.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        lease = connection.exec_driver_sql("SELECT amount, spent, cap FROM leases").one()
        sale = connection.exec_driver_sql("SELECT sale, receipt FROM sales").one()
    assert tuple(lease) == (60, 10, None)
    assert tuple(sale) == ("s1", None)
    with pytest.raises(DBAPIError, match="append-only"):
        old.write(lambda connection: connection.exec_driver_sql("DELETE FROM postings").close())


def test_tills_are_told_the_settings_of_every_store_again(old: Database) -> None:
    """They had been told them before a store's code was among them."""
    rows = """
        INSERT INTO stores VALUES ('t', 'store-1', 'q1', '{}');
        INSERT INTO stores VALUES ('t', 'store-2', 'q3', '{}');
        INSERT INTO feed_shards VALUES ('t', 'all', 'epoch', 3);
        INSERT INTO feed VALUES ('t', 'all', 'settings', 'store-1', 1);
        INSERT INTO feed VALUES ('t', 'all', 'settings', 'store-2', 2);
        INSERT INTO feed VALUES ('t', 'all', 'member', 'm1', 3)
    """

    def before(connection: Connection) -> None:
        up_to(connection, "0083")
        for row in rows.split(";"):
            connection.exec_driver_sql(row)

    old.write(before)
    migrate(old)
    with old.engine.connect() as connection:
        places = connection.exec_driver_sql("SELECT key, seq FROM feed ORDER BY seq").all()
        (counter,) = connection.exec_driver_sql("SELECT last_seq FROM feed_shards").scalars()
    assert [tuple(row) for row in places] == [("m1", 3), ("store-1", 4), ("store-2", 5)]
    assert counter == 5


def test_why_points_were_changed_is_blanked_of_whoever_is_erased_already(old: Database) -> None:
    rows = """
        INSERT INTO adjustments VALUES ('t', 'm1', 'a1', 5, 'An', 'mai', NULL, '2026-11-25T03:00:00.000Z');
        INSERT INTO adjustments VALUES ('t', 'm2', 'a2', 5, 'Bù', 'mai', NULL, '2026-11-25T03:00:00.000Z');
        INSERT INTO erasures VALUES ('t', 'm1', 'mai', '2026-11-26T03:00:00.000Z')
    """

    def before(connection: Connection) -> None:
        up_to(connection, "0084")
        for row in rows.split(";"):
            connection.exec_driver_sql(row)

    old.write(before)
    migrate(old)
    with old.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT member, reason FROM adjustments ORDER BY member").all()
    assert [tuple(row) for row in left] == [("m1", ""), ("m2", "Bù")]
