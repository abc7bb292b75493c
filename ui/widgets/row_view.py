"""The rows of a list, painted: the model of them, the one who paints a row, and the view that Qt scrolls.

`ui.widgets.row_list` is the widget that screens use.
"""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)  # fmt: skip
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from ui.icons import icon_pixmap
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.shown import Tone
from ui.theme import CORNER_PX, GRID_PX, Ink, fitted_or_whole, least_px
from ui.widgets.early import LEFT, RIGHT, elided
from ui.widgets.notice import INK_OF
from ui.widgets.paint import place_mark, shape
from ui.widgets.row_columns import ICON_PX, SIDE_PX, RowColumns
from ui.widgets.surface import BIG_TOUCH_MM, touch_of

_ICONS: Final = {
    Tone.PLAIN: "minus",
    Tone.GOOD: "check",
    Tone.ATTENTION: "triangle-alert",
    Tone.REFUSED: "circle-x",
}
_ROW: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
BETWEEN_PX: Final = 4 * GRID_PX
"""Between facts that stand in two columns."""
_NO_ROW: Final = Row(cells=("", ""))
TO_THE_END: Final = 1_000_000
"""More rows than any list has: a step that ends at the first or the last."""


class RowModel(QAbstractListModel):
    """The rows as the presenter gave them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def rowCount(self, parent: _Index = _NOWHERE, /) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """The row itself for whoever paints it, its words for a screen reader and for the tool tip."""
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            title, *cells = row.cells
            return " · ".join(part for part in (title, row.detail, *cells) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.cells[0], row.detail) if part)
        return None

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Take over these rows."""
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def in_two(rows: tuple[Row, ...], fit: int) -> tuple[Row, ...]:
    """Facts under titles, for two columns of `fit` rows: no title's facts are in both; empty where some must.

    What has room on the left in the order of the titles stands there, the rest on the right.
    """
    starts = [number for number, row in enumerate(rows) if row.is_heading or not number]
    left: list[Row] = []
    right: list[Row] = []
    for start, end in zip(starts, (*starts[1:], len(rows)), strict=True):
        (left if len(left) + end - start <= fit else right).extend(rows[start:end])
    if len(right) > fit:
        return ()
    return (*left, *[_NO_ROW] * (fit - len(left)), *right)


