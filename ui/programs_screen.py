"""The screen of programs of an open till: its view, built when asked for, and its presenter."""

from collections.abc import Callable

from terminal.session import Session
from ui.office_screen import OfficeScreen
from ui.presenters.programs.errands import ProgramErrands
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_text, hear_texts
from ui.views.main_window import MainWindow
from ui.views.programs_view import ProgramsView


class ProgramsScreen(OfficeScreen[ProgramsPresenter]):
    """In front or not; while it is, scans mean nothing."""

    def __init__(
        self,
        window: MainWindow,
        errands: ProgramErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self.view = window.add_screen(ProgramsView)
        super().__init__(window, self.view, runner, words, on_back=on_back)
        self._errands = errands
        self._connect()

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        shown = ProgramsPresenter(
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
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
