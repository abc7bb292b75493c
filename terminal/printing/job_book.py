"""What is known of each job, written down before and after everything that touches paper.

Before the first byte a job is *sending*; so after a crash whatever may be on paper is known to be so. What
could not be written down is owed, and written before anything else happens.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.printing.queue import PrintQueue

if TYPE_CHECKING:
    from terminal.store.print_jobs import JobState, PrintJob


class JobBook:
    """The queue of one printer as its only worker sees it. Every method raises Unavailable like the queue."""

    def __init__(self, queue: PrintQueue) -> None:
        self._queue = queue
        self._owed: PrintJob | None = None
        self._recovered = False

    def waiting(self) -> "tuple[PrintJob, ...]":
        """The jobs that are not done with, oldest first. What is owed is written down before.

        The first call settles what was on its way when the till went down: a slip is unknown, a drawer may
        have opened. After it a job that reads *sending* was never sent: marking it was all that happened.
        """
        if self._owed is not None:
            self._write(self._owed)
        if not self._recovered:
            self._recover()
        return self._queue.waiting()

    def begin(self, job: "PrintJob") -> "PrintJob | None":
        """Write down that a job is being sent from now on, and return it with this attempt counted.

        None: another printer has taken it over meanwhile.
        """
        begun = replace(job, state="sending", why="", attempts=job.attempts + 1)
        return begun if self._queue.claim(begun) else None

    def settle(self, job: "PrintJob", state: "JobState", *, why: str) -> None:
        """Write down what became of a job; if that fails it is owed."""
        self._owed = replace(job, state=state, why=why)
        self._write(self._owed)

    def _write(self, job: "PrintJob") -> None:
        self._queue.mark(job)
        self._owed = None

    def _recover(self) -> None:
        for job in self._queue.waiting():
            if job.state in ("sending", "held"):
                state: JobState = "unconfirmed" if job.kind == "drawer" else "unknown"
                self._queue.mark(replace(job, state=state, why="till-restarted"))
        self._recovered = True
