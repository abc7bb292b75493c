"""A screen of the back office: a box to search, rows on the left, what is marked on the right, presses below.

Up and down mark, Enter opens or goes on, F6, F7 and F8 are the presses between, F9 is the one in the corner,
Esc goes back. It decides nothing.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.presenters.office_state import OfficeAction, OfficeState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.form import Form
from ui.widgets.keyboard import KEYS_WITHOUT_LETTERS, ScreenKeyboard
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.one_box import OneBox
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row, wide

ACTION_KEYS: Final = ("F6", "F7", "F8")
_ABOUT, _PAD, _FORM = range(3)
_KEYBOARD_SHARE: Final = 45
"""In per cent of the screen."""


class OfficeView(View):
    """The screen."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    row_pressed = Signal(int)
    key_pressed = Signal(str)
    field_changed = Signal(str, str)
    action_pressed = Signal(int)
    finish_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = OfficeState(title="")
        self.box = OneBox(self)
        self.box.pad_button.hide()
        self.banner = Banner(self)
        self._left = Card(self)
        self._title = ShortText(self._left, kind=Type.TITLE)
        self.rows = RowList(self._left)
        self._right = Card(self)
        self._about_title = Text(self._right, kind=Type.STRONG, wrap=True)
        self.about = RowList(self._right, is_dense=True)
        self._dots = Text(self._right, kind=Type.POINTS, right=True)
        self._pad = NumberPad(self._right, corner="")
        self.form = Form(self._right)
        self.keys = Button(self._right, icon="keyboard", millimetres=BIG_TOUCH_MM)
        self._keyboard: ScreenKeyboard | None = None
        self._faces = QStackedWidget(self._right)
        self.back = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.presses = tuple(
            Button(self, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM) for key in ACTION_KEYS
        )
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say("pad.backspace", self._pad.say_backspace)
        self.say("checkout.touch-keys", self.keys.setAccessibleName)

    def show_state(self, state: OfficeState) -> None:
        """Show it all."""
        had, self._state = self._state, state
        self.box.setVisible(state.text is not None)
        self.box.show_box(state.text or "", state.prompt, asking=False)
        self.banner.show_notice(state.notice)
        self._title.setText(state.title)
        self.rows.show_list(state.listing)
        self._about_title.setText(state.about_title)
        self._about_title.setVisible(bool(state.about_title))
        self.about.show_list(state.about)
        self._dots.setText(state.dots or "")
        if state.form is not None:
            self.form.show_form(state.form)
        self._faces.setCurrentIndex(_face_of(state))
        empty = (OfficeAction(),) * len(self.presses)
        for button, action in zip(self.presses, (*state.actions, *empty), strict=False):
            _show_action(button, action)
        _show_action(self.finish, state.finish)
        self.back.set_words(state.back)
        self.keys.setVisible(state.form is not None or state.text is not None)
        if state.form is None and state.text is None and self._keyboard is not None:
            self._keyboard.hide()
        if self.isVisible() and (_face_of(had) != _face_of(state) or state.form is None):
            self._take_focus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while neither a box nor a form takes them."""
        key, text = event.key(), event.text()
        if text.isascii() and text.isdigit():
            self.key_pressed.emit(text)
        elif key == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Whatever is typed into has it."""
        super().focusInEvent(event)
        if self._state.form is not None or self._state.text is not None:
            self._take_focus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The right side keeps its share."""
        super().resizeEvent(event)
        self._right.setFixedWidth(wide(0.42, 18, self.width()))
        self._place_keyboard()

    def toggle_keyboard(self) -> None:
        """Show the keys for a finger, or put them away."""
        if self._keyboard is None:
            self._keyboard = ScreenKeyboard(self)
            self._keyboard.closed.connect(self.toggle_keyboard)
            self.say_now("pad.space", self._keyboard.say_space)
            for name in KEYS_WITHOUT_LETTERS:
                self.say_now(f"pad.{name}", partial(self._keyboard.name_key, name))
            self._keyboard.hide()
        self._keyboard.setVisible(not self._keyboard.isVisible())
        self._place_keyboard()

    def _place_keyboard(self) -> None:
        if self._keyboard is not None and self._keyboard.isVisible():
            tall = self.height() * _KEYBOARD_SHARE // 100
            self._keyboard.setGeometry(0, self.height() - tall, self.width(), tall)
            self._keyboard.raise_()

    def _take_focus(self) -> None:
        if self._state.form is not None:
            self.form.take_focus()
        elif self._state.text is not None:
            self.box.edit.setFocus()
        else:
            self.setFocus()

    def _connect(self) -> None:
        edit = self.box.edit
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        self.rows.pressed.connect(self.row_pressed)
        self._pad.key_pressed.connect(self.key_pressed)
        self.form.changed.connect(self.field_changed)
        self.form.submitted.connect(self.finish_pressed)
        self.form.escaped.connect(self.back_pressed)
        self.keys.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keys.clicked.connect(self.toggle_keyboard)
        self.back.clicked.connect(self.back_pressed)
        self.finish.clicked.connect(self.finish_pressed)
        self._key("F9", self.finish)
        for number, button in enumerate(self.presses):
            button.clicked.connect(lambda _=False, which=number: self.action_pressed.emit(which))
            self._key(ACTION_KEYS[number], button)

    def _key(self, key: str, button: Button) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)

    def _build(self) -> None:
        lines = column(self)
        lines.addWidget(self.box)
        lines.addWidget(self.banner)
        left = column(self._left, margin=2 * GRID_PX)
        left.addWidget(self._title)
        left.addWidget(self.rows, 1)
        right = column(self._right, margin=2 * GRID_PX)
        top = row()
        top.addWidget(self._about_title, 1)
        top.addWidget(self.keys)
        right.addLayout(top)
        right.addWidget(self._faces, 1)
        pad = QWidget(self._right)
        beside = column(pad, gap=GRID_PX)
        beside.addWidget(self._dots)
        beside.addWidget(self._pad, 1)
        for face in (self.about, pad, self.form):
            self._faces.addWidget(face)
        middle = row()
        middle.addWidget(self._left, 1)
        middle.addWidget(self._right)
        lines.addLayout(middle, 1)
        bottom = row()
        for button, share in ((self.back, 22), *((each, 26) for each in self.presses), (self.finish, 40)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
        self._about_title.set_ink(Ink.TEXT)


def _face_of(state: OfficeState) -> int:
    if state.form is not None:
        return _FORM
    return _ABOUT if state.dots is None else _PAD


def _show_action(button: Button, action: OfficeAction) -> None:
    button.set_words(action.text)
    button.setVisible(bool(action.text))
    button.setEnabled(action.enabled)
