"""Sentences in the flow of a screen: the banner with one action.

Colour never speaks alone: each tone has its icon here.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.announced import announce
from ui.icons import icon_pixmap
from ui.presenters.shown import Notice, Tone
from ui.sounds import sound
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.surface import Card, Text, column, row

NOTICE_KEY: Final = "Ctrl+Enter"
"""Does what a notice offers; the Enter of the letters, which Qt calls Return, does too."""

INK_OF: Final = {
    Tone.PLAIN: Ink.TEXT,
    Tone.GOOD: Ink.GOOD,
    Tone.ATTENTION: Ink.ATTENTION,
    Tone.REFUSED: Ink.REFUSED,
}
_ICON_OF: Final = {
    Tone.PLAIN: "info",
    Tone.GOOD: "circle-check",
    Tone.ATTENTION: "triangle-alert",
    Tone.REFUSED: "circle-x",
}


class ToneIcon(QWidget):
    """The icon of a tone, in its ink."""

    def __init__(self, parent: QWidget | None = None, *, size_px: int = 24) -> None:
        super().__init__(parent)
        self._tone = Tone.PLAIN
        self.setFixedSize(size_px, size_px)

    def set_tone(self, tone: Tone) -> None:
        """Show another tone."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The icon only."""
        ink = Ink.ACCENT if self._tone is Tone.PLAIN else INK_OF[self._tone]
        colour = self.palette().color(ink.value)
        pixmap = icon_pixmap(
            _ICON_OF[self._tone], colour, size_px=self.width(), ratio=self.devicePixelRatioF()
        )
        QPainter(self).drawPixmap(0, 0, pixmap)


class Banner(Card):
    """An inline sentence with one action. It takes no focus, and is gone when there is nothing to say.

    A `narrow` one stands in a side panel: it takes the width it finds there, and has its action under the
    sentence. With a `key` that presses the action, it is written under it.
    """

    action_pressed = Signal()

    def __init__(self, parent: QWidget | None = None, *, narrow: bool = False, key: str = "") -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._icon = ToneIcon(self)
        self._text = Text(self, kind=Type.SMALL if narrow else Type.BODY, wrap=True)
        across = QSizePolicy.Policy.Ignored if narrow else QSizePolicy.Policy.Expanding
        self._text.setSizePolicy(across, QSizePolicy.Policy.Minimum)
        self._action = Button(self, look=Look.LINK, kind=Type.STRONG, key=key, place=Place.UNDER)
        self._action.clicked.connect(self.action_pressed)
        self._lines = lines = column(self, gap=0)
        lines.setContentsMargins(2 * GRID_PX, GRID_PX // 2, 2 * GRID_PX, GRID_PX // 2)
        sentence = row(gap=GRID_PX)
        sentence.addWidget(self._icon)
        sentence.addWidget(self._text, 1)
        lines.addLayout(sentence)
        if narrow:
            under = row()
            under.addWidget(self._action)
            under.addStretch(1)
            lines.addLayout(under)
        else:
            sentence.addWidget(self._action)
        self.setMinimumHeight(5 * GRID_PX)
        self.hide()

    def press(self) -> None:
        """Do the one thing that it offers, if any."""
        if self._action.isVisible():
            self._action.click()

    def show_notice(self, notice: Notice | None) -> None:
        """Say it, to be heard too where it is new, by tone and screen reader; None says nothing."""
        is_new, self._notice = notice != self._notice, notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        if is_new:
            sound(notice.tone)
            announce(self, f"{notice.text} {notice.action}".strip(), notice.tone)
        edge = Ink.ACCENT if notice.tone is Tone.PLAIN else INK_OF[notice.tone]
        self.set_inks(fill=Ink.CARD, edge=edge)
        self._icon.set_tone(notice.tone)
        self._text.setText(notice.text)
        self._action.setVisible(bool(notice.action))
        self._action.set_words(notice.action)
        self._lines.activate()
        self.updateGeometry()
