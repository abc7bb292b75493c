"""The band over every screen of a till in training: that it is one, and the PIN that everybody has there.

The customer's window has it in large letters, and without the PIN.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.paint import brush_of
from ui.widgets.surface import ShortText, Text, row

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class TrainingBand(View):
    """The band. The word never gives way, what it means does where room is short."""

    def __init__(self, parent: QWidget | None = None, *, for_customers: bool = False) -> None:
        super().__init__(parent)
        word, meaning = (Type.TITLE, Type.LARGE) if for_customers else (Type.SMALL_STRONG, Type.SMALL)
        self.word = Text(self, kind=word, ink=Ink.ON_ACCENT)
        self.meaning = ShortText(self, kind=meaning, ink=Ink.ON_ACCENT)
        line = row(self, gap=2 * GRID_PX)
        line.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, 0)
        line.addWidget(self.word)
        line.addWidget(self.meaning, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say("training.word", self.word.setText)
        self.say("training.for-customers" if for_customers else "training.meaning", self.meaning.setText)

    def paintEvent(self, _event: "QPaintEvent", /) -> None:
        """The ground of the band."""
        from PySide6.QtGui import QPainter

        QPainter(self).fillRect(self.rect(), brush_of(self, Ink.ACCENT))
