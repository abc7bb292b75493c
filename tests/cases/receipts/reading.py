"""Reading a printed picture: its dots as text, and the codes on it as a scanner sees them."""

from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PySide6.QtGui import QImage

from drivers.ports import Bitmap

_GREY = [bytes(0 if byte >> bit & 1 else 255 for bit in range(7, -1, -1)) for byte in range(256)]


def codes(picture: Bitmap) -> set[tuple[str, str]]:
    """The format and text of every code on the paper."""
    grey = b"".join(_GREY[byte] for byte in picture.rows)
    image = memoryview(grey).cast("B", shape=(picture.height_dots, picture.stride * 8))
    return {(code.format.name, code.text) for code in zxingcpp.read_barcodes(image)}


def read_picture(path: Path) -> Bitmap:
    """A kept PNG of 1 bit a dot."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = image.width(), image.height()
    stride, padded = (width + 7) // 8, image.bytesPerLine()
    grey = bytes(image.constBits())
    rows = (grey[y * padded : y * padded + width].ljust(stride * 8, b"\xff") for y in range(height))
    return Bitmap(width, height, b"".join(map(_packed, rows)))


def _packed(grey: bytes) -> bytes:
    bits = grey.translate(bytes([49] * 128 + [48] * 128)).decode()
    return int(bits, 2).to_bytes(len(grey) // 8, "big")


def ink(picture: Bitmap) -> Iterator[tuple[int, int]]:
    """The black dots as (x, y)."""
    for y in range(picture.height_dots):
        bits = int.from_bytes(picture.row(y), "big")
        while bits:
            yield picture.stride * 8 - bits.bit_length(), y
            bits &= (1 << bits.bit_length() - 1) - 1
