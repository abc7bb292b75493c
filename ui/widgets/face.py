"""Where the words of a button sit.

An icon, a word, and a smaller word under it, beside it or at the far right.

Only measuring: no widget, no colours. `ui.widgets.button` paints what is placed here.
"""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics

from ui.theme import GRID_PX, Type, font_for
from ui.widgets.early import CENTRED, LEFT, RIGHT


class Place(Enum):
    """Where the small word goes."""

    UNDER = "under"
    BESIDE = "beside"
    FAR = "far"


class Face(NamedTuple):
    """The words of a button, before they are placed."""

    text: str = ""
    small: str = ""
    icon: str = ""
    place: Place = Place.UNDER
    kind: Type = Type.LABEL
    side: int = GRID_PX
    small_kind: Type = Type.KEY

    def fonts(self, body: QFont) -> tuple[QFont, QFont]:
        """Of the word and of the small word, where the body text has this font."""
        return font_for(self.kind, body), font_for(self.small_kind, body)


class Placed(NamedTuple):
    """The boxes of a face inside a button's own."""

    icon: QRect
    word: QRect
    word_align: int
    small: QRect
    small_align: int


def size_of(face: Face, body: QFont) -> QSize:
    """The least room that shows all of the face."""
    word, small = (QFontMetrics(font) for font in face.fonts(body))
    width = _word_width(face, word)
    height = word.height()
    if face.small and face.place is Place.UNDER:
        width = max(width, small.horizontalAdvance(face.small))
        height += small.height()
    elif face.small:
        width += 2 * GRID_PX + small.horizontalAdvance(face.small)
    return QSize(width + 2 * face.side, height + GRID_PX)


def arrange(face: Face, box: QRect, body: QFont) -> Placed:
    """The face in a box."""
    word, small = (QFontMetrics(font) for font in face.fonts(body))
    inner = box.adjusted(face.side, 0, -face.side, 0)
    if not face.small:
        return _placed(face, inner, word, QRect(), centred=face.place is not Place.FAR)
    if face.place is Place.UNDER:
        top = inner.top() + (inner.height() - word.height() - small.height()) // 2
        below = QRect(box.left(), top + word.height(), box.width(), small.height())
        over = QRect(inner.left(), top, inner.width(), word.height())
        return _placed(face, over, word, below, centred=True)
    small_width = small.horizontalAdvance(face.small) + 1
    if face.place is Place.FAR:
        far = QRect(inner.right() - small_width + 1, inner.top(), small_width, inner.height())
        near = inner.adjusted(0, 0, -small_width - GRID_PX, 0)
        return _placed(face, near, word, far, centred=False)
    room = inner.width() - small_width
    word_width = min(_word_width(face, word), room - GRID_PX)
    gap = min(2 * GRID_PX, room - word_width)
    left = inner.left() + (room - word_width - gap) // 2
    beside = QRect(left + word_width + gap, inner.top(), small_width, inner.height())
    return _placed(face, QRect(left, inner.top(), word_width, inner.height()), word, beside, centred=False)


def _placed(face: Face, box: QRect, word: QFontMetrics, small: QRect, *, centred: bool) -> Placed:
    small_align = CENTRED if face.place is Place.UNDER else RIGHT
    if not face.icon:
        return Placed(
            icon=QRect(),
            word=box,
            word_align=CENTRED if centred else LEFT,
            small=small,
            small_align=small_align,
        )
    size = word.height()
    left = box.left() + (max(0, (box.width() - _word_width(face, word)) // 2) if centred else 0)
    icon = QRect(left, box.top() + (box.height() - size) // 2, size, size)
    text = QRect(icon.right() + 1 + GRID_PX, box.top(), box.right() - icon.right() - GRID_PX, box.height())
    return Placed(icon=icon, word=text, word_align=LEFT, small=small, small_align=small_align)


def _word_width(face: Face, word: QFontMetrics) -> int:
    icon = word.height() if face.icon else 0
    gap = GRID_PX if face.icon and face.text else 0
    return icon + gap + (word.horizontalAdvance(face.text) + 1 if face.text else 0)
