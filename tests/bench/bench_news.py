"""A card is blocked at the server, and 200 tills wait for news: how long until each of them has it.

Each till is a thread with a line of its own: it waits at the server as a till does, is rung for, and
exchanges; the clock stops when the answer that brings the blocked card is there. Nobody is told in what order
to ask.
"""

import json
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Final

from loyalty.wire.feed import CardRow
from server.store.database import Connection
from server.store.feed import touch
from server.store.members import save_cards
from server.usecases.admin.people import set_card
from tests.bench.busy_server import TENANT, BusyServer, body_of, busy_server, enrol
from tests.bench.caller import Caller
from tests.bench.harness import Figure, Scale, samples
from tests.bench.promises import bound

TILLS: Final = 200
ROUNDS: Final = 3
FEED_ROWS: Final = 50
WAIT_S: Final = 30
SETTLED_S: Final = 1.0
"""Until everybody waits again."""


def measure(scale: Scale) -> Iterable[Figure]:
    """Some cards one after the other; p99 over all tills and cards."""
    tills, rounds = (TILLS, ROUNDS) if scale.rounds >= 100 else (20, 2)
    cards = [f"98{number:013}0" for number in range(rounds)]
    with busy_server(scale, workers=2) as server:
        waiting = server.add_tills(tills)
        _give_cards(server, cards)
        with server.calling(waiting) as callers:
            seconds = _heard(server, callers, cards)
    yield Figure(
        name=f"a blocked card, until {tills} waiting tills know it",
        statistic="p99",
        unit="ms",
        measured=samples(seconds).percentile_ms(99),
        at_most=bound("news"),
        promise="news",
        note=f"p50 {samples(seconds).percentile_ms(50):,.0f} ms, over {rounds} cards; tills, server and"
        " PostgreSQL share the processors",
    )


def _give_cards(server: BusyServer, cards: Sequence[str]) -> None:
    (owner,) = server.add_tills(1)
    enrol(owner, ["member-an"])
    rows = [CardRow(card, "member-an", "active") for card in cards]
    tenant = owner.account.tenant

    def give(connection: Connection) -> None:
        save_cards(connection, tenant, rows)
        touch(connection, tenant, [("card", card) for card in cards])

    server.inside.database.write(give)


def _heard(server: BusyServer, callers: Sequence[Caller], cards: Sequence[str]) -> list[float]:
    """How long each till took for each card."""
    blocked_at: dict[str, float] = {}
    ready = Barrier(len(callers) + 1)
    with ThreadPoolExecutor(len(callers)) as pool:
        told = [pool.submit(partial(_listen, caller, cards, ready)) for caller in callers]
        for card in cards:
            ready.wait()
            time.sleep(SETTLED_S)
            blocked_at[card] = time.perf_counter()
            set_card(server.inside, tenant=TENANT, number=card, state="blocked")
        heard = [each.result() for each in told]
    return [at - blocked_at[card] for each in heard for card, at in each.items()]


def _listen(caller: Caller, cards: Sequence[str], ready: Barrier) -> dict[str, float]:
    """One till: when it has known each card to be blocked."""
    heard: dict[str, float] = {}
    known = json.loads(caller.ask("/v1/news", "known=0&seconds=0"))["count"]
    _exchange(caller)
    for card in cards:
        ready.wait()
        while card not in heard:
            count = json.loads(caller.ask("/v1/news", f"known={known}&seconds={WAIT_S}"))["count"]
            if count == known:
                raise RuntimeError(f"{WAIT_S} s without news of {card}")
            known = count
            if card in _exchange(caller):
                heard[card] = time.perf_counter()
    return heard


def _exchange(caller: Caller) -> set[str]:
    """Everything that is new; the cards of it that are blocked."""
    blocked: set[str] = set()
    more = True
    while more:
        page = json.loads(caller.sync(body_of(caller.till.request(feed_limit=FEED_ROWS))))["feed"]
        caller.till.cursor, more = page["cursor"], page["more"]
        blocked |= {
            row["key"] for row in page["rows"] if row["kind"] == "card" and row["body"]["state"] == "blocked"
        }
    return blocked
