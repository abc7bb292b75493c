"""The screen *Cards*: the box above, members or cards on the left, what to do on the right, keys below.

Up and down mark, Enter opens; F5 prints a temporary card, F6 replaces, F7 blocks, F8 is the next reason, F9
confirms, Esc is one step back.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.presenters.cards.state import CardsState
from ui.theme import GRID_PX, Ink, Type
from ui.views.desk_view import DeskView, show_words
from ui.widgets.button import Look
from ui.widgets.figures import FigureColumn
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.sheet import is_covered
from ui.widgets.surface import Card, Text, column


class CardsView(DeskView):
    """The screen."""

    print_pressed = Signal()
    replace_pressed = Signal()
    block_pressed = Signal()
    reason_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self._list = Card(self)
        self.rows = RowList(self._list, in_one_line=True)
        self._side = Card(self)
        self._title = Text(self._side, kind=Type.TITLE, wrap=True)
        self._about = FigureColumn(self._side, gap=GRID_PX)
        self._hint = Text(self._side, ink=Ink.QUIET, wrap=True)
        self._dots = Text(self._side, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self._side, corner="")
        self._faces = QStackedWidget(self._side)
        self.back = self._key_button("Esc")
        self.paper = self._key_button("F5")
        self.replace = self._key_button("F6")
        self.block = self._key_button("F7", Look.DANGER)
        self.why = self._key_button("F8")
        self.finish = self._finish_button()
        self._fill()
        self._listen()
        self.say("cards.title", self.setAccessibleName)
        self.say("pad.backspace", self.pad.say_backspace)

    def show_state(self, state: CardsState) -> None:
        """Show it all."""
        self.box.setVisible(state.takes_text)
        self.box.show_box(state.text, state.prompt, asking=False)
        self.banner.show_notice(state.notice)
        self.rows.show_list(state.listing)
        self._title.setText(state.title)
        self._about.show_rows(state.about)
        self._about.setVisible(bool(state.about))
        self._hint.setText(state.hint)
        self._dots.setText(state.dots or " ")
        self._faces.setCurrentIndex(1 if state.pad else 0)
        show_words((
            (self.back, state.back), (self.paper, state.paper), (self.replace, state.replace),
            (self.block, state.block), (self.why, state.why), (self.finish, state.finish),
        ))  # fmt: skip
        self.finish.setEnabled(state.can_finish)
        is_other = state.takes_text != self._takes_text
        self._takes_text = state.takes_text
        if is_other and not is_covered(self):
            (self.box.edit if state.takes_text else self).setFocus()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The box has it where there is one."""
        super().focusInEvent(event)
        if self._takes_text:
            self.box.edit.setFocus()

    def _listen(self) -> None:
        self.rows.pressed.connect(self.row_pressed)
        self.pad.key_pressed.connect(self.key_pressed)
        self._connect(
            self.back,
            (
                (self.paper, self.print_pressed, "F5"), (self.replace, self.replace_pressed, "F6"),
                (self.block, self.block_pressed, "F7"), (self.why, self.reason_pressed, "F8"),
                (self.finish, self.finish_pressed, "F9"),
            ),
        )  # fmt: skip

    def _fill(self) -> None:
        inside = column(self._list, margin=2 * GRID_PX)
        inside.addWidget(self.rows)
        lines = column(self._side, margin=2 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self._about)
        lines.addWidget(self._hint)
        pad = QWidget(self)
        beside = column(pad, gap=GRID_PX)
        beside.addWidget(self._dots)
        self.pad.stand_in(beside)
        self._faces.addWidget(QWidget(self))
        self._faces.addWidget(pad)
        lines.addWidget(self._faces, 1)
        keys = (
            (self.back, 22), (self.paper, 24), (self.replace, 24), (self.block, 24), (self.why, 22),
            (self.finish, 36),
        )  # fmt: skip
        self._build(self._list, self._side, keys)
