"""A real server process on PostgreSQL with several tills at once: what goes together, and who does not."""

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final, Never

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from starlette.responses import Response

from server.routes.gathering import Gathering
from server.store.tables.journal import journal
from server.store.tables.ledger import lots
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import make_pairing_code
from server.usecases.authenticate import KnownTills, SignedRequest
from tests.bench.busy_server import TENANT, BusyServer, body_of, busy_server
from tests.bench.caller import Caller
from tests.bench.harness import Scale
from tests.integration.server.conftest import House, postgres_only
from tests.integration.server.second_disks import ask_home, copy_of
from tests.integration.server.tills import pair_till
from tests.postgres import KillablePostgres, Postgres, killable_postgres
from tests.warm.client import WarmProgram

TILLS: Final = 8
TURNS: Final = 12
Answer = tuple[int, dict[str, Any]]
"""The status and the body of an answer."""


def scale_of(fresh: Path, warm: WarmProgram, postgres: Postgres | KillablePostgres) -> Scale:
    @contextmanager
    def shared() -> Generator[Any]:
        yield postgres

    return Scale(members=0, rounds=0, fresh=fresh, kept=fresh, start=warm, postgres=shared)


@pytest.fixture(scope="module")
def _busy(
    tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram, postgres: Postgres
) -> Iterator[BusyServer]:
    with busy_server(scale_of(tmp_path_factory.mktemp("busy"), warm, postgres)) as server:
        yield server


@pytest.fixture
def busy(_busy: BusyServer) -> Iterator[BusyServer]:
    """The server, without connections of another test on this side of it."""
    _busy.inside.database.close()
    yield _busy
    _busy.inside.database.close()


@pytest.fixture
def callers(busy: BusyServer) -> Iterator[list[Caller]]:
    """Some tills with a line each; every one of them was heard before, and has a member of its own."""
    with working(busy) as callers:
        yield callers


@contextmanager
def working(busy: BusyServer, count: int = TILLS) -> Generator[list[Caller]]:
    tills = busy.add_tills(count)
    with busy.calling(tills) as callers:
        for caller in callers:
            caller.till.enrol(member_of(caller))
            assert say(caller)[0] == 200
        yield callers


def member_of(caller: Caller) -> str:
    return f"member-{caller.till.paired.till_code}"


def sell(caller: Caller, name: str, member: str | None = None) -> None:
    till = caller.till
    sale = f"{till.paired.till_code}-{till.paired.incarnation}-{name}"
    till.sell(sale, member or member_of(caller), net=100_000, earned=10)


def say(caller: Caller, body: bytes | None = None) -> Answer:
    """One batch of all that is not acknowledged, or whatever is said instead; the till goes on from there."""
    said = body_of(caller.till.request()) if body is None else body
    status, answer = ask(caller, said)
    if status == 200:
        caller.till.acked = int(answer["ack_seq"])
    return status, answer


def ask(caller: Caller, body: bytes) -> Answer:
    """One request, and once more where the nonce was too old."""
    status, data = caller.once(caller.sealed(body).whole)
    answer: dict[str, Any] = json.loads(data)
    if answer.get("code") != "nonce-stale":
        return status, answer
    caller.nonce = answer["nonce"]
    status, data = caller.once(caller.sealed(body).whole)
    return status, json.loads(data)


