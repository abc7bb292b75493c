"""The cards of the screen *Returns*: the list on the left; on the right a pad, or what the return does."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.presenters.listing import Listing, Row
from ui.presenters.returns.state import ReturnsState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.notice import INK_OF
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row

_ICONS: Final = {
    Tone.PLAIN: "receipt",
    Tone.GOOD: "rotate-ccw",
    Tone.ATTENTION: "minus",
    Tone.REFUSED: "circle-x",
}
HINTS: Final = 3


class ReturnList(Card):
    """Sales, lines or people to choose from; more of it than fits can be pushed up."""

    pressed = Signal(int)
    stepped = Signal(int)
    all_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ShortText(self, kind=Type.TITLE)
        self.earlier = Button(
            self, icon="chevron-left", key="−", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self.later = Button(self, icon="chevron-right", key="+", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.rows = RowList(self, in_one_line=True)
        self.less = Button(self, icon="minus", key="−", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.more = Button(self, icon="plus", key="+", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._quantity_label = ShortText(self, ink=Ink.QUIET, right=True)
        self._quantity = Text(self, kind=Type.POINTS)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.everything = Button(self, key="F6", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._build()
        self.rows.pressed.connect(self.pressed)
        self.less.clicked.connect(lambda: self.stepped.emit(-1))
        self.more.clicked.connect(lambda: self.stepped.emit(1))
        self.earlier.clicked.connect(lambda: self.stepped.emit(-1))
        self.later.clicked.connect(lambda: self.stepped.emit(1))
        self.everything.clicked.connect(self.all_pressed)

    def say_quantity(self, text: str) -> None:
        """Say what the quantity is."""
        self._quantity_label.setText(text)

    def show_list(self, state: ReturnsState) -> None:
        """Show the rows, and the stepper where a quantity is chosen."""
        self._title.setText(state.title)
        self.rows.show_list(_listing(state))
        for button, text in ((self.earlier, state.earlier), (self.later, state.later)):
            button.set_words(text)
            button.setVisible(bool(text))
        steps = bool(state.quantity)
        for part in (self.less, self.more, self._quantity, self._quantity_label):
            part.setVisible(steps)
        self._quantity.setText(state.quantity)
        self.everything.set_words(state.all)
        self.everything.setVisible(bool(state.all))

    def _build(self) -> None:
        lines = column(self, margin=2 * GRID_PX)
        top = row()
        top.addWidget(self._title, 1)
        top.addWidget(self.earlier)
        top.addWidget(self.later)
        lines.addLayout(top)
        lines.addWidget(self.rows, 1)
        steps = row()
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.set_compact(compact=True)
        for button in (self.less, self.more, self.everything):
            button.set_least_height(7 * GRID_PX)
        self._quantity.setMinimumWidth(9 * GRID_PX)
        steps.addWidget(self._quantity_label, 1)
        for part in (self.less, self._quantity, self.more):
            steps.addWidget(part)
        steps.addWidget(self.everything)
        lines.addLayout(steps)


def _listing(state: ReturnsState) -> Listing:
    rows = tuple(
        Row(cells=(each.title, each.figure), detail=each.detail, tone=each.tone, icon=_ICONS[each.tone])
        for each in state.rows
    )
    marked = next((place for place, each in enumerate(state.rows) if each.is_marked), None)
    return Listing(rows=rows, marked=marked, empty=state.empty)


class ReturnSide(Card):
    """A pad to type with, or what the return does: the money large, by which means, and the points."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose_word = Text(self, wrap=True)
        self._dots = Text(self, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self, corner="")
        self._about_title = Text(self, ink=Ink.QUIET, wrap=True)
        self._big = Card(self, fill=Ink.ACCENT_GROUND, edge=None)
        self._big_label = Text(self._big, ink=Ink.ACCENT)
        self._big_figure = ShortText(self._big, kind=Type.DUE, ink=Ink.ACCENT, right=True)
        self._about = FigureColumn(self, gap=GRID_PX)
        self._points = FigureColumn(self, gap=GRID_PX)
        self._hints = [Text(self, ink=Ink.QUIET, wrap=True) for _ in range(HINTS)]
        self.exchange = Button(self, icon="refresh-cw", key="F5", place=Place.BESIDE)
        self._faces = QStackedWidget(self)
        inside = column(self._big, margin=2 * GRID_PX, gap=0)
        inside.addWidget(self._big_label)
        inside.addWidget(self._big_figure)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self._faces, 1)
        self._faces.addWidget(self._pad_side())
        self._faces.addWidget(self._about_side())
        self.pad.key_pressed.connect(self.key_pressed)

    def show_side(self, state: ReturnsState) -> None:
        """Show one of the two."""
        self._faces.setCurrentIndex(0 if state.pad else 1)
        self._whose_word.setText(state.about_title)
        self._whose_word.setVisible(bool(state.about_title))
        self._dots.setText(state.dots)
        self._dots.setVisible(bool(state.dots))
        self._about_title.setText(state.about_title)
        self._big_label.setText(state.big_label)
        self._big_figure.setText(state.big)
        self._about.show_rows(state.about)
        self._points.show_rows(state.points)
        self._points.setVisible(bool(state.points))
        self.exchange.set_words(state.exchange)
        self.exchange.setVisible(bool(state.exchange))
        self.exchange.setEnabled(state.can_exchange)
        self._place_hints(state)

    def _place_hints(self, state: ReturnsState) -> None:
        for number, text in enumerate(self._hints):
            text.setText(state.hints[number] if number < len(state.hints) else "")
            text.setVisible(number < len(state.hints))
            text.set_ink(INK_OF[Tone.PLAIN])

    def _pad_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=GRID_PX)
        lines.addWidget(self._whose_word)
        lines.addWidget(self._dots)
        self.pad.stand_in(lines)
        return side

    def _about_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=GRID_PX)
        for widget in (self._about_title, self._big, self._about, self._points, *self._hints):
            lines.addWidget(widget)
        lines.addStretch(1)
        lines.addWidget(self.exchange)
        return side
