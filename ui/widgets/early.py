"""Qt's flags as whole numbers, for what is painted before the first key can be pressed.

Touching the `Qt` namespace makes PySide6 build some 150 enumerations, a fifth of the time a sign-in screen
may take. So nothing on the way to the first picture names it: flags for painting are these numbers
(`tests/qt` holds them to Qt's own), flags of widgets are set through their properties, and keys are looked up
when one comes.
"""

import re
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontMetrics

ALIGN_LEFT: Final = 0x0001
ALIGN_RIGHT: Final = 0x0002
ALIGN_H_CENTRE: Final = 0x0004
ALIGN_V_CENTRE: Final = 0x0080
WORD_WRAP: Final = 0x1000

LEFT: Final = ALIGN_LEFT | ALIGN_V_CENTRE
RIGHT: Final = ALIGN_RIGHT | ALIGN_V_CENTRE
CENTRED: Final = ALIGN_H_CENTRE | ALIGN_V_CENTRE

PLAIN_TEXT: Final = 0
TAB_FOCUS: Final = 1
STRONG_FOCUS: Final = 11


_BEFORE_SIGN: Final = re.compile(r"(?<=\d) (?=₫(?!\d)|%)")
"""The blank between a figure and the sign after it; in English the ₫ stands before."""

_BETWEEN: Final = " –·,:"
"""What a text does not end with before an …."""


def set_flag(widget: QObject, name: str, value: int) -> None:
    """Set a property that holds one of Qt's flags; a name Qt does not know is a bug."""
    if not widget.setProperty(name, value):
        msg = f"{type(widget).__name__} has no property {name}"
        raise AttributeError(msg)


def kept_together(text: str) -> str:
    """The text as it is broken into lines: no line begins with the ₫ or the % of the figure before it."""
    return _BEFORE_SIGN.sub("\u00a0", text)


def elided(text: str, font: QFont, room_px: int) -> str:
    """The text as far as there is room, ending in … where it was cut."""
    metrics = QFontMetrics(font)
    shown = text
    while text and metrics.horizontalAdvance(shown) > room_px:
        text = text[:-1]
        shown = f"{text.rstrip()}…"
    return shown


def elided_between(text: str, font: QFont, room_px: int) -> str:
    """The same, cut between two words: half a figure says another one."""
    shown = elided(text, font, room_px)
    if shown == text:
        return text
    last = len(shown) - 1
    whole = text[:last] if text[last] == " " else text[:last].rpartition(" ")[0]
    return f"{whole.rstrip(_BETWEEN)}…" if whole else shown
