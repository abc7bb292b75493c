"""What a till shows that is not open: a sentence, and a way on. Nobody can sign in beside it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, row

_WIDE: Final = 90 * GRID_PX
COPIES_KEY: Final = "F2"


class StoppedView(View):
    """One card in the middle of the window; beside the way out there may be one to the copies."""

    TITLE = "stopped.title"
    CLOSE = "stopped.close"
    INK = Ink.REFUSED

    close_pressed = Signal()
    copies_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.POINTS, ink=self.INK, wrap=True)
        self._sentence = Text(self, kind=Type.LARGE, wrap=True)
        self.close_button = Button(
            self,
            look=Look.PRIMARY,
            kind=Type.TITLE,
            key="Enter",
            place=Place.BESIDE,
            millimetres=BIG_TOUCH_MM,
        )
        self.copies_button = Button(
            self, kind=Type.TITLE, key=COPIES_KEY, place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self.copies_button.hide()
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.close_pressed)
        self.copies_button.clicked.connect(self.copies_pressed)
        self.say(self.TITLE, self._title.setText)
        self.say(self.TITLE, self.setAccessibleName)
        self.say(self.CLOSE, self.close_button.set_words)
        self.say("stopped.copies", self.copies_button.set_words)

    def show_sentence(self, sentence: str, *, has_copies: bool = False) -> None:
        """Say why; there may be a way to its copies."""
        self._sentence.setText(sentence)
        self.copies_button.setVisible(has_copies)
        self.setAccessibleDescription(sentence)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter and Esc close; F2 goes to the copies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close_pressed.emit()
        elif event.key() == Qt.Key.Key_F2 and not self.copies_button.isHidden():
            self.copies_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        card = Card(self)
        card.setFixedWidth(_WIDE)
        lines = column(card, margin=4 * GRID_PX, gap=3 * GRID_PX)
        for text in (self._title, self._sentence):
            lines.addWidget(text)
        for button in (self.copies_button, self.close_button):
            lines.addWidget(button)
        across = row()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        down = column(self)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)


class PutBackView(StoppedView):
    """The same card, once a copy is in the place of the books: what became of them, and on to the till."""

    TITLE = "stopped.put-back"
    CLOSE = "stopped.go-on"
    INK = Ink.GOOD


class NotPutBackView(StoppedView):
    """The same card where a copy could not be put there."""

    TITLE = "stopped.not-put-back"
    CLOSE = "stopped.go-on"