class RowView(QListView):
    """What scrolls. It tells of steps and of Enter; which row is marked is the presenter's to say."""

    moved = Signal(int)
    entered_row = Signal()

    def __init__(
        self,
        parent: QWidget,
        *,
        takes_focus: bool,
        is_dense: bool = False,
        in_one_line: bool = False,
        alike: bool = False,
    ) -> None:
        super().__init__(parent)
        self._alike = alike
        self._listing = Listing()
        self._has_titles = False
        self._most_lines = 1 if in_one_line else 2
        self._rows_at_press: tuple[Row, ...] = ()
        self.columns = self._columns_there = RowColumns.of(self._listing, 0)
        self._columns_of: tuple[object, ...] = ()
        self._rows = RowModel(self)
        self.is_dense = is_dense
        self._touch_px = 0 if is_dense else touch_of(self, BIG_TOUCH_MM)
        self.setModel(self._rows)
        self.setItemDelegate(_RowPainter(self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if takes_focus else Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def row_height(self) -> int:
        """How tall each row is, the gap under it included."""
        if self.is_dense:
            return self.columns.height_px + self.gap_px()
        least = (7 if self.columns.lower_px else 6) * GRID_PX
        return max(least, self._touch_px, self.columns.height_px + GRID_PX) + self.gap_px()

    def gap_px(self) -> int:
        """Under a row; titles set facts apart, so those under them stand closer together."""
        return GRID_PX // 2 if self._has_titles else GRID_PX

    def show_list(self, listing: Listing) -> None:
        """Show it, the marked row in sight."""
        is_other = (listing.rows, listing.columns) != (self._listing.rows, self._listing.columns)
        self._listing = listing
        if is_other:
            self._has_titles = self.is_dense and any(row.is_heading for row in listing.rows)
            self._measure()
        marked = listing.marked
        index = _NOWHERE if marked is None else self._rows.index(marked)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns beside the titles."""
        return self._listing.columns

    def is_marked(self, row: int) -> bool:
        """Whether the presenter marked it; what Qt itself selects under a finger counts for nothing."""
        return row == self._listing.marked

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Pressed; what stood here is remembered for a second press that follows at once."""
        self._rows_at_press = self._listing.rows
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """A second press at once does nothing where the first one changed what stood here."""
        if self._rows_at_press == self._listing.rows:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Steps and Enter; every other key goes on to the screen."""
        step = self._step_of(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The columns move with the width.

        A list that had no place until now begins at its top; where its place becomes less, as keys for a
        finger come up, the marked row stays in sight.
        """
        super().resizeEvent(event)
        self._measure()
        if not self.currentIndex().isValid():
            return
        if event.oldSize().height() < self.row_height():
            self.verticalScrollBar().setValue(0)
            self.scrollTo(self.currentIndex())
        elif event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The rows, and the mark that says where in them this is."""
        if self.columns.is_old():
            self._measure()
        super().paintEvent(event)
        place_mark(self)

    def _step_of(self, key: Qt.Key) -> int:
        page = max(1, self.viewport().height() // self.row_height() - 1)
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -TO_THE_END, Qt.Key.Key_End: TO_THE_END,
        }  # fmt: skip
        return steps.get(key, 0)

    def _measure(self) -> None:
        height = self.row_height()
        is_long = len(self._listing.rows) * height > self.viewport().height()
        beside_mark = 2 * GRID_PX if self.is_dense else GRID_PX
        width = self.viewport().width() - (beside_mark if is_long else 0)
        half = self._half() if self.is_dense and is_long else None
        is_halved = half is not None
        self.columns = half or self._columns_in(width)
        if self.row_height() != height or is_halved != self.isWrapping():
            self.setWrapping(is_halved)
            self.scheduleDelayedItemsLayout()
        self._rows.show_rows(self._arranged())
        self.viewport().update()

    def _arranged(self) -> tuple[Row, ...]:
        """The rows in their order; in two columns, each section whole in one of them where that can be."""
        rows = self._listing.rows
        if not self.isWrapping() or not self._has_titles:
            return rows
        fit = self.viewport().height() // self.row_height()
        return in_two(rows, fit) or rows

    def _columns_in(self, width: int) -> RowColumns:
        """Measured once: while a screen is laid out, its lists get their places bit by bit."""
        of = (self._listing.rows, self._listing.columns, width, QApplication.font().key())
        if of != self._columns_of:
            self._columns_of, self._columns_there = of, self._measured_in(width)
        return self._columns_there

    def _measured_in(self, width: int) -> RowColumns:
        columns = RowColumns.of(self._listing, width, is_dense=self.is_dense, most_lines=self._most_lines)
        return columns.alike(self._listing.rows) if self._alike else columns

    def _half(self) -> RowColumns | None:
        """Two columns, where all facts are seen at once in them, and read well there."""
        half = self._measured_in((self.viewport().width() - BETWEEN_PX) // 2)
        fit = self.viewport().height() // (half.height_px + self.gap_px())
        has_room = len(self._listing.rows) <= 2 * fit and half.reads_well(self._listing)
        return half if has_room else None


class _RowPainter(QStyledItemDelegate):
    """Paints one row as a card; its icon says how it stands, so that colour does not speak alone."""

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index, /) -> QSize:
        """All are of one size; the width counts where they stand in two columns."""
        width = self._view.columns.width_px + BETWEEN_PX if self._view.isWrapping() else 0
        return QSize(width, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        """Ground, icon, title, detail, columns."""
        row: Row = index.data(_ROW)
        whole: QRect = option.rect
        box = QRect(
            whole.left(), whole.top(), self._view.columns.width_px, whole.height() - self._view.gap_px()
        )
        is_marked = self._view.is_marked(index.row())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._view.is_dense:
            self._paint_card(painter, box, row, is_marked=is_marked)
        if row.is_heading and whole.top() > 0:
            painter.fillRect(
                QRect(box.left(), box.top(), box.width(), 1), self._view.palette().brush(Ink.LINE.value)
            )
        self._paint_title(painter, box, row)
        if self._view.columns.is_stacked:
            return
        ink = INK_OF[row.tone] if self._view.is_dense else Ink.TEXT
        shown, cells = self._view.shown_columns, self._view.columns.cells
        for cell, column, text in zip(cells, shown, row.cells[1:], strict=False):
            align = RIGHT if column.is_figure else LEFT
            place = QRect(box.left() + cell.left(), box.top(), cell.width(), box.height())
            self._write(painter, place, text, font=self._view.columns.strong, ink=ink, align=align)

    def _paint_card(self, painter: QPainter, box: QRect, row: Row, *, is_marked: bool) -> None:
        palette = self._view.palette()
        shape(
            painter,
            QRectF(box),
            corner=CORNER_PX,
            fill=palette.brush((Ink.ACCENT_GROUND if is_marked else Ink.CARD).value),
            edge=palette.brush((Ink.ACCENT if is_marked else Ink.LINE).value),
            width=2 if is_marked and self._view.hasFocus() else 1,
        )
        self._paint_icon(painter, box, row)

    def _paint_icon(self, painter: QPainter, box: QRect, row: Row) -> None:
        ink = Ink.REFUSED if row.icon and row.tone is Tone.REFUSED else Ink.QUIET
        colour = self._view.palette().color(ink.value)
        ratio = self._view.devicePixelRatioF()
        pixmap = icon_pixmap(row.icon or _ICONS[row.tone], colour, size_px=ICON_PX, ratio=ratio)
        painter.drawPixmap(box.left() + SIDE_PX, box.top() + (box.height() - ICON_PX) // 2, pixmap)

    def _paint_title(self, painter: QPainter, box: QRect, row: Row) -> None:
        """The upper and the lower text, line by line, in the midst of the row."""
        columns = self._view.columns
        parts = [part for part in (columns.upper(row), columns.lower(row)) if part.text]
        top = box.top() + (box.height() - sum(columns.tall(part) for part in parts)) // 2
        for part in parts:
            font, texts = columns.lines(part)
            height = columns.tall(part) // len(texts)
            painter.setFont(font)
            painter.setPen(self._view.palette().color(part.ink.value))
            for text in texts:
                place = QRect(box.left() + columns.title.left(), top, columns.title.width(), height)
                painter.drawText(place, LEFT, text)
                top += height

    def _write(
        self, painter: QPainter, box: QRect, text: str, *, font: QFont, ink: Ink, align: int = LEFT
    ) -> None:
        font = fitted_or_whole(font, text, box.width(), least=least_px(self._view.columns.body))
        painter.setFont(font)
        painter.setPen(self._view.palette().color(ink.value))
        painter.drawText(box, align, elided(text, font, box.width()))
