"""A slip as a PDF that is text: it can be searched, read aloud and printed at any size.

From the same laid-out page as the paper, by Qt's own PDF writer; one page, as large as the paper would be. A
dot of the printer is the unit, so everything stands where it stands on paper.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from resources.fonts import PAPER_BOLD, PAPER_REGULAR
from terminal.receipts.page import Dash, GlyphRun, Modules, Page, Picture
from ui.raster.image import image_of

DOTS_PER_INCH: Final = 203
MARGIN_DOTS: Final = 24

_POINTS_PER_INCH: Final = 72
_MADE_BY: Final = "Loyaltill"


class PdfPagePainter:
    """Turns pages into PDF files. One thread uses it; it needs a QGuiApplication, and no window."""

    def __init__(self) -> None:
        """Raises RuntimeError where there is no QGuiApplication."""
        if QGuiApplication.instance() is None:
            raise RuntimeError("writing a PDF needs a QGuiApplication")
        self._fonts: dict[tuple[int, bool], QFont] = {}

    def pdf(self, page: Page, *, title: str) -> bytes:
        """The whole file."""
        kept = QByteArray()
        device = QBuffer(kept)
        device.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(device)
        writer.setTitle(title)
        writer.setCreator(_MADE_BY)
        writer.setResolution(DOTS_PER_INCH)
        writer.setPageSize(
            QPageSize(_size(page), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        )
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        painter = QPainter(writer)
        painter.translate(MARGIN_DOTS, MARGIN_DOTS)
        self._draw_all(painter, page)
        painter.end()
        device.close()
        return bytes(kept.data())

    def book(self, pages: Sequence[Page], *, title: str, dots_per_inch: int) -> bytes:
        """Pages as large as they say, without a margin, as one file."""
        kept = QByteArray()
        device = QBuffer(kept)
        device.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(device)
        writer.setTitle(title)
        writer.setCreator(_MADE_BY)
        writer.setResolution(dots_per_inch)
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        width, height = (
            side * _POINTS_PER_INCH / dots_per_inch for side in (pages[0].width_dots, pages[0].height_dots)
        )
        size = QSizeF(width, height)
        writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
        painter = QPainter(writer)
        for number, page in enumerate(pages):
            if number:
                writer.newPage()
            self._draw_all(painter, page)
        painter.end()
        device.close()
        return bytes(kept.data())

    def picture(self, page: Page, *, shrink: int) -> QImage:
        """The same strokes in greys, so many times smaller."""
        width, height = page.width_dots // shrink, page.height_dots // shrink
        image = QImage(width, height, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(1 / shrink, 1 / shrink)
        self._draw_all(painter, page)
        painter.end()
        return image

    def _draw_all(self, painter: QPainter, page: Page) -> None:
        for op in page.ops:
            self._draw(painter, op, page)

    def _draw(self, painter: QPainter, op: GlyphRun | Dash | Modules | Picture, page: Page) -> None:
        match op:
            case GlyphRun():
                painter.setFont(self._font(op.px, bold=op.bold))
                painter.drawText(QPointF(op.x, op.baseline_y), op.text)
            case Dash():
                for x in range(0, page.width_dots, op.on + op.off):
                    _fill(painter, x, op.y, min(op.on, page.width_dots - x), op.height)
            case Modules():
                _draw_modules(painter, op)
            case Picture():
                painter.drawImage(QPointF(op.x, op.y), image_of(op.dots))

    def _font(self, px: int, *, bold: bool) -> QFont:
        font = self._fonts.get((px, bold))
        if font is None:
            font = self._fonts[px, bold] = QFont(_families(bold=bold))
            font.setPixelSize(px)
            font.setBold(bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


@lru_cache(maxsize=2)
def _families(*, bold: bool) -> list[str]:
    """The shipped typeface, by the name under which Qt knows the file; only glyph runs can do without."""
    path = PAPER_BOLD if bold else PAPER_REGULAR
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))


def write_pdf(page: Page, title: str) -> bytes:
    """A page as a PDF, on any thread."""
    return PdfPagePainter().pdf(page, title=title)


def _size(page: Page) -> QSizeF:
    sides = page.width_dots + 2 * MARGIN_DOTS, page.height_dots + 2 * MARGIN_DOTS
    width, height = (side * _POINTS_PER_INCH / DOTS_PER_INCH for side in sides)
    return QSizeF(width, height)


def _draw_modules(painter: QPainter, op: Modules) -> None:
    """Modules beside each other in one rectangle, so that no viewer shows a seam."""
    for number, row in enumerate(op.rows):
        bits = f"{row:0{op.columns}b}"
        at = bits.find("1")
        while at >= 0:
            end = bits.find("0", at) if "0" in bits[at:] else op.columns
            x, y = op.x + at * op.module_width, op.y + number * op.module_height
            _fill(painter, x, y, (end - at) * op.module_width, op.module_height)
            at = bits.find("1", end)


def _fill(painter: QPainter, x: int, y: int, width: int, height: int) -> None:
    painter.fillRect(QRectF(x, y, width, height), QColor(Qt.GlobalColor.black))
