"""What a row of a list says above and below, and how it goes on in a second line. Only measuring."""

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetrics

from ui.theme import Ink, fitted
from ui.widgets.early import elided, kept_together


class Part(NamedTuple):
    """The upper or the lower text of a row, and how it is written."""

    text: str
    font: QFont
    ink: Ink


class Lines(NamedTuple):
    """The lines of a part, all in one font."""

    font: QFont
    texts: tuple[str, ...]


def broken(part: Part, room_px: int, *, most: int, least: int) -> Lines:
    """A part in `most` lines, one or two: smaller where that does, else in its own size, ending in …."""
    small = fitted(part.font, part.text, room_px, least=least)
    if _fits(part.text, small, room_px):
        return Lines(small, (part.text,))
    words = kept_together(part.text).split(" ")
    taken = next((n for n in range(len(words) - 1, 0, -1) if _fits(_told(words[:n]), part.font, room_px)), 0)
    if most == 1 or not taken:
        return Lines(part.font, (elided(part.text, part.font, room_px),))
    rest = elided(_told(words[taken:]), part.font, room_px)
    return Lines(part.font, (_told(words[:taken]), rest))


def _told(words: list[str]) -> str:
    return " ".join(words)


def _fits(text: str, font: QFont, room_px: int) -> bool:
    return QFontMetrics(font).horizontalAdvance(text) <= room_px
