"""The Windows spooler: our use of its calls on a faked spooler, and the calls on faked functions."""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from drivers.ports import JobOutcome, JobState
from drivers.spool.windows import WindowsSpooler, windows_queues
from drivers.spool.winspool import (
    DWORD,
    CtypesWinspool,
    DocumentInfo,
    PrinterInfo4,
    SpoolerRefused,
    load_winspool,
)

ACCESS_DENIED, NO_SUCH_PRINTER = 5, 1801


class FakeWinspool:
    """A spooler with one queue; `fails` names the call that fails, with what code, the `after`-th time."""

    def __init__(
        self, *, fails: str = "", code: int = 0, after: int = 0, status: int = 0, room: int = 1000
    ) -> None:
        self.did: list[str] = []
        self.document = bytearray()
        self.printed: list[bytes] = []
        self.handles = 0
        self._fails, self._code, self._after = fails, code, after
        self._status, self._room = status, room

    def open(self, queue: str) -> int:
        self._do("open")
        if queue != "POS-80":
            raise SpoolerRefused(NO_SUCH_PRINTER)
        self.handles += 1
        return 77

    def close(self, handle: int) -> None:
        assert handle == 77
        self.handles -= 1

    def status(self, handle: int) -> int:
        self._do_with(handle, "status")
        return self._status

    def start_document(self, handle: int, title: str) -> int:
        assert title == "receipt"
        self._do_with(handle, "start_document")
        return 1

    def start_page(self, handle: int) -> None:
        self._do_with(handle, "start_page")

    def write(self, handle: int, data: bytes) -> int:
        self._do_with(handle, "write")
        taken = data[: self._room]
        self.document += taken
        return len(taken)

    def end_page(self, handle: int) -> None:
        self._do_with(handle, "end_page")

    def end_document(self, handle: int) -> None:
        self._do_with(handle, "end_document")
        self.printed.append(bytes(self.document))

    def abort(self, handle: int) -> None:
        self._do_with(handle, "abort")
        self.document.clear()

    def queues(self) -> Sequence[str]:
        self._do("queues")
        return ["POS-80", "Microsoft Print to PDF"]

    def _do_with(self, handle: int, call: str) -> None:
        assert handle == 77
        self._do(call)

    def _do(self, call: str) -> None:
        self.did.append(call)
        if call == self._fails and self.did.count(call) > self._after:
            raise SpoolerRefused(self._code)


def spooler(calls: FakeWinspool, queue: str = "POS-80") -> WindowsSpooler:
    return WindowsSpooler(queue, load=lambda: calls)


def test_a_job_is_one_raw_document_whatever_pieces_the_spooler_takes() -> None:
    calls = FakeWinspool(room=3)
    outcome = spooler(calls).submit(b"0123456789", title="receipt")
    assert outcome == JobOutcome(JobState.UNCONFIRMED, None, 10)
    assert (calls.printed, calls.handles) == ([b"0123456789"], 0)
    assert calls.did[-2:] == ["end_page", "end_document"]


@pytest.mark.parametrize(
    ("fails", "after", "state", "sent"),
    [
        ("start_document", 0, JobState.NOT_SENT, 0),
        ("start_page", 0, JobState.NOT_SENT, 0),
        ("write", 0, JobState.NOT_SENT, 0),
        ("write", 1, JobState.UNKNOWN, 4),
        ("end_page", 0, JobState.UNKNOWN, 10),
        ("end_document", 0, JobState.UNKNOWN, 10),
    ],
)
def test_a_document_that_breaks_off_is_thrown_away(
    fails: str, after: int, state: JobState, sent: int
) -> None:
    calls = FakeWinspool(fails=fails, after=after, room=4)
    assert spooler(calls).submit(b"0123456789", title="receipt") == JobOutcome(state, "queue-refused", sent)
    assert (calls.printed, calls.handles) == ([], 0)
    assert ("abort" in calls.did) is (fails != "start_document")


def test_a_spooler_that_takes_nothing_is_left() -> None:
    calls = FakeWinspool(room=0)
    assert spooler(calls).submit(b"x", title="receipt").state is JobState.NOT_SENT
    assert "abort" in calls.did


def test_a_document_that_cannot_be_thrown_away_may_come_out() -> None:
    calls = FakeWinspool(fails="abort", room=0)
    assert spooler(calls).submit(b"x", title="receipt").state is JobState.UNKNOWN


@pytest.mark.parametrize(
    ("code", "why"), [(ACCESS_DENIED, "device-forbidden"), (NO_SUCH_PRINTER, "queue-missing")]
)
def test_a_queue_that_does_not_open_got_nothing(code: int, why: str) -> None:
    calls = FakeWinspool(fails="open", code=code)
    assert spooler(calls).trouble() == why
    assert spooler(calls).submit(b"x", title="receipt") == JobOutcome(JobState.NOT_SENT, why)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0x0, None),
        (0x400, None),
        (0x10, "printer-paper-out"),
        (0x400000 | 0x2, "printer-cover-open"),
        (0x8, "printer-cutter"),
        (0x1, "queue-stopped"),
        (0x80, "printer-offline"),
        (0x2, "printer-error"),
    ],
)
def test_the_status_word_is_read(status: int, trouble: str | None) -> None:
    assert spooler(FakeWinspool(status=status)).trouble() == trouble


