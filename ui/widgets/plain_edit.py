"""A field on a screen that has keys of its own: none of the field's keys reaches the screen as well."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlainEdit(QLineEdit):
    """The field. Qt's own leaves Enter, Esc, Up and Down to what is behind it, once it has told of them."""

    entered = Signal()
    escaped = Signal()
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Tell of those keys; all others are text."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in _STEPS:
            self.moved.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)
