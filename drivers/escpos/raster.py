"""A picture becomes `GS v 0` commands: short slices, trimmed on the right, free of real-time commands.

Blank rows cut the picture into bands, mostly one for each printed line. A band is sent only as wide as its
blackest row reaches, in slices that are each a complete command. No slice holds more than 255 rows (older
printers take only one byte of the height) nor more bytes than the recovery after a broken line fills up
with NULs, so that a half-eaten slice never outlives it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from drivers.escpos import commands
from drivers.ports import Bitmap

MAX_SLICE_ROWS = 255
MAX_SLICE_BYTES = 8192

_ROWS_AT_A_LOOK = 4
_REAL_TIME = re.compile(b"|".join(map(re.escape, commands.REAL_TIME)))
_BLACK_LOOKS = re.compile(b"\x01+")
_SHIFTS_DOTS = (1, -1, 2, -2, 3, -3)


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows that are sent equally wide."""

    width_bytes: int
    data: bytes


def encode_bitmap(page: Bitmap, *, feed_blank_rows: bool = False) -> bytes:
    """The commands that print `page` from the left margin, nothing before and nothing after it.

    With `feed_blank_rows` blank bands are fed (`ESC J`) and not printed: shorter by a third, but true to
    size only on printers whose vertical unit is one dot.
    """
    parts: list[bytes] = []
    done = 0
    for start, end in [*_inked(page), (page.height_dots, page.height_dots)]:
        if start > done:
            parts.append(_blank(start - done, feed=feed_blank_rows))
        if end > start:
            band = _trimmed(page.rows[start * page.stride : end * page.stride], page.stride)
            parts += _slices(_without_real_time(band, page.width_dots))
        done = end
    return b"".join(parts)


def has_real_time_command(picture: bytes) -> bool:
    """Whether a printer that listens for real-time commands everywhere would find one in these bytes."""
    return _REAL_TIME.search(picture) is not None


def _inked(page: Bitmap) -> Iterator[tuple[int, int]]:
    """The bands with black in them, as first row and row after the last, none of these two blank.

    A few rows are looked at together, so blank rows within a band are possible: most rows of a receipt need
    no look of their own.
    """
    step = _ROWS_AT_A_LOOK * page.stride
    blank = bytes(step)
    black = bytes([page.rows[at : at + step] != blank for at in range(0, len(page.rows), step)])
    for looks in _BLACK_LOOKS.finditer(black):
        rows = looks.start() * _ROWS_AT_A_LOOK, min(looks.end() * _ROWS_AT_A_LOOK, page.height_dots)
        band = _without_blank_ends(page.rows, page.stride, *rows)
        if band[0] < band[1]:
            yield band


def _without_blank_ends(data: bytes, stride: int, start: int, end: int) -> tuple[int, int]:
    blank = bytes(stride)
    while start < end and data[start * stride : (start + 1) * stride] == blank:
        start += 1
    while start < end and data[(end - 1) * stride : end * stride] == blank:
        end -= 1
    return start, end


@lru_cache(maxsize=256)
def _blank(rows: int, *, feed: bool) -> bytes:
    """White paper: fed, or printed as rows of one white byte."""
    return commands.feed_dots(rows) if feed else b"".join(_slices(_Band(1, bytes(rows))))


def _trimmed(data: bytes, stride: int) -> _Band:
    """A band as wide as its blackest row reaches; one that reaches the last byte is whole already."""
    if data[stride - 1 :: stride].strip(b"\x00"):
        return _Band(stride, data)
    width_bytes = _reach(data, stride)
    return _Band(width_bytes, b"".join([data[at : at + width_bytes] for at in range(0, len(data), stride)]))


def _reach(data: bytes, stride: int) -> int:
    """How many bytes from the left any row of a band is black: its rows are laid on each other."""
    rows, black = len(data) // stride, int.from_bytes(data, "big")
    while rows > 1:
        rows = (rows + 1) // 2
        black |= black >> rows * stride * 8
    black &= (1 << stride * 8) - 1
    blank_bits = (black & -black).bit_length() - 1
    return stride - blank_bits // 8


def _squared(rows: list[bytes], width_bytes: int) -> _Band:
    return _Band(width_bytes, b"".join([row.ljust(width_bytes, b"\x00") for row in rows]))


def _slices(band: _Band) -> Iterator[bytes]:
    rows = min(MAX_SLICE_ROWS, max(1, MAX_SLICE_BYTES // band.width_bytes))
    step = rows * band.width_bytes
    for at in range(0, len(band.data), step):
        yield commands.raster(width_bytes=band.width_bytes, rows=band.data[at : at + step])


def _without_real_time(band: _Band, limit_dots: int) -> _Band:
    """The band itself, or a dot or two to the side if its bytes happen to read as a real-time command.

    A band with no room, or clean nowhere, loses single dots instead: that always ends.
    """
    if not has_real_time_command(band.data):
        return band
    for shift_dots in _SHIFTS_DOTS:
        shifted = _shifted(band, shift_dots, limit_dots)
        if shifted is not None and not has_real_time_command(shifted.data):
            return shifted
    data = band.data
    for command in commands.REAL_TIME:
        data = data.replace(command, b"\x00" + command[1:])
    return _Band(band.width_bytes, data)


def _shifted(band: _Band, shift_dots: int, limit_dots: int) -> _Band | None:
    """The band moved to the right, or to the left if negative; None if a black dot would be lost."""
    width_bytes = (limit_dots + 7) // 8
    bits = width_bytes * 8
    rows: list[bytes] = []
    for at in range(0, len(band.data), band.width_bytes):
        row = int.from_bytes(band.data[at : at + band.width_bytes].ljust(width_bytes, b"\x00"), "big")
        moved = row >> shift_dots if shift_dots > 0 else row << -shift_dots
        if moved.bit_length() > bits or moved.bit_count() != row.bit_count():
            return None
        if moved & ((1 << (bits - limit_dots)) - 1):
            return None
        rows.append(moved.to_bytes(width_bytes, "big").rstrip(b"\x00"))
    return _squared(rows, max(map(len, rows)))
