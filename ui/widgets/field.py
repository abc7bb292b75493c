"""A framed field to type into. It tells of Esc, and walks up and down with the arrows."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.theme import CORNER_PX, GRID_PX, Ink, Type, font_for
from ui.widgets.paint import brush_of, shape, smooth_painter


class Field(QLineEdit):
    """A field of a form: framed in the accent's ink while it has the focus, in the refusals' at fault."""

    escaped = Signal()
    focused = Signal()

    def __init__(self, parent: QWidget | None = None, *, max_length: int) -> None:
        super().__init__(parent)
        self._has_fault = False
        self.setMaxLength(max_length)
        self.setMinimumHeight(6 * GRID_PX)
        self.setTextMargins(2 * GRID_PX, 0, 2 * GRID_PX, 0)
        self.setFont(font_for(Type.LARGE, QApplication.font()))

    def set_fault(self, *, has_fault: bool) -> None:
        """Frame it as at fault, or as usual."""
        if has_fault != self._has_fault:
            self._has_fault = has_fault
            self.update()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Esc leaves; Up and Down walk; Enter is the field's own and goes no further."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The frame under Qt's own text and cursor."""
        focus = self.hasFocus()
        plain = Ink.REFUSED if self._has_fault else Ink.LINE
        edge = brush_of(self, Ink.ACCENT if focus else plain)
        painter = smooth_painter(self)
        fill, box = brush_of(self, Ink.CARD), QRectF(self.rect())
        shape(painter, box, corner=CORNER_PX, fill=fill, edge=edge, width=2 if focus else 1)
        painter.end()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent, /) -> None:
        """Follow the application's text size."""
        if event.type() == QEvent.Type.FontChange:
            self.setFont(font_for(Type.LARGE, QApplication.font()))
        super().changeEvent(event)
