"""Opens real shops, each on a fresh database: the embedded one, or one of a PostgreSQL that is running."""

import atexit
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal
from uuid import uuid4

import psycopg

from server.store.database import open_database
from server.store.migrations import migrate
from tests.postgres import Postgres, running_postgres
from tests.simulation.real.at_once import TogetherServer
from tests.simulation.real.server import RealServer
from tests.simulation.real.shop import RealShop, quickest_place
from tests.simulation.sides import Now, OpenShop

Kind = Literal["sqlite", "postgresql", "together"]
"""`together`: on PostgreSQL, with batches of several tills in one transaction."""


@dataclass(frozen=True, slots=True)
class OnSqlite:
    """Opens shops whose server keeps its embedded database; see `sides.OpenShop`."""

    def __call__(self, now: Now, *, members: int) -> RealShop:
        """See `OpenShop`."""
        return RealShop(now, members=members, new_database=_embedded)


@dataclass(frozen=True, slots=True)
class OnPostgres:
    """The same on a PostgreSQL server at `url`, each in a copy of the database `template`."""

    url: str
    template: str
    server: type[RealServer] = RealServer

    def __call__(self, now: Now, *, members: int) -> RealShop:
        """See `OpenShop`."""
        name = f"day_{uuid4().hex}"
        self._manage(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        url = f"{self.url.rpartition('/')[0]}/{name}"
        drop = f'DROP DATABASE "{name}" WITH (FORCE)'
        return RealShop(
            now,
            members=members,
            new_database=lambda _: url,
            at_end=lambda: self._manage(drop),
            kind=self.server,
        )

    def _manage(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


def on_postgres(server: Postgres) -> OnPostgres:
    """Opens shops on a PostgreSQL that runs; the database that they are copied from is made here."""
    template = server.new_database()
    database = open_database(server.url(template), Path())
    migrate(database)
    database.close()
    return OnPostgres(server.url(), template)


@contextmanager
def opening(kind: Kind) -> Generator[OpenShop, None, None]:
    """Opens shops on that kind of database, for as long as the block lasts."""
    if kind == "sqlite":
        yield OnSqlite()
        return
    with running_postgres() as server:
        opens = on_postgres(server)
        yield replace(opens, server=TogetherServer) if kind == "together" else opens


def _embedded(folder: Path) -> None:
    shutil.copyfile(_migrated_file(), folder / "server.db")


@lru_cache(maxsize=1)
def _migrated_file() -> Path:
    """The file of an empty embedded database, made once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="loyaltill-empty-", dir=quickest_place()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = open_database(None, folder)
    migrate(database)
    database.close()
    return folder / "server.db"
