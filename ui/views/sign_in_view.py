"""Signing in: who, and the PIN. The first thing painted, so it is made of little and imports less."""

from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.presenters.sign_in_state import SignInState, Tile
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.early import STRONG_FOCUS, set_flag
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.paint import brush_of, shape, smooth_painter
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from ui.widgets.notice import Banner

MAX_TILES: Final = 12
_TILE_COLUMNS: Final = 3
_TILE_HEIGHT: Final = 13 * GRID_PX
_DOTS: Final = 6
_PAD_WIDTH: Final = 46 * GRID_PX
_PAD_PERCENT: Final = 27
_TILE_PERCENT: Final = 14
"""Of the window, where that is more."""


class SignInView(View):
    """Name tiles on the left, the PIN pad on the right."""

    operator_chosen = Signal(str)
    key_pressed = Signal(str)
    enter_pressed = Signal()
    menu_pressed = Signal()
    painted = Signal()
    """The screen was painted; the first time, it takes input from then on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.POINTS)
        self._progress = ShortText(self, ink=Ink.QUIET)
        self.tiles = TileGrid(self)
        self._prompt = Text(self, kind=Type.STRONG)
        self._dots = PinDots(self)
        self._banner: Banner | None = None
        self._pad = NumberPad(self, corner="", late_icons=True)
        self.menu = Button(self, key="F12")
        self.enter = Button(self, look=Look.PRIMARY, kind=Type.TITLE, key="Enter", millimetres=BIG_TOUCH_MM)
        self._build()
        set_flag(self, "focusPolicy", STRONG_FOCUS)
        self.tiles.chosen.connect(self.operator_chosen)
        self._pad.key_pressed.connect(self.key_pressed)
        self.enter.clicked.connect(self.enter_pressed)
        self.menu.clicked.connect(self.menu_pressed)
        self.say("sign-in.enter", self.enter.set_words)
        self.say("key.menu", self.menu.set_words)
        self.say("pad.backspace", self._pad.say_backspace)

    def show_state(self, state: SignInState) -> None:
        """Show it."""
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        self._progress.setText(state.progress)
        self.tiles.show_tiles(state.tiles)
        self._prompt.setText(state.prompt)
        self._dots.set_typed(state.typed)
        if state.notice is not None or self._banner is not None:
            self._shown_banner().show_notice(state.notice)
        self.enter.setEnabled(state.can_enter)

    def _shown_banner(self) -> "Banner":
        """The banner, made when there is first something to say."""
        if self._banner is None:
            from ui.widgets.notice import Banner

            self._banner = Banner(self, narrow=True)
            self._right.insertWidget(3, self._banner)
        return self._banner

    def show_icons(self) -> None:
        """Draw what is read from files, once the first picture is there."""
        self._pad.show_icons()
        self.menu.set_icon("menu")

    def resizeEvent(self, event: "QResizeEvent", /) -> None:
        """Names and keys grow with the window."""
        super().resizeEvent(event)
        self._card.setMinimumWidth(max(_PAD_WIDTH, self.width() * _PAD_PERCENT // 100))
        self.tiles.set_height(max(_TILE_HEIGHT, self.height() * _TILE_PERCENT // 100))

    def paintEvent(self, event: "QPaintEvent", /) -> None:
        """Tell that the screen is there."""
        super().paintEvent(event)
        self.painted.emit()

    def keyPressEvent(self, event: "QKeyEvent", /) -> None:
        """Digits are the PIN, arrows walk the names, Enter signs in."""
        keys, key, text = QtCore.Qt.Key, event.key(), event.text()
        steps = {
            keys.Key_Left: -1, keys.Key_Right: 1,
            keys.Key_Up: -_TILE_COLUMNS, keys.Key_Down: _TILE_COLUMNS,
        }  # fmt: skip
        if text.isascii() and text.isdigit():
            self.key_pressed.emit(text)
        elif key == keys.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (keys.Key_Return, keys.Key_Enter):
            self.enter.click()
        elif key in steps:
            self.tiles.step(steps[keys(key)])
        elif key == keys.Key_F12:
            self.menu_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        sides = row(self, gap=GRID_PX)
        left = column(gap=2 * GRID_PX)
        left.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        left.addStretch(2)
        left.addWidget(self._title)
        left.addWidget(self._progress)
        left.addWidget(self.tiles)
        left.addStretch(3)
        bottom = row()
        bottom.addWidget(self.menu)
        bottom.addStretch(1)
        left.addLayout(bottom)
        sides.addLayout(left, 1)
        self._card = card = Card(self)
        right = column(card, margin=2 * GRID_PX, gap=2 * GRID_PX)
        right.addStretch(1)
        for widget in (self._prompt, self._dots):
            right.addWidget(widget)
        self._right = right
        self._pad.stand_in(right, self.enter)
        sides.addWidget(card)


class TileGrid(QWidget):
    """The names, three in a row, at most `MAX_TILES`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()
        self._height_px = _TILE_HEIGHT
        self._buttons: list[Button] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID_PX)

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        """Show them, the chosen one framed."""
        self._tiles = tiles[:MAX_TILES]
        while len(self._buttons) < len(self._tiles):
            self._add(len(self._buttons))
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(self._tiles))
            if number < len(self._tiles):
                button.set_words(self._tiles[number].name, self._tiles[number].role)
                button.setChecked(self._tiles[number].chosen)

    def set_height(self, height_px: int) -> None:
        """Make each so tall."""
        self._height_px = height_px
        for button in self._buttons:
            button.set_least_height(height_px)

    def step(self, by: int) -> None:
        """Choose the one that many places on."""
        at = next((number for number, tile in enumerate(self._tiles) if tile.chosen), 0)
        if 0 <= at + by < len(self._tiles):
            self.chosen.emit(self._tiles[at + by].operator)

    def _add(self, number: int) -> None:
        button = Button(self, look=Look.CHOICE, kind=Type.TITLE, millimetres=BIG_TOUCH_MM)
        button.set_least_height(self._height_px)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(self._tiles[number].operator))
        self._grid.addWidget(button, number // _TILE_COLUMNS, number % _TILE_COLUMNS)
        self._buttons.append(button)


class PinDots(QWidget):
    """How many digits were typed, never which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_typed(self, typed: int) -> None:
        """Show that many."""
        self._typed = typed
        self.setAccessibleName("•" * typed)
        self.update()

    def sizeHint(self) -> QSize:
        """One row of dots."""
        return QSize(_DOTS * 4 * GRID_PX, 4 * GRID_PX)

    def paintEvent(self, _event: "QPaintEvent", /) -> None:
        """Rings, filled as digits come; more rings for a longer PIN."""
        painter = smooth_painter(self)
        size, gap = 2.0 * GRID_PX, 2.0 * GRID_PX
        for number in range(max(_DOTS, self._typed)):
            filled = number < self._typed
            edge = brush_of(self, Ink.ACCENT if filled else Ink.LINE)
            box = QRectF(2 + number * (size + gap), (self.height() - size) / 2, size, size)
            shape(painter, box, corner=size / 2, fill=edge if filled else None, edge=edge, width=2)
