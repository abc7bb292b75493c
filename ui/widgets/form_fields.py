"""The kinds of fields of a form, each a row of touch and keys of its own.

Every kind tells of a changed value, of Enter (`gone_on`), of Esc and of the focus coming; none decides what a
value may be.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.presenters.forms import SWITCHED_ON, FieldChoice, FieldKind, FormField, digits_of, grouped
from ui.theme import CORNER_PX, Ink, Type
from ui.widgets.button import Button, Look
from ui.widgets.field import Field
from ui.widgets.paint import brush_of, shape, smooth_painter
from ui.widgets.surface import BIG_TOUCH_MM, ShortText, Text, row

BESIDE_EACH_OTHER: Final = 3
"""So many choices stand beside each other; more are walked through with two arrows."""

RING_PX: Final = 4
_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldFace(QWidget):
    """What all kinds have."""

    changed = Signal(str)
    stepped = Signal(int)
    gone_on = Signal()
    walked = Signal(int)
    escaped = Signal()
    focused = Signal()


class TextFace(FieldFace):
    """Something to type into: a text, an amount with its unit behind it, a day with a step on each side.

    An amount is marked as the cursor comes to it by a key: what is typed takes its place. Its thousands are
    parted while it is typed, and what is told of it is its digits.
    """

    def __init__(self, parent: QWidget, kind: FieldKind) -> None:
        super().__init__(parent)
        self._said = ""
        self._group = ""
        self.edit = Field(self, max_length=120)
        self._unit = Text(self, kind=Type.LARGE, ink=Ink.QUIET)
        line = row(self)
        line.addWidget(self.edit, 1)
        line.addWidget(self._unit)
        if kind is FieldKind.MONEY:
            self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.edit.focused.connect(self.edit.selectAll)
        if kind is FieldKind.CODE:
            hint = Qt.InputMethodHint
            self.edit.setInputMethodHints(
                hint.ImhLatinOnly | hint.ImhNoPredictiveText | hint.ImhNoAutoUppercase
            )
        if kind is FieldKind.HIDDEN:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.steps = [Button(self, icon=icon, millimetres=BIG_TOUCH_MM) for icon in ("minus", "plus")]
        for button, by in zip(self.steps, (-1, 1), strict=True):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setVisible(kind is FieldKind.DATE)
            button.clicked.connect(partial(self.stepped.emit, by))
            line.addWidget(button)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._typed)
        self.edit.returnPressed.connect(self.gone_on)
        self.edit.escaped.connect(self.escaped)
        self.edit.focused.connect(self.focused)
        self._is_day = kind is FieldKind.DATE
        if kind in {FieldKind.DATE, FieldKind.MONEY}:
            self.edit.installEventFilter(self)

    def show_field(self, field: FormField) -> None:
        """Show it; the cursor stays where it is while nothing but itself was typed."""
        if self.edit.maxLength() != field.max_length:  # setting it, even to the same, moves the cursor
            self.edit.setMaxLength(field.max_length)
        self.edit.setAccessibleName(field.label)
        self.edit.setPlaceholderText(field.hint)
        self.edit.setReadOnly(not field.enabled)
        self.edit.set_fault(has_fault=bool(field.fault))
        self._unit.setText(field.unit)
        self._unit.setVisible(bool(field.unit))
        for button, sign in zip(self.steps, ("−", "+"), strict=True):
            button.setAccessibleName(f"{field.label} {sign} 1")
            button.setEnabled(field.enabled)
        if (field.value, field.group) != (self._said, self._group):
            self._said, self._group = field.value, field.group
            shown = grouped(field.value, field.group)
            if shown != self.edit.text():
                self.edit.setText(shown)

    def eventFilter(self, _watched: QObject, event: QEvent, /) -> bool:
        """In a field for a day, page up and page down step by a day; in an amount Del stops at no mark."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not self._is_day:
            self._pass_mark(event)
            return False
        by = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}.get(Qt.Key(event.key()), 0)
        if by and not self.edit.isReadOnly():
            self.stepped.emit(by)
        return by != 0

    def _pass_mark(self, event: QKeyEvent) -> None:
        """Del before a mark of thousands takes the digit behind it: the mark alone would come back."""
        at = self.edit.cursorPosition()
        is_mark = bool(self._group) and self.edit.text()[at : at + 1] == self._group
        if event.key() == Qt.Key.Key_Delete and is_mark and not self.edit.hasSelectedText():
            self.edit.setCursorPosition(at + 1)

    def _typed(self, text: str) -> None:
        digits = digits_of(text) if self._group else None
        if digits is not None:
            self._part(text, grouped(digits, self._group))
        self._said = text if digits is None else digits
        self.changed.emit(self._said)

    def _part(self, typed: str, shown: str) -> None:
        """Show an amount with its thousands parted, the cursor before as many digits as it stood before."""
        behind = sum(sign.isdigit() for sign in typed[self.edit.cursorPosition() :])
        if shown == typed:
            return
        self.edit.setText(shown)
        at = len(shown)
        while behind:
            at -= 1
            behind -= shown[at].isdigit()
        self.edit.setCursorPosition(at - 1 if shown[at - 1 : at] == self._group else at)


