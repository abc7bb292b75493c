"""A field on a screen that has keys of its own, of which none reaches the screen as well; and its frame."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import CORNER_PX, Ink
from ui.widgets.paint import brush_of, shape, smooth_painter

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlainEdit(QLineEdit):
    """The field. Qt's own leaves Enter, Esc, Up and Down to what is behind it, once it has told of them."""

    entered = Signal()
    escaped = Signal()
    moved = Signal(int)
    focus_changed = Signal()

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

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Tell of it."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Tell of it."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


class EditFrame(QWidget):
    """The frame round an edit and what stands beside it: in the accent's ink while the edit has the focus."""

    def __init__(self, edit: PlainEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        edit.focus_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The frame only; children paint themselves."""
        focus = self._edit.hasFocus()
        edge = brush_of(self, Ink.ACCENT if focus else Ink.LINE)
        fill, box = brush_of(self, Ink.CARD), QRectF(self.rect())
        shape(smooth_painter(self), box, corner=CORNER_PX, fill=fill, edge=edge, width=2 if focus else 1)
