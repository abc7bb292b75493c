"""What a till shows that cannot be opened: the sentence, and a way out. Nobody can sign in beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, row

_WIDE = 90 * GRID_PX


class StoppedView(View):
    """One card in the middle of the window."""

    close_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.POINTS, ink=Ink.REFUSED, wrap=True)
        self._sentence = Text(self, kind=Type.LARGE, wrap=True)
        self.close_button = Button(
            self,
            look=Look.PRIMARY,
            kind=Type.TITLE,
            key="Enter",
            place=Place.BESIDE,
            millimetres=BIG_TOUCH_MM,
        )
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.close_pressed)
        self.say("stopped.title", self._title.setText)
        self.say("stopped.title", self.setAccessibleName)
        self.say("stopped.close", self.close_button.set_words)

    def show_sentence(self, sentence: str) -> None:
        """Say why."""
        self._sentence.setText(sentence)
        self.setAccessibleDescription(sentence)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter and Esc close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        card = Card(self)
        card.setFixedWidth(_WIDE)
        lines = column(card, margin=4 * GRID_PX, gap=3 * GRID_PX)
        for text in (self._title, self._sentence):
            lines.addWidget(text)
        lines.addWidget(self.close_button)
        across = row()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        down = column(self)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
