"""The screen *Settings* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.ports import Scan
from terminal.session import Session
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts, SettingsErrands
from ui.presenters.settings.presenter import SettingsPresenter
from ui.presenters.settings.state import SettingsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.reading_sheet import ReadingSheet
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow
from ui.views.settings_view import SettingsView

if TYPE_CHECKING:
    from ui.key_ring import KeyRing


class SettingsScreen:
    """In front or not; while it is, a scan is told to be of no use here."""

    def __init__(
        self,
        window: MainWindow,
        errands: SettingsErrands,
        runner: TaskRunner,
        words: Words,
        *,
        preferences: Callable[[], Preferences],
        session: Callable[[], Session | None],
        ring: "KeyRing | None",
        on_prefer: Callable[[Preferences], None],
        on_devices: Callable[[], None],
        on_program: Callable[[], None],
        on_facts: Callable[[Facts], None],
        on_go_back: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        self._window = window
        self._ring = ring
        self._preferences = preferences
        self.view = window.add_screen(SettingsView)
        self.reading = ReadingSheet(self.view)
        self.presenter = SettingsPresenter(
            errands,
            runner,
            words,
            preferences=preferences(),
            session=session,
            on_state=self._show,
            on_prefer=on_prefer,
            on_devices=on_devices,
            on_program=on_program,
            on_facts=on_facts,
            on_go_back=on_go_back,
            on_back=on_back,
        )
        self._connect()
        window.screen_came.connect(self._screen_came)

    def open(self, session: Session | None = None) -> None:
        """Bring it to the front and look at how things are; who may change them is asked when they do."""
        del session
        self.presenter.begin()
        self._window.show_screen(self.view)

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self._window.shows(self.view)

    def scanned(self, scan: Scan) -> None:
        """A scan, while it is in front: nothing here is for it."""
        del scan
        self.presenter.scanned()

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front, is of no more use than any other."""
        del code
        self.presenter.scanned()

    def speak(self, words: Words) -> None:
        """Say everything in another language, or look otherwise."""
        self.presenter.speak(words, self._preferences())

    def _show(self, state: SettingsState) -> None:
        if self._ring is not None:
            self._ring.paused = state.is_pressing
        self.view.show_state(state)
        was_read = self.reading.isVisible()
        self.reading.show_reading(state.reading)
        if was_read and state.reading is None:
            self._window.focus_screen()

    def _screen_came(self) -> None:
        self.presenter.came(in_front=self.is_in_front)

    def _connect(self) -> None:
        view, it = self.view, self.presenter
        hear_number(view.section_chosen, it.section_chosen)
        hear_number(view.section_moved, it.section_moved)
        hear_number(view.row_marked, it.row_marked)
        hear_number(view.moved, it.moved)
        hear_text(view.typed, it.typed)
        hear_text(view.key_pressed, it.key_pressed)
        view.change_pressed.connect(it.change_pressed)
        view.back_pressed.connect(it.back_pressed)
        self.reading.closed.connect(it.back_pressed)
