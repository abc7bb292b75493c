"""The three things every piece is painted with: a rounded shape, a bar, words. In inks, never in colours.

They are put together so that none of them touches the `Qt` namespace (`ui.widgets.early` says why) or the
enumerations of `QStyle`: shapes are filled and stroked as paths with the palette's own brushes, and words are
drawn by the style, which sets its pen itself and is asked by way of a `QStylePainter`, inside Qt.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStylePainter, QWidget

from ui.theme import Ink

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea

_ENABLED = True
"""Whether the style draws words as of a widget that can be used; a grey one chooses its ink itself."""


def smooth_painter(widget: QWidget) -> QStylePainter:
    """A painter on the widget with smooth edges."""
    painter = QStylePainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def brush_of(widget: QWidget, ink: Ink) -> QBrush:
    """The brush that an ink is on this widget's palette."""
    return widget.palette().brush(ink.value)


def shape(
    painter: QPainter,
    box: QRectF,
    *,
    corner: float,
    fill: QBrush | None = None,
    edge: QBrush | None = None,
    width: float = 1.0,
) -> None:
    """A rounded rectangle, its edge inside the box."""
    inset = width / 2 if edge is not None else 0.0
    path = QPainterPath()
    path.addRoundedRect(box.adjusted(inset, inset, -inset, -inset), corner, corner)
    if fill is not None:
        painter.fillPath(path, fill)
    if edge is not None:
        painter.strokePath(path, QPen(edge, width))


def bar(painter: QPainter, box: QRectF, fill: QBrush) -> None:
    """A plain rectangle."""
    path = QPainterPath()
    path.addRect(box)
    painter.fillPath(path, fill)


def words(
    painter: QStylePainter, widget: QWidget, box: QRect, text: str, *, ink: Ink, font: QFont, align: int
) -> None:
    """A text in an ink; `align` is a sum of the numbers in `ui.widgets.early`."""
    painter.setFont(font)
    painter.drawItemText(box, align, widget.palette(), _ENABLED, text, ink.value)


def place_mark(area: "QAbstractScrollArea") -> None:
    """A thin mark at the right edge: where in something long this is. None where all of it is seen."""
    scroll = area.verticalScrollBar()
    if scroll.maximum() == 0:
        return
    room = area.viewport().height()
    whole = scroll.maximum() + room
    height = max(24, room * room // whole)
    top = (room - height) * scroll.value() // scroll.maximum()
    place = QRectF(area.viewport().width() - 4, top, 3, height)
    bar(QPainter(area.viewport()), place, brush_of(area, Ink.QUIET))
