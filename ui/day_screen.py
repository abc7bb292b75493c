"""The screen of the shift and the day of an open till: its view, built when asked for, its presenter."""

from collections.abc import Callable

from terminal.session import Session
from ui.office_screen import OfficeScreen
from ui.presenters.day.errands import DayErrands
from ui.presenters.day.presenter import DayPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.day_view import DayView
from ui.views.hear import hear_text, hear_texts
from ui.views.main_window import MainWindow


class DayScreen(OfficeScreen[DayPresenter]):
    """In front or not; while it is, scans mean nothing."""

    def __init__(
        self,
        window: MainWindow,
        errands: DayErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
        on_close_shift: Callable[[], None],
    ) -> None:
        self.view = window.add_screen(DayView)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._on_close_shift = on_close_shift
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        shown: DayPresenter = DayPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=lambda state: self._paint(shown, state),
            on_back=self._leave,
            on_close_shift=self._close_shift,
        )
        self._show(shown).begin()

    def _close_shift(self) -> None:
        self.presenter = None
        self._on_close_shift()

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
