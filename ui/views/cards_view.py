"""The screen *Cards*: the box above, members or cards on the left, what to do on the right, keys below.

Up and down mark, Enter opens; F6 replaces, F7 blocks, F8 is the next reason, F9 confirms, Esc is one step
back.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.presenters.cards.state import CardsState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.one_box import OneBox
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, row, wide


class CardsView(View):
    """The screen."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    row_pressed = Signal(int)
    key_pressed = Signal(str)
    replace_pressed = Signal()
    block_pressed = Signal()
    reason_pressed = Signal()
    finish_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = True
        self.box = OneBox(self)
        self.box.pad_button.hide()
        self.banner = Banner(self)
        self._list = Card(self)
        self.rows = RowList(self._list)
        self._side = Card(self)
        self._title = Text(self._side, kind=Type.TITLE, wrap=True)
        self._about = FigureColumn(self._side, gap=GRID_PX)
        self._hint = Text(self._side, ink=Ink.QUIET, wrap=True)
        self._dots = Text(self._side, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self._side, corner="")
        self._faces = QStackedWidget(self._side)
        self.back = self._key_button("Esc")
        self.replace = self._key_button("F6")
        self.block = self._key_button("F7")
        self.why = self._key_button("F8")
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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
        for button, text in (
            (self.back, state.back), (self.replace, state.replace), (self.block, state.block),
            (self.why, state.why), (self.finish, state.finish),
        ):  # fmt: skip
            button.set_words(text)
            button.setVisible(bool(text))
        self.finish.setEnabled(state.can_finish)
        is_other = state.takes_text != self._takes_text
        self._takes_text = state.takes_text
        if is_other:
            (self.box.edit if state.takes_text else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while no box takes them."""
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
        """The box has it where there is one."""
        super().focusInEvent(event)
        if self._takes_text:
            self.box.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share."""
        super().resizeEvent(event)
        self._side.setFixedWidth(wide(0.36, 18, self.width()))

    def _key_button(self, key: str) -> Button:
        return Button(self, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM)

    def _connect(self) -> None:
        edit = self.box.edit
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        self.rows.pressed.connect(self.row_pressed)
        self.pad.key_pressed.connect(self.key_pressed)
        for button, signal, key in (
            (self.replace, self.replace_pressed, "F6"), (self.block, self.block_pressed, "F7"),
            (self.why, self.reason_pressed, "F8"), (self.finish, self.finish_pressed, "F9"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.clicked.connect(signal)
        self.back.clicked.connect(self.back_pressed)

    def _build(self) -> None:
        inside = column(self._list, margin=2 * GRID_PX)
        inside.addWidget(self.rows)
        lines = column(self._side, margin=2 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self._about)
        lines.addWidget(self._hint)
        pad = QWidget(self)
        keys = column(pad, gap=GRID_PX)
        keys.addWidget(self._dots)
        keys.addWidget(self.pad, 1)
        self._faces.addWidget(QWidget(self))
        self._faces.addWidget(pad)
        lines.addWidget(self._faces, 1)
        middle = row()
        middle.addWidget(self._list, 1)
        middle.addWidget(self._side)
        bottom = row()
        for button, share in (
            (self.back, 22), (self.replace, 24), (self.block, 24), (self.why, 22), (self.finish, 36),
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        whole = column(self)
        whole.addWidget(self.box)
        whole.addWidget(self.banner)
        whole.addLayout(middle, 1)
        whole.addLayout(bottom)
