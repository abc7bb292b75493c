"""What a Prometheus server may read: how many requests and events, how long they took, what was put aside."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from loyalty.wire.messages import SyncAnswer


class Metrics:
    """The figures of one server process, in a registry of its own; safe from any thread."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
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

    def count_sync(self, answer: SyncAnswer) -> None:
        """Count what one batch came to."""
        for outcome in answer.outcomes:
            self._events.labels(outcome.outcome).inc()
        for refusal in answer.refused:
            self._leases.labels(refusal.why).inc()

    def count_fork(self) -> None:
        """Count a batch that was of another journal."""
        self._forks.inc()

    def exposed(self) -> bytes:
        """All of it in the text format of Prometheus."""
        return generate_latest(self._registry)