def at_once(works: Sequence[Callable[[], object]]) -> list[Any]:
    """Do all of it at once; what each came to."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def taken(busy: BusyServer) -> dict[str, int]:
    """How many batches went together, and how many alone."""
    with closing(HTTPConnection("127.0.0.1", busy.process.port, timeout=10)) as line:
        line.request("GET", "/metrics")
        text = line.getresponse().read().decode()
    found = re.findall(r'loyaltill_batches_total\{taken="(\w+)"\} ([\d.]+)', text)
    return {"alone": 0, "together": 0} | {how: int(float(count)) for how, count in found}


def sells_for_a_while(caller: Caller, turns: int = TURNS) -> list[Answer]:
    answers = list[Answer]()
    for turn in range(turns):
        sell(caller, f"{len(caller.till.journal)}-{turn}")
        answers.append(say(caller))
    return answers


def all_taken(answers: Sequence[Answer]) -> bool:
    return all(
        status == 200 and all(each["outcome"] == "applied" for each in answer["outcomes"])
        for status, answer in answers
    )


def is_sound(busy: BusyServer, callers: Sequence[Caller]) -> None:
    """Every journal is whole, nobody has a point too many, and nothing is wrong anywhere."""
    inside = busy.inside

    def held(caller: Caller) -> tuple[int, int]:
        mine = journal.c.till == caller.till.paired.till
        events = select(func.count()).select_from(journal).where(mine)
        points = select(func.coalesce(func.sum(lots.c.remaining), 0)).where(
            lots.c.member == member_of(caller)
        )
        return inside.database.read(
            lambda connection: (
                int(connection.execute(events).scalar_one()),
                int(connection.execute(points).scalar_one()),
            )
        )

    for caller in callers:
        acked = caller.till.journal[: caller.till.acked]
        sales = sum(
            each.kind == "sale_settled" and each.body.get("member") == member_of(caller) for each in acked
        )
        assert held(caller) == (len(acked), 10 * sales)
    assert examine_server(inside, tenant=TENANT) == ()


def test_what_comes_at_once_goes_together_and_is_answered_right(
    busy: BusyServer, callers: list[Caller]
) -> None:
    before = taken(busy)
    answers = at_once([partial(sells_for_a_while, caller) for caller in callers])
    after = taken(busy)
    for caller, each in zip(callers, answers, strict=True):
        assert all_taken(each)
        assert [answer["ack_seq"] for _, answer in each] == list(range(2, TURNS + 2))
        assert [member["points"] for _, answer in each for member in answer["members"]] == [
            10 * number for number in range(1, TURNS + 1)
        ]
        assert {member["member"] for _, answer in each for member in answer["members"]} == {member_of(caller)}
    assert sum(after.values()) - sum(before.values()) == TILLS * TURNS
    assert after["together"] - before["together"] > TILLS * TURNS / 4
    is_sound(busy, callers)


def test_one_alone_is_taken_alone(busy: BusyServer, callers: list[Caller]) -> None:
    before = taken(busy)
    assert all_taken(sells_for_a_while(callers[0]))
    assert taken(busy) == before | {"alone": before["alone"] + TURNS}


def test_two_tills_with_one_member_do_not_lose_a_point(busy: BusyServer, callers: list[Caller]) -> None:
    member = "member-of-all"
    callers[0].till.enrol(member)
    say(callers[0])

    def work(caller: Caller) -> list[Answer]:
        answers = list[Answer]()
        for turn in range(TURNS):
            sell(caller, f"{turn}", member if turn % 2 else None)
            answers.append(say(caller))
        return answers

    answers = at_once([partial(work, caller) for caller in callers])
    assert all(map(all_taken, answers))
    points = select(func.sum(lots.c.remaining)).where(lots.c.member == member)
    held = busy.inside.database.read(lambda connection: connection.execute(points).scalar_one())
    assert int(held) == 10 * TILLS * TURNS // 2
    is_sound(busy, callers)


def test_who_says_what_cannot_be_read_or_believed_is_told_so_and_nobody_else(
    busy: BusyServer, callers: list[Caller]
) -> None:
    class Forger:
        """Signs with a key of its own."""

        def sign(self, _: bytes) -> bytes:
            return bytes(64)

    unreadable, empty, forger, gap, *good = callers
    true_key = forger.till.key
    sell(gap, "never sent")
    sell(gap, "too early")
    wrongs: list[tuple[Caller, bytes]] = [
        (unreadable, b"not json"),
        (empty, b"{}"),
        (forger, body_of(forger.till.request())),
        (gap, body_of(gap.till.request(after=gap.till.acked + 1))),
    ]
    forger.till.key = Forger()  # type: ignore[assignment]
    alone = [ask(caller, body) for caller, body in wrongs]

    def insist(caller: Caller, body: bytes) -> list[Answer]:
        return [ask(caller, body) for _ in range(TURNS)]

    answers = at_once(
        [partial(insist, *each) for each in wrongs] + [partial(sells_for_a_while, caller) for caller in good]
    )
    assert [status for status, _ in alone] == [400, 400, 401, 409]
    for (status, expected), told in zip(alone, answers, strict=False):
        assert {(each, answer.get("code")) for each, answer in told} == {(status, expected.get("code"))}
    assert all(map(all_taken, answers[len(wrongs) :]))
    forger.till.key = true_key
    is_sound(busy, callers)


def test_who_was_believed_a_moment_ago_is_not_believed_for_that(
    busy: BusyServer, callers: list[Caller]
) -> None:
    forger, unsigned, stranger, *good = callers
    anothers = body_of(good[0].till.request())

    def forge() -> Answer:
        body = body_of(forger.till.request())
        true_key, forger.till.key = forger.till.key, Ed25519PrivateKey.generate()
        answer = ask(forger, body)
        forger.till.key = true_key
        return answer

    def leave_unsigned() -> Answer:
        sell(unsigned, f"{len(unsigned.till.journal)}")
        request = unsigned.till.request()
        return ask(unsigned, body_of(replace(request, head=replace(request.head, signature=bytes(64)))))

    def alternate(caller: Caller, wrong: Callable[[], Answer]) -> list[Answer]:
        answers = list[Answer]()
        for _ in range(TURNS):
            assert all_taken(sells_for_a_while(caller, 1))
            answers.append(wrong())
        return answers

    wrongs = (forge, leave_unsigned, lambda: ask(stranger, anothers))
    told = at_once(
        [partial(alternate, *each) for each in zip((forger, unsigned, stranger), wrongs, strict=True)]
        + [partial(sells_for_a_while, caller, 2 * TURNS) for caller in good]
    )
    assert [{(status, answer["code"]) for status, answer in each} for each in told[:3]] == [
        {(401, "signature-wrong")},
        {(401, "head-signature")},
        {(403, "not-your-journal")},
    ]
    assert all(map(all_taken, told[3:]))
    is_sound(busy, callers)


def test_a_long_batch_keeps_nobody_and_one_too_long_is_refused(
    busy: BusyServer, callers: list[Caller]
) -> None:
    long, longer, *others = callers
    for number in range(400):
        sell(long, f"{number}")

    def say_too_much() -> list[Answer]:
        return [ask(longer, b" " * 70_000 + b"{}") for _ in range(3)]

    answers = at_once(
        [
            lambda: [say(long)],
            say_too_much,
            *(partial(sells_for_a_while, caller) for caller in others),
        ]
    )
    assert all_taken(answers[0])
    assert {(status, answer["code"]) for status, answer in answers[1]} == {(400, answers[1][0][1]["code"])}
    assert all(map(all_taken, answers[2:]))
    is_sound(busy, callers)


def test_who_hangs_up_is_taken_or_not_and_nobody_waits_for_it(
    busy: BusyServer, callers: list[Caller]
) -> None:
    *others, gone = callers

    def hang_up() -> list[Answer]:
        for number in range(TURNS):
            sell(gone, f"{number}")
            whole = gone.sealed(body_of(gone.till.request())).whole
            with busy.calling([gone.till]) as (line,):
                line.line.sendall(whole if number % 3 else whole[:-5])
        return []

    answers = at_once([hang_up, *(partial(sells_for_a_while, caller) for caller in others)])
    assert all(map(all_taken, answers[1:]))
    status, answer = say(gone)
    assert (status, answer["ack_seq"]) == (200, len(gone.till.journal))
    is_sound(busy, callers)


def test_who_waits_for_a_lock_keeps_nobody_else(busy: BusyServer, callers: list[Caller]) -> None:
    stuck, *others = callers
    took: list[float] = []
    free = threading.Event()

    def sells_on(caller: Caller) -> list[Answer]:
        answers = list[Answer]()
        while not free.is_set():
            sell(caller, f"{len(caller.till.journal)}")
            began = time.monotonic()
            answers.append(say(caller))
            took.append(time.monotonic() - began)
        return answers

    def wait() -> list[Answer]:
        sell(stuck, "waits")
        return [say(stuck)]

    def hold() -> list[Answer]:
        with closing(psycopg.connect(busy.url)) as other:
            other.execute("SELECT FROM members WHERE member = %s FOR UPDATE", (member_of(stuck),))
            held.set()
            free.wait(2)
            other.rollback()
        free.set()
        return []

    held = threading.Event()
    with ThreadPoolExecutor(TILLS + 1) as pool:
        holding = pool.submit(hold)
        held.wait()
        waiting = pool.submit(wait)
        selling = [pool.submit(sells_on, caller) for caller in others]
        answers = [each.result() for each in selling]
        assert all_taken(waiting.result())
        holding.result()
    assert all(map(all_taken, answers))
    assert len(took) > 50
    in_order = sorted(took)
    assert in_order[len(took) // 2] < 0.2
    assert in_order[len(took) * 9 // 10] < 1
    is_sound(busy, callers)


def test_who_is_revoked_or_begins_anew_is_told_so_among_others(
    busy: BusyServer, callers: list[Caller]
) -> None:
    inside = busy.inside
    revoked, paired_anew, rehomed, *others = callers
    done = threading.Event()

    def until_refused(caller: Caller) -> list[Answer]:
        answers = list[Answer]()
        for turn in range(10_000):
            sell(caller, f"{len(caller.till.journal)}-{turn}")
            answers.append(say(caller))
            if answers[-1][0] != 200:
                break
        return answers

    def sells_on(caller: Caller) -> list[Answer]:
        answers = list[Answer]()
        while not done.is_set():
            answers += sells_for_a_while(caller, 2)
        return answers

    with ThreadPoolExecutor(TILLS) as pool:
        refused = [pool.submit(until_refused, each) for each in (revoked, paired_anew, rehomed)]
        selling = [pool.submit(sells_on, each) for each in others]
        revoke_till(inside, tenant=TENANT, till=revoked.till.paired.till_code)
        ask_home(copy_of(rehomed.till), "restored")
        code = make_pairing_code(inside, tenant=TENANT, till=paired_anew.till.paired.till_code)
        fresh = pair_till(inside, code, now=inside.clock.now())
        ends = [each.result()[-1] for each in refused]
        done.set()
        assert all(all_taken(each.result()) for each in selling)
    assert [(status, answer["code"]) for status, answer in ends] == [
        (403, "till-revoked"),
        (401, "signature-wrong"),
        (409, "incarnation-retired"),
    ]
    fresh.fingerprint, fresh.disk = busy.fingerprint, "2"
    with busy.calling([fresh]) as (caller,):
        assert all_taken(sells_for_a_while(caller, 2))
    is_sound(busy, callers[3:])


@postgres_only
def test_whatever_goes_wrong_among_several_each_is_acted_on_by_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def goes_wrong(_: object) -> Never:
        raise RuntimeError("a bug")

    monkeypatch.setattr("server.routes.gathering.company", goes_wrong)
    asked = SignedRequest(
        method="", path="", query="", body=b"", content_digest="", signature_input="", signature=""
    )
    several_wait = threading.Event()

    def alone() -> Response:
        several_wait.wait(10)
        return Response(b"alone")

    async def take_three() -> list[object]:
        gathering = Gathering(house.server, KnownTills(), lambda _: Response())
        first = asyncio.create_task(gathering.take(asked, alone))
        await asyncio.sleep(0)
        others = [asyncio.create_task(gathering.take(asked, alone)) for _ in range(2)]
        await asyncio.sleep(0)
        several_wait.set()
        return list(await asyncio.wait_for(asyncio.gather(first, *others), 10))

    first, *others = asyncio.run(take_three())
    assert isinstance(first, Response)
    assert others == [None, None]


def test_while_the_database_is_away_nobody_hangs_and_then_nothing_is_lost(
    tmp_path: Path, warm: WarmProgram
) -> None:
    waited: list[float] = []

    def sells_through(caller: Caller) -> int:
        refused = 0
        for turn in range(3 * TURNS):
            sell(caller, f"{turn}")
            while True:
                began = time.monotonic()
                status, _ = say(caller)
                waited.append(time.monotonic() - began)
                if status == 200:
                    break
                assert status == 503
                refused += 1
                time.sleep(0.02)
            if turn == TURNS:
                began_at.release()
        return refused

    began_at = threading.Semaphore(0)
    with (
        killable_postgres() as postgres,
        busy_server(scale_of(tmp_path / "fresh", warm, postgres)) as busy,
        working(busy, 5) as callers,
    ):
        busy.inside.database.close()
        with ThreadPoolExecutor(len(callers)) as pool:
            selling = [pool.submit(sells_through, caller) for caller in callers]
            for _ in range(2):
                began_at.acquire()
            postgres.kill()
            postgres.start()
            refused = [each.result() for each in selling]
        assert sum(refused) > 0
        assert max(waited) < 15
        is_sound(busy, callers)
        busy.inside.database.close()
