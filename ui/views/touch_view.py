"""A screen on which something is typed: keys for a finger come up below the rest where they are wanted."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.views.view import View
from ui.widgets.button import Button
from ui.widgets.keyboard import KEYS_WITHOUT_LETTERS, ScreenKeyboard
from ui.widgets.surface import BIG_TOUCH_MM

_SHARE: Final = 0.45
"""Of the height that the keys take."""


class TouchView(View):
    """Such a screen; where the button stands that brings the keys up is its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keyboard: ScreenKeyboard | None = None
        self.keys = Button(self, icon="keyboard", millimetres=BIG_TOUCH_MM)
        """Brings the keys for a finger up where there is no box: a screen with a form puts it above that."""
        self._brings_keys(self.keys)
        self.keys.hide()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The keys for a finger keep their share."""
        super().resizeEvent(event)
        self._place_keyboard()

    def toggle_keyboard(self) -> None:
        """Show the keys for a finger, or put them away."""
        if self.keyboard is None:
            self.keyboard = ScreenKeyboard(self)
            self.keyboard.closed.connect(self.toggle_keyboard)
            self.say_now("pad.space", self.keyboard.say_space)
            for name in KEYS_WITHOUT_LETTERS:
                self.say_now(f"pad.{name}", partial(self.keyboard.name_key, name))
            self.keyboard.hide()
        self.keyboard.setVisible(not self.keyboard.isVisible())
        self._place_keyboard()

    def _brings_keys(self, button: Button) -> None:
        """Let a button bring them up and put them away; a touch of it takes the cursor from no field."""
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.toggle_keyboard)
        self.say("checkout.touch-keys", button.setAccessibleName)

    def _show_keys(self, *, in_box: bool, in_form: bool) -> None:
        """Offer the keys for a finger where something is typed, and put them away where nothing is."""
        self.keys.setVisible(in_form)
        if not (in_box or in_form) and self.keyboard is not None and self.keyboard.isVisible():
            self.toggle_keyboard()

    def _place_keyboard(self) -> None:
        """Below all the rest, which gives it room: what is typed into is never under it."""
        layout = self.layout()
        if self.keyboard is None or layout is None:
            return
        tall = round(self.height() * _SHARE) if self.keyboard.isVisible() else 0
        layout.setContentsMargins(0, 0, 0, tall)
        self.keyboard.setGeometry(0, self.height() - tall, self.width(), tall)
        self.keyboard.raise_()
