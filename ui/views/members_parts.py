"""The cards of the screen *Members*: parts with the list or the form; on the right a pad, or who it is."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from ui.presenters.members.state import MembersState, Tab
from ui.presenters.shown import FigureRow
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.button import Button, Look, write_alike
from ui.widgets.figures import Chip, Figure, FigureColumn, ProgressBar
from ui.widgets.form import Form
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.surface import EASY_TOUCH_MM, Card, ShortText, Text, column, give_way, row


class MembersList(Card):
    """The parts of a page, and under them its rows, or a form."""

    tab_pressed = Signal(str)

    def __init__(self, parent: QWidget, keys: Button) -> None:
        """`keys` brings up the keys for a finger; it stands beside the title of a form."""
        super().__init__(parent)
        self._title = ShortText(self, kind=Type.TITLE)
        self.rows = RowList(self)
        self.form = Form(self)
        self.tabs: list[Button] = []
        self._tab_row = row()
        self._tab_row.setContentsMargins(0, 0, 0, GRID_PX)
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.rows)
        self._faces.addWidget(self.form)
        lines = column(self, margin=2 * GRID_PX)
        lines.addLayout(self._tab_row)
        head = row()
        head.addWidget(self._title, 1)
        head.addWidget(keys)
        lines.addLayout(head)
        lines.addWidget(self._faces, 1)

    def show_list(self, state: MembersState) -> None:
        """Show one of the two."""
        self._title.setText(state.title)
        self._show_tabs(state.tabs)
        self.rows.show_list(state.listing)
        if state.form is not None:
            self.form.show_form(state.form)
        self._faces.setCurrentIndex(0 if state.form is None else 1)

    def _show_tabs(self, tabs: tuple[Tab, ...]) -> None:
        while len(self.tabs) < len(tabs):
            button = Button(self, look=Look.CHOICE, millimetres=EASY_TOUCH_MM)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self.tab_pressed.emit, tabs[len(self.tabs)].name))
            self._tab_row.addWidget(button)
            self.tabs.append(button)
            write_alike(self.tabs)
        for number, button in enumerate(self.tabs):
            button.setVisible(number < len(tabs))
            if number < len(tabs):
                button.set_words(tabs[number].text)
                button.setChecked(tabs[number].is_chosen)


class MembersSide(Card):
    """A pad to type with, or who the member is."""

    key_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose_word = Text(self, wrap=True)
        self._dots = Text(self, kind=Type.POINTS, right=True)
        self.pad = NumberPad(self, corner="")
        self._who = WhoSide(self)
        self._faces = QStackedWidget(self)
        lines = column(self, margin=2 * GRID_PX)
        lines.addWidget(self._faces, 1)
        self._faces.addWidget(self._pad_side())
        self._faces.addWidget(self._who)
        self.pad.key_pressed.connect(self.key_pressed)

    def show_side(self, state: MembersState) -> None:
        """Show one of the two."""
        self._faces.setCurrentIndex(0 if state.pad else 1)
        self._whose_word.setText(state.whose_word)
        self._whose_word.setVisible(bool(state.whose_word))
        self._dots.setText(state.dots)
        self._dots.setVisible(bool(state.dots))
        self._who.show_who(state)

    def be_low(self, *, is_low: bool) -> None:
        """Say only who it is, or the figures too."""
        self._who.be_low(is_low=is_low)

    def _pad_side(self) -> QWidget:
        side = QWidget(self)
        lines = column(side, gap=GRID_PX)
        lines.addWidget(self._whose_word)
        lines.addWidget(self._dots)
        self.pad.stand_in(lines)
        return side


class WhoSide(QWidget):
    """Who the member is: name, tier, the points large, the way to the next tier, the other figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FigureRow, ...] = ()
        self._is_low = False
        self._name = Text(self, kind=Type.TITLE, wrap=True)
        self._tier = Chip(self, icon="gem")
        self._about = Text(self, kind=Type.SMALL, ink=Ink.QUIET, wrap=True)
        self._points = Figure(self, kind=Type.POINTS)
        self._bar = ProgressBar(self)
        self._figures = FigureColumn(self, gap=GRID_PX)
        lines = column(self, gap=2 * GRID_PX)
        lines.addWidget(self._name)
        chip = row()
        chip.addWidget(self._tier)
        chip.addStretch(1)
        lines.addLayout(chip)
        for widget in (self._about, self._points, self._bar, self._figures):
            lines.addWidget(widget)
        lines.addStretch(1)

    def show_who(self, state: MembersState) -> None:
        """Show them."""
        self._name.setText(state.who)
        self._tier.set_text(state.tier)
        self._tier.setVisible(bool(state.tier))
        self._about.setText(state.about)
        self._bar.setVisible(state.progress is not None)
        self._bar.set_progress(state.progress or 0)
        self._rows = state.figures
        self._show_figures()

    def be_low(self, *, is_low: bool) -> None:
        """Say only who it is, or the figures too."""
        self._is_low = is_low
        self._show_figures()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The points are large where that leaves the other figures their room."""
        super().resizeEvent(event)
        self._show_figures()

    def _show_figures(self) -> None:
        self._figures.setVisible(not self._is_low)
        is_first_large = bool(self._rows) and self._rows[0].strong and not self._is_low
        if is_first_large:
            self._points.show_figure(self._rows[0].label, self._rows[0].figure)
            self._points.show()
            self._figures.show_rows(self._rows[1:])
            if give_way(self, ()):
                return
        self._figures.show_rows(self._rows)
        self._points.hide()
