"""A page being put together from black dots: dashed lines, the modules of codes, shapes of text.

Everything is laid down as a band of rows in one integer; bands are joined from the top to the bottom, so that
each row is turned into bytes once.
"""

from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

from drivers.ports import Bitmap
from terminal.receipts.page import Dash, Modules, Picture

Band: TypeAlias = tuple[int, int, int]
"""The first row, how many rows, and their dots: row after row, each as wide as the sheet's `stride`."""


class Sheet:
    """White paper to lay dots on; what leaves it at any side is lost.

    `stride` is the bytes of a row, enough for `width` dots.
    """

    def __init__(self, *, width: int, height: int, stride: int) -> None:
        self._width = width
        self._height = height
        self._stride = stride
        self._bits = stride * 8
        self._bands: list[Band] = []

    def lay(self, shape: int, *, x: int, y: int, rows: int, columns: int) -> None:
        """Lay a shape of so many rows on the paper; only its first `columns` columns can be black."""
        if x + columns > self._width:
            shape &= _first_columns(self._width - x, rows, self._bits)
        self._add(y, rows, shape >> x)

    def dash(self, op: Dash) -> None:
        """A dashed line across the paper."""
        self._repeat(_dashes(op.on, op.off, self._width), y=op.y, rows=op.height)

    def modules(self, op: Modules) -> None:
        """The modules of a code, each a clean rectangle."""
        right = self._width - op.x - op.columns * op.module_width
        for at, row in enumerate(op.rows):
            bits = f"{row:0{op.columns}b}".replace("1", "1" * op.module_width)
            wide = int(bits.replace("0", "0" * op.module_width), 2)
            self._repeat(wide << right, y=op.y + at * op.module_height, rows=op.module_height)

    def picture(self, op: Picture) -> None:
        """A picture, dot for dot."""
        dots = op.dots
        rows = (dots.row(y).ljust(self._stride, b"\x00")[: self._stride] for y in range(dots.height_dots))
        shape = int.from_bytes(b"".join(rows), "big")
        self.lay(shape, x=op.x, y=op.y, rows=dots.height_dots, columns=dots.width_dots)

    def bitmap(self) -> Bitmap:
        """The paper as it is now."""
        dots = b"".join(self._joined())
        stride = (self._width + 7) // 8
        if stride != self._stride:
            starts = range(0, len(dots), self._stride)
            dots = b"".join(dots[start : start + stride] for start in starts)
        return Bitmap(self._width, self._height, dots)

    def _repeat(self, row: int, *, y: int, rows: int) -> None:
        """The same row so many times; `row` is as wide as the paper."""
        padded = row << (self._bits - self._width)
        self._add(y, rows, int.from_bytes(padded.to_bytes(self._stride, "big") * rows, "big"))

    def _add(self, y: int, rows: int, black: int) -> None:
        if y < 0:
            black &= (1 << max(rows + y, 0) * self._bits) - 1
            y, rows = 0, rows + y
        if y + rows > self._height:
            black >>= (y + rows - self._height) * self._bits
            rows = self._height - y
        if rows > 0:
            self._bands.append((y, rows, black))

    def _joined(self) -> Iterator[bytes]:
        """All rows as bytes: those above the next band are done with, the others wait for it."""
        top, waiting, black = 0, 0, 0
        for y, rows, added in sorted(self._bands, key=itemgetter(0)):
            if y > top:
                done = min(waiting, y - top)
                waiting -= done
                yield (black >> waiting * self._bits).to_bytes(done * self._stride, "big")
                yield bytes((y - top - done) * self._stride)
                black &= (1 << waiting * self._bits) - 1
                top = y
            if rows > waiting:
                black <<= (rows - waiting) * self._bits
                waiting = rows
            black |= added << (waiting - rows) * self._bits if waiting > rows else added
        yield black.to_bytes(waiting * self._stride, "big")
        yield bytes((self._height - top - waiting) * self._stride)


@lru_cache(maxsize=256)
def _first_columns(columns: int, rows: int, bits: int) -> int:
    """A mask of the first columns of so many rows."""
    kept = max(columns, 0)
    row = ((1 << kept) - 1) << (bits - kept)
    return int.from_bytes(row.to_bytes(bits // 8, "big") * rows, "big")


@lru_cache(maxsize=8)
def _dashes(on: int, off: int, width: int) -> int:
    period = "1" * on + "0" * off
    return int((period * (width // len(period) + 1))[:width], 2)
