"""What the screens beside the checkout have in common: a box above, a list, a side, and a row of keys below.

Its keys while no field takes them, where the pieces stand, and how the box tells what happens in it. What is
in the list and on the side, and which keys there are between Esc and F9, is each screen's own.
"""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import GRID_PX, Type
from ui.views.touch_view import TouchView
from ui.widgets.button import Button, Look, write_alike
from ui.widgets.face import Place
from ui.widgets.heard_keys import hear_key
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE
from ui.widgets.one_box import OneBox
from ui.widgets.surface import BIG_TOUCH_MM, column, row, wide


class DeskView(TouchView):
    """Such a screen. It decides nothing.

    A screen makes its list and its side, then its keys from left to right, then calls `_build` and
    `_connect`: Tab goes in that order.
    """

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    row_pressed = Signal(int)
    key_pressed = Signal(str)
    finish_pressed = Signal()
    back_pressed = Signal()

    SIDE: ClassVar[tuple[float, int]] = (0.36, 18)
    """The share of the window that the side has, and so many times the text size where that is more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = OneBox(self)
        self.banner = Banner(self)
        self._beside: QWidget | None = None
        self._brings_keys(self.box.pad_button)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a touch of a key takes the cursor from no field

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while neither box nor form takes them."""
        key, text = event.key(), event.text()
        if text.isascii() and text.isdigit():
            self.key_pressed.emit(text)
        elif key == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share, and so do the keys for a finger."""
        super().resizeEvent(event)
        if self._beside is not None:
            self._beside.setFixedWidth(wide(*self.SIDE, self.width()))

    def _key_button(self, key: str, look: Look = Look.PLAIN) -> Button:
        return Button(self, look=look, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM)

    def _finish_button(self, kind: Type = Type.TITLE) -> Button:
        return Button(
            self, look=Look.PRIMARY, kind=kind, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )

    def _build(self, left: QWidget, side: QWidget, keys: Sequence[tuple[Button, int]]) -> None:
        """Lay it out; of the keys, each with the share of the row that it has."""
        self._beside = side
        whole = column(self)
        whole.addWidget(self.box)
        whole.addWidget(self.banner)
        middle = row()
        middle.addWidget(left, 1)
        middle.addWidget(side)
        whole.addLayout(middle, 1)
        bottom = row()
        for button, share in keys:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        *others, _finish = (button for button, _ in keys)
        write_alike(others)
        whole.addLayout(bottom)

    def _connect(self, back: Button, keys: Sequence[tuple[Button, SignalInstance, str]]) -> None:
        """Let the box tell what happens in it, and the keys what they are."""
        edit = self.box.edit
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        back.clicked.connect(self.back_pressed)
        for button, signal, key in keys:
            button.clicked.connect(signal)
            self._key(key, button)

    def _key(self, key: str, button: Button) -> None:
        hear_key(self, key, button.click)


def show_words(words: Sequence[tuple[Button, str]]) -> None:
    """Say what each key does now; one that does nothing is not there."""
    for button, text in words:
        button.set_words(text)
        button.setVisible(bool(text))
