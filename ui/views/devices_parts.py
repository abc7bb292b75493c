"""The three cards of the screen *Devices*: kinds, choices, and what is said about the marked one."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.devices.state import DevicesState, KindRow
from ui.presenters.listing import Listing, Row
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button, Look
from ui.widgets.face import Place
from ui.widgets.plain_edit import EditFrame, PlainEdit
from ui.widgets.row_list import RowList
from ui.widgets.surface import BIG_TOUCH_MM, Card, Text, column, row

_MOST_SHOWN: Final = 3
_MOST_SIGNS: Final = 48
_UNBROKEN_SIGNS: Final = 8
_BREAK: Final = "\u200b"
"""A place where a line may end, and nothing to see."""


class KindColumn(Card):
    """The kinds of devices, one under the other."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[KindRow, ...] = ()
        self._title = Text(self, kind=Type.TITLE)
        self.rows = RowList(self)
        self.rows.pressed.connect(self._pressed)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self._title)
        lines.addWidget(self.rows, 1)

    def show_kinds(self, title: str, kinds: tuple[KindRow, ...]) -> None:
        """Show them, the one that is looked at marked."""
        self._title.setText(title)
        self._kinds = kinds
        rows = tuple(Row(cells=(each.text,), detail=each.detail, icon=each.icon) for each in kinds)
        marked = next((place for place, each in enumerate(kinds) if each.is_shown), None)
        self.rows.show_list(Listing(rows=rows, marked=marked, columns=()))

    def _pressed(self, row: int) -> None:
        self.chosen.emit(self._kinds[row].kind)


class HeardCard(Card):
    """What was scanned, as it came, the newest last; every line of it is there to be read whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, fill=Ink.GROUND)
        self._label = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self.texts = [Text(self, wrap=True) for _ in range(_MOST_SHOWN)]
        lines = column(self, margin=2 * GRID_PX, gap=GRID_PX)
        for text in (self._label, *self.texts):
            lines.addWidget(text)

    def say(self, text: str) -> None:
        """Say what the lines under it are."""
        self._label.setText(text)

    def show_heard(self, heard: tuple[str, ...]) -> None:
        """Show them."""
        self.setVisible(bool(heard))
        shown = heard[-_MOST_SHOWN:]
        for number, text in enumerate(self.texts):
            text.setVisible(number < len(shown))
            text.setText(_breakable(shown[number]) if number < len(shown) else "")
            text.setToolTip(shown[number] if number < len(shown) else "")


def _breakable(text: str) -> str:
    """A text whose long codes may go on in the next line; of an endless one, the beginning."""
    code, facts = text.partition("\n")[::2]
    code = code if len(code) <= _MOST_SIGNS else f"{code[:_MOST_SIGNS]}…"
    parts = [code[at : at + _UNBROKEN_SIGNS] for at in range(0, len(code), _UNBROKEN_SIGNS)]
    return "\n".join(filter(None, (_BREAK.join(parts), facts))) if " " not in code else text


def is_text(event: QKeyEvent) -> bool:
    """Whether the key is a sign to type, and not held with one that makes a command of it."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return not held and event.text().isprintable() and bool(event.text().strip())


class ChoiceCard(Card):
    """What there is to choose from; more of it than fits can be pushed up.

    `keys` brings the keys for a finger up: it stands beside the field that they type into.
    """

    marked = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, keys: QWidget) -> None:
        super().__init__(parent)
        self.addresses = PlainEdit(self)
        hint = Qt.InputMethodHint
        self.addresses.setInputMethodHints(
            hint.ImhLatinOnly | hint.ImhNoPredictiveText | hint.ImhNoAutoUppercase
        )
        self.rows = RowList(self)
        self.rows.pressed.connect(self.marked)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self.rows, 1)
        self._field = EditFrame(self.addresses, self)
        field = row(self._field, margin=GRID_PX)
        field.addWidget(self.addresses, 1)
        field.addWidget(keys)
        self.heard = HeardCard(self)
        lines.addWidget(self.heard)
        lines.addWidget(self._field)

    def show_choices(self, state: DevicesState) -> None:
        """Show the rows."""
        self.rows.show_list(_listing(state))
        self.heard.show_heard(state.heard)
        self._field.setVisible(bool(state.field))
        self.addresses.setPlaceholderText(state.field)
        self.addresses.setAccessibleName(state.field)


def _listing(state: DevicesState) -> Listing:
    rows = tuple(
        Row(
            cells=(each.name,),
            detail=each.detail,
            tone=each.tone,
            icon="chevron-right" if each.is_option else "",
        )
        for each in state.rows
    )
    marked = next((place for place, each in enumerate(state.rows) if each.is_marked), None)
    return Listing(rows=rows, marked=marked, empty=state.empty, columns=())


class AboutCard(Card):
    """What the marked choice guarantees, and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._promise = Text(self, kind=Type.LARGE, wrap=True)
        self._advice = Text(self, ink=Ink.QUIET, wrap=True)
        self.proposal = Button(
            self, look=Look.PRIMARY, key="F9", place=Place.BESIDE, millimetres=BIG_TOUCH_MM
        )
        lines = column(self, margin=3 * GRID_PX, gap=2 * GRID_PX)
        lines.addWidget(self._promise)
        lines.addWidget(self._advice)
        lines.addStretch(1)
        lines.addWidget(self.proposal)

    def show_about(self, state: DevicesState) -> None:
        """Show it."""
        self._promise.setText(state.promise)
        self._advice.setText("\n\n".join(state.advice))
        self._advice.setVisible(bool(state.advice))
        self.proposal.set_words(state.proposal)
        self.proposal.setVisible(bool(state.proposal))
