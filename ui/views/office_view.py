"""A screen of the back office: a box to search, rows on the left, what is marked on the right, presses below.

Up and down mark, Enter opens or goes on, F6, F7 and F8 are the presses between, F9 is the one in the corner,
Esc goes back. It decides nothing.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.presenters.office_state import OfficeAction, OfficeState
from ui.theme import GRID_PX, Ink, Type, font_for
from ui.views.desk_view import DeskView
from ui.widgets.button import Button, Look
from ui.widgets.figures import ProgressBar
from ui.widgets.form import Form
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.sheet import is_covered
from ui.widgets.surface import Card, ShortText, Text, column, row

ACTION_KEYS: Final = ("F6", "F7", "F8")
_ABOUT, _PAD, _FORM = range(3)


class OfficeView(DeskView):
    """The screen."""

    field_changed = Signal(str, str)
    field_stepped = Signal(str, int)
    action_pressed = Signal(int)

    SIDE = (0.42, 18)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = OfficeState(title="")
        self._left = Card(self)
        self._title = ShortText(self._left, kind=Type.TITLE)
        self.progress = ProgressBar(self._left)
        self.rows = RowList(self._left)
        self._right = Card(self)
        self._about_title = Text(self._right, kind=Type.STRONG, wrap=True)
        self._hint = Text(self._right, ink=Ink.QUIET, wrap=True)
        self.about = RowList(self._right, is_dense=True)
        self._dots = Text(self._right, kind=Type.POINTS, right=True)
        self._pad = NumberPad(self._right, corner="")
        self.form = Form(self._right)
        self._faces = QStackedWidget(self._right)
        self.back = self._key_button("Esc")
        self.presses = tuple(self._key_button(key) for key in ACTION_KEYS)
        self.finish = self._finish_button()
        self._fill()
        self._listen()
        self.say("pad.backspace", self._pad.say_backspace)

    def show_state(self, state: OfficeState) -> None:
        """Show it all."""
        had, self._state = self._state, state
        self.box.setVisible(state.text is not None)
        self.box.show_box(state.text or "", state.prompt, asking=False, replaced=state.text_missed)
        self.banner.show_notice(state.notice)
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        self.progress.setVisible(state.progress is not None)
        self.progress.set_progress(state.progress or 0)
        self.rows.show_list(state.listing)
        self._about_title.setText(state.about_title)
        self._about_title.setVisible(bool(state.about_title))
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self.about.show_list(state.about)
        self._dots.setText(state.dots or "")
        if state.form is not None:
            self.form.show_form(state.form)
        self._faces.setCurrentIndex(_face_of(state))
        empty = (OfficeAction(),) * len(self.presses)
        for button, action in zip(self.presses, (*state.actions, *empty), strict=False):
            _show_action(button, action)
        _show_action(self.finish, state.finish)
        self.finish.set_look(Look.GRAVE if state.finish.is_grave else Look.PRIMARY)
        self.back.set_words(state.back)
        self._show_keys(in_box=state.text is not None, in_form=state.form is not None)
        self._fit_heading()
        is_other_face = _face_of(had) != _face_of(state) or state.form is None
        if self.isVisible() and is_other_face and not is_covered(self):
            self._take_focus()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Whatever is typed into has it."""
        super().focusInEvent(event)
        if self._state.form is not None or self._state.text is not None:
            self._take_focus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The heading beside the rows is large where each of its lines has room."""
        super().resizeEvent(event)
        self._fit_heading()

    def _fit_heading(self) -> None:
        heading = font_for(Type.LARGE_STRONG, QApplication.font())
        room = self._right.width() - 4 * GRID_PX - (self.keys.width() + GRID_PX) * (not self.keys.isHidden())
        lines = self._about_title.text().split("\n")
        fits = max(QFontMetrics(heading).horizontalAdvance(line) for line in lines) <= room
        self._about_title.set_kind(Type.LARGE_STRONG if fits else Type.STRONG)

    def _take_focus(self) -> None:
        if self._state.form is not None:
            self.form.take_focus()
        elif self._state.text is not None:
            self.box.edit.setFocus()
        else:
            self.setFocus()

    def _listen(self) -> None:
        self.rows.pressed.connect(self.row_pressed)
        self._pad.key_pressed.connect(self.key_pressed)
        self.form.changed.connect(self.field_changed)
        self.form.stepped.connect(self.field_stepped)
        self.form.submitted.connect(self.finish_pressed)
        self.form.escaped.connect(self.back_pressed)
        self._connect(self.back, ((self.finish, self.finish_pressed, "F9"),))
        for number, button in enumerate(self.presses):
            button.clicked.connect(lambda _=False, which=number: self.action_pressed.emit(which))
            self._key(ACTION_KEYS[number], button)

    def _fill(self) -> None:
        left = column(self._left, margin=2 * GRID_PX)
        left.addWidget(self._title)
        left.addWidget(self.progress)
        left.addWidget(self.rows, 1)
        right = column(self._right, margin=2 * GRID_PX)
        said = column()
        said.addWidget(self._about_title)
        said.addWidget(self._hint)
        top = row()
        top.addLayout(said, 1)
        top.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignTop)
        right.addLayout(top)
        right.addWidget(self._faces, 1)
        pad = QWidget(self._right)
        beside = column(pad, gap=GRID_PX)
        beside.addWidget(self._dots)
        self._pad.stand_in(beside)
        for face in (self.about, pad, self.form):
            self._faces.addWidget(face)
        shares = ((self.back, 22), *((each, 26) for each in self.presses), (self.finish, 40))
        self._build(self._left, self._right, shares)


def _face_of(state: OfficeState) -> int:
    if state.form is not None:
        return _FORM
    return _ABOUT if state.dots is None else _PAD


def _show_action(button: Button, action: OfficeAction) -> None:
    button.set_words(action.text)
    button.setVisible(bool(action.text))
    button.setEnabled(action.enabled)
