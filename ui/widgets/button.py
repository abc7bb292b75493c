"""The one button of the till: a word, sometimes an icon or a second word, and the key that does the same.

Painted here rather than by a style sheet, because its key cap, its detail and its focus ring have to sit on
the grid in every text size. It takes focus by Tab but not by touch, so the one box keeps the focus while a
finger works. A word that has no room is written smaller; those of one row are written in letters of one size.
"""

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QStylePainter, QWidget

from ui.key_caps import cap_of
from ui.theme import CORNER_PX, GRID_PX, Ink, Type, fitted
from ui.widgets.early import TAB_FOCUS, elided, set_flag
from ui.widgets.face import Face, Place, Placed, arrange, size_of
from ui.widgets.paint import brush_of, shape, smooth_painter, words
from ui.widgets.surface import TOUCH_MM, touch_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent


class Look(Enum):
    """What a button is for."""

    PLAIN = "plain"
    PRIMARY = "primary"
    PAD = "pad"
    CHOICE = "choice"
    LINK = "link"
    DANGER = "danger"
    GRAVE = "grave"
    """What the corner says where a press cannot be taken back."""


class _Inks(NamedTuple):
    fill: Ink | None
    edge: Ink | None
    word: Ink
    small: Ink


class _SetOut(NamedTuple):
    where: Placed
    word: str
    word_font: QFont
    small_font: QFont


_INKS: Final = {
    Look.PLAIN: _Inks(Ink.CARD, Ink.LINE, Ink.TEXT, Ink.QUIET),
    Look.PRIMARY: _Inks(Ink.ACCENT, None, Ink.ON_ACCENT, Ink.ON_ACCENT),
    Look.PAD: _Inks(Ink.GROUND, None, Ink.TEXT, Ink.QUIET),
    Look.CHOICE: _Inks(Ink.CARD, Ink.LINE, Ink.TEXT, Ink.QUIET),
    Look.LINK: _Inks(None, None, Ink.ACCENT, Ink.QUIET),
    Look.DANGER: _Inks(Ink.CARD, Ink.REFUSED, Ink.REFUSED, Ink.REFUSED),
    Look.GRAVE: _Inks(Ink.REFUSED, None, Ink.CARD, Ink.CARD),
}
_RINGS: Final = {Look.PRIMARY: Ink.ON_ACCENT, Look.GRAVE: Ink.CARD}
"""Where the frame of the focus lies on a ground of colour."""
_CHOSEN: Final = _Inks(Ink.ACCENT_GROUND, Ink.ACCENT, Ink.TEXT, Ink.QUIET)


