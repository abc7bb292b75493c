"""The few calls of `winspool.drv` that raw printing needs, by ctypes. **Unverified** on a real Windows.

Microsoft declares them with the `stdcall` convention, which on 64-bit Windows is the only one there is; Qt
runs on no other. Nothing is loaded before `load_winspool` is called.
"""

import ctypes
from collections.abc import Sequence
from ctypes import wintypes
from typing import Protocol, cast

DWORD = ctypes.c_uint32
"""32 bits everywhere; `wintypes.DWORD` is wider off Windows, where the tests run."""

_RAW = "RAW"
_LOCAL_AND_CONNECTED = 0x2 | 0x4
"""PRINTER_ENUM_LOCAL and PRINTER_ENUM_CONNECTIONS."""


class SpoolerRefused(Exception):
    """A call failed; `code` is what GetLastError said of it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Winspool(Protocol):
    """The spooler's calls with plain values. Each raises `SpoolerRefused`."""

    def open(self, queue: str) -> int:
        """OpenPrinter: a handle, to be closed."""
        ...

    def close(self, handle: int) -> None:
        """ClosePrinter; never raises."""
        ...

    def status(self, handle: int) -> int:
        """GetPrinter, level 6: the status word."""
        ...

    def start_document(self, handle: int, title: str) -> int:
        """StartDocPrinter with data type RAW: the job's number."""
        ...

    def start_page(self, handle: int) -> None:
        """StartPagePrinter."""
        ...

    def write(self, handle: int, data: bytes) -> int:
        """WritePrinter: how many bytes were taken."""
        ...

    def end_page(self, handle: int) -> None:
        """EndPagePrinter."""
        ...

    def end_document(self, handle: int) -> None:
        """EndDocPrinter: from now on the job may be printed."""
        ...

    def abort(self, handle: int) -> None:
        """AbortPrinter: the document at hand is deleted."""
        ...

    def queues(self) -> Sequence[str]:
        """EnumPrinters, level 4: local queues and connections."""
        ...


class DocumentInfo(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("pDocName", wintypes.LPWSTR),
        ("pOutputFile", wintypes.LPWSTR),
        ("pDatatype", wintypes.LPWSTR),
    )


class PrinterInfo4(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (
        ("pPrinterName", wintypes.LPWSTR),
        ("pServerName", wintypes.LPWSTR),
        ("Attributes", DWORD),
    )


class _Function(Protocol):
    argtypes: Sequence[object]
    restype: object

    def __call__(self, *arguments: object) -> int: ...


class _Library(Protocol):
    def __getitem__(self, name: str) -> _Function: ...


_HANDLE = wintypes.HANDLE
_SIGNATURES: dict[str, tuple[object, ...]] = {
    "OpenPrinterW": (wintypes.LPWSTR, ctypes.POINTER(_HANDLE), ctypes.c_void_p),
    "ClosePrinter": (_HANDLE,),
    "GetPrinterW": (_HANDLE, DWORD, ctypes.c_void_p, DWORD, ctypes.POINTER(DWORD)),
    "StartDocPrinterW": (_HANDLE, DWORD, ctypes.POINTER(DocumentInfo)),
    "StartPagePrinter": (_HANDLE,),
    "WritePrinter": (_HANDLE, ctypes.c_char_p, DWORD, ctypes.POINTER(DWORD)),
    "EndPagePrinter": (_HANDLE,),
    "EndDocPrinter": (_HANDLE,),
    "AbortPrinter": (_HANDLE,),
    "EnumPrintersW": (
        DWORD,
        wintypes.LPWSTR,
        DWORD,
        ctypes.c_void_p,
        DWORD,
        ctypes.POINTER(DWORD),
        ctypes.POINTER(DWORD),
    ),
}
"""Parameters as Microsoft's headers have them; each returns a BOOL or a job's number, 0 for failure."""


class CtypesWinspool:
    """The calls of a loaded `winspool.drv`, or of anything with the same functions."""

    def __init__(self, library: _Library) -> None:
        self._calls: dict[str, _Function] = {}
        for name, parameters in _SIGNATURES.items():
            function = library[name]
            function.argtypes, function.restype = parameters, DWORD
            self._calls[name] = function

    def open(self, queue: str) -> int:
        """A handle of the queue."""
        handle = _HANDLE()
        self._call("OpenPrinterW", queue, ctypes.byref(handle), None)
        return int(handle.value or 0)

    def close(self, handle: int) -> None:
        """Let go of a handle."""
        self._calls["ClosePrinter"](handle)

    def status(self, handle: int) -> int:
        """PRINTER_INFO_6 is one DWORD."""
        word, needed = DWORD(), DWORD()
        self._call("GetPrinterW", handle, 6, ctypes.byref(word), ctypes.sizeof(word), ctypes.byref(needed))
        return int(word.value)

    def start_document(self, handle: int, title: str) -> int:
        """The job's number."""
        info = DocumentInfo(title, None, _RAW)
        return self._call("StartDocPrinterW", handle, 1, ctypes.byref(info))

    def start_page(self, handle: int) -> None:
        """Begin the only page."""
        self._call("StartPagePrinter", handle)

    def write(self, handle: int, data: bytes) -> int:
        """How many bytes were taken."""
        taken = DWORD()
        self._call("WritePrinter", handle, data, len(data), ctypes.byref(taken))
        return int(taken.value)

    def end_page(self, handle: int) -> None:
        """End the only page."""
        self._call("EndPagePrinter", handle)

    def end_document(self, handle: int) -> None:
        """Let the job be printed."""
        self._call("EndDocPrinter", handle)

    def abort(self, handle: int) -> None:
        """Delete what was spooled of the job."""
        self._call("AbortPrinter", handle)

    def queues(self) -> Sequence[str]:
        """Asked twice: how much room it needs, and then the names."""
        needed, count = DWORD(), DWORD()
        enumerate_printers = self._calls["EnumPrintersW"]
        found = (_LOCAL_AND_CONNECTED, None, 4)
        enumerate_printers(*found, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(max(1, needed.value))
        sizes = ctypes.byref(needed), ctypes.byref(count)
        self._call("EnumPrintersW", *found, ctypes.addressof(room), len(room), *sizes)
        entries = (PrinterInfo4 * count.value).from_buffer(room)
        return [str(entry.pPrinterName) for entry in entries]

    def _call(self, name: str, *arguments: object) -> int:
        result = self._calls[name](*arguments)
        if not result:
            raise SpoolerRefused(_last_error())
        return result


def load_winspool() -> Winspool:
    """The spooler of this computer.

    Raises:
        OSError: this is not Windows.
    """
    return CtypesWinspool(cast("_Library", ctypes.CDLL("winspool.drv", use_last_error=True)))


def _last_error() -> int:
    """GetLastError of the call before; 0 where there is no such thing."""
    ask = getattr(ctypes, "get_last_error", None)
    return int(ask()) if ask is not None else 0
