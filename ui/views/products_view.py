"""The screen *Products*: the box above, goods on the left, one of them or a form on the right, keys below.

Up and down mark, Enter edits; F5 is a new product, F6 a new price, F7 withdraws one, F9 saves, Esc is one
step back.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.presenters.products.state import ProductsState
from ui.theme import GRID_PX, Ink, Type
from ui.views.desk_view import DeskView, show_words
from ui.widgets.button import Button
from ui.widgets.figures import FigureColumn
from ui.widgets.form import Form
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.sheet import is_covered
from ui.widgets.surface import Card, ShortText, Text, column, row


class ProductSide(Card):
    """What is known of a product and its prices; a form; or a pad to type a PIN with."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget, keys: Button) -> None:
        """`keys` brings up the keys for a finger; it stands beside the form's title."""
        super().__init__(parent)
        self._title = ShortText(self, kind=Type.TITLE)
        self._about = FigureColumn(self, gap=GRID_PX)
        self._prices_title = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._prices = RowList(self)
        self._hint = Text(self, ink=Ink.QUIET, wrap=True)
        self._form_head = QWidget(self)
        self._form_title = ShortText(self._form_head, kind=Type.TITLE)
        head = row(self._form_head)
        head.addWidget(self._form_title, 1)
        head.addWidget(keys)
        self.form = Form(self)
        self._who = Text(self, ink=Ink.QUIET, wrap=True)
        self._dots = Text(self, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self, corner="")
        self._faces = QStackedWidget(self)
        for parts in (
            (self._title, self._about, self._prices_title, self._prices, self._hint),
            (self._form_head, self.form),
            (self._who, self._dots, self.pad),
        ):
            face = QWidget(self)
            lines = column(face, gap=GRID_PX)
            for part in parts:
                if part is self.pad:
                    self.pad.stand_in(lines)
                else:
                    lines.addWidget(part, 1 if part in (self._prices, self.form) else 0)
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


class ProductsView(DeskView):
    """The screen."""

    field_changed = Signal(str, str)
    field_stepped = Signal(str, int)
    new_pressed = Signal()
    price_pressed = Signal()
    withdraw_pressed = Signal()

    SIDE = (0.42, 22)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ProductsState | None = None
        self._list = Card(self)
        self.rows = RowList(self._list, in_one_line=True)
        self.side = ProductSide(self, self.keys)
        self.back = self._key_button("Esc")
        self.new = self._key_button("F5")
        self.price = self._key_button("F6")
        self.withdraw = self._key_button("F7")
        self.finish = self._finish_button()
        self._fill()
        self._listen()
        self.say("products.title", self.setAccessibleName)
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
        show_words((
            (self.back, state.back), (self.new, state.new), (self.price, state.price),
            (self.withdraw, state.withdraw), (self.finish, state.finish),
        ))  # fmt: skip
        self.finish.setEnabled(state.can_finish)
        self._show_keys(in_box=state.takes_text, in_form=bool(state.form.fields) and not state.pad)
        if is_other_face and not is_covered(self):
            self._take_focus()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """The box or the form has it where there is one."""
        super().focusInEvent(event)
        if self._state is not None and not self._state.pad:
            self._take_focus()

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

    def _listen(self) -> None:
        form = self.side.form
        self.rows.pressed.connect(self.row_pressed)
        self.side.key_pressed.connect(self.key_pressed)
        form.changed.connect(self.field_changed)
        form.stepped.connect(self.field_stepped)
        form.submitted.connect(self.finish_pressed)
        form.escaped.connect(self.back_pressed)
        self._connect(
            self.back,
            (
                (self.new, self.new_pressed, "F5"), (self.price, self.price_pressed, "F6"),
                (self.withdraw, self.withdraw_pressed, "F7"), (self.finish, self.finish_pressed, "F9"),
            ),
        )  # fmt: skip

    def _fill(self) -> None:
        inside = column(self._list, margin=2 * GRID_PX)
        inside.addWidget(self.rows)
        keys = (
            (self.back, 20), (self.new, 24), (self.price, 22), (self.withdraw, 22), (self.finish, 36),
        )  # fmt: skip
        self._build(self._list, self.side, keys)
