"""The painter of slips: QPainter on a one-bit image, no antialiasing, no dithering.

It needs a QGuiApplication to exist (the offscreen platform is enough) and no window. The typeface is read
from the shipped file and never looked up by name, so a font of that name on the machine changes nothing.
What is printed next to what is not decided here: see `terminal.receipts.layout`.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QGlyphRun, QGuiApplication, QImage, QPainter, QRawFont

from drivers.ports import Bitmap
from resources.fonts import PAPER_BOLD, PAPER_REGULAR
from terminal.receipts.page import Dash, GlyphRun, Modules, Op, Page

_LONGEST_RUN: Final = 64
_WHITE: Final = 0xFFFFFFFF
_BLACK: Final = 0xFF000000


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface at one size, bound to the thread that made it, and a run that already knows the cells."""

    font: QRawFont
    run: QGlyphRun


class QtPagePainter:
    """Implements `PagePainter`. Qt's raw fonts belong to a thread, so each thread makes its own, once."""

    def __init__(self) -> None:
        """Read the typefaces.

        Raises:
            RuntimeError: there is no QGuiApplication yet, so Qt could not open a font.
        """
        if QGuiApplication.instance() is None:
            raise RuntimeError("painting a slip needs a QGuiApplication")
        self._files: Final = {
            bold: _read(path) for bold, path in ((False, PAPER_REGULAR), (True, PAPER_BOLD))
        }
        self._of_thread: Final = threading.local()

    def paint(self, page: Page) -> Bitmap:
        """Paint a page; the same page gives the same dots."""
        image = _blank(page.width_dots, page.height_dots)
        painter = QPainter(image)
        try:
            painter.setPen(Qt.GlobalColor.black)
            for op in page.ops:
                self._paint_op(painter, op, page.width_dots)
        finally:
            painter.end()
        return _bitmap(image)

    def _paint_op(self, painter: QPainter, op: Op, width_dots: int) -> None:
        match op:
            case GlyphRun():
                face = self._face(op.px, bold=op.bold)
                face.run.setGlyphIndexes(face.font.glyphIndexesForString(op.text))
                painter.drawGlyphRun(QPointF(op.x, op.baseline_y), face.run)
            case Dash():
                for x in range(0, width_dots, op.on + op.off):
                    painter.fillRect(x, op.y, op.on, op.height, Qt.GlobalColor.black)
            case Modules():
                width, height = op.columns * op.module_width, len(op.rows) * op.module_height
                painter.drawImage(QRect(op.x, op.y, width, height), _small(op))

    def _face(self, px: int, *, bold: bool) -> _Face:
        faces: dict[tuple[int, bool], _Face] | None = getattr(self._of_thread, "faces", None)
        if faces is None:
            faces = self._of_thread.faces = {}
        face = faces.get((px, bold))
        if face is None:
            face = faces[px, bold] = _open_face(self._files[bold], px)
        return face


def _read(path: Path) -> QByteArray:
    return QByteArray(path.read_bytes())


def _open_face(file: QByteArray, px: int) -> _Face:
    font = QRawFont(file, px, QFont.HintingPreference.PreferFullHinting)
    run = QGlyphRun()
    run.setRawFont(font)
    run.setPositions([QPointF(px * 3 // 5 * cell, 0) for cell in range(_LONGEST_RUN)])
    return _Face(font, run)


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_Mono)
    image.setColorTable([_WHITE, _BLACK])
    image.fill(0)
    return image


def _small(modules: Modules) -> QImage:
    """One dot a module; drawn larger without smoothing, each becomes a clean rectangle."""
    stride = (modules.columns + 31) // 32 * 4
    padding = stride * 8 - modules.columns
    data = b"".join((row << padding).to_bytes(stride, "big") for row in modules.rows)
    image = QImage(data, modules.columns, len(modules.rows), stride, QImage.Format.Format_Mono)
    image.setColorTable([_WHITE, _BLACK])
    return image.copy()


def _bitmap(image: QImage) -> Bitmap:
    """Qt pads each row to 32 bits, a bitmap to 8."""
    width, height = image.width(), image.height()
    stride, padded = (width + 7) // 8, image.bytesPerLine()
    data = bytes(image.constBits())
    if padded != stride:
        data = b"".join(data[y * padded : y * padded + stride] for y in range(height))
    return Bitmap(width, height, data)
