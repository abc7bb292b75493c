"""The kinds of notes in a drawer, each with its count; a touch chooses the one that is being counted."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.shift_state import NoteRow
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.surface import TOUCH_MM, Card, Text, column, row, touch_of


class NoteList(QWidget):
    """One row a note."""

    note_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Note] = []
        self._lines = column(self, gap=0)

    def show_notes(self, notes: tuple[NoteRow, ...]) -> None:
        """Show these, and no others."""
        while len(self._rows) < len(notes):
            note = _Note(self)
            note.pressed.connect(self.note_chosen)
            self._lines.addWidget(note)
            self._rows.append(note)
        for number, widget in enumerate(self._rows):
            widget.setVisible(number < len(notes))
            if number < len(notes):
                widget.show_note(notes[number])


class _Note(Card):
    pressed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, edge=None)
        self._note = 0
        self._label = Text(self, ink=Ink.QUIET)
        self._count = Text(self, kind=Type.STRONG, right=True)
        self._amount = Text(self, right=True)
        self.setMinimumHeight(touch_of(self, TOUCH_MM))
        cells = row(self, gap=2 * GRID_PX)
        cells.setContentsMargins(GRID_PX, 2, GRID_PX, 2)
        for text in (self._label, self._count, self._amount):
            cells.addWidget(text, 1)

    def show_note(self, note: NoteRow) -> None:
        """Show one."""
        self._note = note.note
        self._label.setText(note.label)
        self._count.setText(f"× {note.count}" if note.count else "×")
        self._amount.setText(note.amount if note.count else "")
        self.setAccessibleName(f"{note.label} × {note.count or 0}")
        self.set_inks(
            fill=Ink.ACCENT_GROUND if note.chosen else Ink.CARD, edge=Ink.ACCENT if note.chosen else None
        )

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """A touch chooses."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._note)
