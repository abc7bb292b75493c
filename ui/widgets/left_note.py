"""What a cashier left for the next one, beside the member: in one line, or in as many as it asks for."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.checkout.state import NoteState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.notice import ToneIcon
from ui.widgets.surface import Card, FoldingText, row

_ICON_PX: Final = 18


class LeftNote(Card):
    """The note; a touch opens where it stands in full. Gone where there is none."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Ink.ATTENTION)
        self._note: NoteState | None = None
        self._icon = ToneIcon(self, size_px=_ICON_PX)
        self._icon.set_tone(Tone.ATTENTION)
        self._text = FoldingText(self, kind=Type.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = row(self)
        line.setContentsMargins(GRID_PX * 3 // 2, GRID_PX // 2, GRID_PX * 3 // 2, GRID_PX // 2)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        self.hide()

    def show_note(self, note: NoteState | None) -> None:
        """Show it, or nothing."""
        if note == self._note:
            return
        self._note = note
        self.setVisible(note is not None)
        self.setAccessibleName("" if note is None else note.whole)
        self.fold(folded=True)

    def more_in(self, width: int) -> int:
        """How much taller all of it is than one line, in this width; 0 where nothing is shown."""
        if self._note is None:
            return 0
        line = self.layout()
        taken = 0 if line is None else line.totalMinimumSize().width()
        return self._text.more_of(self._note.whole, width - taken)

    def fold(self, *, folded: bool) -> None:
        """How it begins in one line, or all of it."""
        if self._note is not None:
            self._text.setText(self._note.short if folded else self._note.whole)
            if self._text.toolTip() != self._note.whole:
                self._text.setToolTip(self._note.whole)
            self._text.fold(folded=folded)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch asks for all of it."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
