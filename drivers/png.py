"""A picture of 1 bit a dot as a PNG file.

For paper that is kept or looked at. Written by hand, read by nobody here.
"""

import struct
import zlib

from drivers.ports import Bitmap

_INVERTED = bytes(255 - byte for byte in range(256))


def png_bytes(bitmap: Bitmap) -> bytes:
    """The whole file: greyscale of 1 bit, black on white, not interlaced."""
    lines = b"".join(b"\x00" + bitmap.row(y).translate(_INVERTED) for y in range(bitmap.height_dots))
    header = struct.pack(">IIBBBBB", bitmap.width_dots, bitmap.height_dots, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
