"""Lays out a table for people: columns that line up, in any script that is written letter by letter."""

from collections.abc import Iterator, Sequence
from unicodedata import combining, normalize

GAP = "  "


def laid_out(rows: Sequence[Sequence[str]], *, indent: str) -> Iterator[str]:
    """The rows, each cell as wide as its column; the first column stands left, the figures right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        pads = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        first, *rest = [*zip(row, pads, strict=True)]
        yield (indent + first[0] + first[1] + "".join(GAP + pad + cell for cell, pad in rest)).rstrip()


def _width(cell: str) -> int:
    return sum(not combining(letter) for letter in normalize("NFC", cell))
