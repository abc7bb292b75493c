"""The screen *Products*: the box above, goods on the left, one of them or a form on the right, keys below.

Up and down mark, Enter edits; F5 is a new product, F6 a new price, F7 withdraws one, F9 saves, Esc is one
step back.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.presenters.products.state import ProductsState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.figures import FigureColumn
from ui.widgets.form import Form
from ui.widgets.notice import Banner
from ui.widgets.number_pad import BACKSPACE, NumberPad
from ui.widgets.one_box import OneBox
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column, row, wide


class ProductSide(Card):
    """What is known of a product and its prices; a form; or a pad to type a PIN with."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ShortText(self, kind=Type.TITLE)
        self._about = FigureColumn(self, gap=GRID_PX)
        self._prices_title = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._prices = RowList(self)
        self._hint = Text(self, ink=Ink.QUIET, wrap=True)
        self._form_title = ShortText(self, kind=Type.TITLE)
        self.form = Form(self)
        self._who = Text(self, ink=Ink.QUIET, wrap=True)
        self._dots = Text(self, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self, corner="")
        self._faces = QStackedWidget(self)
        for parts in (
            (self._title, self._about, self._prices_title, self._prices, self._hint),
            (self._form_title, self.form),
            (self._who, self._dots, self.pad),
        ):
            face = QWidget(self)
            lines = column(face, gap=GRID_PX)
            for part in parts:
                lines.addWidget(part, 1 if part in (self._prices, self.form, self.pad) else 0)
            self._faces.addWidget(face)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self._faces)
        self.pad.key_pressed.connect(self.key_pressed)

    def show_side(self, state: ProductsState) -> None:
        """Show one of the three."""
        has_form = bool(state.form.fields)
        self._faces.setCurrentIndex(2 if state.pad else 1 if has_form else 0)
        self._title.setText(state.about_title)
        self._about.show_rows(state.about)
        self._about.setVisible(bool(state.about))
        self._prices_title.setText(state.prices_title)
        self._prices.setVisible(bool(state.prices_title))
        self._prices.show_list(state.prices)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._who.setText(state.hint)
        self._form_title.setText(state.form_title)
        self._dots.setText(state.dots or " ")
        if has_form:
            self.form.show_form(state.form)


class ProductsView(View):
    """The screen."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)
    row_pressed = Signal(int)
    key_pressed = Signal(str)
    field_changed = Signal(str, str)
    field_stepped = Signal(str, int)
    new_pressed = Signal()
    price_pressed = Signal()
    withdraw_pressed = Signal()
    finish_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ProductsState | None = None
        self.box = OneBox(self)
        self.box.pad_button.hide()
        self.banner = Banner(self)
        self._list = Card(self)
        self.rows = RowList(self._list)
        self.side = ProductSide(self)
        self.back = self._key_button("Esc")
        self.new = self._key_button("F5")
        self.price = self._key_button("F6")
        self.withdraw = self._key_button("F7")
        self.finish = Button(
            self, look=Look.PRIMARY, kind=Type.TITLE, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say("pad.backspace", self.side.pad.say_backspace)

    def show_state(self, state: ProductsState) -> None:
        """Show it all; the cursor goes where something is to be typed next."""
        is_other_face = self._face_of(self._state) != self._face_of(state)
        self._state = state
        self.box.setVisible(state.takes_text)
        self.box.show_box(state.text, state.prompt, asking=False)
        self.banner.show_notice(state.notice)
        self.rows.show_list(state.listing)
        self.side.show_side(state)
        for button, text in (
            (self.back, state.back), (self.new, state.new), (self.price, state.price),
            (self.withdraw, state.withdraw), (self.finish, state.finish),
        ):  # fmt: skip
            button.set_words(text)
            button.setVisible(bool(text))
        self.finish.setEnabled(state.can_finish)
        if is_other_face:
            self._take_focus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Keys while no field takes them."""
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
        """The box or the form has it where there is one."""
        super().focusInEvent(event)
        if self._state is not None and not self._state.pad:
            self._take_focus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The side keeps its share."""
        super().resizeEvent(event)
        self.side.setFixedWidth(wide(0.42, 22, self.width()))

    def _take_focus(self) -> None:
        if self._state is None:
            return
        if self._state.pad:
            self.setFocus()
        elif self._state.takes_text:
            self.box.edit.setFocus()
        elif self._state.form.fields:
            self.side.form.take_focus()

    def _face_of(self, state: ProductsState | None) -> str:
        if state is None:
            return ""
        return "pad" if state.pad else state.form_title or "find"

    def _key_button(self, key: str) -> Button:
        return Button(self, key=key, place=Place.BESIDE, millimetres=BIG_TOUCH_MM)

    def _connect(self) -> None:
        edit, form = self.box.edit, self.side.form
        edit.textEdited.connect(self.typed)
        edit.entered.connect(self.entered)
        edit.moved.connect(self.moved)
        edit.escaped.connect(self.back_pressed)
        self.rows.pressed.connect(self.row_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        form.changed.connect(self.field_changed)
        form.stepped.connect(self.field_stepped)
        form.submitted.connect(self.finish_pressed)
        form.escaped.connect(self.back_pressed)
        for button, signal, key in (
            (self.new, self.new_pressed, "F5"), (self.price, self.price_pressed, "F6"),
            (self.withdraw, self.withdraw_pressed, "F7"), (self.finish, self.finish_pressed, "F9"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.clicked.connect(signal)
        self.back.clicked.connect(self.back_pressed)

    def _build(self) -> None:
        inside = column(self._list, margin=2 * GRID_PX)
        inside.addWidget(self.rows)
        lines = column(self)
        lines.addWidget(self.box)
        lines.addWidget(self.banner)
        middle = row()
        middle.addWidget(self._list, 1)
        middle.addWidget(self.side)
        lines.addLayout(middle, 1)
        bottom = row()
        for button, share in (
            (self.back, 20), (self.new, 24), (self.price, 22), (self.withdraw, 22), (self.finish, 36),
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
