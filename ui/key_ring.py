"""The keys that a shop has put in place of others, in one place for all screens.

Screens know the till's own keys. Their shortcuts are given what is pressed instead; what they hear as plain
keys comes to their window as the key that is meant, and a key that has been given away comes no more. Keys
that do something are heard once, however long they are held. The ring has to be there before the ear for
keyboard scanners: that sees every key first, and gives on what is no scan.
"""

from functools import cache
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QWidget

from terminal.key_map import TILL_KEYS, KeyMap
from ui.key_caps import name_of, wear_keys, worn_keys
from ui.widgets.button import Button
from ui.widgets.one_box import KeyCap

_OWN = "ownKey"


@cache
def _once() -> frozenset[int]:
    """Keys that do something: held down they are one press, or the next screen would take the second."""
    key = Qt.Key
    functions = range(key.Key_F1, key.Key_F35 + 1)
    return frozenset({*functions, key.Key_Return, key.Key_Enter, key.Key_Escape})


class KeyRing(QObject):
    """Of one window. `paused` while a key is to be pressed that is to become one of the till's."""

    def __init__(self, window: QWidget, handle: QWindow) -> None:
        super().__init__(window)
        self._window = window
        self._handle = handle
        self._sending = False
        self.paused = False
        handle.installEventFilter(self)

    def use(self, keys: KeyMap) -> None:
        """Press these from now on, and say so on every button."""
        if keys != worn_keys():
            wear_keys(keys)
            self.follow()
            for button in self._window.findChildren(Button):
                button.cap_changed()
            for cap in self._window.findChildren(KeyCap):
                cap.cap_changed()

    def follow(self) -> None:
        """Give what is pressed to the shortcuts of a screen that was built meanwhile, too."""
        keys = worn_keys()
        for shortcut in self._window.findChildren(QShortcut):
            own = _own_key(shortcut)
            shortcut.setProperty(_OWN, own)
            shortcut.setKey(QKeySequence(keys.pressed_for(own)))

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Give on what is meant instead of what is pressed."""
        if watched is not self._handle or self._sending or self.paused:
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        pressed = name_of(event)
        meant = worn_keys().meant_by(pressed)
        if event.isAutoRepeat() and (meant not in {None, pressed} or event.key() in _once()):
            return True
        if meant == pressed or (meant is None and pressed not in TILL_KEYS):
            return False
        if meant is not None and not meant.startswith("Ctrl+"):  # letters are shortcuts, and heard as such
            self._send(meant)
        return True

    def _send(self, key: str) -> None:
        plain = Qt.KeyboardModifier.NoModifier
        code = Qt.Key[f"Key_{key}"]
        self._sending = True
        try:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(self._handle, QKeyEvent(kind, code, plain))
        finally:
            self._sending = False


def press_shortcut(window: QWidget, key: str) -> bool:
    """Do what the shortcut with this key of the till's own does, where one hears; whether one did.

    For a key that was kept for a while: what comes to a widget as an event is no shortcut any more.
    """
    focus = window.focusWidget()
    for shortcut in window.findChildren(QShortcut):
        if _own_key(shortcut) == key and _hears(shortcut, focus):
            shortcut.activated.emit()
            return True
    return False


def _own_key(shortcut: QShortcut) -> str:
    """The key of the till's own that it is for, whatever is pressed instead."""
    own = cast("object", shortcut.property(_OWN))
    return shortcut.key().toString(QKeySequence.SequenceFormat.PortableText) if own is None else str(own)


def _hears(shortcut: QShortcut, focus: QWidget | None) -> bool:
    """Whether a press would reach it now: it is in sight, and has the focus in it or asks for none."""
    owner = shortcut.parent()
    if not isinstance(owner, QWidget) or not owner.isVisible() or not shortcut.isEnabled():
        return False
    is_of_window = shortcut.context() == Qt.ShortcutContext.WindowShortcut
    return is_of_window or (focus is not None and (owner is focus or owner.isAncestorOf(focus)))
