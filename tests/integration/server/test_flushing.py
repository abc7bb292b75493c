"""A batch holds no lock while a disk is written to, and nothing is told that a power cut takes back.

A disk that does not come back is a standby that must have everything and is not there. Controls: a
transaction that is committed as usual, which holds its locks meanwhile, and one that nobody flushed, which is
gone.
"""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import Connection

from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database, open_database
from server.store.feed import changes_after, touch
from server.store.flushing import UNFLUSHED
from server.store.local_settings import set_locally
from server.store.migrations import migrate
from server.usecases.sync import take_together
from tests.integration.server.conftest import FakeClock, House, make_house, postgres_only
from tests.postgres import KillablePostgres, killable_postgres

AN = "member-an"
PATIENCE_S = 20.0


@contextmanager
def stuck_disk(url: str) -> Generator[psycopg.Connection]:
    """While it lasts nothing gets durable; gives a connection to look on with."""
    with psycopg.connect(url, autocommit=True) as beside:
        try:
            beside.execute("SET synchronous_commit TO off")  # this one must not wait itself
            beside.execute("ALTER SYSTEM SET synchronous_standby_names TO 'nobody'")
            beside.execute("SELECT pg_reload_conf()")
            look_until(beside, "SELECT current_setting('synchronous_standby_names') = 'nobody'")
            yield beside
        finally:
            beside.execute("ALTER SYSTEM RESET synchronous_standby_names")
            beside.execute("SELECT pg_reload_conf()")


def look_until(beside: psycopg.Connection, question: str) -> None:
    """Ask until the answer is yes."""
    never = Event()
    for _ in range(int(PATIENCE_S / 0.01)):
        row = beside.execute(question.encode()).fetchone()
        if row is not None and row[0]:
            return
        never.wait(0.01)
    raise AssertionError(f"never true: {question}")


def look_until_one_waits_for_the_disk(beside: psycopg.Connection) -> None:
    look_until(beside, "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'")


def counter_is_free(beside: psycopg.Connection, tenant: str) -> bool:
    query = "SELECT last_seq FROM feed_shards WHERE tenant = %s FOR UPDATE NOWAIT"
    try:
        beside.execute(query, (tenant,))
    except psycopg.errors.LockNotAvailable:
        return False
    return True


@postgres_only
def test_nobody_waits_for_a_batch_that_waits_for_the_disk(house: House, postgres_url: str) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    house.q1.sell("while it is stuck", AN, earned=10)
    with ThreadPoolExecutor(1) as pool:
        with stuck_disk(postgres_url) as beside:
            answer = pool.submit(house.q1.sync, feed_limit=10)
            look_until_one_waits_for_the_disk(beside)
            assert counter_is_free(beside, house.tenant)
            assert not answer.done(), "nobody is told of what is not durable"
        assert [row.kind for row in answer.result(PATIENCE_S).feed.rows][-1] == "member"
    house.check()


@postgres_only
def test_nobody_waits_for_batches_that_went_together_and_wait_for_the_disk(
    house: House, postgres_url: str
) -> None:
    tills = (house.q1, house.q2)
    for till in tills:
        till.enrol(f"member-{till.paired.till_code}")
        till.sync()  # and nobody writes down again that it was heard
        till.sell(f"sale-{till.paired.till_code}", f"member-{till.paired.till_code}", earned=10)
    batches = [(till.account, till.request()) for till in tills]
    with ThreadPoolExecutor(1) as pool:
        with stuck_disk(postgres_url) as beside:
            taken = pool.submit(take_together, house.server, batches)
            look_until_one_waits_for_the_disk(beside)
            assert counter_is_free(beside, house.tenant)
            assert not taken.done(), "nobody is told of what is not durable"
        chains = [each.taken.chain for each in taken.result(PATIENCE_S) if each is not None]
    assert [(each.till, each.ack_seq) for each in chains] == [(till.paired.till, 2) for till in tills]
    house.check()


@postgres_only
def test_one_that_commits_as_usual_holds_everybody_up(house: House, postgres_url: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with stuck_disk(postgres_url) as beside:
            touched = partial(touch, tenant=house.tenant, things=[("product", "tea")])
            done = pool.submit(house.server.database.write, touched)
            look_until_one_waits_for_the_disk(beside)
            assert not counter_is_free(beside, house.tenant)
        done.result(PATIENCE_S)


@postgres_only
def test_what_others_wrote_is_told_once_it_is_durable(house: House, postgres_url: str) -> None:
    """A place in the feed, that of another's row above all."""
    database: Database = house.server.database
    page = partial(changes_after, tenant=house.tenant, epoch=house.q1.paired.feed_epoch, cursor=0, limit=100)
    with ThreadPoolExecutor(1) as pool:
        with stuck_disk(postgres_url) as beside:
            database.write(partial(write_unflushed, tenant=house.tenant))
            told = pool.submit(database.read_to_tell, page)
            look_until_one_waits_for_the_disk(beside)
            assert not told.done()
        assert "unflushed" in {row.key for row in told.result(PATIENCE_S).rows}


def write_unflushed(connection: Connection, *, tenant: str) -> None:
    """What another worker committed, and has not flushed yet."""
    touch(connection, tenant, [("product", "unflushed")])
    set_locally(connection, UNFLUSHED)


def test_what_was_answered_outlives_a_power_cut_and_what_was_not_does_not(tmp_path: Path) -> None:
    with killable_postgres() as postgres:
        url = postgres.url(postgres.new_database())
        be_slow_to_write(postgres)
        with closing(open_database(url, tmp_path)) as database:
            house = house_in(database)
            house.q1.enrol(AN)
            house.q1.sync()
            house.q1.sell("answered", AN, earned=10)
            answered = house.q1.sync(feed_limit=100)
            database.write(partial(write_unflushed, tenant=house.tenant))
            restart(postgres, database)
            assert house.holdings().points.outstanding == 10
            assert answered.ack_seq == 2
            again = house.q2.sync(feed_limit=100).feed
            assert again.cursor == answered.feed.cursor, "the control lost what it wrote"
            house.check()


def be_slow_to_write(postgres: KillablePostgres) -> None:
    """Let PostgreSQL write of itself as late as it can: what nobody flushed is not on the disk by chance."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay TO '10s'")
        connection.execute("SELECT pg_reload_conf()")


def house_in(database: Database) -> House:
    migrate(database)
    clock = FakeClock()
    return make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)


def restart(postgres: KillablePostgres, database: Database) -> None:
    """As a power cut does it."""
    postgres.kill()
    database.close()
    postgres.start()


def never_possible(_: Connection) -> bool:
    return False


@postgres_only
def test_a_database_over_many_machines_commits_as_usual(
    house: House, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.database.is_possible", never_possible)
    with closing(open_database(postgres_url, tmp_path)) as database, ThreadPoolExecutor(1) as pool:
        till = replace(house.q1, server=Server(database=database, keys=house.server.keys, clock=house.clock))
        till.enrol(AN)
        with stuck_disk(postgres_url) as beside:
            answer = pool.submit(till.sync, feed_limit=100)
            look_until_one_waits_for_the_disk(beside)
            assert not counter_is_free(beside, house.tenant)
        assert answer.result(PATIENCE_S).ack_seq == 1
    house.check()
