"""What things stand on and are written with: cards, rows of space, texts with a role.

Colours and sizes are asked for by meaning (`Ink`, `Type`); see `ui.theme`.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import (
    CORNER_PX,
    GRID_PX,
    LEAST_PX,
    Ink,
    Type,
    fitted,
    fitted_or_whole,
    font_for,
    least_px,
    touch_px,
)
from ui.widgets.early import (
    LEFT,
    PLAIN_TEXT,
    RIGHT,
    WORD_WRAP,
    elided,
    elided_between,
    kept_together,
    set_flag,
)
from ui.widgets.paint import bar, brush_of, shape, smooth_painter, words

TOUCH_MM: Final = 9.0
EASY_TOUCH_MM: Final = 11.0
"""What is pressed in the middle of a sale, and what turns pages: 44 pixels on most screens."""
BIG_TOUCH_MM: Final = 12.0

_FIGURES: Final = frozenset({Type.AMOUNT, Type.DUE})
"""Nothing but digits is set in these, so the room that capitals with two accents need is cut off."""
_NEVER_CUT: Final = _FIGURES | {Type.POINTS}

SMALLEST_PERCENT: Final = 73
"""Of its size a text keeps so much: a title of 22 pixels ends at 16, the size of the text under it."""

MOST_PX: Final = 100_000
"""Room that no text fills."""

_Box = TypeVar("_Box", QHBoxLayout, QVBoxLayout)


def touch_of(widget: QWidget, millimetres: float) -> int:
    """Pixels that a touch target of this size takes on the widget's own screen."""
    return touch_px(millimetres, widget.screen().physicalDotsPerInch())


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = GRID_PX) -> QVBoxLayout:
    """A column on the grid."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    return _on_grid(layout, margin, gap)


def row(parent: QWidget | None = None, *, margin: int = 0, gap: int = GRID_PX) -> QHBoxLayout:
    """A row on the grid."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    return _on_grid(layout, margin, gap)


def _on_grid(layout: _Box, margin: int, gap: int) -> _Box:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def ems(count: int) -> int:
    """So many times the text size: a width that holds as many words in every size of text."""
    return count * QApplication.font().pixelSize()


