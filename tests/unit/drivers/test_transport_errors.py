"""What the operating system says, as codes."""

import errno

import pytest

from drivers.ports import DeviceUnavailable
from drivers.transports.errors import cannot_open, cannot_reach, lost
from drivers.transports.serial_port import open_serial
from drivers.transports.tcp import TcpTransport


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOENT, "device-missing"),
        (errno.ENODEV, "device-missing"),
        (errno.EBUSY, "device-busy"),
        (errno.EACCES, "device-forbidden"),
        (errno.EIO, "device-broken"),
    ],
)
def test_each_reason_not_to_open_has_its_code(number: int, code: str) -> None:
    refused = cannot_open("/dev/usb/lp0", OSError(number, "no"))
    assert (refused.code, refused.retry, refused.params) == (code, True, {"name": "/dev/usb/lp0"})


def test_a_reason_without_a_number_is_a_device_that_does_not_work() -> None:
    assert cannot_open("lp0", OSError("no")).code == "device-broken"


def test_a_line_that_failed_names_the_device() -> None:
    assert str(lost("lp0")) == "device-lost (name='lp0')"
    assert str(cannot_reach("lp0")) == "device-unreachable (name='lp0')"


def test_a_name_that_no_host_can_have_is_a_printer_that_is_not_there() -> None:
    with pytest.raises(DeviceUnavailable) as unavailable:
        TcpTransport("a..b").open(timeout_s=1)
    assert unavailable.value.code == "device-unreachable"


def test_a_speed_that_the_port_does_not_have_is_a_port_that_does_not_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("Failed to set custom baud rate (12345): no")

    monkeypatch.setattr("serial.Serial", refuse)
    with pytest.raises(DeviceUnavailable) as unavailable:
        open_serial("/dev/ttyS9", name="scale", baud=12345)
    assert (unavailable.value.code, unavailable.value.params) == ("device-broken", {"name": "scale"})
