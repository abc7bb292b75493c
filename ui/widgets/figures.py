"""Figures with their labels: in a strip, in a column, on a bar, in a chip."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from ui.icons import icon_pixmap
from ui.presenters.shown import FigureRow
from ui.theme import GRID_PX, Ink, Type, font_for
from ui.widgets.early import LEFT
from ui.widgets.notice import INK_OF
from ui.widgets.paint import brush_of, shape, smooth_painter, words
from ui.widgets.surface import Text, column

_FEW: Final = 9
_LONGEST_AMOUNT: Final = 18
"""Signs: longer is no amount but words or codes, and a label of more may be broken too."""


class Figure(QWidget):
    """A label over an amount. Where somebody listens, a touch asks why it is what it is."""

    why_asked = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, kind: Type = Type.TITLE, right: bool = False
    ) -> None:
        super().__init__(parent)
        self.label = Text(self, kind=Type.SMALL, ink=Ink.QUIET, right=right)
        self.amount = Text(self, kind=kind, right=right)
        lines = column(self, gap=0)
        lines.addStretch(1)
        lines.addWidget(self.label)
        lines.addWidget(self.amount)
        lines.addStretch(1)

    def show_figure(self, label: str, amount: str) -> None:
        """Show both."""
        self.label.setText(label)
        self.amount.setText(amount)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch asks why."""
        if self.rect().contains(event.position().toPoint()):
            self.why_asked.emit()


class FigureColumn(QWidget):
    """Labels on the left, their figures on the right, one under the other.

    An amount stays in one line; a few words and several codes go on in the next.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 2 * GRID_PX) -> None:
        super().__init__(parent)
        self._gap = gap
        self._shown = 0
        self._kinds = (Type.BODY, Type.STRONG)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[tuple[Text, Text]] = []

    def set_large(self, *, is_large: bool) -> None:
        """Be written in large letters, or in those of a text."""
        self._kinds = (Type.LARGE, Type.LARGE_STRONG) if is_large else (Type.BODY, Type.STRONG)
        for cells in self._cells:
            for text, kind in zip(cells, self._kinds, strict=True):
                text.set_kind(kind)

    def set_gap(self, gap: int) -> None:
        """Stand so far apart, but for many rows."""
        self._gap = gap
        self._grid.setVerticalSpacing(gap if self._shown <= _FEW else GRID_PX // 4)

    def show_rows(self, rows: tuple[FigureRow, ...]) -> None:
        """Show these rows, and no others; many of them stand closer together."""
        self._shown = len(rows)
        self.set_gap(self._gap)
        while len(self._cells) < len(rows):
            self._add_row()
        keeps_labels = any(_is_long(row.figure) for row in rows)
        for number, (label, figure) in enumerate(self._cells):
            shown = number < len(rows)
            label.setVisible(shown)
            figure.setVisible(shown)
            if shown:
                label.setText(rows[number].label)
                label.setWordWrap(not keeps_labels or len(rows[number].label) > _LONGEST_AMOUNT)
                figure.setText(rows[number].figure)
                figure.setWordWrap(_is_long(rows[number].figure))
                figure.set_ink(INK_OF[rows[number].tone])

    def _add_row(self) -> None:
        of_label, of_figure = self._kinds
        label = Text(self, kind=of_label, ink=Ink.QUIET, wrap=True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        figure = Text(self, kind=of_figure, right=True)
        at = len(self._cells)
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(figure, at, 1)
        self._cells.append((label, figure))


def _is_long(figure: str) -> bool:
    return len(figure) > _LONGEST_AMOUNT and " " in figure


class ProgressBar(QWidget):
    """How far along, in thousandths. The words beside it say of what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thousandths = 0
        self.setFixedHeight(GRID_PX)

    def set_progress(self, thousandths: int) -> None:
        """Show a share of the way."""
        shown = max(0, min(1000, thousandths))
        if shown != self._thousandths:
            self._thousandths = shown
            self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """A rail and what is done of it."""
        painter = smooth_painter(self)
        half, rail = self.height() / 2, QRectF(self.rect())
        shape(painter, rail, corner=half, fill=brush_of(self, Ink.LINE))
        if self._thousandths:
            rail.setWidth(max(2 * half, rail.width() * self._thousandths / 1000))
            shape(painter, rail, corner=half, fill=brush_of(self, Ink.ACCENT))


class Chip(QWidget):
    """A short word on a ground of its own, such as a member's tier."""

    def __init__(self, parent: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__(parent)
        self._icon = icon
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show a word."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word, the icon, and the round ends."""
        metrics = self._metrics()
        icon = metrics.ascent() + GRID_PX // 2 if self._icon else 0
        return QSize(metrics.horizontalAdvance(self._text) + icon + 3 * GRID_PX, metrics.height() + GRID_PX)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Ground, icon, word."""
        painter = smooth_painter(self)
        shape(painter, QRectF(self.rect()), corner=self.height() / 2, fill=brush_of(self, Ink.ACCENT_GROUND))
        left = GRID_PX * 3 // 2
        if self._icon:
            size, colour = self._metrics().ascent(), self.palette().color(Ink.ACCENT.value)
            pixmap = icon_pixmap(self._icon, colour, size_px=size, ratio=self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, pixmap)
            left += size + GRID_PX // 2
        font, box = font_for(Type.SMALL_STRONG, QApplication.font()), self.rect().adjusted(left, 0, 0, 0)
        words(painter, self, box, self._text, ink=Ink.ACCENT, font=font, align=LEFT)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(font_for(Type.SMALL_STRONG, QApplication.font()))
