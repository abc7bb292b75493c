"""What stands on a key of the till: its own name, or what is pressed instead. Kept with the application.

A property of the one application object, so that each button can ask without being told by whom it was built.
"""

from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from terminal.key_map import NO_CHANGES, KeyMap

_PROPERTY = "tillKeys"


def wear_keys(keys: KeyMap) -> None:
    """From now on these keys are pressed."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, keys)


def worn_keys() -> KeyMap:
    """The keys that are pressed now."""
    app = QCoreApplication.instance()
    keys = None if app is None else cast("object", app.property(_PROPERTY))
    return keys if isinstance(keys, KeyMap) else NO_CHANGES


def cap_of(key: str) -> str:
    """What is pressed for a key; of what is no key of the till, itself."""
    return worn_keys().pressed_for(key)


def name_of(event: QKeyEvent) -> str:
    """What a person calls the key: `F9`, `Ins`, `Ctrl+N`."""
    keys = Qt.KeyboardModifier.KeypadModifier
    combination = QKeySequence(int(event.modifiers().value & ~keys.value) | event.key())
    return combination.toString(QKeySequence.SequenceFormat.PortableText)