class ChoiceFace(FieldFace):
    """One of several: two or three stand beside each other, more are walked through by left and right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = FormField(name="", label="")
        self._line = row(self, margin=RING_PX)
        self.before, self.after = (
            Button(self, icon=icon, millimetres=BIG_TOUCH_MM) for icon in ("chevron-left", "chevron-right")
        )
        self._chosen = ShortText(self, kind=Type.LARGE)
        self.buttons: list[Button] = []
        for button, by in ((self.before, -1), (self.after, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._step, by))
        self._line.addWidget(self.before)
        self._line.addWidget(self._chosen, 1)
        self._line.addWidget(self.after)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_field(self, field: FormField) -> None:
        """Show the choices and which is chosen."""
        self._field = field
        are_beside = len(field.choices) <= BESIDE_EACH_OTHER
        for part in (self.before, self._chosen, self.after):
            part.setVisible(not are_beside)
            part.setEnabled(field.enabled)
        self._show_beside(field.choices if are_beside else ())
        texts = {each.value: each.text for each in field.choices}
        self._chosen.setText(texts.get(field.value, ""))
        self.before.setAccessibleName(f"{field.label} −")
        self.after.setAccessibleName(f"{field.label} +")
        self.setAccessibleName(f"{field.label} · {texts.get(field.value, '')}")

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Left and right choose, up and down walk, Enter goes on, Esc leaves."""
        key = Qt.Key(event.key())
        if key in _TURNS:
            self._step(_TURNS[key])
        elif not _walked(self, key):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The frame while the focus is here, or where the choice is at fault."""
        ink = Ink.ACCENT if self.hasFocus() else Ink.REFUSED if self._field.fault else None
        if ink is not None:
            edge = brush_of(self, ink)
            shape(smooth_painter(self), QRectF(self.rect()), corner=CORNER_PX, edge=edge, width=2)

    def _show_beside(self, choices: tuple[FieldChoice, ...]) -> None:
        while len(self.buttons) < len(choices):
            button = Button(self, look=Look.CHOICE, kind=Type.STRONG, millimetres=BIG_TOUCH_MM)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._pressed, len(self.buttons)))
            self._line.addWidget(button, 1)
            self.buttons.append(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(choices))
            if number < len(choices):
                button.set_words(choices[number].text)
                button.setChecked(choices[number].value == self._field.value)
                button.setEnabled(self._field.enabled)

    def _pressed(self, number: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(number)

    def _choose(self, number: int) -> None:
        for place, button in enumerate(self.buttons):
            button.setChecked(place == number)
        if self._field.enabled:
            self.changed.emit(self._field.choices[number].value)

    def _step(self, by: int) -> None:
        values = [each.value for each in self._field.choices]
        if not values:
            return
        at = values.index(self._field.value) if self._field.value in values else -1 if by > 0 else 0
        self._choose((at + by) % len(values))


class SwitchFace(FieldFace):
    """Yes or no. Space turns it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = FormField(name="", label="")
        self.button = Button(self, look=Look.CHOICE, kind=Type.STRONG, icon="minus", millimetres=BIG_TOUCH_MM)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._turned)
        line = row(self, margin=RING_PX)
        line.addWidget(self.button)
        line.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_field(self, field: FormField) -> None:
        """Show how it stands: the word and the icon say it, not the colour alone."""
        self._field = field
        is_on = field.value == SWITCHED_ON
        self.button.setChecked(is_on)
        self.button.set_icon("check" if is_on else "minus")
        self.button.set_words(field.hint or field.label)
        self.button.setEnabled(field.enabled)
        self.setAccessibleName(field.label)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Space turns it, up and down walk, Enter goes on, Esc leaves."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            self.button.click()
        elif not _walked(self, key):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The frame while the focus is here."""
        if self.hasFocus():
            edge = brush_of(self, Ink.ACCENT)
            shape(smooth_painter(self), QRectF(self.rect()), corner=CORNER_PX, edge=edge, width=2)

    def _turned(self) -> None:
        is_on = self._field.value == SWITCHED_ON
        self.button.setChecked(is_on)
        self.changed.emit("" if is_on else SWITCHED_ON)


def _walked(face: FieldFace, key: Qt.Key) -> bool:
    """Walk, go on or leave by a key, as a field of text does; whether the key was one of those."""
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        face.walked.emit(-1 if key == Qt.Key.Key_Up else 1)
    elif key in _ENTER:
        face.gone_on.emit()
    elif key == Qt.Key.Key_Escape:
        face.escaped.emit()
    else:
        return False
    return True