def wide(share: float, least_ems: int, whole_px: int) -> int:
    """A width: a share of the whole; where so many times the text size is more, that, up to half of it."""
    return max(round(whole_px * share), min(whole_px // 2, ems(least_ems)))


def give_way(panel: QWidget, lesser: Sequence[QLabel]) -> bool:
    """Show those lesser texts that say something, then hide as many as the panel's height asks for.

    The first of them goes first. Whether all that stays has room is answered.
    """
    for text in lesser:
        text.setVisible(bool(text.text()))
    for text in lesser:
        if needed_height(panel) > panel.height():
            text.hide()
    return needed_height(panel) <= panel.height()


def needed_height(panel: QWidget) -> int:
    """What the panel's layout needs at its width, worked out anew from the innermost layout outwards."""
    layout = panel.layout()
    if layout is None:
        return 0
    for number in range(layout.count()):
        part = layout.itemAt(number)
        if part is None:
            continue
        part.invalidate()
        inside = part.widget()
        its_own = None if inside is None else inside.layout()
        if its_own is not None:
            its_own.invalidate()
            its_own.activate()
    layout.invalidate()
    return max(layout.totalHeightForWidth(panel.width()), layout.totalMinimumSize().height())


class Card(QWidget):
    """A rounded surface with a hairline round it."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        fill: Ink = Ink.CARD,
        edge: Ink | None = Ink.LINE,
        corner_px: int = CORNER_PX,
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self._edge = edge
        self._corner_px = corner_px

    def set_inks(self, *, fill: Ink, edge: Ink | None) -> None:
        """Change the meaning of the surface."""
        if (fill, edge) != (self._fill, self._edge):
            self._fill, self._edge = fill, edge
            self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The surface only; children paint themselves."""
        edge = None if self._edge is None else brush_of(self, self._edge)
        fill = brush_of(self, self._fill)
        shape(smooth_painter(self), QRectF(self.rect()), corner=self._corner_px, fill=fill, edge=edge)


class Text(QLabel):
    """A text with a role and an ink. Plain text always: what customers are called is never read as markup."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        kind: Type = Type.BODY,
        ink: Ink = Ink.TEXT,
        right: bool = False,
        wrap: bool = False,
        text: str = "",
    ) -> None:
        super().__init__(kept_together(text), parent)
        self._said = text
        self._kind = kind
        set_flag(self, "textFormat", PLAIN_TEXT)
        self._ink = ink
        self.setForegroundRole(ink.value)
        self._align = RIGHT if right else LEFT
        if right:
            set_flag(self, "alignment", self._align)
        self.setWordWrap(wrap)
        self._fit_font()

    def text(self) -> str:
        """What it says, as it was told to: how it is kept together in lines is nobody's business."""
        return self._said

    def setText(self, text: str, /) -> None:
        """Say this; an amount stays with its sign where a line ends."""
        if text != self._said:
            self._said = text
            super().setText(kept_together(text))

    def set_ink(self, ink: Ink) -> None:
        """Change what the text means."""
        if ink is not self._ink:
            self._ink = ink
            self.setForegroundRole(ink.value)

    def set_kind(self, kind: Type) -> None:
        """Change the role."""
        if kind is not self._kind:
            self._kind = kind
            self._fit_font()

    def changeEvent(self, event: QEvent, /) -> None:
        """Follow the application's text size."""
        if event.type() == QEvent.Type.FontChange:
            self._fit_font()
        super().changeEvent(event)

    def _fit_font(self) -> None:
        font = font_for(self._kind, QApplication.font())
        self.setFont(font)
        if self._kind in _FIGURES:
            self.setFixedHeight(font.pixelSize() * 6 // 5)


class ShortText(Text):
    """A text that gives way when room is short.

    It shrinks, then ends in …, and its whole is in the tool tip. Words stay as large as what stands under
    them; a figure shrinks further, since one that is cut is another figure.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        kind: Type = Type.BODY,
        ink: Ink = Ink.TEXT,
        right: bool = False,
    ) -> None:
        super().__init__(parent, kind=kind, ink=ink, right=right)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str, /) -> None:
        """Show the text, and the whole of it as a tool tip."""
        super().setText(text)
        if text != self.toolTip():
            self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The text as far as it goes."""
        font, shown = self.written()
        words(smooth_painter(self), self, self.rect(), shown, ink=self._ink, font=font, align=self._align)

    def written(self) -> tuple[QFont, str]:
        """In what letters, and how much of it."""
        font = fitted(self.font(), self.text(), self.width(), least=self._smallest_px())
        return font, elided(self.text(), font, self.width())

    def _smallest_px(self) -> int:
        if self._kind in _NEVER_CUT:
            return LEAST_PX
        return max(self.font().pixelSize() * SMALLEST_PERCENT // 100, least_px(QApplication.font()))


class FoldingText(ShortText):
    """A text in as many lines as it needs, or folded into one.

    There it is a little smaller where that makes room for all of it, else it ends between two words. What was
    measured is kept while text and letters stay as they are: with every scan all a member has is measured.
    """

    def setText(self, text: str, /) -> None:
        """Say this, in as many lines as before."""
        if text != self.text():
            self._forget_measures()
        super().setText(text)

    def fold(self, *, folded: bool) -> None:
        """One line, or as many as it needs."""
        if self.wordWrap() is folded:
            self.setWordWrap(not folded)

    def wanted_width(self) -> int:
        """What all of it takes in one line, in letters of their own size."""
        return QFontMetrics(self.font()).horizontalAdvance(self.text())

    def is_whole_in(self, width: int) -> bool:
        """Whether one line of this width says all of it."""
        if width not in self._whole:
            font = self._folded_font(width)
            self._whole[width] = QFontMetrics(font).horizontalAdvance(self.text()) <= width
        return self._whole[width]

    def height_in(self, width: int, *, folded: bool) -> int:
        """How tall it is in this width, in either way."""
        return self._height_of(self.text(), MOST_PX if folded else width)

    def more_in(self, width: int) -> int:
        """How much taller all of its lines are than one, in this width."""
        return self.more_of(self.text(), width)

    def more_of(self, text: str, width: int) -> int:
        """The same, if it said this."""
        return self._height_of(text, width) - self._height_of(text, MOST_PX)

    def _height_of(self, text: str, room: int) -> int:
        asked = text, room
        if asked not in self._heights:
            box = QFontMetrics(self.font()).boundingRect(0, 0, room, MOST_PX, WORD_WRAP, kept_together(text))
            self._heights[asked] = box.height()
        return self._heights[asked]

    def _fit_font(self) -> None:
        super()._fit_font()
        self._forget_measures()

    def _forget_measures(self) -> None:
        self._heights: dict[tuple[str, int], int] = {}
        self._whole: dict[int, bool] = {}

    def _folded_font(self, width: int) -> QFont:
        return fitted_or_whole(self.font(), self.text(), width, least=least_px(QApplication.font()))

    def minimumSizeHint(self) -> QSize:
        """Any width will do, and one line."""
        return QSize(0, self.height_in(0, folded=True))

    def written(self) -> tuple[QFont, str]:
        """In what letters, and how much of it, where it is folded."""
        font = self._folded_font(self.width())
        return font, elided_between(kept_together(self.text()), font, self.width())

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """As it is folded."""
        if self.wordWrap():
            QLabel.paintEvent(self, event)
        else:
            super().paintEvent(event)


class Line(QWidget):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """One pixel of the line's ink."""
        bar(QPainter(self), QRectF(self.rect()), brush_of(self, Ink.LINE))
