"""PNG files, read by a library that is not ours."""

import io

from PIL import Image

from drivers.png import png_bytes
from drivers.ports import Bitmap
from tests.unit.drivers.pictures import receipt


def test_a_picture_is_read_back_black_on_white() -> None:
    with Image.open(io.BytesIO(png_bytes(Bitmap(10, 2, b"\x80\x40\x00\x00")))) as image:
        dots = [[image.getpixel((x, y)) for x in range(10)] for y in range(2)]
    assert dots == [[0, *[255] * 8, 0], [255] * 10]


def test_a_receipt_keeps_its_size_and_its_ink() -> None:
    page = receipt(lines=3)
    with Image.open(io.BytesIO(png_bytes(page))) as image:
        assert image.size == (page.width_dots, page.height_dots)
        assert image.mode == "1"
        assert bytes(255 - byte for byte in image.tobytes()) == page.rows
