"""The right side of the checkout without a member.

The invitation, and the two fields that make somebody one.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.checkout.state import EnrolState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.field import Field
from ui.widgets.notice import NOTICE_KEY, Banner
from ui.widgets.surface import BIG_TOUCH_MM, Text, column, give_way, row

MAX_NAME: int = 120
MAX_PHONE: int = 24


class InvitePanel(View):
    """Nobody attached: how to attach somebody, and the way to make a member."""

    enrol_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.TITLE, wrap=True)
        self._text = Text(self, ink=Ink.QUIET, wrap=True)
        self._enrol = Button(self, kind=Type.STRONG, icon="user-plus", millimetres=BIG_TOUCH_MM)
        self._enrol.clicked.connect(self.enrol_pressed)
        lines = column(self, gap=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        lines.addStretch(1)
        lines.addWidget(self._enrol)
        self.say("checkout.no-member", self._title.setText)
        self.say("checkout.no-member-how", self._text.setText)
        self.say("checkout.enrol", self._enrol.set_words)


class EnrolPanel(View):
    """Phone, name, Enter; who recommended the program, where that is asked.

    What is odd about the number is said under it, and can be accepted.
    """

    submitted = Signal(str, str, str)
    accepted = Signal(str, str, str)
    cancelled = Signal()
    notice_action_pressed = Signal()
    keys_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(self, kind=Type.TITLE)
        self._phone_label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self.phone = Field(self, max_length=MAX_PHONE)
        self._name_label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self.name = Field(self, max_length=MAX_NAME)
        self._referrer_label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self.referrer = Field(self, max_length=MAX_PHONE)
        self.banner = Banner(self, narrow=True, key=NOTICE_KEY)
        self._keys = Button(self, icon="keyboard", millimetres=BIG_TOUCH_MM)
        self._cancel = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self._save = Button(self, look=Look.PRIMARY, kind=Type.STRONG, millimetres=BIG_TOUCH_MM)
        self._accept = Button(self, look=Look.PLAIN, kind=Type.STRONG, millimetres=BIG_TOUCH_MM)
        self._filled = EnrolState(phone="", name="")
        self._build()
        self._connect()
        for key, show in (
            ("enrol.title", self._title.setText),
            ("enrol.phone", self._phone_label.setText),
            ("enrol.phone", self.phone.setAccessibleName),
            ("enrol.phone", self.phone.setPlaceholderText),
            ("enrol.name", self.name.setPlaceholderText),
            ("enrol.name", self._name_label.setText),
            ("enrol.name", self.name.setAccessibleName),
            ("enrol.referrer", self.referrer.setPlaceholderText),
            ("enrol.referrer", self._referrer_label.setText),
            ("enrol.referrer", self.referrer.setAccessibleName),
            ("pad.letters", self._keys.setAccessibleName),
            ("enrol.cancel", self._cancel.set_words),
            ("enrol.save", self._save.set_words),
        ):
            self.say(key, show)

    def show_state(self, state: EnrolState) -> None:
        """Show the form; what was typed since stays unless the presenter changed it."""
        if (state.phone, state.name) != (self._filled.phone, self._filled.name):
            self.phone.setText(state.phone)
            self.name.setText(state.name)
        if state.referrer != self._filled.referrer:
            self.referrer.setText(state.referrer)
        self._filled = state
        self.referrer.setVisible(state.asks_referrer)
        self._referrer_label.setVisible(state.asks_referrer)
        self.banner.show_notice(state.notice)
        self._accept.setVisible(bool(state.accept))
        self._accept.set_words(state.accept)
        for button in (self._save, self._accept):
            button.setEnabled(not state.busy)
        self._make_room()

    def take_focus(self) -> None:
        """Put the cursor into the first field that is empty."""
        field = self.name if self.phone.text() else self.phone
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """In a low window the labels give way to the same words inside the fields, then air to the rest."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        labels = [self._title, self._phone_label, self._name_label]
        labels += [self._referrer_label] if self._filled.asks_referrer else []
        for gap in (GRID_PX, GRID_PX // 2, GRID_PX // 4):
            self._lines.setSpacing(gap)
            if give_way(self, tuple(labels)):
                return

    def _build(self) -> None:
        self._lines = lines = column(self, gap=GRID_PX)
        for widget in (
            self._title, self._phone_label, self.phone, self._name_label, self.name,
            self._referrer_label, self.referrer, self.banner,
        ):  # fmt: skip
            lines.addWidget(widget)
        lines.addStretch(1)
        lines.addWidget(self._accept)
        buttons = row()
        buttons.addWidget(self._keys)
        buttons.addWidget(self._cancel, 1)
        self._save.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        buttons.addWidget(self._save, 2)
        lines.addLayout(buttons)

    def _connect(self) -> None:
        self.phone.returnPressed.connect(self.name.setFocus)
        self.name.returnPressed.connect(self._submit)
        self._save.clicked.connect(self._submit)
        self.referrer.returnPressed.connect(self._submit)
        self._accept.clicked.connect(lambda: self.accepted.emit(*self._typed()))
        self._cancel.clicked.connect(self.cancelled)
        self._keys.clicked.connect(self.keys_pressed)
        self.phone.escaped.connect(self.cancelled)
        self.name.escaped.connect(self.cancelled)
        self.referrer.escaped.connect(self.cancelled)
        self.banner.action_pressed.connect(self.notice_action_pressed)

    def _submit(self) -> None:
        self.submitted.emit(*self._typed())

    def _typed(self) -> tuple[str, str, str]:
        return self.phone.text(), self.name.text(), self.referrer.text()
