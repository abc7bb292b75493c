"""The left side of the checkout: the lines under their titles, and the keys that change the chosen one.

With an empty basket it shows the sale just made instead, change in big figures, until the next one begins.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from ui.presenters.checkout.state import AfterSaleState, CheckoutState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type, font_for
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.empty import Empty
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.line_list import LineList, column_titles
from ui.widgets.notice import ToneIcon
from ui.widgets.surface import (
    BIG_TOUCH_MM,
    EASY_TOUCH_MM,
    Card,
    Line,
    ShortText,
    Text,
    column,
    needed_height,
    row,
)

_NARROW_EMS = 34
_ABOVE: Final = QBoxLayout.Direction.TopToBottom
_BESIDE: Final = QBoxLayout.Direction.LeftToRight
_AIR: Final = ((4, False), (2, False), (1, False), (2, True), (1, True), (0, True))
"""How much air is tried, and whether the label of the big figure stands beside it."""


class LinesCard(Card):
    """The card itself; which of its faces shows depends on the state alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LinesPanel(self)
        self.empty = EmptyPanel(self)
        self.after = AfterPanel(self)
        self._faces = QStackedWidget(self)
        for face in (self.lines, self.empty, self.after):
            self._faces.addWidget(face)
        inside = column(self, margin=1)
        inside.addWidget(self._faces)

    def show_state(self, state: CheckoutState) -> None:
        """Show the lines, the sale just made, or the invitation to begin."""
        if state.rows:
            self.lines.show_state(state)
            self._faces.setCurrentWidget(self.lines)
        elif state.after is not None:
            self.after.show_state(state.after)
            self._faces.setCurrentWidget(self.after)
        else:
            self._faces.setCurrentWidget(self.empty)


class LinesPanel(View):
    """Titles, list, and the bar of the chosen line."""

    line_chosen = Signal(int)
    quantity_stepped = Signal(int)
    quantity_pressed = Signal()
    remove_pressed = Signal()
    why_pressed = Signal()
    edit_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = ColumnTitles(self)
        self.list = LineList(self)
        self._bar = QWidget(self)
        self._count = Text(self._bar, kind=Type.SMALL, ink=Ink.QUIET)
        self._remove = self._key("trash-2", "Del")
        self._why = self._key("circle-help")
        self._edit = self._key("tag", "Ctrl+E")
        self._less = self._key("minus", kind=Type.LARGE)
        self._quantity = self._key("", kind=Type.LARGE_STRONG)
        self._more = self._key("plus", kind=Type.LARGE)
        self._build()
        self._remove.clicked.connect(self.remove_pressed)
        self._why.clicked.connect(self.why_pressed)
        self._edit.clicked.connect(self.edit_pressed)
        self._less.clicked.connect(lambda: self.quantity_stepped.emit(-1))
        self._more.clicked.connect(lambda: self.quantity_stepped.emit(1))
        self._quantity.clicked.connect(self.quantity_pressed)
        self.list.line_chosen.connect(self.line_chosen)
        self.say_by(self._titles)
        self.say("checkout.remove-line", self._remove.set_words)
        self.say("checkout.why-line", self._why.set_words)
        self.say("checkout.edit-line", self._edit.set_words)
        self.say("checkout.less", self._less.setAccessibleName)
        self.say("checkout.quantity", self._quantity.set_called)
        self.say("checkout.more", self._more.setAccessibleName)

    def show_state(self, state: CheckoutState) -> None:
        """Show the lines and the chosen one's quantity."""
        self.list.show_rows(state.rows, state.line)
        self._count.setText(state.count)
        chosen = state.line is not None
        self._quantity.set_words(state.line_quantity)
        for widget in (self._remove, self._why, self._less, self._quantity, self._more):
            widget.setEnabled(chosen)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """In a narrow window the bar keeps its icons and drops their words."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_EMS * QApplication.font().pixelSize()
        self._why.set_compact(compact=narrow)
        self._remove.set_compact(compact=narrow)
        self._edit.set_compact(compact=narrow)

    def _build(self) -> None:
        lines = column(self, gap=0)
        lines.addWidget(self._titles)
        lines.addWidget(Line(self))
        lines.addWidget(self.list, 1)
        lines.addWidget(Line(self))
        keys = row(self._bar, margin=GRID_PX)
        keys.setContentsMargins(2 * GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        keys.addWidget(self._count)
        keys.addStretch(1)
        for button in (self._why, self._edit, self._remove, self._less, self._quantity, self._more):
            keys.addWidget(button)
        self._quantity.setMinimumWidth(9 * GRID_PX)
        lines.addWidget(self._bar)

    def _key(self, icon: str, key: str = "", *, kind: Type = Type.SMALL) -> Button:
        return Button(self._bar, icon=icon, key=key, place=Place.BESIDE, kind=kind, millimetres=EASY_TOUCH_MM)


class ColumnTitles(View):
    """The titles over the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = ["", "", "", ""]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for number, key in enumerate(("goods", "quantity", "unit-price", "amount")):
            self.say(f"checkout.column-{key}", partial(self._set, number))

    def sizeHint(self) -> QSize:
        """A small line with room."""
        tall = QFontMetrics(font_for(Type.CAPTION, QApplication.font())).height()
        return QSize(0, tall + 3 * GRID_PX)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The four titles."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(Ink.QUIET.value))
        column_titles(painter, self.rect(), self._titles)

    def _set(self, number: int, text: str) -> None:
        self._titles[number] = text
        self.update()


