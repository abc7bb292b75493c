"""The screen *Returns*: the box above, the list on the left, what it comes to on the right, the keys below.

Up and down mark, Enter opens or takes a whole line, + and − are one more and one less (or the day after and
before), F6 is all of it, F3 without a receipt, F5 goes on to buy, F7 in cash, F8 the reason, F9 confirms, Esc
is one step back.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.returns.state import ReturnsState
from ui.views.desk_view import DeskView, show_words
from ui.views.returns_parts import ReturnList, ReturnSide
from ui.widgets.sheet import is_covered

_STEPS: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class ReturnsView(DeskView):
    """The screen."""

    stepped = Signal(int)
    all_pressed = Signal()
    reason_pressed = Signal()
    cash_pressed = Signal()
    goods_pressed = Signal()
    exchange_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self.list = ReturnList(self)
        self.side = ReturnSide(self)
        self.back = self._key_button("Esc")
        self.goods = self._key_button("F3")
        self.cash = self._key_button("F7")
        self.reason = self._key_button("F8")
        self.finish = self._finish_button()
        keys = (
            (self.back, 22), (self.goods, 22), (self.cash, 22), (self.reason, 26), (self.finish, 40),
        )  # fmt: skip
        self._build(self.list, self.side, keys)
        self._listen()
        self.say("menu.returns", self.setAccessibleName)
        self.say("pad.backspace", self.side.pad.say_backspace)
        self.say("returns.less", self.list.less.set_words)
        self.say("returns.more", self.list.more.set_words)
        self.say("returns.quantity", self.list.say_quantity)

    def show_state(self, state: ReturnsState) -> None:
        """Show it all."""
        self.box.setVisible(state.takes_text)
        self.box.show_box(state.text, state.prompt, asking=False, replaced=state.text_missed)
        self.banner.show_notice(state.notice)
        self.list.show_list(state)
        self.side.show_side(state)
        show_words((
            (self.back, state.back), (self.goods, state.goods), (self.cash, state.cash),
            (self.reason, state.reason), (self.finish, state.finish),
        ))  # fmt: skip
        self.finish.setEnabled(state.can_finish)
        self._takes_text = state.takes_text
        if self.isVisible() and not is_covered(self):
            (self.box.edit if state.takes_text else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Weights have a comma, plus and minus step; the rest as on every such screen."""
        if event.text() in {",", "."}:
            self.key_pressed.emit(event.text())
        elif event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The box has it where there is one."""
        super().focusInEvent(event)
        if self._takes_text:
            self.box.edit.setFocus()

    def _listen(self) -> None:
        self.box.edit.stepped.connect(self.stepped)
        self.list.pressed.connect(self.row_pressed)
        self.list.stepped.connect(self.stepped)
        self.list.all_pressed.connect(self.all_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        self._connect(
            self.back,
            (
                (self.goods, self.goods_pressed, "F3"), (self.cash, self.cash_pressed, "F7"),
                (self.reason, self.reason_pressed, "F8"), (self.finish, self.finish_pressed, "F9"),
            ),
        )  # fmt: skip
        self._key("F6", self.list.everything)
        self._key("F5", self.side.exchange)
        self.side.exchange.clicked.connect(self.exchange_pressed)
