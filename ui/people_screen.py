"""The screen *People* of an open till: its view, built when asked for, its presenter."""

from collections.abc import Callable

from terminal.session import Session
from ui.desk_screen import DeskScreen
from ui.presenters.people.errands import PeopleErrands
from ui.presenters.people.presenter import PeoplePresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number, hear_texts
from ui.views.main_window import MainWindow
from ui.views.people_view import PeopleView


class PeopleScreen(DeskScreen[PeoplePresenter]):
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
        super().__init__(window, self.view, words, on_back=on_back)
        self._errands = errands
        self._runner = runner
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
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.action_pressed, lambda which: told(lambda it: it.action_pressed(which)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
