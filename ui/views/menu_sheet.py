"""The menu: groups on the left, the items of the one that is shown beside them, below what is always at hand.

A sheet over the screen, left by Esc or a touch beside it. Up and down walk, left and right turn to another
group.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.presenters.menu_state import MenuGroup, MenuItem, MenuState
from ui.theme import GRID_PX, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.sheet import Overlay
from ui.widgets.surface import BIG_TOUCH_MM, Text, column, ems, row, touch_of

_WALK: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TURN: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_EMS: Final = 59
_MOST: Final = 8
"""Items of a group for which room is kept, so that nothing jumps as groups are turned."""


class MenuSheet(Overlay):
    """The open menu; an item stays where it is after it was chosen, so a setting can be tried twice."""

    item_chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._menu: MenuState | None = None
        self._shown = ""
        self._title = Text(self.card, kind=Type.TITLE)
        self._groups: list[Button] = []
        self._items: list[Button] = []
        self._always: list[Button] = []
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._bottom = row()
        self.close_button = Button(self.card, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.close_button.clicked.connect(self.closed)
        self._build()

    def show_state(self, menu: MenuState | None) -> None:
        """Show the menu; None closes it."""
        self._menu = menu
        if menu is None:
            self.hide()
            return
        fresh = not self.isVisible()
        if fresh or self._shown not in [group.name for group in menu.groups]:
            self._shown = menu.groups[0].name
        self._title.setText(menu.title)
        self.close_button.set_words(menu.close)
        self._show_groups(menu.groups)
        self._fill(self._items, self._group.items, self._add_item)
        self._fill(self._always, menu.always, self._add_always)
        self.rise()
        if fresh:
            self._items[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def show_group(self, name: str) -> None:
        """Turn to a group."""
        self._shown = name
        self.show_state(self._menu)
        self._items[0].setFocus(Qt.FocusReason.TabFocusReason)

    def wide(self) -> int:
        """As wide as the smallest window leaves room for."""
        return ems(_EMS)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Arrows walk and turn, Esc and F12 leave, nothing else gets through."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F12):
            self.closed.emit()
        elif key in _WALK:
            self._walk(_WALK[key])
        elif key in _TURN:
            self._turn(_TURN[key])

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch beside the card closes it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.closed.emit()

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """Tab and the arrows stay inside the menu."""
        return self._walk(1 if forward else -1)

    @property
    def _group(self) -> MenuGroup:
        groups = () if self._menu is None else self._menu.groups
        return next(group for group in groups if group.name == self._shown)

    def _turn(self, by: int) -> None:
        if self._menu is not None:
            names = [group.name for group in self._menu.groups]
            self.show_group(names[(names.index(self._shown) + by) % len(names)])

    def _walk(self, by: int) -> bool:
        """On by so many items; what lies beyond the last begins anew at the first."""
        ring = [
            button
            for button in (*self._items, *self._always, self.close_button)
            if button.isVisible() and button.isEnabled()
        ]
        if not ring:  # Qt asks once more while the menu is being hidden
            return False
        at = next((number for number, button in enumerate(ring) if button.hasFocus()), -1)
        ring[(at + by) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show_groups(self, groups: tuple[MenuGroup, ...]) -> None:
        while len(self._groups) < len(groups):
            self._add_group(len(self._groups))
        for number, button in enumerate(self._groups):
            button.setVisible(number < len(groups))
            if number < len(groups):
                button.set_icon(groups[number].icon)
                button.set_words(groups[number].text)
                button.setChecked(groups[number].name == self._shown)

    def _fill(self, buttons: list[Button], items: tuple[MenuItem, ...], add: Callable[[int], None]) -> None:
        while len(buttons) < len(items):
            add(len(buttons))
        for number, button in enumerate(buttons):
            button.setVisible(number < len(items))
            if number < len(items):
                button.set_icon(items[number].icon)
                button.set_words(items[number].text, items[number].detail)
                button.setEnabled(items[number].enabled)

    def _add_group(self, number: int) -> None:
        button = Button(
            self.card,
            look=Look.CHOICE,
            kind=Type.LARGE,
            icon="menu",
            place=Place.FAR,
            millimetres=BIG_TOUCH_MM,
        )
        button.setAutoExclusive(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._group_pressed(number))
        self._left.insertWidget(number, button)
        self._groups.append(button)

    def _group_pressed(self, number: int) -> None:
        if self._menu is not None:
            self.show_group(self._menu.groups[number].name)

    def _add_item(self, number: int) -> None:
        button = self._button(Type.LARGE)
        button.clicked.connect(lambda: self.item_chosen.emit(self._group.items[number].name))
        self._right.insertWidget(number, button)
        self._items.append(button)

    def _add_always(self, number: int) -> None:
        button = self._button(Type.STRONG)
        button.clicked.connect(lambda: self._always_pressed(number))
        self._bottom.insertWidget(number, button, 1)
        self._always.append(button)

    def _always_pressed(self, number: int) -> None:
        if self._menu is not None:
            self.item_chosen.emit(self._menu.always[number].name)

    def _button(self, kind: Type) -> Button:
        button = Button(self.card, kind=kind, icon="menu", place=Place.FAR, millimetres=BIG_TOUCH_MM)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _build(self) -> None:
        lines = column(self.card, margin=3 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._title)
        for side in (self._left, self._right):
            side.setSpacing(GRID_PX)
            side.addStretch(1)
        middle = row(gap=2 * GRID_PX)
        middle.addLayout(self._left, 2)
        middle.addLayout(self._right, 3)
        middle.addStrut(_MOST * (touch_of(self.card, BIG_TOUCH_MM) + GRID_PX))
        lines.addLayout(middle, 1)
        self._bottom.addWidget(self.close_button, 1)
        lines.addLayout(self._bottom)
