"""HID-POS scanners that are plugged into nothing: a bus within the process, on which they come and go.

The descriptors are makers' published layouts, so the driver has to read them as it would the real ones.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence

from drivers.hid.bus import HidLine, HidScanner
from drivers.hid.pos import PosLayout, pos_layout
from drivers.ports import DeviceUnavailable
from drivers.transports.errors import lost

HONEYWELL = bytes.fromhex(
    "058c0902a101 0912a1028502 150026ff00 75089501 0501093b8102 9503058c09fb09fc09fd8102 953809fe820202"
    "0666ff9502090009008102 058c25017501950809ff8102 c0c0"
)
"""A length, three bytes of AIM id, 56 of data, two of the maker's own, eight flags: 64 bytes with the id.

Read from a device (0C2E); Access-IS documents the same bytes.
"""

NEWLAND = bytes.fromhex(
    "058c0902a101 0912a1028502 150026ff00 75089501 0501093b8102 058c953809fe820201 95048103"
    "06abff950109018102 058c25017501950109ff8102 95078103 c0c0"
)
"""A length, the data at once, four reserved bytes, the maker's own symbology, one flag; no AIM id.

Made from the table of bytes in the integration guide of the NLS-FM420 (1EAB), which prints no descriptor.
"""

BY_THE_TABLES = bytes.fromhex(
    "058c0902a101 0912a102 150026ff00 75089501 09fb8102 09fc8102 09fd8102 952009fe820201"
    "25017501950109ff8102 95078103 c0c0"
)
"""As the HID point-of-sale usage tables lay it out: no report id, no length, 32 bytes of data, one flag."""


class FakeHidScanner:
    """A scanner in HID-POS mode on a `FakeHidBus`; any thread may use it."""

    def __init__(self, descriptor: bytes = HONEYWELL, *, vid: int = 0x0C2E, pid: int = 0x0901) -> None:
        self.vid = vid
        self.pid = pid
        self.descriptor = descriptor
        self._reports: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._plugs = 0
        self._is_plugged_in = True

    @property
    def plug(self) -> int | None:
        """How often it was plugged in; None while it is not."""
        with self._changed:
            return self._plugs if self._is_plugged_in else None

    def scan(self, code: str, *, aim_id: str = "", suffix: str = "") -> None:
        """Send a code as this layout has it; what is scanned while it is unplugged is lost."""
        layout = pos_layout(self.descriptor)
        if layout is not None:
            self.send(*reports(layout, f"{code}{suffix}".encode(), aim_id=aim_id.encode()))

    def send(self, *sent: bytes) -> None:
        """Send reports, whatever is in them."""
        with self._changed:
            if self._is_plugged_in:
                self._reports.extend(sent)
                self._changed.notify_all()

    def unplug(self) -> None:
        """Be gone, with all that nobody has read."""
        with self._changed:
            self._is_plugged_in = False
            self._reports.clear()
            self._changed.notify_all()

    def plug_in(self) -> None:
        """Be there again, under another path."""
        with self._changed:
            self._plugs += not self._is_plugged_in
            self._is_plugged_in = True

    def next_report(self, plug: int, *, timeout_s: float) -> bytes | None:
        """What it says next to whoever opened it at this plug; empty after the time, None once it is gone."""

        def something_happened() -> bool:
            return bool(self._reports) or self.plug != plug

        with self._changed:
            self._changed.wait_for(something_happened, timeout_s)
            if self.plug != plug:
                return None
            return self._reports.popleft() if self._reports else b""


class FakeHidBus:
    """A bus with these scanners on it. A path that is opened once too often is `device-forbidden`."""

    def __init__(self, *on_it: FakeHidScanner) -> None:
        self.is_forbidden = False
        self._on_it = on_it

    def scanners(self) -> Sequence[HidScanner]:
        """Those that are plugged in."""
        return tuple(listed for listed, _ in self._plugged_in())

    def open(self, scanner: HidScanner) -> HidLine:
        """A line to one of them."""
        for listed, fake in self._plugged_in():
            if listed == scanner and self.is_forbidden:
                raise DeviceUnavailable("device-forbidden", retry=True, name=scanner.ids)
            if listed == scanner and fake.plug is not None:
                return _FakeHidLine(fake, fake.plug, scanner.ids)
        raise DeviceUnavailable("device-missing", retry=True, name=scanner.ids)

    def _plugged_in(self) -> Iterator[tuple[HidScanner, FakeHidScanner]]:
        for number, fake in enumerate(self._on_it):
            if fake.plug is not None:
                yield HidScanner(f"fake-{number}-{fake.plug}", fake.vid, fake.pid, "Fake scanner"), fake


class _FakeHidLine:
    def __init__(self, fake: FakeHidScanner, plug: int, name: str) -> None:
        self._fake = fake
        self._plug = plug
        self._name = name

    def descriptor(self) -> bytes:
        return self._fake.descriptor

    def read(self, *, timeout_s: float) -> bytes:
        report = self._fake.next_report(self._plug, timeout_s=timeout_s)
        if report is None:
            raise lost(self._name)
        return report

    def close(self) -> None:
        """Nothing to let go of."""


def reports(layout: PosLayout, data: bytes, *, aim_id: bytes = b"") -> list[bytes]:
    """A code as a scanner with this layout sends it: in as many reports as it takes."""
    pieces = [data[at : at + layout.data_bytes] for at in range(0, len(data) or 1, layout.data_bytes)]
    return [
        _report(layout, piece, aim_id=aim_id, goes_on=number < len(pieces) - 1)
        for number, piece in enumerate(pieces)
    ]


def _report(layout: PosLayout, piece: bytes, *, aim_id: bytes, goes_on: bool) -> bytes:
    flag_at = layout.data_at + layout.data_bytes
    if layout.goes_on is not None:
        flag_at = layout.goes_on.start_bit // 8
    report = bytearray(max(flag_at + 1, layout.data_at + layout.data_bytes))
    if layout.report_id is not None:
        report[0] = layout.report_id
    report[layout.data_at : layout.data_at + len(piece)] = piece
    for at, letter in zip(layout.aim_at, aim_id, strict=False):
        report[at] = letter
    if layout.count_at is not None:
        report[layout.count_at] = len(piece)
    if goes_on and layout.goes_on is not None:
        report[flag_at] |= 1 << layout.goes_on.start_bit % 8
    return bytes(report)
