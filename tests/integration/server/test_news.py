"""Tills that wait for news: they hear at once of what cannot wait, and of nothing else."""

import asyncio

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.concurrency import run_in_threadpool

from loyalty.wire.feed import News
from server.routes.waiting import FeedWatch
from server.store.feed import ring
from server.store.tables.tenancy import tills
from tests.integration.server.conftest import House
from tests.integration.server.http import Http

AN = "member-an"


def ring_for(house: House, *, till: str | None = None) -> None:
    house.server.database.write(lambda connection: ring(connection, house.tenant, till=till))


def hear(house: House, known: int, *, seconds: float, meanwhile: str | None = "nothing") -> tuple[int, int]:
    """What each of the two tills hears, who wait at once while something is rung."""

    async def both() -> tuple[int, int]:
        watch = FeedWatch(house.server)
        waits = [
            asyncio.create_task(watch.wait((house.tenant, each.paired.till), known, seconds=seconds))
            for each in (house.q1, house.q2)
        ]
        if meanwhile != "nothing":
            await asyncio.wait(waits, timeout=0.05)
            await run_in_threadpool(lambda: ring_for(house, till=meanwhile))
        first, second = await asyncio.gather(*waits)
        return first, second

    return asyncio.run(both())


def test_what_came_before_is_heard_at_once(house: House) -> None:
    ring_for(house)
    before = hear(house, 0, seconds=20)
    assert before[0] == before[1] > 0


def test_everybody_hears_what_is_rung_while_they_wait(house: House) -> None:
    known, _ = hear(house, -1, seconds=20)
    assert hear(house, known, seconds=20, meanwhile=None) == (known + 1, known + 1)


def test_one_till_is_rung_for_alone(house: House) -> None:
    known, _ = hear(house, -1, seconds=20)
    heard = hear(house, known, seconds=0.9, meanwhile=house.q2.paired.till)
    assert heard == (known, known + 1)


def test_what_changes_with_every_sale_rings_for_nobody(house: House) -> None:
    known, _ = hear(house, -1, seconds=20)
    house.q1.enrol(AN)
    house.q1.sell("s1", AN)
    house.q1.sync()
    assert hear(house, known, seconds=0) == (known, known)


def test_whoever_waits_is_let_go_when_the_server_ends(house: House) -> None:
    known, _ = hear(house, -1, seconds=20)

    async def wait_and_end() -> int:
        watch = FeedWatch(house.server)
        waiting = asyncio.create_task(watch.wait((house.tenant, house.q1.paired.till), known, seconds=20))
        await asyncio.wait([waiting], timeout=0.2)
        watch.stop()
        return await waiting

    assert asyncio.run(wait_and_end()) == known


def test_a_till_asks_over_http_and_is_believed_by_its_signature(house: House) -> None:
    http = Http(house.server)
    reply = http.signed(house.q1, "GET", "/v1/news?known=-1&seconds=0")
    assert reply.status == 200
    count = News.from_json(reply.body).count
    ring_for(house)
    reply = http.signed(house.q1, "GET", f"/v1/news?known={count}&seconds=20")
    assert News.from_json(reply.body).count == count + 1
    odd = http.signed(house.q1, "GET", "/v1/news?known=many&seconds=long")
    assert odd.status == 200
    assert http.send("GET", "/v1/news?known=0").status == 401


def test_a_till_that_waits_again_is_believed_by_the_key_it_has_now(house: House) -> None:
    http = Http(house.server)
    target = "/v1/news?known=-1&seconds=0"
    assert http.signed(house.q1, "GET", target).status == 200
    renamed = tills.update().where(tills.c.till == house.q1.paired.till).values(name="Quầy 9")
    house.server.database.write(lambda connection: connection.execute(renamed).close())
    assert http.signed(house.q1, "GET", target).status == 200
    other_key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    changed = tills.update().where(tills.c.till == house.q1.paired.till).values(public_key=other_key)
    house.server.database.write(lambda connection: connection.execute(changed).close())
    for _ in range(2):  # known still, and known no more
        refused = http.signed(house.q1, "GET", target)
        assert (refused.status, refused.body["code"]) == (401, "signature-wrong")
    house.q1.key = Ed25519PrivateKey.generate()
    assert http.signed(house.q1, "GET", target).status == 401
