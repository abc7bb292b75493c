"""What faces the customer, put together: the presenter, the second window if there is one, the pole display.

The window goes to the second screen and fills it; where there is only one screen it stands beside the till's.
A second screen that is pulled takes the window with it, so that it never lies over the till's, and brings it
back when it is put back.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from ui.presenters.customer.presenter import CustomerPresenter, SurveyErrands
from ui.presenters.customer.state import CustomerState, PoleRows
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.theme import GRID_PX
from ui.views.customer_view import CustomerView
from ui.views.hear import hear_number


class CustomerDisplay:
    """The display; `presenter` follows the cashier's screens."""

    def __init__(
        self,
        errands: SurveyErrands,
        runner: TaskRunner,
        words: Words,
        *,
        store: str,
        show_rows: Callable[[PoleRows], None],
        beside: QWidget | None,
        is_training: bool = False,
    ) -> None:
        self.view: CustomerView | None = None
        self.presenter = CustomerPresenter(
            errands, runner, words, store=store, on_state=self._show, on_rows=show_rows
        )
        self._words = words
        self._beside = beside
        self._had_screen = False
        self._is_training = is_training
        if beside is not None:
            self.open_window(beside)
        else:
            self.presenter.speak(words)

    def open_window(self, beside: QWidget) -> CustomerView:
        """Open the second window, with what is to be seen on it now."""
        self.view = CustomerView(is_training=self._is_training)
        self.view.speak(self._words.catalogue)
        hear_number(self.view.score_chosen, self.presenter.answered)
        self._beside = beside
        self.place(second_screen(beside))
        self.presenter.speak(self._words)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.screenAdded.connect(self._screens_changed)
            app.screenRemoved.connect(self._screens_changed)
        return self.view

    def place(self, screen: QScreen | None) -> None:
        """Fill this screen; without one stand beside the till's window, or wait if there was one."""
        view, beside = self.view, self._beside
        if view is None or beside is None:
            return
        if screen is not None:
            self._had_screen = True
            view.setGeometry(screen.geometry())
            view.showFullScreen()
        elif self._had_screen:
            view.hide()
        else:
            view.move(beside.frameGeometry().topRight() + QPoint(GRID_PX, 0))
            view.show()
            beside.activateWindow()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        if self.view is not None:
            self.view.speak(words.catalogue)
        self.presenter.speak(words)

    def close(self) -> None:
        """Close the window, if there is one."""
        view, self.view = self.view, None
        self._had_screen = False
        if view is not None:
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.screenAdded.disconnect(self._screens_changed)
                app.screenRemoved.disconnect(self._screens_changed)
            view.close()
            view.deleteLater()

    def _screens_changed(self, _screen: QScreen) -> None:
        """A screen came or went; its list is right only once Qt has dealt with it."""
        QTimer.singleShot(0, self._place_again)

    def _place_again(self) -> None:
        if self._beside is not None:
            self.place(second_screen(self._beside))

    def _show(self, state: CustomerState) -> None:
        if self.view is not None:
            self.view.show_state(state)


def second_screen(beside: QWidget) -> QScreen | None:
    """A screen that the window does not stand on, if there is one."""
    return next((screen for screen in QApplication.screens() if screen is not beside.screen()), None)
