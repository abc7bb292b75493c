"""The memory of one server process that takes posts in, one after the other, for as long as asked.

`make bench` does some thousand; `python -m tests.bench --only bench_server_memory --rounds 50000` is an hour
or more. Resident memory as the kernel counts it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from loyalty.wire.messages import LeaseAsk
from tests.bench.busy_server import Caller, body_of, busy_server, enrol
from tests.bench.harness import Figure, Scale

AT_MOST_MB: Final = 250.0
FLAT_MB: Final = 10.0
"""What the second half may add."""
POSTS_A_ROUND: Final = 4
MEMBERS: Final = 500


def measure(scale: Scale) -> Iterable[Figure]:
    """The peak, and what the second half of the posts added."""
    posts = scale.rounds * POSTS_A_ROUND
    members = [f"member-{number}" for number in range(MEMBERS)]
    with busy_server(scale.fresh) as server:
        (till,) = server.add_tills(1)
        enrol(till, members)
        with server.calling([till]) as (caller,):
            _post(caller, members, range(posts // 2))
            half = _resident_mb(server.process.pid, "VmRSS")
            _post(caller, members, range(posts // 2, posts))
            whole = _resident_mb(server.process.pid, "VmRSS")
            peak = _resident_mb(server.process.pid, "VmHWM")
    name = f"a server process's memory, {posts:,} posts"
    yield Figure(name=name, statistic="peak", unit="MB", measured=peak, at_most=AT_MOST_MB)
    yield Figure(
        name="what the second half of those posts added",
        statistic="rise",
        unit="MB",
        measured=whole - half,
        at_most=FLAT_MB,
    )


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


def _resident_mb(pid: int, field: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(kilobytes) / 1024
