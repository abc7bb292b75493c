"""Laying a document out for a printer's own letters: lines of text, and codes left to be painted.

The same blocks as on a painted page, in columns of equal letters. Large text takes two columns a letter, and
two lines.
"""

from collections.abc import Iterator
from typing import TypeAlias

from drivers.ports import TextLine
from terminal.receipts.document import (
    Block,
    Code128,
    Columns,
    Document,
    Logo,
    QrCode,
    Rule,
    Size,
    Space,
    Text,
)
from terminal.receipts.layout import paired
from terminal.receipts.letters import printable
from terminal.receipts.wrap import wrap, wrap_evenly

Painted: TypeAlias = QrCode | Code128 | Logo
"""What no printer's letters can say."""


def lay_out_text(document: Document, columns: int) -> Iterator[TextLine | Painted]:
    """Every block as lines of at most `columns` letters, from the top to the bottom."""
    for block in document.blocks:
        yield from _lines(block, columns)


def _lines(block: Block, columns: int) -> Iterator[TextLine | Painted]:
    match block:
        case Text():
            yield from _text(block, _room(columns, block.size))
        case Columns():
            yield from _columns(block, _room(columns, block.size))
        case Rule():
            yield TextLine(text="-" * columns)
        case Space():
            yield TextLine(text="")
        case QrCode() | Code128() | Logo():
            yield block


def _room(columns: int, size: Size) -> int:
    return columns // size


def _text(block: Text, room: int) -> Iterator[TextLine]:
    breaking = wrap_evenly if block.align == "center" else wrap
    inside = room - block.indent
    for line in breaking(printable(block.text), inside):
        match block.align:
            case "left":
                placed = line
            case "center":
                placed = " " * ((inside - len(line)) // 2) + line
            case "right":
                placed = line.rjust(inside)
        yield TextLine(text=" " * block.indent + placed, bold=block.bold, large=block.size == 2)


def _columns(block: Columns, room: int) -> Iterator[TextLine]:
    inside = room - block.indent
    for left, right in paired(printable(block.left).strip(), printable(block.right).strip(), inside):
        text = " " * block.indent + left + right.rjust(inside - len(left))
        yield TextLine(text=text, bold=block.bold, large=block.size == 2)
