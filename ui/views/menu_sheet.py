"""The menu: language, theme, text size, drawer, shift, lock.

A sheet over the screen, left by Esc or a touch beside it.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.presenters.menu_state import MenuState
from ui.theme import GRID_PX, Type
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.sheet import Overlay
from ui.widgets.surface import BIG_TOUCH_MM, Text, column

_ACROSS: Final = 2
"""Items beside each other: one under the other they would be lower than a finger is wide."""

_WALK: Final = {Qt.Key.Key_Down: _ACROSS, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_ACROSS, Qt.Key.Key_Left: -1}


_WIDTH: Final = 100 * GRID_PX


class MenuSheet(Overlay):
    """The open menu; an item stays where it is after it was chosen, so a setting can be tried twice."""

    item_chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Text(self.card, kind=Type.TITLE)
        self._buttons: list[Button] = []
        self._names: list[str] = []
        self._lines = column(self.card, margin=3 * GRID_PX)
        self._lines.addWidget(self._title)
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID_PX)
        self._lines.addLayout(self._grid)
        self._lines.addStretch(1)
        self.close_button = Button(self.card, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.close_button.clicked.connect(self.closed)
        self._lines.addWidget(self.close_button)

    def show_state(self, menu: MenuState | None) -> None:
        """Show the menu; None closes it."""
        if menu is None:
            self.hide()
            return
        fresh = not self.isVisible()
        self._title.setText(menu.title)
        self.close_button.set_words(menu.close)
        while len(self._buttons) < len(menu.items):
            self._add(len(self._buttons))
        self._names = [item.name for item in menu.items]
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(menu.items))
            if number < len(menu.items):
                item = menu.items[number]
                button.set_icon(item.icon)
                button.set_words(item.text, item.detail)
                button.setEnabled(item.enabled)
        self.rise()
        if fresh:
            self._buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def wide(self) -> int:
        """As wide as two items beside each other."""
        return _WIDTH

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Arrows walk, Esc and F12 leave, nothing else gets through."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F12):
            self.closed.emit()
        elif key in _WALK:
            self._walk(_WALK[key])

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch beside the card closes it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.closed.emit()

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab and the arrows stay inside the menu."""
        return self._walk(1 if forward else -1)

    def _walk(self, by: int) -> bool:
        """On by so many items; what lies beyond the last begins anew at the first."""
        ring = [
            button
            for button in (*self._buttons, self.close_button)
            if button.isVisible() and button.isEnabled()
        ]
        if not ring:  # Qt asks once more while the menu is being hidden
            return False
        at = next((number for number, button in enumerate(ring) if button.hasFocus()), -1)
        ring[(at + by) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _add(self, number: int) -> None:
        button = Button(self.card, kind=Type.LARGE, icon="menu", place=Place.FAR, millimetres=BIG_TOUCH_MM)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.item_chosen.emit(self._names[number]))
        self._grid.addWidget(button, number // _ACROSS, number % _ACROSS)
        self._buttons.append(button)
