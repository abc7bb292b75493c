"""From a member shown at the counter to points that may be spent: one exchange, and the lease is granted.

The floor is the least that a till can ask for at all: a signed request that is believed and answered from one
row, on the same line, in turns.
"""

import json
import time
from collections.abc import Iterable, Sequence
from typing import Final

from loyalty.wire.messages import LeaseAsk
from tests.bench.busy_server import body_of, busy_server, enrol
from tests.bench.caller import Caller
from tests.bench.harness import Figure, Scale, compared, samples
from tests.bench.promises import bound

MOST_ROUNDS: Final = 200
WARM_UP: Final = 20
POINTS: Final = 100


def measure(scale: Scale) -> Iterable[Figure]:
    """Another member each time; p50."""
    rounds = min(MOST_ROUNDS, scale.rounds)
    warm_up = min(WARM_UP, rounds)
    members = [f"member-{number}" for number in range(rounds + warm_up)]
    with busy_server(scale) as server:
        till, other = server.add_tills(2)
        enrol(other, members, points=POINTS)
        with server.calling([till]) as (caller,):
            taken = _in_turns(caller, members)
    yield from compared(
        "a member attached, until the lease is granted",
        *(samples(seconds[warm_up:]) for seconds in taken),
        floor_name="a signed request that does nothing",
        bounds={50: bound("attach")},
        promise="attach",
    )


def _in_turns(caller: Caller, members: Sequence[str]) -> tuple[list[float], list[float]]:
    """The member before has left when the next one comes: the lease is given back, unmeasured."""
    till = caller.till
    attached: list[float] = []
    asked: list[float] = []
    for member in members:
        lease = f"lease-{member}"
        body = body_of(till.request(after=len(till.journal), asks=[LeaseAsk(lease, member)]))
        began = time.perf_counter()
        granted = json.loads(caller.sync(body))["leases"]
        attached.append(time.perf_counter() - began)
        if [(each["lease"], each["amount"]) for each in granted] != [(lease, POINTS)]:
            raise RuntimeError(f"{lease} was not granted: {granted}")
        after = len(till.journal)
        till.close(lease, member)
        caller.sync(body_of(till.request(after=after)))
        began = time.perf_counter()
        caller.ask("/v1/news", "known=999999&seconds=0")  # not what it counts: that is news at once
        asked.append(time.perf_counter() - began)
    return attached, asked
