"""The screen *People* of an open till: its view, built when asked for, its presenter."""

from collections.abc import Callable

from terminal.session import Session
from ui.office_screen import OfficeScreen
from ui.presenters.people.errands import PeopleErrands
from ui.presenters.people.presenter import PeoplePresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_texts
from ui.views.main_window import MainWindow
from ui.views.people_view import PeopleView


class PeopleScreen(OfficeScreen[PeoplePresenter]):
    """In front or not; while it is, scans mean nothing."""

    def __init__(
        self,
        window: MainWindow,
        errands: PeopleErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self.view = window.add_screen(PeopleView)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        shown = PeoplePresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self.view.show_state,
            on_back=self._leave,
        )
        self._show(shown).begin()

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
