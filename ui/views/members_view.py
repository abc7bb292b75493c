"""The screen *Members*: the box above, the list on the left, who it is on the right, the keys below.

Up and down mark, left and right turn to another part of the page, Enter opens or does what the row is for, F2
writes a note, F3 puts the member right, F5 says sorry with a voucher, F9 goes on, Esc is one step back.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.members.state import MembersState
from ui.views.desk_view import DeskView, show_words
from ui.views.members_parts import MembersList, MembersSide
from ui.widgets.button import Look
from ui.widgets.sheet import is_covered

_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class MembersView(DeskView):
    """The screen."""

    turned = Signal(int)
    tab_pressed = Signal(str)
    field_changed = Signal(str, str)
    note_pressed = Signal()
    edit_pressed = Signal()
    apology_pressed = Signal()

    SIDE = (0.32, 17)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self._has_form = False
        self.list = MembersList(self, self.keys)
        self.side = MembersSide(self)
        self.back = self._key_button("Esc")
        self.note = self._key_button("F2")
        self.edit = self._key_button("F3")
        self.apology = self._key_button("F5")
        self.finish = self._finish_button()
        keys = (
            (self.back, 25), (self.note, 20), (self.edit, 25), (self.apology, 24), (self.finish, 30),
        )  # fmt: skip
        self._build(self.list, self.side, keys)
        self._listen()
        self.say("members.title", self.setAccessibleName)
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
        show_words((
            (self.back, state.back), (self.note, state.note), (self.edit, state.edit),
            (self.apology, state.apology), (self.finish, state.finish),
        ))  # fmt: skip
        self.finish.setEnabled(state.can_finish)
        self.finish.set_look(Look.GRAVE if state.is_grave else Look.PRIMARY)
        self._show_keys(in_box=state.takes_text, in_form=self._has_form)
        if self.isVisible() and not is_covered(self) and not (had_form and self._has_form):
            self._take_focus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Left and right turn the page; the rest as on every such screen."""
        if event.key() in _TURNS:
            self.turned.emit(_TURNS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def toggle_keyboard(self) -> None:
        """With the keys for a finger up there is no room for figures beside them."""
        super().toggle_keyboard()
        self.side.be_low(is_low=self.keyboard is not None and self.keyboard.isVisible())

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Box or form have it where there is one."""
        super().focusInEvent(event)
        self._take_focus()

    def _take_focus(self) -> None:
        if self._has_form:
            self.list.form.take_focus()
        else:
            target = self.box.edit if self._takes_text else self
            if not target.hasFocus():
                target.setFocus()

    def _listen(self) -> None:
        form = self.list.form
        form.changed.connect(self.field_changed)
        form.submitted.connect(self.finish_pressed)
        form.escaped.connect(self.back_pressed)
        self.list.rows.pressed.connect(self.row_pressed)
        self.list.tab_pressed.connect(self.tab_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        self._connect(
            self.back,
            (
                (self.note, self.note_pressed, "F2"), (self.edit, self.edit_pressed, "F3"),
                (self.apology, self.apology_pressed, "F5"), (self.finish, self.finish_pressed, "F9"),
            ),
        )  # fmt: skip
