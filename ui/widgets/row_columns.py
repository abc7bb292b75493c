"""Where the columns of a list of rows stand, for its width, its texts and the text size. Only measuring.

A column of figures is as wide as the longest of them, so none is ever cut; titles take what is left.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.presenters.listing import Listing
from ui.theme import GRID_PX, Type, font_for

ICON_PX: Final = 20
SIDE_PX: Final = 2 * GRID_PX
GAP_PX: Final = 3 * GRID_PX
_TITLE_LEAST_SHARE: Final = 3
"""Of the width between the edges, a third is the titles' whatever the other columns ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowColumns:
    """The boxes of one row, from its left edge; tops and heights are the row's own."""

    width_px: int
    body: QFont
    strong: QFont
    small: QFont
    caption: QFont
    title: QRect
    cells: tuple[QRect, ...]
    has_details: bool

    @classmethod
    def of(cls, listing: Listing, width: int, *, has_icons: bool = True) -> "RowColumns":
        """Measure a list; without icons its titles begin at the left edge."""
        body = QApplication.font()
        strong = font_for(Type.STRONG, body)
        left = SIDE_PX + ICON_PX + 2 * GRID_PX if has_icons else 0
        wanted = [_width(listing, place, body) for place in range(len(listing.columns))]
        inner = max(0, width - left - SIDE_PX)
        room = max(0, inner - inner // _TITLE_LEAST_SHARE - GAP_PX * len(wanted))
        widths = wanted if sum(wanted) <= room else [room * each // sum(wanted) for each in wanted]
        cells: list[QRect] = []
        right = left + inner
        for each in reversed(widths):
            cells.append(QRect(right - each, 0, each, 0))
            right -= each + (GAP_PX if each else 0)
        return cls(
            width_px=width,
            body=QFont(body),
            strong=strong,
            small=font_for(Type.SMALL, body),
            caption=font_for(Type.CAPTION, body),
            title=QRect(left, 0, max(0, right - left), 0),
            cells=tuple(reversed(cells)),
            has_details=any(row.detail for row in listing.rows),
        )

    @property
    def height_px(self) -> int:
        """What the words of a row need."""
        return QFontMetrics(self.strong).height() + (self.detail_px if self.has_details else 0)

    @property
    def detail_px(self) -> int:
        """What a detail needs of that."""
        return QFontMetrics(self.small).height()

    def is_old(self) -> bool:
        """Whether the text size has changed since."""
        return self.body.pixelSize() != QApplication.font().pixelSize()

    def cut_off(self, listing: Listing) -> list[str]:
        """The figures that have less room than they need."""
        metrics = QFontMetrics(self.strong)
        return [
            text
            for place, column in enumerate(listing.columns)
            if column.is_figure
            for text in (_longest(listing, place),)
            if metrics.horizontalAdvance(text) > self.cells[place].width()
        ]


def _width(listing: Listing, place: int, body: QFont) -> int:
    """The longest text of a column or its title; digits are tabular, so the longest text is the widest."""
    cell = QFontMetrics(font_for(Type.STRONG, body)).horizontalAdvance(_longest(listing, place))
    title = QFontMetrics(font_for(Type.CAPTION, body)).horizontalAdvance(listing.columns[place].title)
    return max(cell + 1 if cell else 0, title + 1 if title else 0)


def _longest(listing: Listing, place: int) -> str:
    texts = (row.cells[place + 1] for row in listing.rows if len(row.cells) > place + 1)
    return max(texts, key=len, default="")
