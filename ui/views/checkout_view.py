"""The checkout: box, banner, lines, member, totals, keys. It shows a state and says what a person did.

The box has the focus whenever nothing else was asked for, so a scan or a typed digit always lands in it.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from ui.presenters.checkout.heard import is_accepted
from ui.presenters.checkout.state import CheckoutState, TotalsState
from ui.presenters.shown import Tone
from ui.sounds import sound
from ui.theme import GRID_PX, Type
from ui.views.enrol_panel import EnrolPanel, InvitePanel
from ui.views.function_row import FUNCTION_KEYS, FunctionRow
from ui.views.lines_card import LinesCard
from ui.views.member_panel import MemberPanel
from ui.views.pad_panel import PadPanel
from ui.views.view import View
from ui.widgets.figures import Figure
from ui.widgets.heard_keys import hear_key
from ui.widgets.keyboard import KEYS_WITHOUT_LETTERS, ScreenKeyboard
from ui.widgets.notice import NOTICE_KEY, Banner
from ui.widgets.one_box import HitList, OneBox
from ui.widgets.sheet import ConfirmDialog, WhySheet
from ui.widgets.surface import Card, column, row, wide

UNSEEN_KEYS: Final = (("F9", "pay"), ("F11", "void"), ("Ctrl+E", "edit"), ("Ctrl+Z", "undo"))
"""What has a key and no button in the row: Pay has its own corner, the last sale and lines theirs."""
_KEYBOARD_SHARE: Final = 45
"""Per cent of the screen's height that the letters take."""

_SIDE_SHARE: Final = 0.32
_SIDE_EMS: Final = 17
"""The right side is a third of the window, or so many times the text size where that is more."""


