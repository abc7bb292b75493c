"""The screen *Returns*: the box above, the list on the left, what it comes to on the right, the keys below.

Up and down mark, Enter opens or takes a whole line, + and − are one more and one less (or the day after and
before), F6 is all of it, F3 without a receipt, F7 in cash, F8 the reason, F9 confirms, Esc is one step back.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.returns.state import ReturnsState
from ui.theme import GRID_PX, Type
from ui.views.returns_parts import ReturnList, ReturnSide
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE
from ui.widgets.one_box import OneBox
from ui.widgets.surface import BIG_TOUCH_MM, column, row, wide

_STEPS: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class ReturnsView(View):
    """The screen."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    row_pressed = Signal(int)
    stepped = Signal(int)
    key_pressed = Signal(str)
    all_pressed = Signal()
    reason_pressed = Signal()
    cash_pressed = Signal()
    goods_pressed = Signal()
    finish_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self.box = OneBox(self)
        self.box.pad_button.hide()
        self.banner = Banner(self)
        self.list = ReturnList(self)
        self.side = ReturnSide(self)
        self.back = self._key_button("Esc")
        self.goods = self._key_button("F3")
        self.cash = self._key_button("F7")
        self.reason = self._key_button("F8")
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say("pad.backspace", self.side.pad.say_backspace)
        self.say("returns.less", self.list.less.set_words)
        self.say("returns.more", self.list.more.set_words)
        self.say("returns.quantity", self.list.say_quantity)

    def show_state(self, state: ReturnsState) -> None:
        """Show it all."""
        self.box.setVisible(state.takes_text)
        self.box.show_box(state.text, state.prompt, asking=False)
        self.banner.show_notice(state.notice)
        self.list.show_list(state)
        self.side.show_side(state)
        for button, text in (
            (self.back, state.back), (self.goods, state.goods), (self.cash, state.cash),
            (self.reason, state.reason), (self.finish, state.finish),
        ):  # fmt: skip
            button.set_words(text)
            button.setVisible(bool(text))
        self.finish.setEnabled(state.can_finish)
        self._takes_text = state.takes_text
        if self.isVisible():
            (self.box.edit if state.takes_text else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while no box takes them."""
        key, text = event.key(), event.text()
        if text.isascii() and (text.isdigit() or text in {",", "."}) and text:
            self.key_pressed.emit(text)
        elif key == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The box has it where there is one."""
        super().focusInEvent(event)
        if self._takes_text:
            self.box.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share."""
        super().resizeEvent(event)
        self.side.setFixedWidth(wide(0.36, 18, self.width()))

    def _key_button(self, key: str) -> Button:
        return Button(self, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM)

    def _connect(self) -> None:
        edit = self.box.edit
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        edit.stepped.connect(self.stepped)
        self.list.pressed.connect(self.row_pressed)
        self.list.stepped.connect(self.stepped)
        self.list.all_pressed.connect(self.all_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        for button, signal, key in (
            (self.goods, self.goods_pressed, "F3"), (self.list.everything, self.all_pressed, "F6"),
            (self.cash, self.cash_pressed, "F7"), (self.reason, self.reason_pressed, "F8"),
            (self.finish, self.finish_pressed, "F9"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            if button is not self.list.everything:
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
            (self.back, 22), (self.goods, 22), (self.cash, 22), (self.reason, 26), (self.finish, 40),
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
