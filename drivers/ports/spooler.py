"""A queue of the operating system that takes raw bytes for a printer: CUPS, or the Windows spooler."""

from typing import Protocol

from drivers.ports.printer import JobOutcome


class Spooler(Protocol):
    """One queue, used by one thread. Nothing here raises for trouble; every call ends within its limit."""

    @property
    def name(self) -> str:
        """The queue as a person would recognise it."""
        ...

    def trouble(self) -> str | None:
        """The code of what is known to keep the queue from printing, None if nothing is.

        None is no promise: a queue knows of its printer what it was told last, often nothing.
        """
        ...

    def submit(self, payload: bytes, *, title: str) -> JobOutcome:
        """Hand over one job, to be sent to the printer as it is.

        NOT_SENT: the queue did not take it, nothing of it will be printed. UNCONFIRMED: the queue has it.
        UNKNOWN: it may have it, whole or in part.
        """
        ...
