"""The screen of import and export of an open till: its view, built when asked for, its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.presenters.files.errands import FilesErrands
from ui.presenters.files.presenter import FilesPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.files_view import FilesView
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow


class FilesScreen:
    """In front or not; while it is, scans mean nothing."""

    def __init__(
        self,
        window: MainWindow,
        errands: FilesErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_back: Callable[[], None],
    ) -> None:
        self._window = window
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_back = on_back
        self.view = window.add_screen(FilesView)
        self.presenter: FilesPresenter | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self.presenter is not None and self._window.shows(self.view)

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        self.presenter = FilesPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self.view.show_state,
            on_back=self._leave,
        )
        self._window.show_screen(self.view)
        self.presenter.begin()

    def scanned(self, scan: Scan) -> None:
        """A scan while it is in front: nothing is scanned here."""
        del scan
        self.scan_was_useless("scan-nothing-here")

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self._tell(lambda it: it.trouble(code))

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))

    def _leave(self) -> None:
        self.presenter = None
        self._on_back()

    def _tell(self, tell: Callable[[FilesPresenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.action_pressed, lambda which: told(lambda it: it.action_pressed(which)))
        hear_text(view.typed, lambda text: told(lambda it: it.typed(text)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
