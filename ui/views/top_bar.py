"""The line across the top: where, which till, who; how sync, printer and scanner are; the time."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.presenters.shown import TopBarState
from ui.theme import GRID_PX, Ink, Type
from ui.views.view import View
from ui.widgets.notice import StatusLamp
from ui.widgets.surface import ShortText, Text, row

_NARROW_EMS = 56


class TopBar(View):
    """The bar. The last of the names gives way first when room is short; a lamp never does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = Text(self, kind=Type.STRONG)
        self._till = Text(self, ink=Ink.QUIET)
        self._operator = ShortText(self, kind=Type.STRONG)
        self._clock = Text(self, kind=Type.STRONG, right=True)
        self._lamps: list[StatusLamp] = []
        line = row(self, gap=2 * GRID_PX)
        line.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        line.addWidget(self._store)
        line.addWidget(self._till)
        line.addWidget(self._operator, 1)
        self._lamp_row = row(gap=2 * GRID_PX + 4)
        line.addLayout(self._lamp_row)
        line.addWidget(self._clock)
        self.setFixedHeight(6 * GRID_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """In a narrow window the lamps speak smaller."""
        super().resizeEvent(event)
        self._fit_lamps()

    def _fit_lamps(self) -> None:
        narrow = self.width() < _NARROW_EMS * QApplication.font().pixelSize()
        for lamp in self._lamps:
            lamp.set_kind(Type.CAPTION if narrow else Type.BODY)

    def show_state(self, state: TopBarState) -> None:
        """Show it."""
        self._store.setText(state.store)
        self._till.setText(state.till)
        self._operator.setText(state.operator)
        self._clock.setText(state.clock)
        while len(self._lamps) < len(state.lamps):
            lamp = StatusLamp(self)
            self._lamps.append(lamp)
            self._lamp_row.addWidget(lamp)
        for number, lamp in enumerate(self._lamps):
            lamp.setVisible(number < len(state.lamps))
            if number < len(state.lamps):
                lamp.show_lamp(state.lamps[number])
        self._fit_lamps()
