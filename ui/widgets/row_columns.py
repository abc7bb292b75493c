"""Where the columns of a list of rows stand, for its width, its texts and the text size. Only measuring.

A column of figures is as wide as the longest of them, so none is ever cut; titles take what is left. In a
list that is read, a few rows long, what has no room in one line goes on in a second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.presenters.listing import Listing, Row
from ui.theme import GRID_PX, LEAST_PX, Ink, Type, font_for, least_px
from ui.widgets.notice import INK_OF
from ui.widgets.row_text import Lines, Part, broken

ICON_PX: Final = 20
SIDE_PX: Final = 2 * GRID_PX
GAP_PX: Final = 3 * GRID_PX
_TITLE_LEAST_SHARE: Final = 3
"""Of the width between the edges, a third is the titles' whatever the other columns ask for."""
_FEW: Final = 24
"""Rows of a list that is read. In a longer one, one long text would make every row taller."""
_WELL_PERCENT: Final = 85
"""Of its size a text that reads well keeps so much."""
_MEASURED: Final = 40
"""Of many texts the longest are measured: the widest is one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowColumns:
    """The boxes of one row, from its left edge; tops and heights are the row's own.

    A dense list is facts: what each is of in quiet letters, the fact itself in strong ones. With `is_stacked`
    the fact stands under what it is of, since there is no room beside it.
    """

    width_px: int
    body: QFont
    strong: QFont
    small: QFont
    caption: QFont
    title: QRect
    cells: tuple[QRect, ...]
    is_dense: bool
    is_stacked: bool
    most_lines: int
    upper_px: int = 0
    lower_px: int = 0

    @classmethod
    def of(cls, listing: Listing, width: int, *, is_dense: bool = False, most_lines: int = 1) -> "RowColumns":
        """Measure a list; a dense one has no icons, so its titles begin at the left edge."""
        body = QApplication.font()
        left = 0 if is_dense else SIDE_PX + ICON_PX + 2 * GRID_PX
        inner = max(0, width - left - (0 if is_dense else SIDE_PX))
        wanted = [_width(listing, place, body) for place in range(len(listing.columns))]
        beside = _beside(wanted, left, inner)
        is_short = any(box.width() < want for box, want in zip(beside[1:], wanted, strict=True))
        is_stacked = is_dense and (is_short or _is_crowded(listing, beside[0].width(), body))
        title, *cells = (QRect(left, 0, inner, 0), *beside[1:]) if is_stacked else beside
        columns = cls(
            width_px=width,
            body=QFont(body),
            strong=font_for(Type.STRONG, body),
            small=font_for(Type.SMALL, body),
            caption=font_for(Type.CAPTION, body),
            title=title,
            cells=tuple(cells),
            is_dense=is_dense,
            is_stacked=is_stacked,
            most_lines=most_lines if len(listing.rows) <= _FEW else 1,
        )
        return columns.with_heights(listing.rows)

    def upper(self, row: Row) -> Part:
        """What a row is called; of a fact, what it is of."""
        if not self.is_dense or not "".join(row.cells[1:]):
            return Part(row.cells[0], self.strong, Ink.TEXT)
        return Part(row.cells[0], self.small if self.is_stacked else self.body, Ink.QUIET)

    def lower(self, row: Row) -> Part:
        """What is said of it in smaller letters; where facts are stacked, the fact and what is said of it."""
        if self.is_stacked and (fact := "".join(row.cells[1:2])):
            return Part(" · ".join(filter(None, (fact, row.detail))), self.strong, INK_OF[row.tone])
        return Part(row.detail, self.small, Ink.QUIET)

    def lines(self, part: Part) -> Lines:
        """How it is written in the room that titles have."""
        least = LEAST_PX if self.is_dense else least_px(self.body)
        return broken(part, self.title.width(), most=self.most_lines, least=least)

    def alike(self, rows: tuple[Row, ...]) -> "RowColumns":
        """With the titles of all rows in the size that those have which are made smaller to have room."""
        written = (self.lines(self.upper(row)).font.pixelSize() for row in rows)
        strong = QFont(self.strong)
        strong.setPixelSize(min(written, default=strong.pixelSize()))
        return replace(self, strong=strong).with_heights(rows)

    @property
    def height_px(self) -> int:
        """What the words of a row need."""
        return self.upper_px + self.lower_px

    def is_old(self) -> bool:
        """Whether the text size has changed since."""
        return self.body.pixelSize() != QApplication.font().pixelSize()

    def reads_well(self, listing: Listing) -> bool:
        """Whether facts stand beside what they are of, none of it cut or much smaller than its neighbours."""
        titles = (self.upper(row) for row in listing.rows)
        room = self.title.width() * 100 // _WELL_PERCENT
        return (
            not self.is_stacked
            and not any(row.detail for row in listing.rows)
            and not self.cut_off(listing)
            and all(QFontMetrics(part.font).horizontalAdvance(part.text) <= room for part in titles)
        )

    def cut_off(self, listing: Listing) -> list[str]:
        """The figures that have less room than they need."""
        metrics = QFontMetrics(self.strong)
        return [
            text
            for place, column in enumerate(listing.columns)
            if column.is_figure and not self.is_stacked
            for text in (_widest(listing, place, metrics),)
            if metrics.horizontalAdvance(text) > self.cells[place].width()
        ]

    def with_heights(self, rows: tuple[Row, ...]) -> "RowColumns":
        """With what the texts of these rows need."""
        upper = self._tallest(self.upper(row) for row in rows)
        lower = self._tallest(self.lower(row) for row in rows)
        return replace(self, upper_px=upper or QFontMetrics(self.strong).height(), lower_px=lower)

    def _tallest(self, parts: Iterable[Part]) -> int:
        longest = nlargest(_MEASURED, (part for part in parts if part.text), key=lambda part: len(part.text))
        return max((self.tall(part) for part in longest), default=0)

    def tall(self, part: Part) -> int:
        """The height that a part takes."""
        lines = len(self.lines(part).texts) if self.most_lines > 1 else 1
        return QFontMetrics(part.font).height() * lines if part.text else 0


def _beside(wanted: list[int], left: int, inner: int) -> list[QRect]:
    """The titles, and beside them the columns at their right end."""
    room = max(0, inner - inner // _TITLE_LEAST_SHARE - GAP_PX * len(wanted))
    widths = wanted if sum(wanted) <= room else [room * each // sum(wanted) for each in wanted]
    cells: list[QRect] = []
    right = left + inner
    for each in reversed(widths):
        cells.append(QRect(right - each, 0, each, 0))
        right -= each + (GAP_PX if each else 0)
    return [QRect(left, 0, max(0, right - left), 0), *reversed(cells)]


def _is_crowded(listing: Listing, room_px: int, body: QFont) -> bool:
    """Whether what facts are of has no room beside them."""
    smallest = QFont(body)
    smallest.setPixelSize(LEAST_PX)
    metrics = QFontMetrics(smallest)
    return any(
        metrics.horizontalAdvance(row.cells[0]) > room_px for row in listing.rows if "".join(row.cells[1:])
    )


def _width(listing: Listing, place: int, body: QFont) -> int:
    """The widest text of a column or its title."""
    metrics = QFontMetrics(font_for(Type.STRONG, body))
    cell = metrics.horizontalAdvance(_widest(listing, place, metrics))
    title = QFontMetrics(font_for(Type.CAPTION, body)).horizontalAdvance(listing.columns[place].title)
    return max(cell + 1 if cell else 0, title + 1 if title else 0)


def _widest(listing: Listing, place: int, metrics: QFontMetrics) -> str:
    texts = (row.cells[place + 1] for row in listing.rows if len(row.cells) > place + 1)
    return max(nlargest(_MEASURED, texts, key=len), key=metrics.horizontalAdvance, default="")