class EmptyPanel(View):
    """Nothing scanned yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = Empty(self, icon="scan-barcode")
        column(self).addWidget(nothing)
        self.say("checkout.empty", nothing.say_title)
        self.say("checkout.empty-how", nothing.how.setText)


class AfterPanel(View):
    """The sale just made.

    Its change in big figures, what happened to the points, once more on paper, or taken back.
    """

    reprint_pressed = Signal()
    void_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ToneIcon(self, size_px=32)
        self._title = Text(self, kind=Type.TITLE)
        self._who = ShortText(self, kind=Type.LARGE, ink=Ink.QUIET)
        self._receipt = Text(self, ink=Ink.QUIET, right=True)
        self._change = Card(self, fill=Ink.ACCENT_GROUND, edge=None)
        self._label = Text(self._change, ink=Ink.ACCENT)
        self._figure = ShortText(self._change, kind=Type.DUE, ink=Ink.ACCENT, right=True)
        self._rows = FigureColumn(self, gap=GRID_PX)
        self._lines = column(self, margin=3 * GRID_PX, gap=2 * GRID_PX)
        self._wanted_px = 0
        self._reprint = Button(self, icon="printer", key="F10", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._void = Button(
            self, look=Look.DANGER, icon="rotate-ccw", key="F11", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._reprint.clicked.connect(self.reprint_pressed)
        self._void.clicked.connect(self.void_pressed)
        self.say("checkout.reprint", self._reprint.set_words)
        self.say("checkout.void", self._void.set_words)

    def show_state(self, after: AfterSaleState) -> None:
        """Show what was done."""
        self._icon.set_tone(Tone.ATTENTION if after.voided else Tone.GOOD)
        self._title.setText(after.title)
        self._who.setText(after.who)
        self._receipt.setText(after.receipt)
        self._label.setText(after.figure_label)
        self._figure.setText(after.figure)
        self._rows.show_rows(after.rows)
        self._void.setVisible(not after.voided)
        self._space()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """As much air as there is room for."""
        super().resizeEvent(event)
        self._space()

    def event(self, event: QEvent, /) -> bool:
        """So too where a piece asks for other room, as in a larger text."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and needed_height(self) != self._wanted_px:
            self._space()
        return done

    def _space(self) -> None:
        """Air round the pieces; less of it where they would not all have their room.

        Before there is none at all, what the big figure is stands beside it.
        """
        for units, is_beside in _AIR:
            air = units * GRID_PX // 2
            self._inside.setDirection(_BESIDE if is_beside else _ABOVE)
            self._lines.setSpacing(air)
            self._lines.setContentsMargins(3 * GRID_PX, air + GRID_PX, 3 * GRID_PX, air + GRID_PX)
            self._rows.set_gap(air // 2)
            self._wanted_px = needed_height(self)
            if self._wanted_px <= self.height():
                break

    def _build(self) -> None:
        lines = self._lines
        top = row(gap=GRID_PX)
        top.addWidget(self._icon)
        top.addWidget(self._title)
        top.addWidget(self._who, 1)
        top.addWidget(self._receipt)
        lines.addLayout(top)
        self._inside = column(self._change, margin=2 * GRID_PX, gap=0)
        self._inside.addWidget(self._label)
        self._inside.addWidget(self._figure, 1)
        lines.addWidget(self._change)
        lines.addWidget(self._rows)
        lines.addStretch(1)
        keys = row()
        keys.addWidget(self._reprint, 1)
        keys.addWidget(self._void, 1)
        lines.addLayout(keys)
