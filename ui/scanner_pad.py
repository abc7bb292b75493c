"""The virtual scanner's window.

Buttons to scan sample goods, member cards, and the commands of the counter's sheet.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.button import Button
from ui.widgets.surface import Text, column

_ACROSS: Final = 2
_WIDTH_PX: Final = 60 * GRID_PX


class PadCode(NamedTuple):
    """One thing to scan: what it is called, and its code."""

    name: str
    code: str


class ScannerPad(View):
    """A window of its own that never takes the keyboard from the till's."""

    scan_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(self, margin=2 * GRID_PX)
        self._lines.addStretch(1)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.resize(_WIDTH_PX, _WIDTH_PX)
        self.say("scanner-pad.title", self.setWindowTitle)

    def add_group(self, title_key: str, codes: Sequence[PadCode]) -> None:
        """Add a titled group of buttons."""
        group = QWidget(self)
        lines = column(group)
        title = Text(group, kind=Type.SMALL, ink=Ink.QUIET)
        self.say(title_key, title.setText)
        lines.addWidget(title)
        grid = QGridLayout()
        grid.setSpacing(GRID_PX)
        for number, code in enumerate(codes):
            grid.addWidget(self._button(code), number // _ACROSS, number % _ACROSS)
        lines.addLayout(grid)
        self._lines.insertWidget(self._lines.count() - 1, group)

    def _button(self, code: PadCode) -> Button:
        button = Button(self)
        button.set_words(code.name, code.code)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.scan_pressed.emit(code.code))
        return button
