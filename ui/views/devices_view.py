"""The screen *Devices*: kinds on the left, choices in the middle, what the marked one guarantees beside.

Left and right walk the kinds, up and down the choices; Enter chooses, F5 looks again, F8 tries, Esc leaves.
What is typed goes into the field below the choices, where there is one; Enter, Esc and the arrows come back.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.presenters.devices.state import DevicesState
from ui.theme import GRID_PX, Type
from ui.views.devices_parts import AboutCard, ChoiceCard, KindColumn, is_text
from ui.views.touch_view import TouchView
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.notice import Banner
from ui.widgets.surface import BIG_TOUCH_MM, column, row, wide

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class DevicesView(TouchView):
    """The screen."""

    kind_chosen = Signal(str)
    kind_moved = Signal(int)
    row_marked = Signal(int)
    moved = Signal(int)
    addresses_typed = Signal(str)
    field_entered = Signal()
    search_pressed = Signal()
    choose_pressed = Signal()
    test_pressed = Signal()
    proposal_pressed = Signal()
    back_pressed = Signal()
    left = Signal()
    """Something else is in front now, or lies over it with the focus in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner(self)
        self.kinds = KindColumn(self)
        self.choices = ChoiceCard(self, keys=self.keys)
        self.about = AboutCard(self)
        self.back = Button(self, key="Esc", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.search = Button(self, key="F5", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.test = Button(self, key="F8", place=Place.BESIDE, millimetres=BIG_TOUCH_MM)
        self.choose = Button(
            self,
            look=Look.PRIMARY,
            kind=Type.STRONG,
            key="Enter",
            place=Place.BESIDE,
            millimetres=BIG_TOUCH_MM,
        )
        self._build()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a touch of a key takes the cursor from no field
        self.say("devices.back", self.back.set_words)
        self.say("devices.heard", self.choices.heard.say)

    def show_state(self, state: DevicesState) -> None:
        """Show it all."""
        self.banner.show_notice(state.notice)
        self.kinds.show_kinds(state.title, state.kinds)
        self.setAccessibleName(state.title)
        self.choices.show_choices(state)
        self.about.show_about(state)
        for button, text in (
            (self.search, state.search),
            (self.test, state.test),
            (self.choose, state.choose),
        ):
            button.set_words(text)
            button.setVisible(bool(text))
        self.choose.set_look(Look.PLAIN if state.gives_up else Look.PRIMARY)
        self._show_keys(in_box=False, in_form=bool(state.field))

    def toggle_keyboard(self) -> None:
        """Show the keys for a finger in the room of the kinds, or put them away; they type into the field."""
        super().toggle_keyboard()
        is_shown = self.keyboard is not None and self.keyboard.isVisible()
        self.kinds.setHidden(is_shown)
        (self.choices.addresses if is_shown else self).setFocus()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Every touch has its key."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in _TURNS:
            self.kind_moved.emit(_TURNS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._click(self.choose)
        elif key == Qt.Key.Key_F5:
            self._click(self.search)
        elif key == Qt.Key.Key_F8:
            self._click(self.test)
        elif key == Qt.Key.Key_F9:
            self._click(self.about.proposal)
        elif key == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        elif self.choices.addresses.isVisible() and is_text(event):
            self._type_anew(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The sides keep their share."""
        super().resizeEvent(event)
        self.kinds.setFixedWidth(wide(0.24, 11, self.width()))
        self.about.setFixedWidth(wide(0.34, 14, self.width()))

    def hideEvent(self, event: QHideEvent, /) -> None:
        """Another screen came, by whoever's doing."""
        super().hideEvent(event)
        self.left.emit()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and now is not self and not self.isAncestorOf(now):
            self.left.emit()

    def _entered(self) -> None:
        """What was typed is asked for; what comes of it is chosen by the keys of the screen."""
        self._come_back()
        self.field_entered.emit()

    def _type_anew(self, text: str) -> None:
        """What is typed from the choices takes the place of what was asked before."""
        field = self.choices.addresses
        field.setFocus()
        field.setText(text)
        self.addresses_typed.emit(text)

    def _row_touched(self, row: int) -> None:
        self._come_back()
        self.row_marked.emit(row)

    def _moved_from_field(self, by: int) -> None:
        self._come_back()
        self.moved.emit(by)

    def _come_back(self) -> None:
        """From the field to the choices, without the keys for a finger."""
        if self.keyboard is not None and self.keyboard.isVisible():
            self.toggle_keyboard()
        self.setFocus()

    def _click(self, button: Button) -> None:
        if button.isVisible() and button.isEnabled():
            button.click()

    def _connect(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.kinds.chosen.connect(self.kind_chosen)
        self.choices.marked.connect(self._row_touched)
        field = self.choices.addresses
        field.textEdited.connect(self.addresses_typed)
        field.entered.connect(self._entered)
        field.escaped.connect(self._come_back)
        field.moved.connect(self._moved_from_field)
        self.about.proposal.clicked.connect(self.proposal_pressed)
        self.back.clicked.connect(self.back_pressed)
        self.search.clicked.connect(self.search_pressed)
        self.test.clicked.connect(self.test_pressed)
        self.choose.clicked.connect(self.choose_pressed)

    def _build(self) -> None:
        lines = column(self)
        lines.addWidget(self.banner)
        middle = row()
        middle.addWidget(self.kinds)
        middle.addWidget(self.choices, 1)
        middle.addWidget(self.about)
        lines.addLayout(middle, 1)
        bottom = row()
        for button, share in ((self.back, 20), (self.search, 20), (self.test, 25), (self.choose, 35)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_least_height(8 * GRID_PX)
            bottom.addWidget(button, share)
        lines.addLayout(bottom)
