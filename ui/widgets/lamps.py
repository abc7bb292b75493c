"""The lamps of the top bar: how sync, printer and scanner are, each with its words.

No lamp is lit before the till behind the sign-in screen is open, so this is imported after the first picture.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.presenters.shown import Lamp, Tone
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.notice import INK_OF
from ui.widgets.paint import brush_of, shape, smooth_painter
from ui.widgets.surface import Text, row

_LAMP_PX: Final = 10
_NARROW_EMS: Final = 56


class LampRow(QWidget):
    """The lamps beside each other; in a narrow bar they speak smaller."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._lamps: list[StatusLamp] = []
        self._line = row(self, gap=2 * GRID_PX + 4)
        bar.installEventFilter(self)

    def show_lamps(self, lamps: tuple[Lamp, ...]) -> None:
        """Show these, in this order."""
        while len(self._lamps) < len(lamps):
            lamp = StatusLamp(self)
            self._lamps.append(lamp)
            self._line.addWidget(lamp)
        for number, lamp in enumerate(self._lamps):
            lamp.setVisible(number < len(lamps))
            if number < len(lamps):
                lamp.show_lamp(lamps[number])
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Follow the width of the bar."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        narrow = self._bar.width() < _NARROW_EMS * QApplication.font().pixelSize()
        for lamp in self._lamps:
            lamp.set_kind(Type.CAPTION if narrow else Type.BODY)


class StatusLamp(QWidget):
    """A dot and its words; a dot that is not green is also not round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.PLAIN
        self._text = Text(self, kind=Type.BODY, ink=Ink.QUIET)
        line = row(self)
        line.setContentsMargins(_LAMP_PX + GRID_PX - 2, 0, 0, 0)
        line.addWidget(self._text)

    def show_lamp(self, lamp: Lamp) -> None:
        """Show a state."""
        self._tone = lamp.tone
        self._text.setText(lamp.text)
        self._text.set_ink(Ink.QUIET if lamp.tone in (Tone.PLAIN, Tone.GOOD) else INK_OF[lamp.tone])
        self.update()

    def set_kind(self, kind: Type) -> None:
        """Say it in another size."""
        self._text.set_kind(kind)

    def sizeHint(self) -> QSize:
        """The words and the dot."""
        return self._text.sizeHint() + QSize(_LAMP_PX + GRID_PX, 0)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Round: well. A diamond: look at it. A square: it stands. A ring: not known yet."""
        painter = smooth_painter(self)
        brush = brush_of(self, Ink.QUIET if self._tone is Tone.PLAIN else INK_OF[self._tone])
        box = QRectF(0, (self.height() - _LAMP_PX) / 2, _LAMP_PX, _LAMP_PX)
        if self._tone is Tone.PLAIN:
            shape(painter, box, corner=_LAMP_PX / 2, edge=brush)
        elif self._tone is Tone.ATTENTION:
            painter.translate(box.center())
            painter.rotate(45)
            side = _LAMP_PX * 3 / 4
            shape(painter, QRectF(-side / 2, -side / 2, side, side), corner=0, fill=brush)
        else:
            round_ = _LAMP_PX / 2 if self._tone is Tone.GOOD else 0
            shape(painter, box, corner=round_, fill=brush)
