"""Laying a document out on paper: pure counting of cells, so it is tested without Qt and the same everywhere.

Paper is a grid: running text is 20 px in cells of 12 dots (48 columns on 80 mm, 32 on 58 mm), large text
30 px in cells of 18 (32 and 21 columns). A figure at the right edge never breaks while it fits on a line.
"""

from dataclasses import dataclass
from typing import Final

from drivers.ports import Bitmap
from terminal.receipts.barcodes import code128_modules
from terminal.receipts.document import (
    Align,
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
from terminal.receipts.letters import printable
from terminal.receipts.page import Dash, GlyphRun, Modules, Op, Page, Picture
from terminal.receipts.wrap import wrap, wrap_evenly

PAPER_80_MM: Final = 576
PAPER_58_MM: Final = 384
"""Dots of a printed line at 203 dpi. Every document fits on the narrower one."""


TALL: Final = frozenset("ẤẦẨẪẮẰẲẴẾỀỂỄỐỒỔỖ")
"""Capitals with two marks on each other: a line that holds one begins a little lower."""


@dataclass(frozen=True, slots=True)
class Face:
    """One size of text, in dots: `baseline` is measured from a line's top, `tall` is what `TALL` needs more.

    So no letter touches the deepest one (ợ, y) of the line above; the painter's tests hold that.
    """

    px: int
    cell: int
    line: int
    baseline: int
    tall: int


FACES: Final[dict[Size, Face]] = {1: Face(20, 12, 27, 22, 3), 2: Face(30, 18, 40, 33, 5)}

TOP_DOTS: Final = 4
RULE_DOTS: Final = 18
DASH: Final = (2, 6, 4)
SPACE_DOTS: Final = 13

_QR_QUIET: Final = 4
_QR_SHARE: Final = 0.4
_QR_MODULE_DOTS: Final = range(3, 9)
_BAR_QUIET: Final = 10
_BAR_HEIGHT_DOTS: Final = 64
_BAR_MODULE_DOTS: Final = 3


def lay_out(document: Document, width_dots: int, *, logo: Bitmap | None = None) -> Page:
    """Place every block of `document` on paper of that width, `PAPER_58_MM` at least.

    The page is as high as it needs to be. `logo` is no wider than the paper.
    """
    sheet = _Sheet(width_dots, logo)
    for block in document.blocks:
        _place(sheet, block)
    return Page(width_dots, sheet.y, tuple(sheet.ops))


class _Sheet:
    """A page being filled from the top: what is placed so far, and where the next line begins."""

    __slots__ = ("logo", "ops", "width", "y")

    def __init__(self, width: int, logo: Bitmap | None) -> None:
        self.width = width
        self.logo = logo
        self.y = TOP_DOTS
        self.ops: list[Op] = []

    def line(self, *runs: tuple[int, str], face: Face, bold: bool) -> None:
        """Place runs, each at its x, on one line and go on beneath it."""
        if not all(TALL.isdisjoint(text) for _, text in runs):
            self.y += face.tall
        baseline = self.y + face.baseline
        self.ops += [GlyphRun(x, baseline, text, face.px, bold) for x, text in runs if text]
        self.y += face.line

    def place_modules(self, rows: tuple[int, ...], columns: int, *, width: int, height: int) -> None:
        """Place a code's modules in the middle, each of that size, and go on beneath them."""
        x = (self.width - columns * width) // 2
        self.ops.append(Modules(x, self.y, width, height, columns, rows))
        self.y += len(rows) * height

    def place_logo(self) -> None:
        """Place the logo in the middle, if there is one, and go on beneath it."""
        if self.logo is not None:
            self.ops.append(Picture((self.width - self.logo.width_dots) // 2, self.y, self.logo))
            self.y += self.logo.height_dots + SPACE_DOTS


def _place(sheet: _Sheet, block: Block) -> None:
    match block:
        case Text():
            _place_text(sheet, block)
        case Columns():
            _place_columns(sheet, block)
        case Rule():
            height, on, off = DASH
            sheet.ops.append(Dash(sheet.y + (RULE_DOTS - height) // 2, height, on, off))
            sheet.y += RULE_DOTS
        case Space():
            sheet.y += SPACE_DOTS
        case Logo():
            sheet.place_logo()
        case QrCode():
            _place_qr(sheet, block.data)
        case Code128():
            _place_code128(sheet, block.digits)


def _place_text(sheet: _Sheet, block: Text) -> None:
    face = FACES[block.size]
    indent = block.indent * face.cell
    breaking = wrap_evenly if block.align == "center" else wrap
    for line in breaking(printable(block.text), (sheet.width - indent) // face.cell):
        x = _x_of(line, face, sheet.width, indent=indent, align=block.align)
        sheet.line((x, line), face=face, bold=block.bold)


def _x_of(line: str, face: Face, width: int, *, indent: int, align: Align) -> int:
    room = width - indent - len(line) * face.cell
    match align:
        case "left":
            return indent
        case "center":
            return indent + room // 2
        case "right":
            return indent + room


def _place_columns(sheet: _Sheet, block: Columns) -> None:
    face = FACES[block.size]
    indent = block.indent * face.cell
    columns = (sheet.width - indent) // face.cell
    for left, right in paired(printable(block.left).strip(), printable(block.right).strip(), columns):
        edge = sheet.width - len(right) * face.cell
        sheet.line((indent, left), (edge, right), face=face, bold=block.bold)


def paired(left: str, right: str, columns: int) -> list[tuple[str, str]]:
    """Lines of a left and a right part. The figure stands on the last line of the text, or beneath it.

    It stands beneath where it would leave the text less than half a line.
    """
    room = columns - len(right) - 1
    if len(left) <= room:
        return [(left, right)]
    if room * 2 < columns:
        above = [(line, "") for line in wrap(left, columns)]
        return above + [("", line) for line in wrap(right, columns)]
    *lines, last = wrap(left, room)
    return [*((line, "") for line in lines), (last, right)]


def _place_qr(sheet: _Sheet, data: str) -> None:
    from terminal.receipts.qr import qr_modules  # it brings a library that only a print worker wants

    rows = qr_modules(data)
    modules = len(rows) + 2 * _QR_QUIET
    dots = int(sheet.width * _QR_SHARE) // modules
    dots = min(max(dots, _QR_MODULE_DOTS.start), _QR_MODULE_DOTS.stop - 1)
    sheet.y += _QR_QUIET * dots
    sheet.place_modules(rows, len(rows), width=dots, height=dots)
    sheet.y += _QR_QUIET * dots


def _place_code128(sheet: _Sheet, digits: str) -> None:
    row, columns = code128_modules(digits)
    room = sheet.width // (columns + 2 * _BAR_QUIET)
    sheet.y += SPACE_DOTS
    sheet.place_modules((row,), columns, width=min(room, _BAR_MODULE_DOTS), height=_BAR_HEIGHT_DOTS)
    _place_text(sheet, Text(grouped(digits), align="center"))


def grouped(digits: str) -> str:
    """Digits in fours, as people read them out."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