class Button(QAbstractButton):
    """A button. A `CHOICE` is checkable and shows by frame and ground that it is chosen."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        look: Look = Look.PLAIN,
        kind: Type = Type.LABEL,
        key: str = "",
        place: Place = Place.UNDER,
        icon: str = "",
        millimetres: float = TOUCH_MM,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._key = key
        self._words = ("", "")
        self._called = ""
        self._face = Face(
            small=cap_of(key),
            icon=icon,
            place=place,
            kind=kind,
            small_kind=_small_kind(kind, place),
            side=_side(look, place),
        )
        self._compact = False
        self._least_px = 0
        self._hint: tuple[int, QSize] | None = None
        self._known: tuple[tuple[Face, QSize, str, int], _SetOut] | None = None
        self._own: tuple[tuple[Face, QSize, str], int] | None = None
        self._peers: tuple[Button, ...] = ()
        self._pressed_at_ms: int | None = None
        self._touch_px = touch_of(self, millimetres)
        set_flag(self, "focusPolicy", TAB_FOCUS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCheckable(look is Look.CHOICE)

    def set_words(self, text: str, detail: str = "") -> None:
        """Show a text and, smaller, the key and a detail; all of it is read out by a screen reader."""
        if (text, detail) != self._words:
            self._words = (text, detail)
            self._show_words()

    def _show_words(self) -> None:
        text, detail = self._words
        small = " · ".join(part for part in (cap_of(self._key), cap_of(detail)) if part)
        if (text, small) == (self._face.text, self._face.small):
            return
        self._face = self._face._replace(text=text, small=small)
        self._give_name()
        self._face_changed()
        self.update()

    def set_called(self, called: str) -> None:
        """What the figure that it shows is of, for a screen reader alone."""
        self._called = called
        self._give_name()

    def set_peers(self, peers: "tuple[Button, ...]") -> None:
        """Write the word no larger than the word of any of these has room for."""
        self._peers = peers

    @property
    def key(self) -> str:
        """The till's own key that does the same; empty where none does."""
        return self._key

    def cap_changed(self) -> None:
        """Another key is pressed for it, perhaps."""
        self._show_words()

    def set_compact(self, *, compact: bool) -> None:
        """Show the icon alone where room is short; the words stay for the screen reader and the tool tip."""
        if compact != self._compact:
            self._compact = compact
            self.setToolTip(self._face.text if compact else "")
            self._face_changed()
            self.update()

    def set_least_height(self, height_px: int) -> None:
        """Be at least so tall, and taller where the words ask for it."""
        self._least_px = height_px
        self._face_changed()

    def set_look(self, look: Look) -> None:
        """Be for something else from now on; what can be chosen stays what it is."""
        if look is not self._look:
            self._look = look
            self.update()

    def set_place(self, place: Place) -> None:
        """Let the smaller word stand elsewhere; it is as large as belongs there."""
        small_kind, side = _small_kind(self._face.kind, place), _side(self._look, place)
        if place is not self._face.place:
            self._face = self._face._replace(place=place, small_kind=small_kind, side=side)
            self._face_changed()
            self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._face = self._face._replace(icon=name)
        self._face_changed()
        self.update()

    def _give_name(self) -> None:
        shown = " · ".join(part for part in (self._face.text, self._face.small) if part)
        self.setAccessibleName(f"{self._called}: {shown}" if self._called else shown)

    def shows_all(self) -> bool:
        """Whether every word has the room it needs."""
        body = QApplication.font()
        where, (word, small) = arrange(self._shown(), self.rect(), body), self._face.fonts(body)
        face = self._shown()
        room = where.word.width()
        word_fits = QFontMetrics(fitted(word, face.text, room)).horizontalAdvance(face.text) <= room
        small_fits = QFontMetrics(small).horizontalAdvance(face.small) <= where.small.width()
        is_inside = self.rect().contains(where.word)
        small_is_inside = self.rect().contains(where.small)
        return (not face.text or (word_fits and is_inside)) and (
            not face.small or (small_fits and small_is_inside)
        )

    @property
    def word_px(self) -> int:
        """The size of the letters that its word is written in."""
        seen = (peer for peer in self._peers if peer.isVisible())
        return min((peer.largest_px() for peer in seen), default=self.largest_px())

    def largest_px(self) -> int:
        """The size of the letters that its own word has room for."""
        face, body = self._shown(), QApplication.font()
        asked = face, self.size(), body.key()
        if self._own is None or self._own[0] != asked:
            font, room = face.fonts(body)[0], arrange(face, self.rect(), body).word.width()
            self._own = asked, fitted(font, face.text, room).pixelSize()
        return self._own[1]

    def sizeHint(self) -> QSize:
        """As big as its words and as a finger."""
        body = QApplication.font()
        if self._hint is None or self._hint[0] != body.pixelSize():
            least = QSize(self._touch_px, max(self._touch_px, self._least_px))
            self._hint = body.pixelSize(), size_of(self._shown(), body).expandedTo(least)
        return self._hint[1]

    def minimumSizeHint(self) -> QSize:
        """Its words always fit."""
        return self.sizeHint()

    def mousePressEvent(self, event: "QMouseEvent", /) -> None:
        """Pressed; when is remembered for a second press that follows at once."""
        self._pressed_at_ms = event.timestamp()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: "QMouseEvent", /) -> None:
        """A second press at once counts as one if the first was on this button too.

        Where the first one changed the screen, the second was meant for what stood there before.
        """
        pressed_at = self._pressed_at_ms
        if pressed_at is not None and event.timestamp() - pressed_at <= QApplication.doubleClickInterval():
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: "QKeyEvent", /) -> None:
        """Enter presses, as Space does; every other key goes on to the screen."""
        key = QtCore.Qt.Key
        presses = (key.Key_Return, key.Key_Enter, key.Key_Space, key.Key_Select)
        if event.key() in presses and not event.isAutoRepeat():
            self.click()
        else:
            event.ignore()

    def changeEvent(self, event: QEvent, /) -> None:
        """Follow the application's text size."""
        if event.type() == QEvent.Type.FontChange:
            self._face_changed()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Ground, words, focus ring."""
        painter = smooth_painter(self)
        inks = self._inks()
        box = QRectF(self.rect())
        if inks.fill is not None:
            chosen = inks is _CHOSEN
            edge = None if inks.edge is None else brush_of(self, inks.edge)
            shape(
                painter,
                box,
                corner=CORNER_PX,
                fill=self._ground(inks.fill),
                edge=edge,
                width=2 if chosen else 1,
            )
        self._paint_words(painter, inks)
        if self.hasFocus():
            ring = _RINGS.get(self._look, Ink.ACCENT)
            inner = box.adjusted(2, 2, -2, -2)
            shape(painter, inner, corner=CORNER_PX - 2, edge=brush_of(self, ring), width=2)

    def _face_changed(self) -> None:
        """Measure the words anew: layouts ask for the size many times between two changes."""
        self._hint = None
        self.updateGeometry()
        for peer in self._peers:
            peer.update()

    def _inks(self) -> _Inks:
        inks = _INKS[self._look]
        if not self.isEnabled():
            return _Inks(inks.fill and Ink.CARD, inks.fill and Ink.LINE, Ink.QUIET, Ink.QUIET)
        if self._look is Look.PAD and self._colour(Ink.GROUND) == self._colour(Ink.CARD):
            return inks._replace(edge=Ink.LINE)  # without it nobody would see where a key ends
        return _CHOSEN if self.isChecked() else inks

    def _ground(self, fill: Ink) -> QBrush:
        if not self.isDown():
            return brush_of(self, fill)
        towards = Ink.TEXT if fill in (Ink.ACCENT, Ink.REFUSED) else Ink.ACCENT
        return QBrush(_towards(self._colour(fill), self._colour(towards)))

    def _paint_words(self, painter: QStylePainter, inks: _Inks) -> None:
        face = self._shown()
        where, word, word_font, small_font = self._set_out(face)
        if face.icon:
            from ui.icons import icon_pixmap  # none is painted in the first picture

            colour, size = self._colour(inks.word), where.icon.width()
            pixmap = icon_pixmap(face.icon, colour, size_px=size, ratio=self.devicePixelRatioF())
            painter.drawPixmap(where.icon.topLeft(), pixmap)
        words(painter, self, where.word, word, ink=inks.word, font=word_font, align=where.word_align)
        if face.small:
            words(
                painter,
                self,
                where.small,
                face.small,
                ink=inks.small,
                font=small_font,
                align=where.small_align,
            )

    def _set_out(self, face: Face) -> "_SetOut":
        """Where the words go and in what fonts, worked out once for a face in a size."""
        body = QApplication.font()
        letters = self.word_px
        asked = face, self.size(), body.key(), letters
        if self._known is None or self._known[0] != asked:
            where = arrange(face, self.rect(), body)
            word_font, small_font = face.fonts(body)
            word_font = QFont(word_font)
            word_font.setPixelSize(letters)
            word = elided(face.text, word_font, where.word.width())
            self._known = asked, _SetOut(where, word, word_font, small_font)
        return self._known[1]

    def _shown(self) -> Face:
        return self._face._replace(text="", small="") if self._compact else self._face

    def _colour(self, ink: Ink) -> QColor:
        return self.palette().color(ink.value)


def write_alike(buttons: Iterable[Button]) -> None:
    """Write the words of all these in letters of one size: the largest that each of them has room for."""
    peers = tuple(buttons)
    for button in peers:
        button.set_peers(peers)


def _small_kind(kind: Type, place: Place) -> Type:
    if place is Place.BESIDE:
        return kind
    return Type.CAPTION if place is Place.FAR else Type.KEY


def _side(look: Look, place: Place) -> int:
    """A link stands flush with the text around it.

    A word with another at the far end keeps off both edges.
    """
    if look is Look.LINK:
        return 0
    return 2 * GRID_PX if place is Place.FAR else GRID_PX


def _towards(fill: QColor, other: QColor) -> QColor:
    return QColor(
        (fill.red() * 4 + other.red()) // 5,
        (fill.green() * 4 + other.green()) // 5,
        (fill.blue() * 4 + other.blue()) // 5,
    )
