"""The window: the top bar, one screen at a time under it, and the menu over all.

Screens are built when first shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QStackedWidget, QWidget

from resources.catalogue import Catalogue
from ui.theme import GRID_PX
from ui.views.top_bar import NARROW_PX, TopBar
from ui.views.view import View
from ui.widgets.surface import column

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from ui.views.training_band import TrainingBand

DEFAULT_SIZE = (1366, 768)
LEAST_WIDTH = 1024
LEAST_HEIGHT = 720

_Screen = TypeVar("_Screen", bound=View)


class MainWindow(QMainWindow):
    """The till's window."""

    close_asked = Signal()
    screen_came = Signal()
    resized = Signal(QSize)
    menu_asked = Signal()

    def __init__(self, catalogue: Catalogue, *, is_training: bool = False) -> None:
        """In training, a band above everything says so; the air around the screens makes room for it."""
        super().__init__()
        self._catalogue = catalogue
        self._inside = View(self)
        self.top_bar = TopBar(self._inside)
        self._stack = QStackedWidget(self._inside)
        lines = column(margin=GRID_PX, gap=GRID_PX)
        lines.addWidget(self.top_bar)
        lines.addWidget(self._stack, 1)
        whole = column(self._inside, gap=0)
        self._band: View | None = None
        if is_training:
            self._band = _training_band(self._inside)
            self._band.speak(catalogue)
            whole.addWidget(self._band)
            self.top_bar.setFixedHeight(NARROW_PX)
            lines.setContentsMargins(GRID_PX, 0, GRID_PX, GRID_PX // 2)
            lines.setSpacing(GRID_PX // 2)
        whole.addLayout(lines, 1)
        self.setCentralWidget(self._inside)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setWindowTitle("Loyaltill")
        self.top_bar.speak(catalogue)

    @property
    def is_training(self) -> bool:
        """Whether it is the window of a till in training."""
        return self._band is not None

    def add_screen(self, build: Callable[[QWidget], _Screen]) -> _Screen:
        """Build a screen and keep it; it is shown by `show_screen`."""
        screen = build(self._stack)
        screen.speak(self._catalogue)
        self._stack.addWidget(screen)
        return screen

    def show_screen(self, screen: View) -> None:
        """Bring a screen to the front with the focus in it.

        The stack gives the focus back to whatever had it there: a field keeps it, a button does not, or Enter
        would press once more what the screen was left by.
        """
        comes = self._stack.currentWidget() is not screen
        if comes:
            self._stack.setCurrentWidget(screen)
            self.screen_came.emit()
        focus = self.focusWidget()
        if not screen.isAncestorOf(focus or self) or (comes and isinstance(focus, QAbstractButton)):
            screen.setFocus()

    def focus_screen(self) -> None:
        """Give the focus back to the screen in front."""
        screen = self._stack.currentWidget()
        if screen is not None:
            screen.setFocus()

    @property
    def screen_shown(self) -> QWidget | None:
        """The screen in front."""
        return self._stack.currentWidget()

    def shows(self, screen: View) -> bool:
        """Whether it is the screen in front: one that the till was locked over is not."""
        return self._stack.currentWidget() is screen

    @property
    def inside(self) -> QWidget:
        """What an overlay covers."""
        return self._inside

    def speak(self, catalogue: Catalogue) -> None:
        """Say everything in another language."""
        self._catalogue = catalogue
        self.top_bar.speak(catalogue)
        if self._band is not None:
            self._band.speak(catalogue)
        for number in range(self._stack.count()):
            screen = self._stack.widget(number)
            if isinstance(screen, View):
                screen.speak(catalogue)

    def resizeEvent(self, event: "QResizeEvent", /) -> None:
        """How large texts are follows the window's size."""
        super().resizeEvent(event)
        self.resized.emit(event.size())

    def closeEvent(self, event: "QCloseEvent", /) -> None:
        """Closing is a wish; whoever runs the till decides."""
        event.ignore()
        self.close_asked.emit()

    def keyPressEvent(self, event: "QKeyEvent", /) -> None:
        """Keys with no focus anywhere go to the screen in front; F12 that it does not take asks for the menu.

        Any other that comes here from a field, which had no use for it, changes nothing: Shift is pressed
        before every capital.
        """
        if event.key() == QtCore.Qt.Key.Key_F12:
            self.menu_asked.emit()
        screen = self._stack.currentWidget()
        if screen is not None and self.focusWidget() in (None, self):
            screen.setFocus()


def _training_band(parent: QWidget) -> "TrainingBand":
    from ui.views.training_band import TrainingBand

    return TrainingBand(parent)
