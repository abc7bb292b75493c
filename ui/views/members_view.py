"""The screen *Members*: the box above, the list on the left, who it is on the right, the keys below.

Up and down mark, left and right turn to another part of the page, Enter opens or does what the row is for, F2
writes a note, F3 puts the member right, F5 says sorry with a voucher, F9 goes on, Esc is one step back.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.members.state import MembersState
from ui.theme import GRID_PX, Type
from ui.views.members_parts import MembersList, MembersSide
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE
from ui.widgets.one_box import OneBox
from ui.widgets.surface import BIG_TOUCH_MM, column, row, wide

_MOVES: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class MembersView(View):
    """The screen."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    turned = Signal(int)
    row_pressed = Signal(int)
    tab_pressed = Signal(str)
    field_changed = Signal(str, str)
    key_pressed = Signal(str)
    note_pressed = Signal()
    edit_pressed = Signal()
    apology_pressed = Signal()
    finish_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self._has_form = False
        self.box = OneBox(self)
        self.box.pad_button.hide()
        self.banner = Banner(self)
        self.list = MembersList(self)
        self.side = MembersSide(self)
        self.back = self._key_button("Esc")
        self.note = self._key_button("F2")
        self.edit = self._key_button("F3")
        self.apology = self._key_button("F5")
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.STRONG, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say("pad.backspace", self.side.pad.say_backspace)

    def show_state(self, state: MembersState) -> None:
        """Show it all."""
        had_form, self._has_form = self._has_form, state.form is not None
        self._takes_text = state.takes_text
        self.box.setVisible(state.takes_text)
        self.box.show_box(state.text, state.prompt, asking=False)
        self.banner.show_notice(state.notice)
        self.list.show_list(state)
        self.side.show_side(state)
        for button, text in (
            (self.back, state.back), (self.note, state.note), (self.edit, state.edit),
            (self.apology, state.apology), (self.finish, state.finish),
        ):  # fmt: skip
            button.set_words(text)
            button.setVisible(bool(text))
        self.finish.setEnabled(state.can_finish)
        if self.isVisible() and not (had_form and self._has_form):
            self._take_focus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while neither box nor form takes them."""
        key, text = event.key(), event.text()
        if text.isascii() and text.isdigit():
            self.key_pressed.emit(text)
        elif key == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in _MOVES:
            self.moved.emit(_MOVES[Qt.Key(key)])
        elif key in _TURNS:
            self.turned.emit(_TURNS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Box or form have it where there is one."""
        super().focusInEvent(event)
        self._take_focus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share."""
        super().resizeEvent(event)
        self.side.setFixedWidth(wide(0.32, 17, self.width()))

    def _take_focus(self) -> None:
        if self._has_form:
            self.list.form.take_focus()
        else:
            target = self.box.edit if self._takes_text else self
            if not target.hasFocus():
                target.setFocus()

    def _key_button(self, key: str) -> Button:
        return Button(self, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM)

    def _connect(self) -> None:
        edit, form = self.box.edit, self.list.form
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        form.changed.connect(self.field_changed)
        form.submitted.connect(self.finish_pressed)
        form.escaped.connect(self.back_pressed)
        self.list.rows.pressed.connect(self.row_pressed)
        self.list.tab_pressed.connect(self.tab_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        for button, signal, key in (
            (self.note, self.note_pressed, "F2"), (self.edit, self.edit_pressed, "F3"),
            (self.apology, self.apology_pressed, "F5"), (self.finish, self.finish_pressed, "F9"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.clicked.connect(signal)
        self.back.clicked.connect(self.back_pressed)

    def _build(self) -> None:
        lines = column(self)
        lines.addWidget(self.box)
        lines.addWidget(self.banner)
        middle = row()
        middle.addWidget(self.list, 1)
        middle.addWidget(self.side)
        lines.addLayout(middle, 1)
        bottom = row()
        for button, share in (
            (self.back, 25), (self.note, 20), (self.edit, 25), (self.apology, 24), (self.finish, 30),
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
