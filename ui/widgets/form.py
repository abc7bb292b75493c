"""A form: labelled fields from top to bottom, each with its fault under it in words.

Enter goes on to the next field and, from the last, submits; up and down and Tab walk; Esc leaves. Where a
form is taller than its place it glides, and the field with the focus is always in sight. It decides nothing:
the presenter is told of each change, and says what is shown.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QWidget

from ui.presenters.forms import FieldKind, FormField, FormState
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.form_fields import ChoiceFace, SwitchFace, TextFace
from ui.widgets.notice import ToneIcon
from ui.widgets.paint import place_mark
from ui.widgets.surface import Text, column, row


class Form(QScrollArea):
    """The form. `changed` tells a field's name and its new value, `stepped` its name and a step of a day."""

    changed = Signal(str, str)
    stepped = Signal(str, int)
    submitted = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = FormState()
        self.blocks: dict[str, FieldBlock] = {}
        self._inside = QWidget()
        self._lines = column(self._inside, gap=GRID_PX)
        self._lines.setContentsMargins(0, 0, GRID_PX, 0)
        self._lines.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def show_form(self, state: FormState) -> None:
        """Show the fields; what is being typed stays unless the presenter changed it."""
        if [(each.name, each.kind) for each in state.fields] != [
            (each.name, each.kind) for each in self._state.fields
        ]:
            self._build(state.fields)
        had_fault = any(each.fault for each in self._state.fields)
        self._state = state
        for field in state.fields:
            self.blocks[field.name].show_field(field)
        fault = next((each.name for each in state.fields if each.fault), None)
        if fault is not None and not had_fault:
            self.go_to(fault)

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        self.blocks[name].face.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Put the cursor into the first field at fault, else the first that is empty, else the first."""
        open_ones = [each for each in self._state.fields if each.enabled]
        at_fault = [each for each in open_ones if each.fault]
        empty = [each for each in open_ones if not each.value]
        for each in (at_fault or empty or open_ones)[:1]:
            self.go_to(each.name)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter was the field's, which leaves it to whoever is behind it; behind a form nobody has it too."""
        if Qt.Key(event.key()) not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Where the keys for a finger took its room, the field that is typed into stays in sight."""
        super().resizeEvent(event)
        for block in self.blocks.values():
            if block.face.hasFocus() or block.isAncestorOf(self.focusWidget() or self):
                self.ensureWidgetVisible(block, 0, 2 * GRID_PX)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """What a scroll area paints, and the mark that says where in a tall form this is."""
        super().paintEvent(event)
        place_mark(self)

    def _build(self, fields: tuple[FormField, ...]) -> None:
        for block in self.blocks.values():
            self._lines.removeWidget(block)
            block.hide()  # one that its layout has yet to show would come up as a window of its own
            block.setParent(None)
            block.deleteLater()
        self.blocks = {}
        for number, field in enumerate(fields):
            block = FieldBlock(self._inside, field.kind)
            self._lines.insertWidget(number, block)
            self.blocks[field.name] = block
            self._listen(field.name, block)

    def _listen(self, name: str, block: "FieldBlock") -> None:
        face = block.face
        face.changed.connect(partial(self.changed.emit, name))
        face.stepped.connect(partial(self.stepped.emit, name))
        face.gone_on.connect(partial(self._go_on, name))
        face.walked.connect(partial(self._walk, name))
        face.escaped.connect(self.escaped)
        face.focused.connect(partial(self.ensureWidgetVisible, block, 0, 2 * GRID_PX))

    def _go_on(self, name: str) -> None:
        if not self._walk(name, 1):
            self.submitted.emit()

    def _walk(self, name: str, by: int) -> bool:
        """Put the cursor into the next field that can be filled in; False where there is none."""
        names = [each.name for each in self._state.fields if each.enabled or each.name == name]
        at = names.index(name) + by
        if not 0 <= at < len(names):
            return False
        self.go_to(names[at])
        return True


class FieldBlock(QWidget):
    """One field: its label above, its fault or what it is about below."""

    def __init__(self, parent: QWidget, kind: FieldKind) -> None:
        super().__init__(parent)
        self._label = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self.face = _face(self, kind)
        self._icon = ToneIcon(self, size_px=2 * GRID_PX)
        self._icon.set_tone(Tone.REFUSED)
        self._below = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        lines = column(self, gap=2)
        lines.addWidget(self._label)
        lines.addWidget(self.face)
        below = row(gap=GRID_PX // 2)
        below.addWidget(self._icon)
        below.addWidget(self._below, 1)
        lines.addLayout(below)

    def show_field(self, field: FormField) -> None:
        """Show it."""
        self._label.setText(field.label)
        self._icon.setVisible(bool(field.fault))
        self._below.setText(field.fault or field.about)
        self._below.set_ink(Ink.REFUSED if field.fault else Ink.QUIET)
        self._below.setVisible(bool(field.fault or field.about))
        self.face.show_field(field)


def _face(parent: QWidget, kind: FieldKind) -> ChoiceFace | SwitchFace | TextFace:
    match kind:
        case FieldKind.CHOICE:
            return ChoiceFace(parent)
        case FieldKind.SWITCH:
            return SwitchFace(parent)
        case FieldKind.TEXT | FieldKind.CODE | FieldKind.MONEY | FieldKind.DATE | FieldKind.HIDDEN:
            return TextFace(parent, kind)
