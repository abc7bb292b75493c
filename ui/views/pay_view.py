"""Paying.

The ways on the left, what was handed over in the middle, what is left or given back on the right.
"""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QWidget

from ui.presenters.pay.state import MethodRow, PayState, QuickNote
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look, write_alike
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.heard_keys import hear_key
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.qr import QrPicture
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row, wide

_NOTES: Final = 6


class PayView(View):
    """The pay screen. F9 is told by itself, since it brings this screen in front too."""

    method_chosen = Signal(str)
    key_pressed = Signal(str)
    note_chosen = Signal(int)
    finish_pressed = Signal()
    pay_key_pressed = Signal()
    back_pressed = Signal()
    part_removed = Signal()
    notice_action_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.methods = MethodColumn(self)
        self.amount = AmountCard(self)
        self.sums = SumsCard(self)
        self.banner = Banner(self)
        self.back = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self.methods.chosen.connect(self.method_chosen)
        self.amount.note_chosen.connect(self.note_chosen)
        self.amount.key_pressed.connect(self.key_pressed)
        self.sums.part_removed.connect(self.part_removed)
        self.back.clicked.connect(self.back_pressed)
        self.finish.clicked.connect(self.finish_pressed)
        self.banner.action_pressed.connect(self.notice_action_pressed)
        hear_key(self, "F9", self.pay_key_pressed.emit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say("pay.title", self.setAccessibleName)
        self.say("pay.back", self.back.set_words)
        self.say("pad.backspace", self.amount.pad.say_backspace)
        self.say("pay.undo", self.sums.undo.set_words)
        self.say("pay.split-how", self.methods.say_split)
        self.say("pay.given", self.amount.say_given)

    def show_state(self, state: PayState) -> None:
        """Show it all."""
        self.methods.show_methods(state.methods)
        self.amount.show_state(state)
        self.sums.show_state(state)
        self.banner.show_notice(state.notice)
        self.finish.set_words(state.finish)
        self.finish.setEnabled(state.can_finish)
        self.back.setEnabled(state.can_go_back)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Digits type the amount; Enter finishes; Esc goes back; Alt with a digit chooses a way to pay.

        A stroke, a point or a dash stands between the parts of a day.
        Enter and F9 are told while the corner is grey, too: what is pressed early may still be done.
        """
        key, text = event.key(), event.text()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.methods.press(key - Qt.Key.Key_1)
        elif text.isascii() and text.isdigit():
            self.key_pressed.emit(text)
        elif text and text in "/.-":
            self.key_pressed.emit("/")
        elif key == Qt.Key.Key_Backspace:
            self.key_pressed.emit(BACKSPACE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish_pressed.emit()
        elif key == Qt.Key.Key_Escape:
            self.back.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.methods.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The sides keep their share."""
        super().resizeEvent(event)
        self.methods.setFixedWidth(wide(0.26, 13, self.width()))
        self.sums.setFixedWidth(wide(0.28, 14, self.width()))

    def _build(self) -> None:
        lines = column(self)
        lines.addWidget(self.banner)
        middle = row()
        for card in (self.methods, self.amount, self.sums):
            middle.addWidget(card)
        lines.addLayout(middle, 1)
        bottom = row()
        for button, share in ((self.back, 25), (self.finish, 75)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)


class MethodColumn(Card):
    """The ways to pay, one under the other."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._methods: tuple[MethodRow, ...] = ()
        self._buttons: list[Button] = []
        self._lines = column(self, margin=2 * GRID_PX)
        self._split = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._lines.addStretch(1)
        self._lines.addWidget(self._split)

    def show_methods(self, methods: tuple[MethodRow, ...]) -> None:
        """Show them, the chosen one framed."""
        self._methods = methods
        while len(self._buttons) < len(methods):
            self._add(len(self._buttons))
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(methods))
            if number < len(methods):
                small = (methods[number].key, methods[number].holds)
                button.set_words(methods[number].text, " · ".join(part for part in small if part))
                button.setChecked(methods[number].chosen)
                button.setEnabled(methods[number].enabled)
        self._split.setVisible(all(each.enabled for each in methods))
        self._place_keys()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The keys stand where the names leave them room."""
        super().resizeEvent(event)
        self._place_keys()

    def changeEvent(self, event: QEvent, /) -> None:
        """Follow the application's text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_keys()

    def say_split(self, text: str) -> None:
        """Say how to pay in several ways."""
        self._split.setText(text)

    def press(self, number: int) -> None:
        """Choose one by its place, as its digit does."""
        if 0 <= number < len(self._methods):
            self.chosen.emit(self._methods[number].method)

    def step(self, by: int) -> None:
        """Choose the next or the one before."""
        at = next((number for number, method in enumerate(self._methods) if method.chosen), 0)
        self.press((at + by) % len(self._methods))

    def _place_keys(self) -> None:
        """At the far end; where one of the names has no room beside its key, all have them underneath."""
        room = self.contentsRect().width() - 4 * GRID_PX
        for place in (Place.FAR, Place.UNDER):
            for button in self._buttons:
                button.set_place(place)
            if all(button.sizeHint().width() <= room for button in self._buttons):
                return

    def _add(self, number: int) -> None:
        button = Button(self, look=Look.CHOICE, kind=Type.CHOICE, place=Place.FAR, millimetres=BIG_TOUCH_MM)
        button.set_least_height(8 * GRID_PX)
        button.setAutoExclusive(True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.press(number))
        self._lines.insertWidget(number, button)
        self._buttons.append(button)
        write_alike(self._buttons)


class AmountCard(Card):
    """What was handed over: by quick notes, by the pad; or the QR to show, or a word on the card machine."""

    note_chosen = Signal(int)
    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text(self, ink=Ink.QUIET)
        self._amount = ShortText(self, kind=Type.AMOUNT, right=True)
        self._hint = Text(self, ink=Ink.QUIET, wrap=True)
        self._notes = NoteGrid(self)
        self.pad = NumberPad(self)
        self._qr = QrPicture(self)
        self._faces = QStackedWidget(self)
        lines = column(self, margin=2 * GRID_PX, gap=GRID_PX)
        top = row()
        top.addWidget(self._label)
        top.addWidget(self._amount, 1)
        lines.addLayout(top)
        lines.addWidget(self._hint)
        lines.addWidget(self._notes)
        lines.addWidget(self._faces, 1)
        self._faces.addWidget(self.pad)
        self._faces.addWidget(self._qr)
        self._no_keys = QWidget(self)
        self._faces.addWidget(self._no_keys)
        self._notes.chosen.connect(self.note_chosen)
        self.pad.key_pressed.connect(self.key_pressed)

    def say_given(self, text: str) -> None:
        """Say what the likely amounts are, for a screen reader."""
        self._notes.say_given(text)

    def show_state(self, state: PayState) -> None:
        """Show the amount, and what helps to enter it."""
        self._label.setText(state.amount_label)
        self._amount.setText(state.amount)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._notes.show_notes(state.notes)
        self._notes.setVisible(bool(state.notes))
        keys = self.pad if state.takes_digits else self._no_keys
        self._faces.setCurrentWidget(keys if state.qr is None else self._qr)
        if state.qr is not None:
            self._qr.show_qr(state.qr)


class NoteGrid(QWidget):
    """The likely amounts, three in a row."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[QuickNote, ...] = ()
        self._buttons = tuple(self._button(number) for number in range(_NOTES))
        write_alike(self._buttons)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID_PX)
        for number, button in enumerate(self._buttons):
            grid.addWidget(button, number // 3, number % 3)

    def show_notes(self, notes: tuple[QuickNote, ...]) -> None:
        """Show at most six."""
        self._notes = notes
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(notes))
            if number < len(notes):
                button.set_words(notes[number].text)
                button.setChecked(notes[number].chosen)

    def say_given(self, text: str) -> None:
        """Say what the amounts are, for a screen reader."""
        for button in self._buttons:
            button.set_called(text)

    def _button(self, number: int) -> Button:
        button = Button(self, look=Look.CHOICE, kind=Type.LARGE, millimetres=BIG_TOUCH_MM)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(self._notes[number].amount))
        return button


