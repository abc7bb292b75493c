"""What is on the screen, in words, as the accessibility tree tells a screen reader. Changes nothing."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

ITEM_ROLES = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)


def texts_seen() -> tuple[str, ...]:
    """Every text of every window that is open, in the order of the widgets."""
    return tuple(
        text for window in QApplication.topLevelWidgets() if window.isVisible() for text in _texts(window)
    )


def button_named(name: str) -> QWidget | None:
    """The visible, enabled button whose name is `name`, or else the first that begins with it."""
    buttons = [button for button in _buttons() if name_of(button).startswith(name)]
    exact = [button for button in buttons if name_of(button) == name]
    return next(iter(exact or buttons), None)


def name_of(widget: QWidget) -> str:
    """What a screen reader calls the widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return _plain(interface.text(QAccessible.Text.Name)) if interface else ""


def _plain(text: str) -> str:
    """With the blank that keeps an amount and its sign in one line as any other."""
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def _buttons() -> Iterator[QWidget]:
    for window in QApplication.topLevelWidgets():
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled():
                yield button


def _texts(window: QWidget) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        for kind in (QAccessible.Text.Name, QAccessible.Text.Value) if interface else ():
            if text := _plain(interface.text(kind)):
                yield text
        if isinstance(widget, QAbstractItemView):
            yield from _items(widget)


def _items(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        texts = (index.data(role) for role in ITEM_ROLES)
        if text := next((str(text) for text in texts if text), ""):
            yield _plain(text)
