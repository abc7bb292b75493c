"""A sale that was put aside and is posted after all stands in one close, whenever it is posted."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from loyalty.wire.closing import DayClose
from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database
from server.usecases.admin.close_day import close_day
from server.usecases.admin.settle_aside import list_asides
from server.usecases.posting_again import post_again
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.two_people import post, two_managers

pytestmark = pytest.mark.usefixtures("quick_pins")
AN = "member-an"


@pytest.fixture
def waiting(house: House) -> House:
    """With a sale of yesterday's that was put aside, whose cause is gone."""
    return with_a_sale_aside(house)


def with_a_sale_aside(house: House) -> House:
    two_managers(house)
    house.q1.enrol(AN)
    house.q2.sell("s1", AN)
    house.q2.sync()
    house.q1.sync()
    house.clock.move(days=1)
    return house


def close_yesterday(house: House) -> DayClose:
    day = (house.clock.now() - timedelta(days=1)).date()
    return close_day(house.server, tenant=house.code, store="q1", day=day)[-1].close


def sales_of(close: DayClose) -> list[tuple[str, int]]:
    """The days of which a close has sales, and how many."""
    told = [(each.day, each.sales) for each in (close.figures, *close.late)]
    return [each for each in told if each[1]]


def day_before(house: House, days: int) -> str:
    return (house.clock.now() - timedelta(days=days)).date().isoformat()


def test_one_posted_in_the_very_moment_of_a_close_stands_in_the_next(waiting: House) -> None:
    assert sales_of(close_yesterday(waiting)) == []
    post(waiting, "Q2", 1)
    waiting.clock.move(days=1)
    assert sales_of(close_yesterday(waiting)) == [(day_before(waiting, 2), 1)]
    waiting.clock.move(days=1)
    assert sales_of(close_yesterday(waiting)) == []


def test_one_posted_by_a_host_whose_clock_is_ahead_stands_in_one_close(waiting: House) -> None:
    waiting.clock.move(minutes=10)
    post(waiting, "Q2", 1)
    waiting.clock.move(minutes=-10)
    assert sales_of(close_yesterday(waiting)) == [(day_before(waiting, 1), 1)]
    waiting.clock.move(days=1)
    assert sales_of(close_yesterday(waiting)) == []


def test_one_posted_while_the_day_is_closed_stands_in_the_next(
    postgres_database: Database, clock: FakeClock
) -> None:
    """On SQLite whoever posts waits until the close is written."""
    server = Server(database=postgres_database, keys=ServerKeys(b"k" * 32), clock=clock)
    house = with_a_sale_aside(make_house(server, clock))
    with posted_as_soon_as_it_reads(house):
        assert sales_of(close_yesterday(house)) == []
    assert list_asides(server, tenant=house.code) == (), "it was posted meanwhile"
    house.clock.move(days=1)
    assert sales_of(close_yesterday(house)) == [(day_before(house, 2), 1)]


@contextmanager
def posted_as_soon_as_it_reads(house: House) -> Generator[None]:
    """The sale is posted once a close has begun to read journals, and before it is written."""
    (row,) = list_asides(house.server, tenant=house.code)
    waits, engine = [row.aside], house.server.database.engine

    def arrives(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if waits and "FROM journal" in statement:
            house.clock.move(seconds=1)
            assert post_again(house.server, waits.pop()) == ""
            house.clock.move(seconds=1)

    event.listen(engine, "before_cursor_execute", arrives)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", arrives)
    assert waits == []
