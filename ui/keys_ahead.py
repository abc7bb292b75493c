"""The ear for keys that are pressed ahead: those that come while one screen gives way to the next.

What becomes of them is decided by `ui.presenters.type_ahead`; here they are only kept from the screen that
goes, and pressed on the one that has come. The ear has to be there before the key ring and the ear for
scanners: it hears what they give on, a key as the till's own and never a scan.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.key_caps import name_of, worn_keys
from ui.key_ring import press_shortcut
from ui.presenters.type_ahead import TypeAhead

_KEY: Final = Qt.Key
_MODIFIERS: Final = frozenset(
    {_KEY.Key_Shift, _KEY.Key_Control, _KEY.Key_Alt, _KEY.Key_AltGr, _KEY.Key_Meta, _KEY.Key_CapsLock}
)
_CHOOSES: Final = frozenset({_KEY.Key_Return, _KEY.Key_Enter})
_ANYWHERE: Final = frozenset({"Ctrl+L", "F1"})
"""The till's own keys that lock it and show the help."""
_FINISHES: Final = _CHOOSES | {_KEY.Key_F9}


class KeysAhead(QObject):
    """Of one window."""

    def __init__(self, window: QWidget, ahead: TypeAhead) -> None:
        super().__init__(window)
        self._window = window
        self._handle = window.windowHandle()
        self._ahead = ahead
        self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Keep what is for the next screen; Esc gives up what is kept, and goes on."""
        if watched is not self._handle or not isinstance(event, QKeyEvent) or not self._ahead.holds_keys:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # or a shortcut would overtake the keys before it
            return True
        if event.type() != QEvent.Type.KeyPress or event.key() in _MODIFIERS:
            return False
        if event.key() == _KEY.Key_Escape:
            self._ahead.escaped()
            return False
        return self._ahead.key_waits(
            partial(self._press, event.clone()),
            finishes=event.key() in _FINISHES,
            chooses=event.key() in _CHOOSES,
            anywhere=worn_keys().meant_by(name_of(event)) in _ANYWHERE,
        )

    def _press(self, event: QEvent) -> None:
        """Press it where the cursor is now: the other ears have heard it already."""
        if not isinstance(event, QKeyEvent) or press_shortcut(self._window, name_of(event)):
            return
        release = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
        for each in (event, release):
            QCoreApplication.sendEvent(self._window.focusWidget() or self._window, each)
