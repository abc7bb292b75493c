"""The shift: its float when it opens, its count when it closes, its report when it is closed."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.presenters.listing import Listing
from ui.presenters.shift_state import ShiftState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.note_list import NoteList
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, ems, row

_MOST_EMS: Final = 55


class ShiftView(View):
    """One card in the middle: words on the left, an amount and its pad on the right."""

    key_pressed = Signal(str)
    finish_pressed = Signal()
    back_pressed = Signal()
    note_chosen = Signal(int)
    row_chosen = Signal(int)
    again_pressed = Signal()
    menu_pressed = Signal()
    moved = Signal(int)
    notice_action_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.POINTS, wrap=True)
        self._hint = Text(self, ink=Ink.QUIET, wrap=True)
        self._banner = Banner(self, narrow=True)
        self._label = Text(self, ink=Ink.QUIET)
        self._amount = Text(self, kind=Type.AMOUNT, right=True)
        self._pad = NumberPad(self)
        self._notes = NoteList(self)
        self._choices = RowList(self)
        self._report = RowList(self, is_dense=True)
        self._more = RowList(self, is_dense=True)
        self._faces = QStackedWidget(self)
        self.back = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.menu = Button(self, key="F12", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.again = Button(self, key="F6", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.finish = Button(
            self,
            look=Look.PRIMARY,
            kind=Type.TITLE,
            key="Enter",
            place=Place.BESIDE,
            millimetres=BIG_TOUCH_MM,
        )
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pad.key_pressed.connect(self.key_pressed)
        self._notes.note_chosen.connect(self.note_chosen)
        self._choices.pressed.connect(self.row_chosen)
        self.again.clicked.connect(self.again_pressed)
        self.menu.clicked.connect(self.menu_pressed)
        self.back.clicked.connect(self.back_pressed)
        self.finish.clicked.connect(self.finish_pressed)
        self._banner.action_pressed.connect(self.notice_action_pressed)
        self.say("pad.backspace", self._pad.say_backspace)

    def show_state(self, state: ShiftState) -> None:
        """Show it."""
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        self._hint.setText(state.hint)
        self._banner.show_notice(state.notice)
        self._label.setText(state.amount_label)
        self._amount.setText(state.amount)
        self._notes.show_notes(state.notes)
        self._notes.setVisible(bool(state.notes))
        self._choices.show_list(state.choices or Listing())
        self._choices.setVisible(state.choices is not None)
        self._report.show_list(state.report)
        self._report.setVisible(bool(state.report.rows))
        self._more.show_list(state.report_more)
        self._faces.setCurrentIndex(1 if state.report_more.rows else 0)
        self.finish.set_words(state.finish)
        self.finish.setEnabled(state.can_finish)
        self.again.set_words(state.again)
        self.again.setVisible(bool(state.again))
        self.menu.set_words(state.menu)
        self.menu.setVisible(bool(state.menu))
        self.back.set_words(state.back)
        self.back.setVisible(bool(state.back))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """As wide as the eye takes in, in the size of the texts."""
        super().resizeEvent(event)
        self._card.setMaximumWidth(ems(_MOST_EMS))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Digits type the amount; arrows walk the notes; Enter finishes; Esc goes back; F12 is the menu."""
        if event.text().isascii() and event.text().isdigit():
            self.key_pressed.emit(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_F6 and self.again.isVisible():
            self.again.click()
        elif event.key() == Qt.Key.Key_F12 and self.menu.isVisible():
            self.menu.click()
        elif event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.back.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        middle = row(self)
        middle.addStretch(1)
        self._card = card = Card(self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        lines = column(card, margin=3 * GRID_PX, gap=2 * GRID_PX)
        sides = row(gap=4 * GRID_PX)
        left = column(gap=2 * GRID_PX)
        for widget in (self._title, self._hint, self._banner, self._notes):
            left.addWidget(widget)
        for rows in (self._report, self._choices):
            left.addWidget(rows, 1)
        left.addStretch(0)
        sides.addLayout(left, 1)
        sides.addWidget(self._faces, 1)
        self._faces.addWidget(self._pad_side())
        self._faces.addWidget(self._more)
        lines.addLayout(sides, 1)
        bottom = row()
        for button, share in ((self.back, 1), (self.menu, 1), (self.again, 1), (self.finish, 3)):
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)

    def _pad_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=GRID_PX)
        lines.addWidget(self._label)
        lines.addWidget(self._amount)
        self._pad.stand_in(lines)
        return side
