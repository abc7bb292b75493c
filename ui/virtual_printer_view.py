"""The virtual printer's window: the paper comes out here, and can run out.

It shows what a printer made of the bytes it got, dot by dot, so what is seen here is what a real one would
print.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from drivers.ports import Bitmap
from ui.paper_sheet import PaperSheet
from ui.raster.image import image_of
from ui.theme import GRID_PX, Ink
from ui.views.view import View
from ui.widgets.button import Button, Look
from ui.widgets.surface import Text, column, row

_MOST_SHOWN: Final = 20
_WIDTH_PX: Final = 52 * GRID_PX
_HEIGHT_PX: Final = 90 * GRID_PX


class VirtualPrinterView(View):
    """A window of its own. The condition buttons are checkable: pressed is out of paper, or open."""

    paper_out_toggled = Signal(bool)
    cover_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[PaperSheet] = []
        self._empty = Text(self, ink=Ink.QUIET)
        self._paper_out = Button(self, look=Look.CHOICE, icon="receipt")
        self._cover = Button(self, look=Look.CHOICE, icon="printer")
        self._roll = QWidget()
        self._slips = column(self._roll, margin=2 * GRID_PX, gap=3 * GRID_PX)
        self._slips.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._roll)
        lines = column(self, margin=GRID_PX)
        buttons = row()
        buttons.addWidget(self._paper_out)
        buttons.addWidget(self._cover)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        lines.addWidget(self._empty)
        lines.addWidget(self._scroll, 1)
        self._paper_out.toggled.connect(self.paper_out_toggled)
        self._cover.toggled.connect(self.cover_toggled)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        self.say("virtual-printer.title", self.setWindowTitle)
        self.say("virtual-printer.empty", self._empty.setText)
        self.say("virtual-printer.paper-out", self._paper_out.set_words)
        self.say("virtual-printer.cover-open", self._cover.set_words)

    @property
    def papers(self) -> int:
        """How many slips are shown."""
        return len(self._shown)

    def show_paper(self, bitmap: Bitmap) -> None:
        """Let a slip come out; the newest is on top, the oldest goes when there are many."""
        self._empty.hide()
        paper = PaperSheet(image_of(bitmap), self._roll)
        self._slips.insertWidget(0, paper)
        self._shown.insert(0, paper)
        for old in self._shown[_MOST_SHOWN:]:
            old.deleteLater()
        del self._shown[_MOST_SHOWN:]
        self._scroll.verticalScrollBar().setValue(0)
