"""What faces the customer, put together: the presenter, the second window if there is one, the pole display.

The window goes to the second screen and fills it; where there is only one screen it stands beside the till's.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

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
    ) -> None:
        self.view: CustomerView | None = None
        self.presenter = CustomerPresenter(
            errands, runner, words, store=store, on_state=self._show, on_rows=show_rows
        )
        self._words = words
        if beside is not None:
            self.open_window(beside)
        else:
            self.presenter.speak(words)

    def open_window(self, beside: QWidget) -> CustomerView:
        """Open the second window, with what is to be seen on it now."""
        self.view = CustomerView()
        self.view.speak(self._words.catalogue)
        hear_number(self.view.score_chosen, self.presenter.answered)
        _place(self.view, beside)
        self.presenter.speak(self._words)
        return self.view

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        if self.view is not None:
            self.view.speak(words.catalogue)
        self.presenter.speak(words)

    def close(self) -> None:
        """Close the window, if there is one."""
        view, self.view = self.view, None
        if view is not None:
            view.close()
            view.deleteLater()

    def _show(self, state: CustomerState) -> None:
        if self.view is not None:
            self.view.show_state(state)


def _place(view: CustomerView, beside: QWidget) -> None:
    others = [screen for screen in QGuiApplication.screens() if screen is not beside.screen()]
    if others:
        view.setGeometry(others[0].geometry())
        view.showFullScreen()
    else:
        view.move(beside.frameGeometry().topRight() + QPoint(GRID_PX, 0))
        view.show()
        beside.activateWindow()
