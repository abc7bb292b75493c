"""The screen of the shift and the day of an open till: its view, built when asked for, its presenter."""

from collections.abc import Callable

from drivers.ports import Scan
from terminal.session import Session
from ui.presenters.day.errands import DayErrands
from ui.presenters.day.presenter import DayPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.day_view import DayView
from ui.views.hear import hear_number, hear_text, hear_texts
from ui.views.main_window import MainWindow


class DayScreen:
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
        self._window = window
        self._errands = errands
        self._runner = runner
        self._words = words
        self._on_back = on_back
        self._on_close_shift = on_close_shift
        self.view = window.add_screen(DayView)
        self.presenter: DayPresenter | None = None
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self.presenter is not None and self._window.shows(self.view)

    def open(self, session: Session) -> None:
        """Bring it to the front."""
        self.presenter = DayPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            on_state=self.view.show_state,
            on_back=lambda: self._leave(self._on_back),
            on_close_shift=lambda: self._leave(self._on_close_shift),
        )
        self._window.show_screen(self.view)
        self.presenter.begin()

    def scanned(self, scan: Scan) -> None:
        """A scan while it is in front: nothing is sold here."""
        del scan
        self.scan_was_useless("scan-nothing-here")

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self._tell(lambda it: it.trouble(code))

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._tell(lambda it: it.speak(words))

    def _leave(self, to: Callable[[], None]) -> None:
        self.presenter = None
        to()

    def _tell(self, tell: Callable[[DayPresenter], object]) -> None:
        if self.presenter is not None:
            tell(self.presenter)

    def _connect(self) -> None:
        view, told = self.view, self._tell
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        hear_number(view.row_pressed, lambda row: told(lambda it: it.row_pressed(row)))
        hear_number(view.action_pressed, lambda which: told(lambda it: it.action_pressed(which)))
        hear_texts(view.field_changed, lambda name, value: told(lambda it: it.field_changed(name, value)))
        view.entered.connect(lambda: told(lambda it: it.entered()))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
