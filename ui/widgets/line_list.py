"""The lines of the basket, painted by a delegate.

Name, quantity, unit price, amount, and what came off under them.

The list never takes the focus and never shows a scroll bar: it follows the chosen line, glides under a
finger, and a thin mark at the edge says where in a long basket it stands.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from ui.icons import icon_pixmap
from ui.presenters.checkout.state import LineRow, OfferRow
from ui.theme import GRID_PX, Ink, Type, font_for
from ui.widgets.paint import place_mark
from ui.widgets.row_text import Part, broken

ROW_ROLE: Final = Qt.ItemDataRole.UserRole
SIDE_PX: Final = 2 * GRID_PX

_MOST_KEPT: Final = 500
"""What came off is kept measured for so many rows, which is more than a basket and less than a day."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Columns:
    """Where the columns end, for a width and a text size; the header uses the same."""

    def __init__(self, width: int, body: QFont) -> None:
        self.width = width
        self.body = body
        self.words = QFontMetrics(body)
        self.offer_font = font_for(Type.SMALL, body)
        self.offers = QFontMetrics(self.offer_font)
        figure = max(self.words.horizontalAdvance("99.999.999") + 2 * GRID_PX, width * 19 // 100)
        self.amount = QRect(width - SIDE_PX - figure, 0, figure, 0)
        self.price = self.amount.translated(-figure, 0)
        self.quantity = self.price.translated(-figure, 0)
        self.name = QRect(SIDE_PX, 0, self.quantity.left() - SIDE_PX + figure // 3, 0)
        self._names: dict[str, str] = {}
        self._offers: dict[OfferRow, tuple[str, int]] = {}

    def name_height(self, name: str) -> int:
        """One row of text, or two where the name is long."""
        fits = self.words.horizontalAdvance(name) <= self.name.width()
        return self.words.height() * (1 if fits else 2)

    def name_shown(self, name: str) -> str:
        """The name as far as two rows of text hold it, ending in … where there is more of it."""
        if name not in self._names:
            part = Part(name, self.body, Ink.TEXT)
            lines = broken(part, self.name.width(), most=2, least=self.body.pixelSize()).texts
            is_cut = " ".join(lines) != name
            self._names[name] = "\n".join(lines) if is_cut else name
        return self._names[name]

    def offer_shown(self, offer: OfferRow) -> tuple[str, int]:
        """What came off, as far as there is room before its amount, and the width of that room."""
        if offer not in self._offers:
            if len(self._offers) >= _MOST_KEPT:
                self._offers.clear()
            amount = self.offers.horizontalAdvance(offer.amount)
            room = self.width - 2 * SIDE_PX - amount - self.offers.ascent() - 2 * GRID_PX
            text = self.offers.elidedText(offer.text, Qt.TextElideMode.ElideRight, room)
            self._offers[offer] = text, room
        return self._offers[offer]

    def height(self, row: LineRow) -> int:
        """The name, and a line for each thing that came off."""
        return self.name_height(row.name) + 2 * GRID_PX + len(row.offers) * (self.offers.height() + 2) + 1


class LineModel(QAbstractListModel):
    """The rows as the presenter gave them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LineRow, ...] = ()

    def rowCount(self, parent: _Index = _NOWHERE, /) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """The row itself for the delegate, and its words for a screen reader."""
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            offers = " · ".join(f"{offer.text} {offer.amount}" for offer in row.offers)
            return f"{row.name} · {row.quantity} × {row.unit_price} = {row.amount} {offers}".rstrip()
        return None

    def row_of(self, line: int) -> int | None:
        """Where a line is."""
        return next((number for number, row in enumerate(self._rows) if row.line == line), None)

    def line_at(self, row: int) -> int:
        """Which line a row is."""
        return self._rows[row].line

    def show_rows(self, rows: tuple[LineRow, ...]) -> None:
        """Take over these rows with the fewest signals."""
        old, shared = self._rows, min(len(self._rows), len(rows))
        if len(rows) > shared:
            self.beginInsertRows(_NOWHERE, shared, len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif len(old) > shared:
            self.beginRemoveRows(_NOWHERE, shared, len(old) - 1)
            self._rows = rows
            self.endRemoveRows()
        self._rows = rows
        for number in range(shared):
            if old[number] is not rows[number] and old[number] != rows[number]:
                self.dataChanged.emit(self.index(number), self.index(number))


class LineDelegate(QStyledItemDelegate):
    """Paints one line; a long name takes two rows of text."""

    def __init__(self, lines: "LineList") -> None:
        super().__init__(lines)
        self._list = lines

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index, /) -> QSize:
        """As the list measured it."""
        return QSize(0, self._list.height_at(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        """Ground, figures, offers, hairline."""
        row: LineRow = index.data(ROW_ROLE)
        box: QRect = option.rect
        palette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, palette.color(Ink.ACCENT_GROUND.value))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), palette.color(Ink.LINE.value))
        columns = self._list.columns
        top, height = box.top() + GRID_PX, columns.words.height()
        tall = columns.name_height(row.name)
        painter.setFont(columns.body)
        painter.setPen(palette.color(Ink.TEXT.value))
        name = columns.name_shown(row.name)
        painter.drawText(QRect(columns.name.left(), top, columns.name.width(), tall), _WRAPPED, name)
        for column, text in (
            (columns.quantity, row.quantity), (columns.price, row.unit_price), (columns.amount, row.amount),
        ):  # fmt: skip
            painter.drawText(QRect(box.left() + column.left(), top, column.width(), height), _RIGHT, text)
        if row.offers:
            self._paint_offers(painter, option, row, QPoint(box.left(), top + tall + 2))

    def _paint_offers(
        self, painter: QPainter, option: QStyleOptionViewItem, row: LineRow, corner: QPoint
    ) -> None:
        columns = self._list.columns
        metrics, size = columns.offers, columns.offers.ascent()
        colour = option.palette.color(Ink.GOOD.value)
        painter.setFont(columns.offer_font)
        painter.setPen(colour)
        box: QRect = option.rect
        ratio = painter.device().devicePixelRatioF()
        arrow = icon_pixmap("corner-down-right", colour, size_px=size, ratio=ratio)
        for offer in row.offers:
            left = corner.x() + SIDE_PX
            painter.drawPixmap(left, corner.y() + (metrics.height() - size) // 2, arrow)
            text, room = columns.offer_shown(offer)
            line = QRect(left + size + GRID_PX // 2, corner.y(), room, metrics.height())
            painter.drawText(line, _LEFT, text)
            line.setRight(box.right() - SIDE_PX)
            painter.drawText(line, _RIGHT, offer.amount)
            corner += QPoint(0, metrics.height() + 2)


class LineList(QListView):
    """The list. A touch chooses a line and tells which."""

    line_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LineRow, ...] = ()
        self._heights: list[int] = []
        self._columns = Columns(0, QApplication.font())
        self._lines = LineModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(LineDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(self._touched)

    @property
    def columns(self) -> Columns:
        """Where the columns stand now."""
        body, width = QApplication.font(), self.viewport().width()
        if self._columns.width != width or self._columns.body.pixelSize() != body.pixelSize():
            self._columns = Columns(width, body)
            self._heights = [self._columns.height(row) for row in self._rows]
        return self._columns

    def height_at(self, row: int) -> int:
        """How tall a row is; nothing for one that is just going, which Qt still asks about."""
        return self._heights[row] if row < len(self._heights) else 0

    def show_rows(self, rows: tuple[LineRow, ...], chosen: int | None) -> None:
        """Show the lines, the chosen one in sight."""
        if rows is not self._rows:
            self._take(rows)
        row = None if chosen is None else self._lines.row_of(chosen)
        if row is None:
            self.setCurrentIndex(_NOWHERE)
            return
        index = self._lines.index(row)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self.scrollTo(index)

    def _take(self, rows: tuple[LineRow, ...]) -> None:
        """Measure what is new, and let the model tell what changed."""
        columns, old, heights = self.columns, self._rows, self._heights
        self._heights = [
            heights[number] if number < len(old) and old[number] is row else columns.height(row)
            for number, row in enumerate(rows)
        ]
        self._rows = rows
        self._lines.show_rows(rows)
        if self._heights[: len(heights)] != heights[: len(rows)]:
            self.scheduleDelayedItemsLayout()

    def _touched(self, index: QModelIndex) -> None:
        self.line_chosen.emit(self._lines.line_at(index.row()))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Names may wrap otherwise in another width."""
        super().resizeEvent(event)
        _ = self.columns
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The lines, and the mark that says where in them this is."""
        super().paintEvent(event)
        place_mark(self)


def column_titles(painter: QPainter, box: QRect, titles: Sequence[str]) -> None:
    """Write the four titles over the columns."""
    font = font_for(Type.CAPTION, QApplication.font())
    painter.setFont(font)
    columns = Columns(box.width(), QApplication.font())
    places = (
        (columns.name, _LEFT),
        (columns.quantity, _RIGHT),
        (columns.price, _RIGHT),
        (columns.amount, _RIGHT),
    )
    for (column, align), title in zip(places, titles, strict=True):
        painter.drawText(
            QRect(box.left() + column.left(), box.top(), column.width(), box.height()), align, title
        )
