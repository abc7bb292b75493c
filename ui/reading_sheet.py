"""A sheet over the screen with a long text that is there to be read, as it stands, and nothing else.

Up and down move by a line, page up and down by a page, Home and End to either end; Esc and Enter close it.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from ui.presenters.settings.state import ReadingState
from ui.theme import GRID_PX, Type
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.reader import Reader
from ui.widgets.sheet import Overlay
from ui.widgets.surface import BIG_TOUCH_MM, Text, column, ems

_MOVES: Final = {
    Qt.Key.Key_Up: QScrollBar.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QScrollBar.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
}
_CLOSING: Final = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMS: Final = 50


class ReadingSheet(Overlay):
    """The sheet; it takes every key while it is open."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text(self.card, kind=Type.TITLE, wrap=True)
        self.reader = Reader(self.card)
        self.close_button = Button(self.card, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        lines = column(self.card, margin=3 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self.reader, 1)
        lines.addWidget(self.close_button)
        self.close_button.clicked.connect(self.closed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_reading(self, reading: ReadingState | None) -> None:
        """Show it from its beginning; None closes the sheet."""
        if reading is None:
            self.hide()
            return
        self._title.setText(reading.title)
        self.setAccessibleName(reading.title)
        self.close_button.set_words(reading.close)
        if self.reader.toPlainText() != reading.text or not self.isVisible():
            self.reader.setPlainText(reading.text)
        if not self.isVisible():
            self.rise()
            self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Nothing gets through to what lies under it."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.reader.verticalScrollBar().triggerAction(_MOVES[key])
        elif key in _CLOSING:
            self.closed.emit()

    def _place(self) -> None:
        """Nearly as tall as the window: it is there to be read."""
        self.setGeometry(self._over.window().rect())
        width, height = min(self.width() - 4 * GRID_PX, ems(_EMS)), self.height() - 8 * GRID_PX
        self.card.setGeometry((self.width() - width) // 2, 4 * GRID_PX, width, height)
