"""The screen *Devices* of an open till: its view, built when it is first asked for, and its presenter."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ui.presenters.devices.errands import DevicesErrands
from ui.presenters.devices.presenter import DevicesPresenter
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.till_devices import TillDevices
from ui.views.devices_view import DevicesView
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow

if TYPE_CHECKING:
    from drivers.ports import Scan
    from terminal.bootstrap.running import RunningTill
    from terminal.session import Session
    from ui.wedge_filter import WedgeFilter


class DevicesScreen:
    """In front or not; while it is, scans are its own."""

    def __init__(
        self,
        window: MainWindow,
        errands: DevicesErrands,
        runner: TaskRunner,
        words: Words,
        *,
        keys: "WedgeFilter | None",
        on_back: Callable[[], None],
        on_exchanged: Callable[[], None],
        on_window_tried: Callable[[], bool],
    ) -> None:
        self._window = window
        self._keys = keys
        self._on_back = on_back
        self.view = window.add_screen(DevicesView)
        self.presenter = DevicesPresenter(
            errands,
            runner,
            words,
            on_state=self.view.show_state,
            on_listening=lambda is_listening: self._listen(is_listening=is_listening),
            on_back=self._leave,
            on_exchanged=on_exchanged,
            on_window_tried=on_window_tried,
        )
        self._connect()

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        return self._window.shows(self.view)

    def open(self, session: "Session | None" = None) -> None:
        """Bring it to the front and look at what is plugged in; who may change it is asked when they do."""
        del session
        self.presenter.begin()
        self._window.show_screen(self.view)

    def scanned(self, scan: "Scan") -> None:
        """A scan, while it is in front."""
        self.presenter.trial.scanned(scan)

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, while it is in front."""
        self.presenter.trial.trouble(code)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self.presenter.speak(words)

    def _leave(self) -> None:
        self._on_back()

    def _listen(self, *, is_listening: bool) -> None:
        if self._keys is None:
            return
        if is_listening:
            trial = self.presenter.trial
            self._keys.overhear(trial.key_heard, on_rest=trial.time_passed)
        else:
            self._keys.overhear(None)

    def _connect(self) -> None:
        view, it = self.view, self.presenter
        hear_text(view.kind_chosen, it.kind_chosen)
        hear_number(view.kind_moved, it.kind_moved)
        hear_number(view.row_marked, it.row_marked)
        hear_number(view.moved, it.moved)
        hear_text(view.addresses_typed, it.search.addresses_typed)
        view.field_entered.connect(it.field_entered)
        view.search_pressed.connect(it.search.pressed)
        view.choose_pressed.connect(it.choose_pressed)
        view.test_pressed.connect(it.test_pressed)
        view.proposal_pressed.connect(it.trial.proposal_pressed)
        view.back_pressed.connect(it.back_pressed)
        view.left.connect(lambda: it.trial.listen(is_listening=False))


def till_devices(
    running: "RunningTill", folder: Path, session: "Callable[[], Session | None]"
) -> DevicesErrands:
    """The errands of a till at work."""
    return TillDevices(
        running.till, running.identity, running.devices, file=folder / "till.toml", session=session
    )
