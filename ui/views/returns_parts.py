"""The cards of the screen *Returns*: the list on the left; on the right a pad, or what the return does."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from ui.icons import icon_pixmap
from ui.presenters.returns.state import ReturnRow, ReturnsState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.notice import INK_OF
from ui.widgets.number_pad import NumberPad
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row, touch_of

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
        self.earlier = Button(self, icon="arrow-left", key="−", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.later = Button(self, icon="chevron-right", key="+", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._empty = Text(self, ink=Ink.QUIET, wrap=True)
        self.rows: list[ReturnRowCard] = []
        self.less = Button(self, icon="minus", key="−", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.more = Button(self, icon="plus", key="+", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._quantity_label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._quantity = ShortText(self, kind=Type.POINTS)
        self.everything = Button(self, key="F6", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._lines = column()
        self._scroll = QScrollArea(self)
        self._build()
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
        self._empty.setText(state.empty)
        self._empty.setVisible(bool(state.empty) and not state.rows)
        for button, text in ((self.earlier, state.earlier), (self.later, state.later)):
            button.set_words(text)
            button.setVisible(bool(text))
        steps = bool(state.quantity)
        for part in (self.less, self.more, self._quantity, self._quantity_label):
            part.setVisible(steps)
        self._quantity.setText(state.quantity)
        self.everything.set_words(state.all)
        self.everything.setVisible(bool(state.all))
        while len(self.rows) < len(state.rows):
            self._add(len(self.rows))
        for number, shown in enumerate(self.rows):
            shown.setVisible(number < len(state.rows))
            if number < len(state.rows):
                shown.show_row(state.rows[number])
                if state.rows[number].is_marked:
                    self._scroll.ensureWidgetVisible(shown)

    def _add(self, number: int) -> None:
        shown = ReturnRowCard(self)
        shown.pressed.connect(lambda: self.pressed.emit(number))
        self._lines.insertWidget(number, shown)
        self.rows.append(shown)

    def _build(self) -> None:
        inside = QWidget()
        inside.setLayout(self._lines)
        self._lines.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        lines = column(self, margin=2 * GRID_PX)
        top = row()
        top.addWidget(self._title, 1)
        top.addWidget(self.earlier)
        top.addWidget(self.later)
        lines.addLayout(top)
        lines.addWidget(self._empty)
        lines.addWidget(self._scroll, 1)
        steps = row()
        words = column(gap=0)
        words.addWidget(self._quantity_label)
        words.addWidget(self._quantity)
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.set_compact(compact=True)
        for button in (self.less, self.more, self.everything):
            button.set_least_height(7 * GRID_PX)
        steps.addWidget(self.less)
        steps.addLayout(words, 1)
        steps.addWidget(self.more)
        steps.addWidget(self.everything)
        lines.addLayout(steps)


class ReturnRowCard(Card):
    """One row; its icon says how it stands, so that colour does not speak alone."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ""
        self._title = ShortText(self, kind=Type.STRONG)
        self._detail = ShortText(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._figure = Text(self, kind=Type.STRONG, right=True)
        line = row(self, gap=2 * GRID_PX)
        line.setContentsMargins(6 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        words = column(gap=0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        line.addLayout(words, 1)
        line.addWidget(self._figure)
        self.setMinimumHeight(max(7 * GRID_PX, touch_of(self, BIG_TOUCH_MM)))

    def show_row(self, shown: ReturnRow) -> None:
        """Show it; the marked one is framed."""
        self._icon = _ICONS[shown.tone]
        self._title.setText(shown.title)
        self._detail.setText(shown.detail)
        self._detail.setVisible(bool(shown.detail))
        self._figure.setText(shown.figure)
        self.setAccessibleName(" · ".join(part for part in (shown.title, shown.detail, shown.figure) if part))
        self.set_inks(
            fill=Ink.ACCENT_GROUND if shown.is_marked else Ink.CARD,
            edge=Ink.ACCENT if shown.is_marked else Ink.LINE,
        )
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The ground, and how the row stands."""
        super().paintEvent(event)
        size = 20
        colour = self.palette().color(Ink.QUIET.value)
        pixmap = icon_pixmap(self._icon, colour, size_px=size, ratio=self.devicePixelRatioF())
        QPainter(self).drawPixmap(2 * GRID_PX, (self.height() - size) // 2, pixmap)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch chooses."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class ReturnSide(Card):
    """A pad to type with, or what the return does: the money large, by which means, and the points."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots = Text(self, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self, corner="")
        self._about_title = Text(self, ink=Ink.QUIET, wrap=True)
        self._big = Card(self, fill=Ink.ACCENT_GROUND, edge=None)
        self._big_label = Text(self._big, ink=Ink.ACCENT)
        self._big_figure = ShortText(self._big, kind=Type.DUE, ink=Ink.ACCENT, right=True)
        self._about = FigureColumn(self, gap=GRID_PX)
        self._points = FigureColumn(self, gap=GRID_PX)
        self._hints = [Text(self, ink=Ink.QUIET, wrap=True) for _ in range(HINTS)]
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
        self._dots.setText(state.dots)
        self._dots.setVisible(bool(state.dots))
        self._about_title.setText(state.about_title)
        self._big_label.setText(state.big_label)
        self._big_figure.setText(state.big)
        self._about.show_rows(state.about)
        self._points.show_rows(state.points)
        self._points.setVisible(bool(state.points))
        for number, text in enumerate(self._hints):
            text.setText(state.hints[number] if number < len(state.hints) else "")
            text.setVisible(number < len(state.hints))
            text.set_ink(INK_OF[Tone.PLAIN])

    def _pad_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=GRID_PX)
        lines.addWidget(self._dots)
        lines.addWidget(self.pad, 1)
        return side

    def _about_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=2 * GRID_PX)
        for widget in (self._about_title, self._big, self._about, self._points, *self._hints):
            lines.addWidget(widget)
        lines.addStretch(1)
        return side
