"""The three cards of the screen *Devices*: kinds, choices, and what is said about the marked one."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QSizePolicy, QWidget

from ui.presenters.devices.state import DeviceRow, DevicesState, KindRow
from ui.presenters.shown import Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.surface import BIG_TOUCH_MM, Card, ShortText, Text, column

_ICONS: Final = {
    Tone.PLAIN: "minus",
    Tone.GOOD: "check",
    Tone.ATTENTION: "triangle-alert",
    Tone.REFUSED: "circle-x",
}


class KindColumn(Card):
    """The kinds of devices, one under the other."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[KindRow, ...] = ()
        self._title = Text(self, kind=Type.TITLE)
        self.buttons: list[Button] = []
        self._lines = column(self, margin=2 * GRID_PX)
        self._lines.addWidget(self._title)
        self._lines.addStretch(1)

    def show_kinds(self, title: str, kinds: tuple[KindRow, ...]) -> None:
        """Show them, the one that is looked at framed."""
        self._title.setText(title)
        self._kinds = kinds
        while len(self.buttons) < len(kinds):
            self._add(len(self.buttons))
        for button, kind in zip(self.buttons, kinds, strict=True):
            button.set_icon(kind.icon)
            button.set_words(kind.text, kind.detail)
            button.setChecked(kind.is_shown)

    def _add(self, number: int) -> None:
        button = Button(self, look=Look.CHOICE, kind=Type.STRONG, icon="printer", millimetres=BIG_TOUCH_MM)
        button.set_least_height(8 * GRID_PX)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setAutoExclusive(True)
        button.clicked.connect(lambda: self.chosen.emit(self._kinds[number].kind))
        self._lines.insertWidget(1 + number, button)
        self.buttons.append(button)


class ChoiceCard(Card):
    """What there is to choose from; more of it than fits can be pushed up."""

    marked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addresses = QLineEdit(self)
        self.addresses.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._empty = Text(self, ink=Ink.QUIET, wrap=True)
        self.rows: list[ChoiceRow] = []
        inside = QWidget()
        self._lines = column(inside)
        self._lines.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self._empty)
        lines.addWidget(self._scroll, 1)
        self._field = Card(self, fill=Ink.GROUND)
        field = column(self._field, margin=GRID_PX)
        field.addWidget(self.addresses)
        lines.addWidget(self._field)

    def show_choices(self, state: DevicesState) -> None:
        """Show the rows."""
        self._empty.setText(state.empty)
        self._empty.setVisible(bool(state.empty))
        self._field.setVisible(bool(state.field))
        self.addresses.setPlaceholderText(state.field)
        self.addresses.setAccessibleName(state.field)
        while len(self.rows) < len(state.rows):
            self._add(len(self.rows))
        for number, shown in enumerate(self.rows):
            shown.setVisible(number < len(state.rows))
            if number < len(state.rows):
                shown.show_row(state.rows[number])
                if state.rows[number].is_marked:
                    self._scroll.ensureWidgetVisible(shown)

    def _add(self, number: int) -> None:
        shown = ChoiceRow(self)
        shown.pressed.connect(lambda: self.marked.emit(number))
        self._lines.insertWidget(number, shown)
        self.rows.append(shown)


class ChoiceRow(Button):
    """One device; its icon says how it stands, so that colour does not speak alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, look=Look.CHOICE, kind=Type.STRONG, icon="check", millimetres=BIG_TOUCH_MM)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_least_height(7 * GRID_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_row(self, shown: DeviceRow) -> None:
        """Show it; the marked one is framed."""
        self.set_icon("chevron-right" if shown.is_option else _ICONS[shown.tone])
        self.set_words(shown.name, shown.detail)
        self.setChecked(shown.is_marked)


class AboutCard(Card):
    """What the marked choice guarantees, what to do, and what was scanned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._promise = Text(self, kind=Type.LARGE, wrap=True)
        self._advice = Text(self, ink=Ink.QUIET, wrap=True)
        self._label = Text(self, kind=Type.SMALL, ink=Ink.QUIET)
        self._heard = [ShortText(self, kind=Type.STRONG) for _ in range(6)]
        self.proposal = Button(
            self, look=Look.PRIMARY, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        lines = column(self, margin=3 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._promise)
        lines.addWidget(self._advice)
        lines.addStretch(1)
        lines.addWidget(self._label)
        for heard in self._heard:
            lines.addWidget(heard)
        lines.addWidget(self.proposal)

    def say_heard(self, text: str) -> None:
        """Say what the lines under it are."""
        self._label.setText(text)

    def show_about(self, state: DevicesState) -> None:
        """Show it."""
        self._promise.setText(state.promise)
        self._advice.setText("\n\n".join(state.advice))
        self._advice.setVisible(bool(state.advice))
        self._label.setVisible(bool(state.heard))
        for number, text in enumerate(self._heard):
            text.setVisible(number < len(state.heard))
            text.setText(state.heard[number] if number < len(state.heard) else "")
        self.proposal.set_words(state.proposal)
        self.proposal.setVisible(bool(state.proposal))