class SumsCard(Card):
    """What is due, what is paid, and the big figure: change, or what is still to pay; the points under it."""

    part_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums = FigureColumn(self, gap=GRID_PX)
        self._parts = FigureColumn(self, gap=GRID_PX)
        self.undo = Button(self, look=Look.LINK, kind=Type.SMALL)
        self._big = Card(self, fill=Ink.ACCENT_GROUND, edge=None)
        self._label = Text(self._big, ink=Ink.ACCENT)
        self._figure = ShortText(self._big, kind=Type.DUE, ink=Ink.ACCENT, right=True)
        self._who = ShortText(self, kind=Type.STRONG)
        self._points = FigureColumn(self, gap=GRID_PX)
        inside = column(self._big, margin=2 * GRID_PX, gap=0)
        inside.addWidget(self._label)
        inside.addWidget(self._figure)
        self._lines = column(self, margin=2 * GRID_PX, gap=2 * GRID_PX)
        for widget in (self._sums, self._parts, self.undo, self._big, self._who, self._points):
            self._lines.addWidget(widget)
        self._lines.addStretch(1)
        self.undo.clicked.connect(self.part_removed)

    def show_state(self, state: PayState) -> None:
        """Show it."""
        self._sums.show_rows(state.sums)
        self._parts.show_rows(state.parts)
        self._parts.setVisible(bool(state.parts))
        self.undo.setVisible(bool(state.parts))
        self._label.setText(state.figure_label)
        self._figure.setText(state.figure)
        ink = Ink.ACCENT if state.figure_good else Ink.ATTENTION
        self._label.set_ink(ink)
        self._figure.set_ink(ink)
        self._who.setText(state.who)
        self._points.show_rows(state.points)
        self._space()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """As much air as there is room for."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        """Air between the pieces; less of it where they would not all have their room."""
        self._lines.setSpacing(2 * GRID_PX)
        if self._lines.sizeHint().height() > self.height():
            self._lines.setSpacing(GRID_PX)
