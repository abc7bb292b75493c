"""Many at once on a real PostgreSQL: rivals for one member's points, readers of the feed beside 64 writers.

`make soak` has ten thousand rivals and more rows. A naive cursor, which must miss rows, is the control.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from threading import Barrier, Event

import psycopg

from loyalty.wire.messages import LeaseAsk
from server.store.database import Database, open_database
from server.store.feed import changes_after, touch
from tests.integration.server.conftest import House, one_more_till, postgres_only
from tests.integration.server.tills import FakeTill, burn_of
from tests.postgres import Postgres

AN = "member-an"
QUICK_RIVALS = 64
SOAK_RIVALS = 10_000
SOAK_QUEUE = 5
"""Rivals whose wishes a till sends at once in the long form; in the short one each has a call of its own."""
TILLS = 4
WRITERS = 64
READERS = 3
PAGE = 50


@postgres_only
def test_rivals_for_half_as_many_points_get_exactly_what_there_is(
    house: House, soak_rounds: int | None
) -> None:
    rivals = SOAK_RIVALS if soak_rounds else QUICK_RIVALS
    points = rivals // 2
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=points)
    house.q1.sync()
    tills = [one_more_till(house, f"R{number}") for number in range(TILLS)]
    start = Barrier(TILLS)
    with ThreadPoolExecutor(TILLS) as pool:
        want = partial(
            want_one_each, start=start, rivals=rivals // TILLS, queue=SOAK_QUEUE if soak_rounds else 1
        )
        got = list(pool.map(want, tills))
    for till in tills:
        till.sync()
    assert sum(got) == points
    assert all(got), "every till has had some"
    holdings = house.holdings()
    assert (holdings.points.burned, holdings.points.outstanding) == (points, 0)
    assert (holdings.counts["open leases"], holdings.counts["quarantined events"]) == (0, 0)
    house.check()


def want_one_each(till: FakeTill, *, start: Barrier, rivals: int, queue: int) -> int:
    """So many customers, so many of them at once, who each want to spend one point; how many could."""
    start.wait()
    got = 0
    for first in range(0, rivals, queue):
        names = [f"{till.paired.till_code}-{number}" for number in range(first, first + queue)]
        for lease in till.sync(asks=[LeaseAsk(name, AN, 1) for name in names]).leases:
            till.sell(f"sale-{lease.lease}", AN, net=10_000, earned=0, burn=burn_of(lease, 1))
            till.close(lease.lease, AN, spent=1)
            got += lease.amount
    return got


@postgres_only
def test_readers_of_the_feed_beside_64_writers_miss_nothing(
    house: House, postgres_url: str, tmp_path: Path, soak_rounds: int | None
) -> None:
    each = 2 * (soak_rounds or 1)
    with ExitStack() as stack:
        databases = [
            stack.enter_context(closing(open_database(postgres_url, tmp_path))) for _ in range(WRITERS // 8)
        ]

        def write(writer: int) -> None:
            database = databases[writer % len(databases)]
            for number in range(each):
                things = [("product", f"{writer}-{number}-{part}") for part in range(3)]
                touched = partial(touch, tenant=house.tenant, things=things)
                if number % 2:
                    database.write(touched)
                else:  # as a batch does, which lets go of the counter before the disk has it
                    database.write_and_glance(touched, lambda _: lambda: None)

        seen = beside_writers(write, partial(read_feed, house))
    for keys in seen:
        assert len(keys) == len(set(keys)) == WRITERS * each * 3
    assert all(keys == seen[0] for keys in seen), "everybody reads them in one order"


def test_a_naive_cursor_beside_64_writers_does_miss_rows(postgres: Postgres) -> None:
    """A number is drawn from a sequence before its transaction commits: rows appear out of order."""
    url = postgres.url(postgres.new_database())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE naive (seq bigserial PRIMARY KEY)")

    def write(_writer: int) -> None:
        with psycopg.connect(url) as connection:
            for _ in range(4):
                connection.execute("INSERT INTO naive DEFAULT VALUES")
                connection.execute("SELECT count(*) FROM generate_series(1, 20000)")
                connection.commit()

    def read(done: Event) -> list[str]:
        seen: list[str] = []
        with psycopg.connect(url, autocommit=True) as connection:
            last, finished = 0, False
            while True:
                finished = done.is_set()
                query = "SELECT seq FROM naive WHERE seq > %s ORDER BY seq LIMIT 50"
                page = [row[0] for row in connection.execute(query, (last,))]
                seen += map(str, page)
                last = max([last, *page])
                if finished and not page:
                    return seen

    seen = beside_writers(write, read)
    assert any(len(keys) < 4 * WRITERS for keys in seen)


def read_feed(house: House, done: Event) -> list[str]:
    """Follow the feed as tills do until nobody writes and nothing is left."""
    database: Database = house.server.database
    seen: list[str] = []
    cursor, finished, more = 0, False, True
    ask = partial(changes_after, tenant=house.tenant, epoch=house.q1.paired.feed_epoch)
    while more or not finished:
        finished = done.is_set()
        page = database.read(partial(ask, cursor=cursor, limit=PAGE))
        seen += [row.key for row in page.rows if row.kind == "product"]
        cursor, more = page.cursor, page.more
    return seen


def beside_writers(write: Callable[[int], None], read: Callable[[Event], list[str]]) -> list[list[str]]:
    """What some readers saw while 64 writers wrote, all of them at once."""
    done, start = Event(), Barrier(WRITERS)

    def write_with_all(writer: int) -> None:
        start.wait()
        write(writer)

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        readers = [pool.submit(read, done) for _ in range(READERS)]
        list(pool.map(write_with_all, range(WRITERS)))
        done.set()
        return [reader.result() for reader in readers]
