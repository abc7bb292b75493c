"""Two workers over one PostgreSQL know nothing of each other, and it makes no difference to anybody."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.concurrency import run_in_threadpool

from loyalty.wire.messages import LeaseAsk, SyncAnswer
from server.context import Server
from server.keys import ServerKeys
from server.routes.waiting import FeedWatch
from server.store.database import open_database
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, set_blocked
from server.usecases.jobs import run_jobs
from server.usecases.taking_in import Forked
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.tills import FakeTill, burn_of

AN = "member-an"


@pytest.fixture
def servers(postgres_url: str, clock: FakeClock) -> Iterator[tuple[Server, Server]]:
    """Two servers with connections of their own and the same master key."""
    opened = [open_database(postgres_url, Path()) for _ in range(2)]
    first, second = (
        Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock) for database in opened
    )
    yield first, second
    for database in opened:
        database.close()


@pytest.fixture
def house(servers: tuple[Server, Server], clock: FakeClock) -> House:
    """Till Q1 speaks to the one, till Q2 to the other; An has 60 points."""
    house = make_house(servers[0], clock)
    house.q2.server = servers[1]
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=60)
    house.q1.sync()
    return house


def test_rivals_at_two_workers_never_spend_more_than_there_is(house: House) -> None:
    def shop(till: FakeTill) -> int:
        spent = 0
        for turn in range(6):
            name = f"{till.paired.till_code}-{turn}"
            for lease in till.sync(asks=[LeaseAsk(name, AN, 9)]).leases:
                till.sell(f"s-{name}", AN, earned=0, burn=burn_of(lease, lease.amount))
                till.close(lease.lease, AN, spent=lease.amount)
                spent += lease.amount
            assert all(each.outcome == "applied" for each in till.sync().outcomes)
        return spent

    def live() -> int:
        return sum(run_jobs(house.server, house.tenant).expired for _ in range(3))

    with ThreadPoolExecutor(3) as pool:
        jobs = pool.submit(live)
        spent = sum(pool.map(shop, (house.q1, house.q2)))
        assert jobs.result() == 0
    assert spent == 60
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_batch_sent_to_both_at_once_is_taken_once(house: House, servers: tuple[Server, Server]) -> None:
    house.q1.sell("s1", AN, earned=7)
    request = house.q1.request()
    twins = [house.q1, FakeTill(servers[1], house.q1.key, house.q1.paired, house.q1.now)]

    def send(till: FakeTill) -> SyncAnswer | Forked:
        return till.send(request)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, twins))
    first, second = (answer for answer in answers if isinstance(answer, SyncAnswer))
    assert replace(first, members=()) == replace(second, members=())
    assert {each.points for each in (*first.members, *second.members)} == {67}
    assert house.holdings().points.issued == 67


def test_who_waits_at_one_hears_what_was_done_at_the_other(
    house: House, servers: tuple[Server, Server]
) -> None:
    async def hear() -> tuple[int, int]:
        watch = FeedWatch(servers[1])
        who = (house.tenant, house.q2.paired.till)
        known = await watch.wait(who, -1, seconds=20)
        waiting = asyncio.create_task(watch.wait(who, known, seconds=20))
        await run_in_threadpool(
            lambda: set_blocked(servers[0], tenant=house.code, who=Who(member=AN), blocked=True)
        )
        return known, await waiting

    known, heard = asyncio.run(hear())
    assert heard == known + 1
