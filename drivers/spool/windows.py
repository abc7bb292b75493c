"""A queue of the Windows spooler, given raw bytes (`RAW`, past every printer driver).

Written from Microsoft's documentation of the print spooler (OpenPrinter, StartDocPrinter, WritePrinter,
GetPrinter level 6) and tested against a faked spooler: **unverified** on a real Windows. The calls themselves
are in `winspool`.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from drivers.ports import JobOutcome, JobState
from drivers.spool.winspool import SpoolerRefused, Winspool, load_winspool

_FORBIDDEN = 5
"""ERROR_ACCESS_DENIED."""

_TROUBLES = (
    (0x00000010, "printer-paper-out"),
    (0x00400000, "printer-cover-open"),
    (0x00000008, "printer-cutter"),
    (0x00000001, "queue-stopped"),
    (0x00000080, "printer-offline"),
    (0x00001000, "printer-offline"),
    (0x00000002, "printer-error"),
)
"""PRINTER_STATUS_PAPER_OUT, DOOR_OPEN, PAPER_JAM, PAUSED, OFFLINE, NOT_AVAILABLE, ERROR."""


class WindowsSpooler:
    """The queue called `queue`, as Windows shows it under *Printers*."""

    def __init__(self, queue: str, *, load: Callable[[], Winspool] = load_winspool) -> None:
        """`load` gives the spooler's calls; it raises OSError where there are none."""
        self._queue = queue
        self._load = load

    @property
    def name(self) -> str:
        """The queue's name."""
        return self._queue

    def trouble(self) -> str | None:
        """What the spooler's status word says, which for many printers is always nothing."""
        try:
            with self._opened() as (calls, handle):
                status = calls.status(handle)
        except _Closed as closed:
            return closed.why
        except SpoolerRefused:
            return None
        return next((code for bit, code in _TROUBLES if status & bit), None)

    def submit(self, payload: bytes, *, title: str) -> JobOutcome:
        """One document of one page of raw bytes."""
        try:
            with self._opened() as (calls, handle):
                return _hand_over(calls, handle, payload, title)
        except _Closed as closed:
            return JobOutcome(JobState.NOT_SENT, closed.why)

    @contextmanager
    def _opened(self) -> "Generator[tuple[Winspool, int]]":
        try:
            calls = self._load()
        except OSError as error:
            raise _Closed("spooler-missing") from error
        try:
            handle = calls.open(self._queue)
        except SpoolerRefused as refused:
            raise _Closed("device-forbidden" if refused.code == _FORBIDDEN else "queue-missing") from refused
        try:
            yield calls, handle
        finally:
            calls.close(handle)


class _Closed(Exception):
    """The queue could not be opened; nothing was handed over."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _hand_over(calls: Winspool, handle: int, payload: bytes, title: str) -> JobOutcome:
    """Until the document is ended Windows keeps it back; a document that breaks off is thrown away."""
    try:
        calls.start_document(handle, title)
    except SpoolerRefused:
        return JobOutcome(JobState.NOT_SENT, "queue-refused")
    sent = 0
    try:
        calls.start_page(handle)
        while sent < len(payload) and (taken := calls.write(handle, payload[sent:])):
            sent += taken
        if sent < len(payload):
            return _broken_off(calls, handle, sent)
        calls.end_page(handle)
        calls.end_document(handle)
    except SpoolerRefused:
        return _broken_off(calls, handle, sent)
    return JobOutcome(JobState.UNCONFIRMED, None, sent)


def _broken_off(calls: Winspool, handle: int, sent: int) -> JobOutcome:
    """A queue that prints while it spools may have begun: only a job without a byte is surely not sent."""
    try:
        calls.abort(handle)
    except SpoolerRefused:
        return JobOutcome(JobState.UNKNOWN, "queue-refused", sent)
    if sent:
        return JobOutcome(JobState.UNKNOWN, "queue-refused", sent)
    return JobOutcome(JobState.NOT_SENT, "queue-refused")


def windows_queues(*, load: Callable[[], Winspool] = load_winspool) -> tuple[str, ...]:
    """The names of the queues that there are; none where there is no Windows."""
    try:
        return tuple(sorted(load().queues()))
    except (OSError, SpoolerRefused):
        return ()