def test_a_status_that_cannot_be_asked_is_no_trouble() -> None:
    assert spooler(FakeWinspool(fails="status")).trouble() is None


def test_the_queues_that_there_are() -> None:
    assert windows_queues(load=FakeWinspool) == ("Microsoft Print to PDF", "POS-80")
    assert windows_queues(load=lambda: FakeWinspool(fails="queues")) == ()


def test_elsewhere_there_is_no_windows_spooler() -> None:
    with pytest.raises(OSError, match="winspool"):
        load_winspool()
    assert windows_queues() == ()
    assert WindowsSpooler("POS-80").trouble() == "spooler-missing"
    assert WindowsSpooler("POS-80").submit(b"x", title="receipt").why == "spooler-missing"


class Function:
    """A function of a library that was given its parameters' types, as ctypes gives them."""

    def __init__(self, does: Callable[..., int]) -> None:
        self.argtypes: Sequence[object] = ()
        self.restype: object = None
        self._does = does

    def __call__(self, *arguments: object) -> int:
        assert len(arguments) == len(self.argtypes)
        return self._does(*arguments)


def pointed(pointer: Any) -> Any:
    """What `ctypes.byref` points to."""
    return pointer._obj


class FakeLibrary:
    """The functions of `winspool.drv`, as the documentation has them, on one queue."""

    def __init__(self) -> None:
        self.written = b""
        self.title = ""
        self.kept: list[object] = []

    def __getitem__(self, name: str) -> Function:
        functions: dict[str, Callable[..., int]] = {
            "OpenPrinterW": self.open_printer,
            "GetPrinterW": self.get_printer,
            "StartDocPrinterW": self.start_doc_printer,
            "WritePrinter": self.write_printer,
            "AbortPrinter": self.abort_printer,
            "EnumPrintersW": self.enum_printers,
        }
        return Function(functions.get(name, self.done))

    def done(self, *_: object) -> int:
        return 1

    def open_printer(self, queue: str, handle: Any, _: None) -> int:
        pointed(handle).value = 77
        return int(queue == "POS-80")

    def get_printer(self, handle: int, level: int, word: Any, size: int, needed: Any) -> int:
        pointed(word).value, pointed(needed).value = 0x10, 4
        return int((handle, level, size) == (77, 6, 4))

    def start_doc_printer(self, handle: int, level: int, info: Any) -> int:
        document: DocumentInfo = pointed(info)
        self.title = document.pDocName
        return 12 if (handle, level, document.pDatatype) == (77, 1, "RAW") else 0

    def write_printer(self, handle: int, data: bytes, size: int, taken: Any) -> int:
        self.written += data[:size]
        pointed(taken).value = size
        return int(handle == 77)

    def abort_printer(self, handle: int) -> int:
        return 0 if handle == 77 else 1

    def enum_printers(
        self, flags: int, _: None, level: int, room: int | None, size: int, needed: Any, count: Any
    ) -> int:
        assert (flags, level) == (6, 4)
        pointed(needed).value = ctypes.sizeof(PrinterInfo4) * 2
        if room is None or size < pointed(needed).value:
            return 0
        entries = (PrinterInfo4 * 2).from_address(room)
        names = ["POS-80", "Hóa đơn"]
        self.kept.append(entries)
        for entry, name in zip(entries, names, strict=True):
            entry.pPrinterName = name
        pointed(count).value = 2
        return 1


def test_the_calls_carry_values_in_and_out() -> None:
    library = FakeLibrary()
    calls = CtypesWinspool(library)
    handle = calls.open("POS-80")
    assert handle == 77
    assert calls.status(handle) == 0x10
    assert calls.start_document(handle, "receipt") == 12
    calls.start_page(handle)
    assert calls.write(handle, b"\x1b@\x00x") == 4
    calls.end_page(handle)
    calls.end_document(handle)
    calls.close(handle)
    assert (library.written, library.title) == (b"\x1b@\x00x", "receipt")


def test_a_call_that_fails_raises() -> None:
    calls = CtypesWinspool(FakeLibrary())
    with pytest.raises(SpoolerRefused):
        calls.open("another")
    with pytest.raises(SpoolerRefused):
        calls.abort(77)


def test_the_names_of_queues_come_out_of_the_buffer() -> None:
    assert list(CtypesWinspool(FakeLibrary()).queues()) == ["POS-80", "Hóa đơn"]


def test_the_structures_are_as_large_as_on_windows() -> None:
    pointer = ctypes.sizeof(ctypes.c_void_p)
    assert ctypes.sizeof(DocumentInfo) == 3 * pointer
    assert ctypes.sizeof(PrinterInfo4) == 3 * pointer
    assert ctypes.sizeof(DWORD) == 4
