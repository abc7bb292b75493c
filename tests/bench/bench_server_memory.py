"""The memory of one server process that takes posts in, one after the other, for as long as asked.

`make bench` does some thousand, `make bench WHOLE=yes` an hour of it; `python -m tests.bench --only
bench_server_memory --minutes 60 --pace 5` is an hour at five a second. Resident memory as the kernel counts
it; what it was all the while stands in the note.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from loyalty.wire.messages import LeaseAsk
from tests.bench.busy_server import body_of, busy_server, enrol
from tests.bench.caller import Caller
from tests.bench.harness import Figure, Scale, resident_mb
from tests.bench.promises import bound

WHOLE_MINUTES: Final = 60
POSTS_A_ROUND: Final = 4
MEMBERS: Final = 500
LOOKS: Final = 12
"""So often the memory is looked at, at even distances; an even number, for the half."""


def measure(scale: Scale) -> Iterable[Figure]:
    """The peak, and what the second half of the posts added."""
    members = [f"member-{number}" for number in range(MEMBERS)]
    if scale.whole and not scale.minutes:
        scale = replace(scale, minutes=WHOLE_MINUTES)
    with busy_server(scale) as server:
        (till,) = server.add_tills(1)
        enrol(till, members)
        numbers = count()
        resident: list[float] = []
        with server.calling([till]) as (caller,):
            for share in _shares(scale, numbers):
                _post(caller, members, share)
                resident.append(resident_mb(server.process.pid, "VmRSS"))
            peak = resident_mb(server.process.pid, "VmHWM")
    lasting = f"{scale.minutes} minutes, " if scale.minutes else ""
    yield Figure(
        name=f"a server process's memory, {lasting}{next(numbers):,} posts",
        statistic="peak",
        unit="MB",
        measured=peak,
        at_most=bound("worker-memory"),
        promise="worker-memory",
        note="after each twelfth " + " ".join(f"{each:.1f}" for each in resident),
    )
    yield Figure(
        name="what the second half of those posts added",
        statistic="rise",
        unit="MB",
        measured=resident[-1] - resident[LOOKS // 2 - 1],
        at_most=bound("worker-flat"),
        promise="worker-flat",
    )


def _shares(scale: Scale, numbers: Iterator[int]) -> Iterator[Iterator[int]]:
    """The numbers of the posts of each part, by time or by count, at the pace asked for."""
    began = time.monotonic()
    posts = scale.rounds * POSTS_A_ROUND
    for part in range(1, LOOKS + 1):
        if scale.minutes:
            yield _until(numbers, began + scale.minutes * 60 * part / LOOKS, pace=scale.pace)
        else:
            yield (next(numbers) for _ in range(posts * (part - 1) // LOOKS, posts * part // LOOKS))


def _until(numbers: Iterator[int], end: float, *, pace: int) -> Iterator[int]:
    while (began := time.monotonic()) < end:
        yield next(numbers)
        if pace:
            time.sleep(max(0.0, began + 1 / pace - time.monotonic()))


def _post(caller: Caller, members: Sequence[str], numbers: Iterable[int]) -> None:
    """A sale and the end of it: points earned, a lease asked for and given back, the feed read."""
    till = caller.till
    for number in numbers:
        member = members[number % len(members)]
        after = len(till.journal)
        till.sell(f"sale-{number}", member)
        if number:
            till.close(f"lease-{number - 1}", members[(number - 1) % len(members)])
        asks = [LeaseAsk(f"lease-{number}", member)]
        request = till.request(after=after, asks=asks, feed_limit=50)
        caller.sync(body_of(request))
