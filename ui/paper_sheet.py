"""A slip on the screen as it comes out of a printer: its dots on white paper, as wide as there is room."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from drivers.ports import Bitmap
from terminal.receipts.document import Document
from terminal.receipts.layout import lay_out
from terminal.receipts.page import PagePainter
from ui.raster.image import image_of
from ui.theme import GRID_PX


class PaperSheet(QWidget):
    """One slip, as wide as its surroundings let it be."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap.fromImage(image)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Keep the paper's shape."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """White paper in every theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawPixmap(self._paper_rect(), self._picture)

    def _paper_rect(self) -> QRect:
        side = 2 * GRID_PX
        return self.rect().adjusted(side, side, -side, -side)

    def _fit(self) -> None:
        inside = max(1, self.width() - 4 * GRID_PX)
        tall = self._picture.height() * inside // max(1, self._picture.width())
        self.setFixedHeight(tall + 4 * GRID_PX)


def preview(
    document: Document, painter: PagePainter, *, width_dots: int, logo: Bitmap | None = None
) -> QImage:
    """What a printer of that width would print of a document, dot for dot."""
    return image_of(painter.paint(lay_out(document, width_dots, logo=logo)))
