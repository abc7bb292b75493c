"""The values that pass through the ports."""

import pytest

from drivers.ports import Bitmap, DeviceUnavailable, Paper, PrinterStatus


@pytest.mark.parametrize(
    ("width_dots", "height_dots", "rows"), [(8, 2, b"\x00"), (9, 1, b"\x00"), (0, 0, b""), (8, -1, b"")]
)
def test_a_bitmap_whose_bytes_are_not_its_size_cannot_be(
    width_dots: int, height_dots: int, rows: bytes
) -> None:
    with pytest.raises(ValueError, match=r"bytes are not|cannot be"):
        Bitmap(width_dots, height_dots, rows)


def test_a_row_of_a_bitmap_is_found_by_its_number() -> None:
    page = Bitmap(12, 2, b"\x01\x10\x02\x20")
    assert (page.stride, page.row(1)) == (2, b"\x02\x20")


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (PrinterStatus(answered=False, online=True, paper=Paper.OK), "printer-silent"),
        (PrinterStatus(answered=True, cover_open=True, paper=Paper.OUT), "printer-cover-open"),
        (PrinterStatus(answered=True, paper=Paper.OUT, error="printer-error"), "printer-paper-out"),
        (PrinterStatus(answered=True, error="printer-cutter"), "printer-cutter"),
        (PrinterStatus(answered=True), "printer-offline"),
        (PrinterStatus(answered=True, online=True, paper=Paper.NEAR_END), None),
        (PrinterStatus(answered=True, online=True), None),
    ],
)
def test_the_trouble_named_is_the_one_a_person_can_mend_first(
    status: PrinterStatus, trouble: str | None
) -> None:
    assert status.trouble == trouble


def test_an_unavailable_device_shows_its_code_and_figures_in_a_log() -> None:
    assert str(DeviceUnavailable("device-missing", retry=True, name="lp0")) == "device-missing (name='lp0')"
    assert str(DeviceUnavailable("device-missing", retry=True)) == "device-missing"
