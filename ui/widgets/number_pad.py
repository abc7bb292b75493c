"""Number pads: digits under a thumb, for amounts (with 000), for numbers with a comma, and for a PIN."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from ui.theme import GRID_PX, Type
from ui.widgets.button import Button, Look
from ui.widgets.surface import BIG_TOUCH_MM, ems

BACKSPACE: Final = "backspace"
AMOUNT_CORNER: Final = "000"
_ROWS: Final = 4
_KEY_EMS: Final = 6
"""A key is so tall at most: a hand that types does not travel over the whole of a large screen."""
_ALL: Final = 1_000
"""Of what a column has left, the pad takes so many parts to one of air, until its keys are tallest."""


class NumberPad(QWidget):
    """Twelve keys. Emits the text of a key, or `BACKSPACE`; `corner` is what stands left of the 0."""

    key_pressed = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, corner: str = AMOUNT_CORNER, late_icons: bool = False
    ) -> None:
        super().__init__(parent)
        self._late_icons = late_icons
        self._corner = corner
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID_PX)
        keys = ("7", "8", "9", "4", "5", "6", "1", "2", "3", corner, "0", BACKSPACE)
        for number, key in enumerate(keys):
            if key:
                grid.addWidget(self._key(key), number // 3, number % 3)
        self._keep_low()

    def stand_in(self, lines: QBoxLayout, *under: QWidget) -> None:
        """Stand in a column as tall as it may be, what goes `under` it right there, and air below."""
        lines.addWidget(self, _ALL)
        for each in under:
            lines.addWidget(each)
        lines.addStretch(1)

    def changeEvent(self, event: QEvent, /) -> None:
        """Larger texts have taller keys."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_low()

    def show_icons(self) -> None:
        """Draw what is drawn from a file; with `late_icons` nothing is until this is called."""
        self._backspace.set_icon("delete")

    def say_backspace(self, words: str) -> None:
        """Name the key that has no text, for a screen reader."""
        self._backspace.setAccessibleName(words)

    def say_corner(self, sign: str) -> None:
        """What the key left of the 0 shows and types: the sign that parts a fraction in this language."""
        self._corner = sign
        self._at_corner.set_words(sign)

    def _keep_low(self) -> None:
        self.setMaximumHeight(_ROWS * ems(_KEY_EMS) + (_ROWS - 1) * GRID_PX)

    def _key(self, key: str) -> Button:
        is_back = key == BACKSPACE
        button = Button(self, look=Look.PAD, kind=Type.PAD, millimetres=BIG_TOUCH_MM)
        if is_back:
            self._backspace = button
            if not self._late_icons:
                self.show_icons()
        else:
            button.set_words(key)
        if key == self._corner:
            self._at_corner = button
            button.clicked.connect(lambda: self.key_pressed.emit(self._corner))
        else:
            button.clicked.connect(lambda: self.key_pressed.emit(key))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return button
