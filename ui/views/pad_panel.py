"""The right side of the checkout as keys for a finger.

Digits for whatever the box asks for, letters on request.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import GRID_PX, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.surface import BIG_TOUCH_MM, Text, column, row


class PadPanel(View):
    """A number pad that types into the box; `wanted` is whether the person opened it."""

    key_pressed = Signal(Qt.Key, str)
    toggled = Signal()
    letters_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = False
        self._prompt = Text(self, kind=Type.STRONG, wrap=True)
        self._pad = NumberPad(self, corner=",")
        self._letters = Button(self, icon="keyboard", millimetres=BIG_TOUCH_MM)
        self._enter = Button(self, look=Look.PRIMARY, kind=Type.STRONG, key="Enter", millimetres=BIG_TOUCH_MM)
        lines = column(self, gap=GRID_PX)
        lines.addWidget(self._prompt)
        last = QWidget(self)
        keys = row(last)
        keys.addWidget(self._letters, 1)
        self._enter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keys.addWidget(self._enter, 2)
        self._pad.stand_in(lines, last)
        self._pad.key_pressed.connect(self._pressed)
        self._enter.clicked.connect(lambda: self.key_pressed.emit(Qt.Key.Key_Return, ""))
        self._letters.clicked.connect(self.letters_pressed)
        self.say("pad.letters", self._letters.set_words)
        self.say("pad.enter", self._enter.set_words)
        self.say("pad.backspace", self._pad.say_backspace)
        self.say("pad.fraction", self._pad.say_corner)

    def show_prompt(self, prompt: str) -> None:
        """Say what is being typed."""
        self._prompt.setText(prompt)

    def toggle(self) -> None:
        """Open by hand, or close."""
        self.wanted = not self.wanted
        self.toggled.emit()

    def _pressed(self, key: str) -> None:
        if key == BACKSPACE:
            self.key_pressed.emit(Qt.Key.Key_Backspace, "")
        else:
            self.key_pressed.emit(Qt.Key(ord(key)), key)
