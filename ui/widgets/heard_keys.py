"""Keys of a screen that do something: heard once a press, however long they are held down."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def hear_key(widget: QWidget, key: str, does: Callable[[], object], *, in_window: bool = False) -> None:
    """Let `key` do something while the widget or what is in it has the focus; `in_window`: anything in it."""
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setAutoRepeat(False)
    if not in_window:
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(does)
