"""Where a worker's jobs come from and where it writes down what became of them."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.store.database import Store
    from terminal.store.print_jobs import PrintJob

_MOST = 1000
"""Jobs looked at in one go; only a thousand undecided slips could keep a new one from being seen."""


class PrintQueue(Protocol):
    """The jobs of one printer, kept in the till's database. One worker writes to it; anybody may add."""

    def waiting(self) -> "tuple[PrintJob, ...]":
        """The jobs that are queued, being sent, held or of unknown outcome, oldest first.

        Raises:
            Unavailable: the database cannot be read now.
        """
        ...

    def claim(self, job: "PrintJob") -> bool:
        """Write down that a job is begun, with its attempts; False if another printer has it by now.

        Raises:
            Unavailable: it may be written down or not; claiming again is safe.
        """
        ...

    def mark(self, job: "PrintJob") -> None:
        """Write down state, reason and attempts of a job as they are in `job`; on disk when this returns.

        Raises:
            Unavailable: it may be written down or not; marking the same again is safe.
        """
        ...


def _takes_all(_: "PrintJob") -> bool:
    """There is one printer."""
    return True


def _nothing() -> None:
    """Nothing is to be done before."""


class StorePrintQueue:
    """Implements `PrintQueue` on the till's store, one short transaction a call; any thread may use it."""

    def __init__(
        self,
        store: "Store",
        *printers: str,
        takes: "Callable[[PrintJob], bool]" = _takes_all,
        before: "Callable[[], None]" = _nothing,
    ) -> None:
        """`takes` says which jobs of these printers are printed here; another one has the others.

        `before` is called before each look at what waits.
        """
        self._before = before
        self._store = store
        self._printers = printers
        self._takes = takes

    def waiting(self) -> "tuple[PrintJob, ...]":
        """The jobs that are not done with, oldest first."""
        self._before()
        with self._store.read() as reading:
            jobs = [job for each in self._printers for job in reading.print_jobs.waiting(each, most=_MOST)]
        return tuple(sorted((job for job in jobs if self._takes(job)), key=lambda job: job.job))

    def claim(self, job: "PrintJob") -> bool:
        """Begin a job that is still this printer's."""
        with self._store.write() as unit:
            return unit.print_jobs.claim(job.job, printer=job.printer, attempts=job.attempts)

    def mark(self, job: "PrintJob") -> None:
        """Write down how a job stands."""
        with self._store.write() as unit:
            unit.print_jobs.set_state(job.job, job.state, why=job.why, attempts=job.attempts)