class CheckoutView(View):
    """The whole checkout. `function_pressed` carries the name in `FUNCTION_KEYS`, or `pay`."""

    function_pressed = Signal(str)
    returns_pressed = Signal()
    left = Signal()
    why_pressed = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = OneBox(self, key="F4")
        self.banner = Banner(self, key=NOTICE_KEY)
        self.lines = LinesCard(self)
        self.member = MemberPanel(self)
        self.invite = InvitePanel(self)
        self.enrol = EnrolPanel(self)
        self.pad = PadPanel(self)
        self.totals = TotalsStrip(self)
        self.keys = FunctionRow(self)
        self._side = QStackedWidget(self)
        self._build()
        self.hits = HitList(self)
        self.why = WhySheet(self)
        self.confirm = ConfirmDialog(self)
        self._enrolling = False
        self._state: CheckoutState | None = None
        self._keyboard: ScreenKeyboard | None = None
        self._connect()
        for part in (
            self.lines.lines, self.lines.empty, self.lines.after, self.member, self.invite, self.enrol,
            self.pad, self.keys, self.totals,
        ):  # fmt: skip
            self.say_by(part)
        self.say("checkout.close", self.why.close_button.set_words)
        self.say("checkout.touch-keys", self.box.pad_button.setAccessibleName)

    def show_state(self, state: CheckoutState) -> None:
        """Show what changed since the state before; equal parts are not touched."""
        before, self._state = self._state, state
        box = state.box
        self.box.show_box(
            box.text, box.prompt, asking=box.asking, secret=box.secret, replaced=box.text_missed
        )
        if before is not None and is_accepted(before, state):
            sound(Tone.GOOD)
        if before is None or state.notice != before.notice:
            self.banner.show_notice(state.notice)
        if before is None or box != before.box or state.notice != before.notice:
            self.hits.show_hits(box.hits, box.chosen)
        if before is None or _lines_of(state) != _lines_of(before) or state.rows is not before.rows:
            self.lines.show_state(state)
        self._show_side(before, state)
        if before is None or state.totals != before.totals:
            self.totals.show_state(state.totals)
        self.keys.show_state(state)
        self.why.show_why(state.why)
        was_asked = self.confirm.isVisible()
        self.confirm.show_question(state.confirm)
        if was_asked and state.confirm is None:
            self.focus_box()

    def focus_box(self) -> None:
        """Give the focus back to the box."""
        self.box.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent, /) -> None:
        """The box has the focus from the first moment."""
        super().showEvent(event)
        if not self._enrolling:
            self.focus_box()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """What has the focus is where one types: an input method starts in no bare screen."""
        super().focusInEvent(event)
        if self._enrolling:
            self.enrol.take_focus()
        else:
            self.focus_box()

    def hideEvent(self, event: QHideEvent, /) -> None:
        """Another screen comes in front; a window that is only made small changes nothing."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The right side keeps its share, and the hits stay under the box."""
        super().resizeEvent(event)
        self._side_card.setFixedWidth(wide(_SIDE_SHARE, _SIDE_EMS, self.width()))
        self._place_hits()
        self._place_keyboard()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """What no widget took belongs to the box, whatever has the focus."""
        if event.text().isprintable() and event.text():
            self.focus_box()
            QApplication.sendEvent(self.box.edit, event)
        elif event.key() == Qt.Key.Key_Escape:
            self.focus_box()
            self.box.edit.escaped.emit()

    def _show_side(self, before: CheckoutState | None, state: CheckoutState) -> None:
        enrolling = state.enrol is not None
        if state.enrol is not None:
            self.enrol.show_state(state.enrol)
        if state.member is not None and (before is None or state.member != before.member):
            self.member.show_state(state.member)
        self.pad.show_prompt(state.box.prompt)
        side: QWidget = self.invite if state.member is None else self.member
        if self.pad.wanted or (state.box.asking and not state.box.choosing):
            side = self.pad
        if enrolling:
            side = self.enrol
        self._side.setCurrentWidget(side)
        self._place_hits()
        if enrolling and not self._enrolling:
            self.enrol.take_focus()
        elif self._enrolling and not enrolling:
            self.focus_box()
        self._enrolling = enrolling

    def _build(self) -> None:
        lines = column(self, margin=0)
        lines.addWidget(self.box)
        lines.addWidget(self.banner)
        middle = row()
        middle.addWidget(self.lines, 1)
        self._side_card = card = Card(self)
        inside = column(card, margin=2 * GRID_PX)
        inside.addWidget(self._side)
        self._side.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.lines.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        for panel in (self.invite, self.member, self.enrol, self.pad):
            self._side.addWidget(panel)
        middle.addWidget(card)
        lines.addLayout(middle, 1)
        lines.addWidget(self.totals)
        lines.addWidget(self.keys)

    def _connect(self) -> None:
        self.box.edit.textEdited.connect(self.typed)
        self.box.pad_pressed.connect(self.pad.toggle)
        self.pad.key_pressed.connect(self._pad_typed)
        self.pad.toggled.connect(self._pad_toggled)
        self.pad.letters_pressed.connect(self._toggle_keyboard)
        self.enrol.keys_pressed.connect(self._toggle_keyboard)
        self.totals.why_pressed.connect(self.why_pressed)
        self.keys.pressed.connect(self._pressed)
        self.member.more_pressed.connect(lambda: self.function_pressed.emit("offers"))
        for key, name in (*FUNCTION_KEYS, *UNSEEN_KEYS):
            hear_key(self, key, partial(self._pressed, name))
        for key in (NOTICE_KEY, "Ctrl+Return"):
            hear_key(self, key, self._take_offer)

    def _take_offer(self) -> None:
        """Do what the notice offers where somebody types."""
        (self.enrol.banner if self._enrolling else self.banner).press()

    def _pressed(self, name: str) -> None:
        if name == "returns":
            self.returns_pressed.emit()
        else:
            self.function_pressed.emit(name)

    def _pad_typed(self, key: Qt.Key, text: str) -> None:
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(self.box.edit, event)

    def _pad_toggled(self) -> None:
        if not self.pad.wanted and self._keyboard is not None:
            self._keyboard.hide()
        if self._state is not None:
            self._show_side(self._state, self._state)
        self.focus_box()

    def _toggle_keyboard(self) -> None:
        """The letters come up over the totals, or go; made when first wanted."""
        if self._keyboard is None:
            self._keyboard = ScreenKeyboard(self)
            self._keyboard.closed.connect(self._toggle_keyboard)
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

    def _place_hits(self) -> None:
        """Under the box; under the banner where there is one, since choices may be about what it says.

        Beside the keys for a finger while those are there: what is typed with them is what is looked for.
        """
        if not self.hits.isVisibleTo(self):
            return
        layout = self.layout()
        if layout is not None:
            layout.activate()
        box = self.box.geometry()
        under = self.banner.geometry() if self.banner.isVisible() else box
        over = self.lines if self._side.currentWidget() is self.pad else self.box
        self.hits.setGeometry(box.left(), under.bottom() + 2, over.width(), self.hits.sizeHint().height())


def _lines_of(state: CheckoutState) -> tuple[object, ...]:
    """What the left side shows beside the rows themselves."""
    return (state.line, state.line_quantity, state.count, state.after)


class TotalsStrip(View):
    """Subtotal, what came off, what points pay, and the amount due. A touch on a figure asks why."""

    why_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(self)
        outer = column(self)
        outer.addWidget(card)
        self._subtotal, self._discount, self._points, self._exchange = (Figure(card) for _ in range(4))
        self._due = Figure(card, kind=Type.DUE, right=True)
        figures = row(card, gap=4 * GRID_PX)
        figures.setContentsMargins(3 * GRID_PX, GRID_PX // 2, 3 * GRID_PX, GRID_PX // 2)
        for figure in (self._subtotal, self._discount, self._points, self._exchange):
            figures.addWidget(figure)
        figures.addStretch(1)
        figures.addWidget(self._due)
        for figure, topic in (
            (self._subtotal, "lines"), (self._discount, "discounts"),
            (self._points, "burn"), (self._exchange, "due"), (self._due, "due"),
        ):  # fmt: skip
            figure.why_asked.connect(lambda topic=topic: self.why_pressed.emit(topic))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, totals: TotalsState) -> None:
        """Show the sums."""
        for figure, sum_ in (
            (self._subtotal, totals.subtotal), (self._discount, totals.discount),
            (self._points, totals.points), (self._exchange, totals.exchange),
            (self._due, totals.due),
        ):  # fmt: skip
            figure.setVisible(sum_ is not None)
            if sum_ is not None:
                figure.show_figure(sum_.label, sum_.figure)
