"""How fast simulated days go: operations a second of one core, with every invariant asked after each."""

import time
from collections.abc import Iterable
from typing import Final

from tests.bench.harness import Figure, Scale
from tests.bench.promises import bound
from tests.simulation.hunt import tally_of

DAYS: Final = 20


def measure(scale: Scale) -> Iterable[Figure]:
    """Processor time, since a day waits for nothing."""
    days = max(2, min(DAYS, scale.rounds // 25))
    began = time.process_time()
    tally = tally_of(range(days))
    taken_ms = (time.process_time() - began) * 1_000
    operations = tally.operations.total()
    if tally.broken:
        raise RuntimeError(f"broken days: {tally.broken}")
    yield Figure(
        name="an operation of a simulated day",
        statistic="mean",
        unit="ms",
        measured=taken_ms / operations,
        at_most=bound("simulation"),  # 200,000 days are a week of 8 cores at this
        promise="simulation",
        note=f"{1_000 * operations / taken_ms:,.0f} operations a second of one core,"
        f" with {tally.faults.total() / days:.0f} faults a day",
    )
