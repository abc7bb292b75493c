"""Hands for tests: keys and touches sent to a window of the window system, as real ones come."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from drivers.ports import Scan
from tools.theatre import Theatre, settle
from ui.widgets.button import Button
from ui.widgets.row_list import RowList


def press_key(window: QWidget, key: Qt.Key) -> None:
    """Press and release a key; shortcuts hear of it too."""
    QTest.keyClick(window.windowHandle(), key)


def type_sign(window: QWidget, sign: str) -> None:
    """Type one letter, digit or sign."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(sign.upper()), Qt.KeyboardModifier.NoModifier, sign)
        QCoreApplication.sendEvent(window.windowHandle(), event)


def scan_of(code: str) -> Scan:
    """What a scanner says of a code whose kind it does not know."""
    return Scan(text=code, symbology=None, source="scanner", at=0.0)


def touch_middle(widget: QWidget) -> None:
    """Touch a widget in its middle."""
    touch_point(widget.window(), widget.mapTo(widget.window(), widget.rect().center()))


def touch_row(rows: RowList, number: int) -> None:
    """Touch a row of a list in its middle, once it is scrolled to."""
    touch_point(rows.window(), rows.mapTo(rows.window(), rows.point_of(number)))


def touch_point(window: QWidget, at: QPoint) -> None:
    """Touch a point of a window."""
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, none, at)


def press(theatre: Theatre, *keys: Qt.Key | str) -> None:
    """Press these keys, or type these letters, and let the window come to rest after each."""
    for key in keys:
        if isinstance(key, str):
            for sign in key:
                type_sign(theatre.window, sign)
        else:
            press_key(theatre.window, key)
        settle()


def tap(widget: QWidget) -> None:
    """Touch the middle of it, and let the window come to rest."""
    touch_middle(widget)
    settle()


def touch(theatre: Theatre, name: str) -> None:
    """Touch the button of that name, or else one whose name begins like that, where it is on the screen."""
    buttons = [each for each in theatre.window.findChildren(Button) if each.isVisible() and each.isEnabled()]
    exact = [each for each in buttons if each.accessibleName() == name]
    near = [each for each in buttons if each.accessibleName().startswith(name)]
    assert exact or near, f"there is no button {name!r} to touch"
    tap((exact or near)[-1])


def touch_keys(theatre: Theatre, keys: str) -> None:
    """Touch a key of the keys on the screen for each of these."""
    for key in keys:
        touch(theatre, "Dấu cách" if key == " " else key)
