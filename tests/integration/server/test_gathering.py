"""A real server process on PostgreSQL with several tills at once: what goes together, and who does not."""

import json
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from sqlalchemy import func, select

from server.store.tables.journal import journal
from server.store.tables.ledger import lots
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import make_pairing_code
from tests.bench.busy_server import TENANT, BusyServer, body_of, busy_server
from tests.bench.caller import Caller
from tests.bench.harness import Scale
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
    if answer.get("code") == "nonce-stale":
        caller.nonce = answer["nonce"]
        status, data = caller.once(caller.sealed(body).whole)
        answer = json.loads(data)
    return status, answer


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
    held, free = threading.Event(), threading.Event()
    counted = dict.fromkeys(range(len(others)), 0)

    def sells_on(place: int) -> list[Answer]:
        caller, answers = others[place], list[Answer]()
        while not free.is_set():
            sell(caller, f"{len(caller.till.journal)}")
            answers.append(say(caller))
            counted[place] += 1
        return answers

    def wait() -> list[Answer]:
        sell(stuck, "waits")
        return [say(stuck)]

    def hold() -> bool:
        """Until each of the others has sold so often, or has had a minute for it."""
        with closing(psycopg.connect(busy.url)) as other:
            other.execute("SELECT FROM members WHERE member = %s FOR UPDATE", (member_of(stuck),))
            held.set()
            began = time.monotonic()
            while min(counted.values()) < TURNS and time.monotonic() - began < 60:
                time.sleep(0.01)
            other.rollback()
        free.set()
        return min(counted.values()) >= TURNS

    with ThreadPoolExecutor(TILLS + 1) as pool:
        holding = pool.submit(hold)
        held.wait()
        waiting = pool.submit(wait)
        selling = [pool.submit(sells_on, place) for place in range(len(others))]
        assert holding.result()
        assert all(all_taken(each.result()) for each in selling)
        assert all_taken(waiting.result())
    is_sound(busy, callers)


def test_who_is_revoked_or_begins_anew_is_told_so_among_others(
    busy: BusyServer, callers: list[Caller]
) -> None:
    inside = busy.inside
    revoked, paired_anew, *others = callers
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
        refused = [pool.submit(until_refused, each) for each in (revoked, paired_anew)]
        selling = [pool.submit(sells_on, each) for each in others]
        revoke_till(inside, tenant=TENANT, till=revoked.till.paired.till_code)
        code = make_pairing_code(inside, tenant=TENANT, till=paired_anew.till.paired.till_code)
        fresh = pair_till(inside, code, now=inside.clock.now())
        ends = [each.result()[-1] for each in refused]
        done.set()
        assert all(all_taken(each.result()) for each in selling)
    assert [(status, answer["code"]) for status, answer in ends] == [
        (403, "till-revoked"),
        (401, "signature-wrong"),
    ]
    fresh.fingerprint, fresh.disk = busy.fingerprint, "2"
    with busy.calling([fresh]) as (caller,):
        assert all_taken(sells_for_a_while(caller, 2))
    is_sound(busy, callers[2:])


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
