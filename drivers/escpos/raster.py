"""A picture becomes `GS v 0` commands: short slices, trimmed on the right, free of real-time commands.

Blank rows cut the picture into bands, mostly one for each printed line. A band is sent only as wide as its
blackest row reaches, in slices that are each a complete command. No slice holds more than 255 rows (older
printers take only one byte of the height) nor more bytes than the recovery after a broken line fills up
with NULs, so that a half-eaten slice never outlives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from drivers.escpos import commands
from drivers.ports import Bitmap

MAX_SLICE_ROWS = 255
MAX_SLICE_BYTES = 8192

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
    for rows in _runs(page):
        width_bytes = max(map(len, rows))
        if width_bytes == 0 and feed_blank_rows:
            parts.append(commands.feed_dots(len(rows)))
        else:
            band = _squared(rows, max(width_bytes, 1))
            parts.extend(_slices(_without_real_time(band, page.width_dots)))
    return b"".join(parts)


def has_real_time_command(picture: bytes) -> bool:
    """Whether a printer that listens for real-time commands everywhere would find one in these bytes."""
    return any(command in picture for command in commands.REAL_TIME)


def _runs(page: Bitmap) -> Iterator[list[bytes]]:
    """The rows from the top without their white ends, in runs that are all blank or all not."""
    stride = page.stride
    rows = [page.rows[at : at + stride].rstrip(b"\x00") for at in range(0, len(page.rows), stride)]
    for _, run in groupby(rows, key=bool):
        yield list(run)


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
