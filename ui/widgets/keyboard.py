"""Keys for a finger: letters, digits and a few signs on the screen, for a till that has no keyboard.

It types into whatever has the focus, by sending it key presses, so every field works with it and none knows
of it. Vietnamese letters come by Telex, as on a telephone: `aa` is â, `s` after a vowel is the sharp tone
(`ui.presenters.telex`); not in a field that says by its hints that it takes plain letters only.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from ui.presenters.telex import compose
from ui.theme import GRID_PX, Type
from ui.widgets.button import Button, Look
from ui.widgets.surface import TOUCH_MM, Card, column, row

_ROWS: Final = ("1234567890", "qwertyuiop", "asdfghjkl@", "zxcvbnm.-/")
KEYS_WITHOUT_LETTERS: Final = ("shift", "backspace", "enter", "close")
_TELEX_TRIGGERS: Final = frozenset("aeodwsfrxjz")


class ScreenKeyboard(Card):
    """Four rows of keys, a space, a backspace, a shift, Enter and a way out."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upper = False
        self._letters: list[tuple[Button, str]] = []
        lines = column(self, margin=GRID_PX, gap=GRID_PX // 2)
        for keys in _ROWS:
            line = row(gap=GRID_PX // 2)
            for key in keys:
                line.addWidget(self._letter(key))
            lines.addLayout(line, 1)
        self._space = self._other("", lambda: self._type_text(" "))
        self._others = {
            "shift": self._other("arrow-big-up", self._shifted),
            "backspace": self._other("delete", lambda: self._press(Qt.Key.Key_Backspace)),
            "enter": self._other("corner-down-right", lambda: self._press(Qt.Key.Key_Return)),
            "close": self._other("x", self.closed.emit),
        }
        last = row(gap=GRID_PX // 2)
        shares = (("shift", 2), ("backspace", 2), ("enter", 2), ("close", 1))
        for name, share in shares:
            last.addWidget(self._others[name], share)
        last.insertWidget(1, self._space, 5)
        lines.addLayout(last, 1)
        self._show_case()

    def say_space(self, words: str) -> None:
        """Write on the space bar."""
        self._space.set_words(words)

    def name_key(self, name: str, words: str) -> None:
        """Name a key without letters (`KEYS_WITHOUT_LETTERS`) for a screen reader."""
        self._others[name].setAccessibleName(words)

    def _letter(self, key: str) -> Button:
        button = Button(self, look=Look.PAD, kind=Type.LARGE, millimetres=TOUCH_MM)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._typed(key))
        self._letters.append((button, key))
        return button

    def _other(self, icon: str, action: Callable[[], None]) -> Button:
        button = Button(self, look=Look.PLAIN, icon=icon)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(action)
        return button

    def _typed(self, key: str) -> None:
        text = key.upper() if self._upper else key
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and key in _TELEX_TRIGGERS and not _is_code(field):
            before = field.text()[: field.cursorPosition()]
            composed = compose(before, text)
            if composed != before + text:
                field.setSelection(0, len(before))
                field.insert(composed)
                field.textEdited.emit(field.text())  # Qt takes what is inserted for no doing of a person's
                self._be_small()
                return
        self._type_text(text)

    def _type_text(self, text: str) -> None:
        key = Qt.Key.Key_Space if text == " " else Qt.Key(ord(text.upper()))
        self._send(key, text)
        self._be_small()

    def _be_small(self) -> None:
        """A capital is the next letter only."""
        if self._upper:
            self._shifted()

    def _press(self, key: Qt.Key) -> None:
        self._send(key, "")

    def _send(self, key: Qt.Key, text: str) -> None:
        target = QApplication.focusWidget()
        if target is None:
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

    def _shifted(self) -> None:
        self._upper = not self._upper
        self._show_case()

    def _show_case(self) -> None:
        for button, key in self._letters:
            button.set_words(key.upper() if self._upper else key)


def _is_code(field: QLineEdit) -> bool:
    return bool(field.inputMethodHints() & Qt.InputMethodHint.ImhLatinOnly)
