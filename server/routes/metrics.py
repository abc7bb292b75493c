"""What a Prometheus server may read: how many requests and events, how long they took, what was put aside.

Whichever worker is asked tells the same: counters stand in files that all of them share, and what alarms is
counted in the database. So a rise is a rise, and none is missed because another worker had seen it.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from loyalty.wire.messages import SyncAnswer
from server.store.heard import AlarmFigures

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where the library looks for the folder of the files."""


def share_figures(folder: Path) -> None:
    """Let all processes that are forked from here on count together; before any of them counts anything.

    What a process has counted stays when it dies.
    """
    os.environ[_SHARED] = str(folder)
    chosen: Callable[[], Any] = values.get_value_class
    values.ValueClass = chosen()


class Metrics:
    """The figures of this server; safe from any thread. Of one process they are in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._is_shared = values.ValueClass is not values.MutexValue
        self._requests = Counter(
            "loyaltill_requests", "Requests answered", ["path", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "loyaltill_request_seconds", "Time to answer a request", ["path"], registry=self._registry
        )
        self._events = Counter(
            "loyaltill_events",
            "Journal events answered for, repeated ones included",
            ["outcome"],
            registry=self._registry,
        )
        self._batches = Counter(
            "loyaltill_batches",
            "Batches taken in, in a transaction of their own or together with others",
            ["taken"],
            registry=self._registry,
        )
        self._leases = Counter(
            "loyaltill_lease_refusals", "Asks for a lease that got nothing", ["why"], registry=self._registry
        )
        self._forks = Counter(
            "loyaltill_forked_batches",
            "Batches of a journal other than the one held",
            registry=self._registry,
        )

    def count_request(self, path: str, *, status: int, seconds: float) -> None:
        """Count one answered request; `path` is the route's, not what was typed."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def count_sync(self, answer: SyncAnswer, *, taken: Literal["alone", "together"]) -> None:
        """Count what one batch came to, and how it was taken in."""
        self._batches.labels(taken).inc()
        for outcome in answer.outcomes:
            self._events.labels(outcome.outcome).inc()
        for refusal in answer.refused:
            self._leases.labels(refusal.why).inc()

    def count_fork(self) -> None:
        """Count a batch that was of another journal."""
        self._forks.inc()

    def exposed(self, alarms: AlarmFigures | None, now: datetime) -> bytes:
        """All of it in the text format of Prometheus; without `alarms` where nobody knows them."""
        counted = self._registry
        if self._is_shared:
            counted = CollectorRegistry()
            collect = cast("Callable[..., object]", MultiProcessCollector)
            collect(counted, path=os.environ[_SHARED])
        return generate_latest(counted) + (b"" if alarms is None else _alarms(alarms, now))


def _alarms(alarms: AlarmFigures, now: datetime) -> bytes:
    """What somebody has to look at now, as the database has it."""
    silent = [(now - each.at).total_seconds() for each in alarms.heard if each.at is not None]
    lines = [
        ("loyaltill_events_aside", "Events put aside that nobody has settled", alarms.asides),
        ("loyaltill_disk_alarms", "Tills whose disks nobody has looked at", alarms.disks),
        ("loyaltill_tills_returning", "Tills not heard since a restore of the server", alarms.returning),
        (
            "loyaltill_longest_silence_seconds",
            "Of the till unheard longest",
            max(silent, default=0),
        ),
    ]
    said = [
        f"# HELP {name} {what}.\n# TYPE {name} gauge\n{name} {float(value)}\n" for name, what, value in lines
    ]
    return "".join(said).encode()
