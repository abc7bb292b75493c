"""A list of rows to choose from: a title, something smaller under it, and columns of figures on the right.

Rows are painted, not built, so ten thousand open as fast as ten. It takes no focus unless it is asked to:
most screens have a box that keeps it, and walk the rows by keys of their own. It shows no scroll bar; it
follows the marked row, glides under a finger, and a thin mark at the edge says where in a long list it
stands. A dense one is facts to read, not rows to touch; where they are too many for its height and short
enough for its width, they stand in two columns. Where texts have no room, the rows of a short list go
on in a second line, but for one that changes while somebody types: its rows stay as tall as they are.
What is one of few choices is written `alike`, in the size that the longest of them has room for.
"""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.presenters.listing import Listing
from ui.theme import Ink, Type, fitted, font_for, least_px
from ui.widgets.early import LEFT, RIGHT, elided
from ui.widgets.empty import Empty
from ui.widgets.paint import smooth_painter, words
from ui.widgets.row_columns import RowColumns
from ui.widgets.row_view import RowView
from ui.widgets.surface import column


class RowList(QWidget):
    """The list, a line of titles where it has any, and a sentence where there are no rows."""

    pressed = Signal(int)
    moved = Signal(int)
    entered = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        takes_focus: bool = False,
        is_dense: bool = False,
        in_one_line: bool = False,
        alike: bool = False,
    ) -> None:
        super().__init__(parent)
        self._listing = Listing()
        self.view = RowView(
            self, takes_focus=takes_focus, is_dense=is_dense, in_one_line=in_one_line, alike=alike
        )
        self._titles = _Titles(self)
        self._empty = Empty(self, icon="search" if in_one_line else "clipboard-list")
        self._empty.hide()
        self._titles.hide()
        lines = column(self)
        lines.addWidget(self._titles)
        lines.addWidget(self._empty, 1)
        lines.addWidget(self.view, 1)
        self.view.clicked.connect(self._touched)
        self.view.moved.connect(self.moved)
        self.view.entered_row.connect(self.entered)
        if takes_focus:
            self.setFocusProxy(self.view)

    def show_list(self, listing: Listing) -> None:
        """Show these rows, the marked one in sight."""
        self._listing = listing
        is_empty = bool(listing.empty) and not listing.rows
        self._empty.how.setText(listing.empty)
        self._empty.setVisible(is_empty)
        self.view.setVisible(not is_empty)
        self.view.show_list(listing)
        has_titles = bool(listing.title) or any(each.title for each in listing.columns)
        self._titles.setVisible(has_titles and bool(listing.rows))
        self._titles.updateGeometry()
        self._titles.update()

    @property
    def listing(self) -> Listing:
        """What it shows."""
        return self._listing

    @property
    def columns(self) -> RowColumns:
        """Where the columns stand now."""
        return self.view.columns

    def point_of(self, number: int) -> QPoint:
        """The middle of a row, from the list's corner, once the row is brought into sight."""
        index = self.view.model().index(number, 0)
        self.view.scrollTo(index)
        return self.view.viewport().mapTo(self, self.view.visualRect(index).center())

    def cut_off(self) -> list[str]:
        """The figures that have no room; titles and details may end in …, and are whole in the tool tip."""
        return self.columns.cut_off(self._listing)

    def _touched(self, index: QModelIndex) -> None:
        self.pressed.emit(index.row())


class _Titles(QWidget):
    """The titles over the columns; where there are none, what the list is called, as a heading."""

    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(0, QFontMetrics(self._font()).height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Each where its column is."""
        columns, listing = self._rows.columns, self._rows.listing
        painter = smooth_painter(self)
        if self._is_heading():
            font = fitted(self._font(), listing.title, self.width(), least=least_px(QApplication.font()))
            shown = elided(listing.title, font, self.width())
            words(painter, self, self.rect(), shown, ink=Ink.TEXT, font=font, align=LEFT)
            return
        places = (columns.title, *columns.cells)
        titles = (listing.title, *(each.title for each in listing.columns))
        aligns = (LEFT, *(RIGHT if each.is_figure else LEFT for each in listing.columns))
        for place, title, align in zip(places, titles, aligns, strict=True):
            box = QRect(place.left(), 0, place.width(), self.height())
            shown = elided(title, columns.caption, place.width())
            words(painter, self, box, shown, ink=Ink.QUIET, font=columns.caption, align=align)

    def _is_heading(self) -> bool:
        return not self._rows.listing.columns

    def _font(self) -> QFont:
        return font_for(Type.TITLE if self._is_heading() else Type.CAPTION, QApplication.font())
