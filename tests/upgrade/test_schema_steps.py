"""Upgrades without stopping: a version goes on working once a later one has been at the database."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from server.context import Server
from server.keys import ServerKeys
from server.store import migrations
from server.store.database import Database, open_database
from server.store.migrations import migrate
from server.store.tables import metadata
from server.usecases.admin.doctor import examine_server
from server.usecases.jobs import run_jobs
from tests.integration.server.conftest import FakeClock, make_house
from tests.integration.server.tills import burn_of
from tests.postgres import Postgres

AN = "member-an"
Columns = dict[str, dict[str, bool]]
"""By table, the columns, and whether a row may be written that says nothing of one."""


@pytest.fixture(params=["postgres", "sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of its own of each kind: others share none whose schema is changed."""
    url = None
    if request.param == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.new_database())
    database = open_database(url, tmp_path)
    yield database
    database.close()


def test_every_step_only_adds(database: Database) -> None:
    """What was there stays, and what is new may be left out by who does not know it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    steps = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
    before: Columns = {}
    for step in reversed(steps):
        database.write(partial(upgrade, config=config, step=step))
        after = database.read(columns_of)
        for table, columns in before.items():
            assert columns.keys() <= after[table].keys(), (step, table)
            fresh = after[table].keys() - columns.keys()
            assert all(after[table][name] for name in fresh), (step, table, fresh)
            tightened = {name for name in columns if columns[name] and not after[table][name]}
            assert not tightened, (step, table)
        before = after
    assert before.keys() >= metadata.tables.keys()


def upgrade(connection: Connection, config: Config, step: str) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, step)


def columns_of(connection: Connection) -> Columns:
    found = inspect(connection)
    return {
        table: {
            each["name"]: bool(each["nullable"]) or each["default"] is not None
            for each in found.get_columns(table)
        }
        for table in found.get_table_names()
    }


def test_this_version_works_over_a_schema_that_is_a_step_newer(database: Database) -> None:
    """A column more in every table and a table more, as the next version may bring them."""
    clock = FakeClock()
    migrate(database)
    server = Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)
    house = make_house(server, clock)
    house.q1.enrol(AN)
    house.q1.sync()
    database.write(bring_further)
    database.close()
    house.q1.sell("s1", AN, earned=100)
    house.q1.sync()
    lease = house.q2.lease("l1", AN, 60)
    house.q2.sell("s2", AN, earned=5, burn=burn_of(lease, 60))
    house.q2.close("l1", AN, spent=60)
    assert {each.why for each in house.q2.sync(feed_limit=100).outcomes} == {""}
    run_jobs(server, house.tenant)
    assert house.holdings().points.outstanding == 45
    assert examine_server(server, tenant=house.code) == ()


def bring_further(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN of_tomorrow VARCHAR(64)")
    connection.exec_driver_sql("CREATE TABLE of_tomorrow (tenant VARCHAR(64) PRIMARY KEY)")
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
