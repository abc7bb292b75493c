"""The line across the top: where, which till, who; how sync, printer and scanner are; the time."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.shown import TopBarState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.surface import ShortText, Text, row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.widgets.figures import ProgressBar
    from ui.widgets.lamps import LampRow

TALL_PX: Final = 6 * GRID_PX
NARROW_PX: Final = 9 * GRID_PX // 2
"""Where a band lies above it: no more than its words need at 150 %."""


class TopBar(View):
    """The bar. Where room is short the operator's name gives way, then the store's; a lamp never does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = ShortText(self, kind=Type.STRONG)
        self._store.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._till = Text(self, ink=Ink.QUIET)
        self._operator = ShortText(self, kind=Type.STRONG)
        self._clock = Text(self, kind=Type.STRONG, right=True)
        self._lamps: LampRow | None = None
        self._progress: ProgressBar | None = None
        self._line = line = row(self, gap=2 * GRID_PX)
        line.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        line.addWidget(self._store)
        line.addWidget(self._till)
        line.addWidget(self._operator, 1)
        line.addWidget(self._clock)
        self.setFixedHeight(TALL_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, state: TopBarState) -> None:
        """Show it."""
        self._store.setText(state.store)
        self._till.setText(state.till)
        self._operator.setText(state.operator)
        self._clock.setText(state.clock)
        if state.lamps or self._lamps is not None:
            self._shown_lamps().show_lamps(state.lamps)
        if state.thousandths is not None or self._progress is not None:
            self._shown_progress().setVisible(state.thousandths is not None)
            self._shown_progress().set_progress(state.thousandths or 0)

    def resizeEvent(self, event: "QResizeEvent", /) -> None:
        """The bar of what is loaded lies along the lower edge and takes no room of its own."""
        super().resizeEvent(event)
        self._place_progress()

    def _place_progress(self) -> None:
        if self._progress is not None:
            tall = self._progress.height()
            self._progress.setGeometry(GRID_PX, self.height() - tall, self.width() - 2 * GRID_PX, tall)

    def _shown_progress(self) -> "ProgressBar":
        """How much of a directory is here, made when there is first one to load."""
        if self._progress is None:
            from ui.widgets.figures import ProgressBar

            self._progress = ProgressBar(self)
            self._place_progress()
        return self._progress

    def _shown_lamps(self) -> "LampRow":
        """The lamps, made when there is first one to show."""
        if self._lamps is None:
            from ui.widgets.lamps import LampRow

            self._lamps = LampRow(self)
            self._line.insertWidget(self._line.indexOf(self._clock), self._lamps)
        return self._lamps
