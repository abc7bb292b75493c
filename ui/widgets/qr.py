"""A QR picture.

Dark modules on white in every theme, because that is what cameras read, and its words under it.
"""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.pay.state import QrState
from ui.theme import CORNER_PX, GRID_PX, Type
from ui.widgets.surface import Text, column

QUIET_MODULES: Final = 4
_LEAST_MODULE_PX: Final = 3


class QrPicture(QWidget):
    """The picture as big as there is room for, in whole pixels a module."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = _Code(self)
        self._words = Text(self, kind=Type.STRONG, wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines = column(self, gap=GRID_PX)
        lines.addWidget(self._code, 1)
        lines.addWidget(self._words)

    def show_qr(self, qr: QrState) -> None:
        """Show it."""
        self._code.show_modules(qr.modules)
        self._words.setText("\n".join(qr.lines))


class _Code(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_modules(self, modules: tuple[tuple[bool, ...], ...]) -> None:
        self._modules = modules
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        side = (len(self._modules) + 2 * QUIET_MODULES) * _LEAST_MODULE_PX
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        if not self._modules:
            return
        count = len(self._modules) + 2 * QUIET_MODULES
        module = max(1, min(self.width(), self.height()) // count)
        side = count * module
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Qt.GlobalColor.white))
        painter.drawRoundedRect(QRectF(left, top, side, side), CORNER_PX, CORNER_PX)
        black = QColor(Qt.GlobalColor.black)
        for y, modules in enumerate(self._modules, start=QUIET_MODULES):
            for x, dark in enumerate(modules, start=QUIET_MODULES):
                if dark:
                    painter.fillRect(left + x * module, top + y * module, module, module, black)
