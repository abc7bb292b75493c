"""What stands on a key of the till: its own name, or what is pressed instead. Kept with the application.

A property of the one application object, so that each button can ask without being told by whom it was built.
"""

from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from terminal.key_map import KeyMap

_PROPERTY = "tillKeys"


def wear_keys(keys: "KeyMap") -> None:
    """From now on these keys are pressed."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, keys)


def worn_keys() -> "KeyMap":
    """The keys that are pressed now."""
    from terminal.key_map import NO_CHANGES

    return _worn() or NO_CHANGES


def cap_of(key: str) -> str:
    """What is pressed for a key; of what is no key of the till, itself."""
    keys = _worn()
    return key if keys is None else keys.pressed_for(key)


def _worn() -> "KeyMap | None":
    """None before the till is open: the first picture does without the map."""
    app = QCoreApplication.instance()
    return None if app is None else cast("KeyMap | None", app.property(_PROPERTY))


def name_of(event: "QKeyEvent") -> str:
    """What a person calls the key: `F9`, `Ins`, `Ctrl+N`."""
    from PySide6.QtGui import QKeySequence  # no key can be pressed before the first picture

    keys = QtCore.Qt.KeyboardModifier.KeypadModifier
    combination = QKeySequence(int(event.modifiers().value & ~keys.value) | event.key())
    return combination.toString(QKeySequence.SequenceFormat.PortableText)
