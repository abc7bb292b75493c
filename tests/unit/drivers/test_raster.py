"""Pictures as `GS v 0` commands, checked by reading them back."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from drivers.escpos import commands
from drivers.escpos.interpreter import interpret
from drivers.escpos.parser import Kind
from drivers.escpos.raster import (
    MAX_SLICE_BYTES,
    MAX_SLICE_ROWS,
    encode_bitmap,
    has_real_time_command,
)
from drivers.ports import Bitmap, DrawerPin
from tests.unit.drivers.pictures import bitmaps, receipt

HEADER_BYTES = 8


def printed(data: bytes, *, width_dots: int) -> Bitmap:
    """What these commands print."""
    rest = interpret(data, width_dots=width_dots).rest
    return rest if rest is not None else Bitmap(width_dots, 0, b"")


def black_dots(page: Bitmap) -> int:
    return int.from_bytes(page.rows, "big").bit_count()


def test_a_receipt_reads_back_as_the_same_picture() -> None:
    page = receipt()
    assert printed(encode_bitmap(page), width_dots=576) == page


@given(bitmaps())
def test_any_picture_reads_back_with_its_rows_and_nearly_all_its_dots(page: Bitmap) -> None:
    back = printed(encode_bitmap(page), width_dots=page.width_dots)
    assert back.height_dots == page.height_dots
    if not has_real_time_command(page.rows):
        assert black_dots(back) == black_dots(page)


@given(bitmaps())
def test_every_slice_is_short_complete_and_free_of_real_time_commands(page: Bitmap) -> None:
    for command in interpret(encode_bitmap(page), width_dots=page.width_dots).commands:
        assert command.kind is Kind.RASTER
        picture = command.data[HEADER_BYTES:]
        assert 0 < int.from_bytes(command.data[6:8], "little") <= MAX_SLICE_ROWS
        assert len(picture) <= MAX_SLICE_BYTES
        assert not has_real_time_command(picture)


def test_a_band_is_as_wide_as_its_blackest_row() -> None:
    rows = bytes(72) + b"\xff\xff" + bytes(70) + b"\xff" + bytes(71) + bytes(72)
    widths = [
        command.data[4] for command in interpret(encode_bitmap(Bitmap(576, 4, rows)), width_dots=576).commands
    ]
    assert widths == [1, 2, 1]


def test_a_band_that_reads_as_a_real_time_command_moves_by_a_dot() -> None:
    page = Bitmap(32, 1, b"\x00\x10\x14\x00")
    assert printed(encode_bitmap(page), width_dots=32) == Bitmap(32, 1, b"\x00\x08\x0a\x00")


def test_a_band_with_no_room_on_the_right_moves_to_the_left() -> None:
    page = Bitmap(32, 1, b"\x00\x10\x04\x01")
    assert printed(encode_bitmap(page), width_dots=32) == Bitmap(32, 1, b"\x00\x20\x08\x02")


def test_a_band_with_no_room_at_all_loses_a_dot() -> None:
    page = Bitmap(32, 1, b"\x80\x10\x05\x01")
    assert printed(encode_bitmap(page), width_dots=32) == Bitmap(32, 1, b"\x80\x00\x05\x01")


def test_a_command_across_the_end_of_a_row_is_found() -> None:
    page = Bitmap(16, 2, b"\x00\x10\x04\x00")
    picture = encode_bitmap(page)
    assert not has_real_time_command(picture)
    assert black_dots(printed(picture, width_dots=16)) == black_dots(page)


def test_blank_rows_can_be_fed_instead_of_printed() -> None:
    page = Bitmap(8, 301, b"\xff" + bytes(300))
    data = encode_bitmap(page, feed_blank_rows=True)
    assert data.endswith(commands.feed_dots(300))
    assert printed(data, width_dots=8) == page


@pytest.mark.parametrize(("width_bytes", "rows"), [(72, b""), (2, b"\x01\x02\x03")])
def test_a_raster_command_has_whole_rows(width_bytes: int, rows: bytes) -> None:
    with pytest.raises(ValueError, match="no rows of"):
        commands.raster(width_bytes=width_bytes, rows=rows)


def test_a_process_id_has_four_bytes() -> None:
    with pytest.raises(ValueError, match="four bytes"):
        commands.ask_process_id(b"ABC")


LIBRARY = """
import sys
from escpos.printer import Dummy
from PIL import Image

def composed(compose):
    printer = Dummy()
    compose(printer)
    print("composed", printer.output.hex())

rows = bytes.fromhex(sys.stdin.read())
picture = Image.frombytes("1", (576, len(rows) // 72), bytes(255 - byte for byte in rows))
composed(lambda printer: printer.image(picture))
composed(lambda printer: printer.hw("INIT"))
composed(lambda printer: printer.cut(feed=False))
composed(lambda printer: printer.print_and_feed(4))
composed(lambda printer: printer.cashdraw([27, 112, 1, 25, 250]))
"""


def test_the_commands_are_those_that_python_escpos_composes(tmp_path: Path) -> None:
    rows = b"\x81" + b"\x42" * 70 + b"\x18"
    done = subprocess.run(
        [sys.executable, "-c", LIBRARY],
        input=(rows * 3).hex(),
        env={**os.environ, "ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [bytes.fromhex(line) for line in re.findall("^composed (.*)$", done.stdout, re.MULTILINE)] == [
        encode_bitmap(Bitmap(576, 3, rows * 3)),
        commands.INIT,
        commands.FEED_AND_CUT,
        commands.FEED_OUT,
        commands.drawer_pulse(DrawerPin.PIN_5),
    ]
