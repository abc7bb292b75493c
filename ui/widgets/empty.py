"""What stands where there is nothing to show yet: an icon, perhaps a title, and what to do, in the middle."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.icons import icon_pixmap
from ui.theme import GRID_PX, Ink, Type
from ui.widgets.early import CENTRED, set_flag
from ui.widgets.surface import Text, column, row

_ICON_PX: Final = 6 * GRID_PX
_LEAST_PX: Final = 24 * GRID_PX
"""Lower than this there is room for the words and not for the icon."""


class Empty(QWidget):
    """The words and the icon; the icon gives way where the place is low."""

    def __init__(self, parent: QWidget | None = None, *, icon: str) -> None:
        super().__init__(parent)
        self._icon = _Icon(self, icon)
        self.title = _centred(self, Type.TITLE, Ink.TEXT)
        self.how = _centred(self, Type.BODY, Ink.QUIET)
        self.title.hide()
        middle = row()
        middle.addStretch(1)
        middle.addWidget(self._icon)
        middle.addStretch(1)
        lines = column(self, margin=2 * GRID_PX)
        lines.addStretch(2)
        lines.addLayout(middle)
        lines.addWidget(self.title)
        lines.addWidget(self.how)
        lines.addStretch(3)

    def say_title(self, text: str) -> None:
        """Say what this is, above what to do."""
        self.title.setText(text)
        self.title.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """The icon is there where it has room."""
        super().resizeEvent(event)
        self._icon.setVisible(self.height() >= _LEAST_PX)


class _Icon(QWidget):
    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(QSize(_ICON_PX, _ICON_PX))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The icon only."""
        colour = self.palette().color(Ink.QUIET.value)
        pixmap = icon_pixmap(self._name, colour, size_px=_ICON_PX, ratio=self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, pixmap)


def _centred(parent: QWidget, kind: Type, ink: Ink) -> Text:
    text = Text(parent, kind=kind, ink=ink, wrap=True)
    set_flag(text, "alignment", CENTRED)
    return text
