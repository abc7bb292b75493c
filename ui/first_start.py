"""The window of the first start: the steps, and the screen *Devices* beside them, until there is a till.

It stands where the till's window will. Imported only where a folder has no till yet, or one that was cut off
before anybody could sign in to it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from drivers.ports import USUAL_WEDGE, Scan
from drivers.wedge import WedgeRecogniser
from resources.catalogue import Catalogue, Language
from terminal.bootstrap.first_start import FirstStart
from terminal.garbage import look_less_often
from terminal.keystore.choice import Preference
from ui.devices_screen import DevicesScreen
from ui.first_errands import FirstDone
from ui.help_sheet import HelpScreen
from ui.lanes import LaneRunner
from ui.look import Look
from ui.presenters.first_start.errands import FirstErrands
from ui.presenters.first_start.presenter import FirstPresenter
from ui.presenters.preferences import Preferences, keep_preferences, read_preferences
from ui.presenters.shown import TopBarState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.raster.painter import QtPagePainter
from ui.setup_devices import SetupDevices
from ui.views.first_start_view import FirstStartView
from ui.views.hear import hear_number, hear_texts
from ui.views.main_window import DEFAULT_SIZE, MainWindow
from ui.wedge_filter import WedgeFilter
from ui.widgets.heard_keys import hear_key

_AGAIN_MS: Final = 5_000


class FirstScreen:
    """The steps in a window: the view, and its presenter."""

    def __init__(
        self,
        window: MainWindow,
        errands: FirstErrands,
        runner: TaskRunner,
        words: Words,
        *,
        post: Callable[[Callable[[], None]], None],
        on_language: Callable[[Language], None],
        on_devices: Callable[[], None],
        on_ready: Callable[[], None],
        on_leave: Callable[[], None],
    ) -> None:
        self._window = window
        self.view = window.add_screen(FirstStartView)
        self.presenter = FirstPresenter(
            errands,
            runner,
            words,
            post=post,
            on_state=self.view.show_first,
            on_language=on_language,
            on_devices=on_devices,
            on_ready=on_ready,
            on_leave=on_leave,
        )
        self._connect()

    def open(self, language: Language) -> None:
        """Bring it to the front."""
        self._window.show_screen(self.view)
        self.presenter.begin(language)

    def come_back(self) -> None:
        """Bring it to the front again, after the devices."""
        self._window.show_screen(self.view)
        self.presenter.came_back()

    def _connect(self) -> None:
        view, it = self.view, self.presenter
        hear_number(view.moved, it.moved)
        hear_number(view.row_pressed, it.row_pressed)
        hear_number(view.action_pressed, lambda _: it.devices_pressed())
        hear_texts(view.field_changed, it.field_changed)
        view.entered.connect(it.finish_pressed)
        view.finish_pressed.connect(it.finish_pressed)
        view.back_pressed.connect(it.back_pressed)


class FirstWindow:
    """Everything on the screen until there is a till to open; `is_ready` says whether there is."""

    def __init__(
        self, app: QApplication, folder: Path, *, size: tuple[int, int] | None, key_store: Preference = "auto"
    ) -> None:
        """Take the folder, and show the window.

        Raises:
            Refused, Unavailable: the folder; see `FirstStart`.
        """
        self._app = app
        self._start = FirstStart(folder, key_store=key_store)
        self._folder = folder
        self._preferences = read_preferences(folder, Preferences())
        self._look = Look(app)
        self.runner = LaneRunner()
        self.is_ready = False
        catalogue = Catalogue.load(self._preferences.language)
        self._words = Words(catalogue=catalogue, currency="VND", zone=UTC)
        self._look.wear(self._preferences, catalogue)
        self._look.dress()
        self.window = MainWindow(catalogue)
        self.window.resized.connect(self._look.fit)
        self.window.resize(*(size or DEFAULT_SIZE))
        self.window.close_asked.connect(self.close)
        self.window.top_bar.show_state(TopBarState(store="Loyaltill"))
        self._devices: DevicesScreen | None = None
        self._trials: SetupDevices | None = None
        self._help: HelpScreen | None = None
        self.screen = FirstScreen(
            self.window,
            FirstDone(self._start),
            self.runner,
            self._words,
            post=self.runner.post,
            on_language=self._speak,
            on_devices=self._open_devices,
            on_ready=self._ready,
            on_leave=self.close,
        )
        self._is_whole_screen = size is None and app.platformName() != "offscreen"

    @property
    def devices(self) -> DevicesScreen | None:
        """The screen *Devices*, once it was asked for."""
        return self._devices

    def show(self) -> None:
        """Show the window, and begin."""
        if self._is_whole_screen:
            self.window.showMaximized()
        else:
            self.window.show()
        look_less_often()
        hear_key(self.window, "F1", self._open_help, in_window=True)
        self._keys = WedgeFilter(
            self.window.windowHandle(),
            WedgeRecogniser(USUAL_WEDGE),
            on_scan=self._scanned,
            on_trouble=self._scan_was_useless,
        )
        self._timer = QTimer(self.window)
        self._timer.timeout.connect(self.screen.presenter.time_passed)
        self._timer.start(_AGAIN_MS)
        self.screen.open(self._preferences.language)

    def run(self) -> bool:
        """Show it until there is a till to open, or it is closed; which of the two."""
        self.show()
        self._app.exec()
        return self.is_ready

    def close(self) -> None:
        """Stop everything and let the folder go; what was filled in is kept."""
        self.window.hide()
        self._timer.stop()
        self._start.stop()
        self.runner.stop()
        if self._trials is not None:
            self._trials.close()
        self._start.close()
        self._app.exit(0)

    def _ready(self) -> None:
        self.is_ready = True
        self.close()

    def _speak(self, language: Language) -> None:
        if language == self._preferences.language:
            return
        self._preferences = self._preferences._replace(language=language)
        keep_preferences(self._folder, self._preferences)
        catalogue = Catalogue.load(language)
        self._words = replace(self._words, catalogue=catalogue)
        self._look.wear(self._preferences, catalogue)
        self.window.speak(catalogue)
        self.screen.presenter.speak(self._words)
        if self._devices is not None:
            self._devices.speak(self._words)

    def _open_devices(self) -> None:
        if self._devices is None:
            self._trials = SetupDevices(
                self._folder,
                QtPagePainter(),
                texts=lambda: self._words.catalogue,
                on_scan=lambda scan: self.runner.post(lambda: self._scanned(scan)),
                on_bank_card=lambda: self.runner.post(lambda: self._scan_was_useless("bank-card-swiped")),
            )
            self._devices = DevicesScreen(
                self.window,
                self._trials,
                self.runner,
                self._words,
                keys=self._keys,
                on_back=self.screen.come_back,
                on_exchanged=lambda: None,
                on_window_tried=lambda: False,
            )
        self._devices.open()

    def _open_help(self) -> None:
        if self._help is None:
            self._help = HelpScreen(self.window, words=lambda: self._words)
        if self._help.sheet.isVisible():
            self._help.close()
        else:
            self._help.open()

    def _scanned(self, scan: Scan) -> None:
        if self._devices is not None and self._devices.is_in_front:
            self._devices.scanned(scan)
        else:
            self.screen.presenter.scan_was_useless()

    def _scan_was_useless(self, code: str) -> None:
        if self._devices is not None and self._devices.is_in_front:
            self._devices.scan_was_useless(code)
        else:
            self.screen.presenter.scan_was_useless()
