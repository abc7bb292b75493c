"""A scanner in HID-POS mode: found by what it is or by its USB ids, listened to, found again."""

import time
from collections.abc import Callable

from drivers.hid.bus import HidBus, HidLine, find_hid_scanner
from drivers.hid.hidapi_bus import HidApiBus
from drivers.hid.pos import PosLayout, PosReader, pos_layout
from drivers.ports import DeviceUnavailable
from drivers.scanner_thread import LOOK_AGAIN_S, OnScan, ScannerThread

ANY = ""
"""Whichever scanner in HID-POS mode is there: the first of them."""

STOPS_WITHIN_S = 0.2
"""A report is waited for no longer at a time: `hidapi` cannot be interrupted in its wait."""


class HidPosScanner(ScannerThread[HidLine]):
    """The scanner with these USB ids, `VID:PID` in hexadecimal digits, or `ANY`."""

    def __init__(
        self,
        ids: str = ANY,
        *,
        source: str = "hid",
        bus: HidBus | None = None,
        look_again_s: float = LOOK_AGAIN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(ids or "HID", source=source, look_again_s=look_again_s)
        self._ids = ids
        self._bus = bus or HidApiBus()
        self._clock = clock

    def _open(self) -> HidLine:
        return self._bus.open(find_hid_scanner(self._bus, self._ids))

    def _listen(self, line: HidLine, on_scan: OnScan) -> None:
        reader = PosReader(self._layout_of(line))
        while not self._stopping.is_set():
            report = line.read(timeout_s=STOPS_WITHIN_S)
            frame = reader.take(report, at=self._clock()) if report else None
            if frame is not None:
                self._report(frame, on_scan)

    def _layout_of(self, line: HidLine) -> PosLayout:
        layout = pos_layout(line.descriptor())
        if layout is None:
            raise DeviceUnavailable("device-broken", retry=False, name=self._device)
        return layout

    def _close(self, line: HidLine) -> None:
        line.close()
