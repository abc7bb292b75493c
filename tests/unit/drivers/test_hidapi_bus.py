"""What `hidapi` says, as the driver hears it: by a stand-in for the library, and by the library itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from drivers.fake_hid import HONEYWELL
from drivers.hid.bus import HidScanner
from drivers.hid.hidapi_bus import HidApiBus, hidapi
from drivers.ports import DeviceUnavailable

if TYPE_CHECKING:
    from hid import DeviceDescription

SCANNER = HidScanner("/dev/hidraw3", 0x0C2E, 0x0B61, "Honeywell Xenon 1900")


def described(path: str, *, page: int, usage: int, product: str | None = "Xenon 1900") -> "DeviceDescription":
    return {
        "path": path.encode(),
        "vendor_id": 0x0C2E,
        "product_id": 0x0B61,
        "manufacturer_string": "Honeywell",
        "product_string": product,
        "usage_page": page,
        "usage": usage,
    }


@dataclass
class StandIn:
    """The library, with one device behind every path; trouble is an OSError, as the library has it."""

    listed: "Sequence[DeviceDescription]" = ()
    refuses: bool = False
    is_gone: bool = False
    closed: int = 0

    def enumerate(self) -> "list[DeviceDescription]":
        return list(self.listed)

    def device(self) -> "StandIn":
        return self

    def open_path(self, path: bytes, /) -> None:
        if self.refuses:
            raise OSError("open failed")
        assert path == b"/dev/hidraw3"

    def get_report_descriptor(self) -> list[int]:
        if self.is_gone:
            raise OSError("read error")
        return list(HONEYWELL)

    def read(self, max_length: int, timeout_ms: int, /) -> list[int]:
        if self.is_gone:
            raise OSError("read error")
        assert max_length
        return [2, 1] if timeout_ms > 1 else []

    def close(self) -> None:
        self.closed += 1


def test_only_what_calls_itself_a_scanner_is_one() -> None:
    listed = [
        described("/dev/hidraw9", page=0x8C, usage=0x02, product=None),
        described("/dev/hidraw0", page=0x01, usage=0x06),
        described("/dev/hidraw3", page=0x8C, usage=0x02),
    ]
    bus = HidApiBus(lambda: StandIn(listed))
    assert bus.scanners() == (SCANNER, HidScanner("/dev/hidraw9", 0x0C2E, 0x0B61, "Honeywell"))
    assert SCANNER.ids == "0c2e:0b61"


def test_a_line_reads_reports_and_the_descriptor() -> None:
    library = StandIn()
    line = HidApiBus(lambda: library).open(SCANNER)
    assert line.descriptor() == HONEYWELL
    assert line.read(timeout_s=0.2) == b"\x02\x01"
    assert line.read(timeout_s=0.0) == b""
    line.close()
    assert library.closed == 1


@pytest.mark.parametrize(("path", "code"), [("hidraw3", "device-forbidden"), ("hidraw4", "device-missing")])
def test_one_that_does_not_open_is_forbidden_or_gone(path: str, code: str) -> None:
    listed = [described(f"/dev/{path}", page=0x8C, usage=0x02)]
    with pytest.raises(DeviceUnavailable) as failed:
        HidApiBus(lambda: StandIn(listed, refuses=True)).open(SCANNER)
    assert failed.value.code == code


def test_one_that_was_pulled_is_lost() -> None:
    library = StandIn()
    line = HidApiBus(lambda: library).open(SCANNER)
    library.is_gone = True
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.read(timeout_s=0.2)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.descriptor()


def test_the_library_itself_answers_as_the_stand_in_does() -> None:
    assert all(scanner.path for scanner in HidApiBus().scanners())
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        HidApiBus().open(HidScanner("/dev/hidraw-none", 1, 2))
    with pytest.raises((OSError, ValueError)):
        hidapi().device().read(64, 1)
