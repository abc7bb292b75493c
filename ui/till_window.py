"""The till's window from its first picture on: sign-in at once, the till itself opened on a lane behind it.

Nothing heavy is imported here. What needs the open till is in `ui.open_till`, which comes with it.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from loyalty.errors import LoyaltillError
from resources.catalogue import Catalogue
from terminal.garbage import look_less_often
from ui.lanes import LaneRunner
from ui.look import Look
from ui.presenters.preferences import Preferences, keep_preferences, read_preferences
from ui.presenters.shown import TopBarState
from ui.presenters.sign_in import SignInPresenter, TileSource
from ui.views.main_window import DEFAULT_SIZE, MainWindow
from ui.views.sign_in_view import SignInView

if TYPE_CHECKING:
    from terminal.bootstrap.first_glance import FirstGlance
    from terminal.clock import Clock
    from terminal.session import Session
    from ui.open_till import OpenTill
    from ui.views.menu_sheet import MenuSheet


def application() -> QApplication:
    """The one application object of the process.

    Its style is asked for as an argument: `setStyle` hands back a `QStyle`, all of whose enumerations PySide6
    would build before the first picture.
    """
    app = QApplication.instance()
    return app if isinstance(app, QApplication) else QApplication([*sys.argv[:1], "-style", "Fusion"])


class TillWindow:
    """Everything on the screen of one till, from the first picture to the last."""

    def __init__(
        self,
        app: QApplication,
        first: "FirstGlance",
        *,
        size: tuple[int, int] | None,
        on_ready: Callable[[], None] | None = None,
        clock: "Clock | None" = None,
    ) -> None:
        """Its time is the machine's, unless another clock is given."""
        self._app = app
        self._clock = clock
        self._first = first
        self._on_ready = on_ready
        seen = first.seen
        self._preferences = read_preferences(first.folder.path, Preferences(seen.language))
        self._catalogue = Catalogue.load(self._preferences.language)
        self._look = Look(app, is_training=first.is_training)
        self._look.wear(self._preferences, self._catalogue)
        self.runner = LaneRunner()
        self.window = MainWindow(self._catalogue, is_training=first.is_training)
        self.window.resized.connect(self._look.fit)
        self._sign_in_view = self.window.add_screen(SignInView)
        self._till: OpenTill | None = None
        self._not_opened: LoyaltillError | None = None
        self._menu: MenuSheet | None = None
        self.sign_in = SignInPresenter(
            _LateErrands(self),
            self.runner,
            self._catalogue,
            describe=self._described,
            on_state=self._sign_in_view.show_state,
            on_signed_in=self._signed_in,
        )
        self._connect()
        tiles = tuple(TileSource(tile.operator, tile.name, tile.role) for tile in seen.operators)
        self.sign_in.tiles_known(tiles, starting=True)
        self.window.top_bar.show_state(
            TopBarState(store=seen.store_name or "Loyaltill", till=f"· {seen.till_name}")
        )
        self.window.show_screen(self._sign_in_view)
        self.window.resize(*(size or DEFAULT_SIZE))
        self.training: FirstGlance | None = None
        """What comes after this window, where a training was begun in it."""
        self.leaves_training = False
        self.going_back_to = ""
        """The name of the copy that the till is opened from next, where somebody agreed to that."""
        self._is_whole_screen = size is None and app.platformName() != "offscreen"

    @property
    def till(self) -> "OpenTill":
        """The open till; only a lane's task that comes after the start may ask.

        Raises:
            Refused, Unavailable: why it could not be opened.
        """
        if self._till is None:
            raise self._not_opened or RuntimeError("the till is not open yet")
        return self._till

    def run(self) -> int:
        """Show the window until it is closed; the exit code."""
        if self._is_whole_screen:
            self.window.showMaximized()
        else:
            self.window.show()
        return self._app.exec()

    def play(self, source: str) -> None:
        """Play a script on the window once it is there."""
        from ui.demo.player import play

        play(self.window, source)

    def close(self) -> None:
        """Stop everything; the open sale is kept for the next start."""
        self.window.hide()
        self.runner.stop()
        if self._till is not None:
            self._till.stop()
        else:
            self._first.close()
        self._app.exit(0)

    @property
    def is_training(self) -> bool:
        """Whether this is a till in training."""
        return self._first.is_training

    def begin_training(self) -> None:
        """Make a training out of the open till, and close this window for it; the open sale is kept."""
        till, folder = self.till, self._first.folder.path

        def begun(training: "FirstGlance") -> None:
            self.training = training
            self.close()

        self.runner.run(
            "store", lambda: till.begin_training(folder), on_done=begun, on_failed=self._training_failed
        )

    def leave_training(self) -> None:
        """Close this window; the real till comes after it."""
        self.leaves_training = True
        self.close()

    def go_back(self, name: str) -> None:
        """Close this window; the till comes after it, opened from the copy of that name."""
        self.going_back_to = name
        self.close()

    def _training_failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self.till.shell.tell_failed(error)

    def prefer(self, chosen: Preferences) -> None:
        """Look and speak otherwise from now on, and remember it."""
        self._wear(chosen)
        if self._menu is not None and self._menu.isVisible():
            self.open_menu()
        keep_preferences(self._first.folder.path, chosen)

    def _wear(self, chosen: Preferences) -> None:
        if chosen.language != self._preferences.language:
            self._catalogue = Catalogue.load(chosen.language)
        self._preferences = chosen
        self._look.wear(chosen, self._catalogue)
        self.window.speak(self._catalogue)
        self.sign_in.speak(self._catalogue)
        if self._till is not None:
            self._till.speak(self._catalogue, self._preferences)

    def open_menu(self) -> None:
        """Open the menu, or show it anew."""
        from ui.menu import built_menu, shown_menu

        if self._menu is None:
            self._menu = built_menu(self)
        self._menu.show_state(shown_menu(self, self._catalogue, self._preferences))

    def close_menu(self) -> None:
        """Close the menu."""
        if self._menu is not None:
            self._menu.show_state(None)
        self.window.focus_screen()

    @property
    def opened(self) -> "OpenTill | None":
        """The open till, if it is open by now."""
        return self._till

    @property
    def preferences(self) -> Preferences:
        """How the screen looks and speaks."""
        return self._preferences

    def _connect(self) -> None:
        view, presenter = self._sign_in_view, self.sign_in
        view.operator_chosen.connect(presenter.operator_chosen)
        view.key_pressed.connect(presenter.key_pressed)
        view.enter_pressed.connect(presenter.enter_pressed)
        view.menu_pressed.connect(self.open_menu)
        view.painted.connect(self._painted)
        self.window.close_asked.connect(self.close)
        self.window.screen_came.connect(self._screen_came)
        self.window.menu_asked.connect(self._menu_asked)

    def _menu_asked(self) -> None:
        """By its key, on a screen that has none for it: beside the sale, and never while somebody pays."""
        if self._till is not None and self._till.is_beside:
            self.open_menu()

    def _screen_came(self) -> None:
        """The menu of the screen that was left has nothing to say over the next, which has the keys."""
        if self._menu is not None and self._menu.isVisible():
            self._menu.show_state(None)

    def _painted(self) -> None:
        """The first picture was painted: once the window takes input, open the till behind it."""
        self._sign_in_view.painted.disconnect(self._painted)
        QTimer.singleShot(0, self._takes_input)

    def _takes_input(self) -> None:
        look_less_often()
        if self._on_ready is not None:
            self._on_ready()
        self._sign_in_view.show_icons()
        self._look.dress()
        self.runner.run("store", self._open, on_done=self._opened, on_failed=self._failed)

    def _open(self) -> "OpenTill":
        """On the store lane: import what is heavy, open the database, start the workers."""
        from ui.open_till import OpenTill

        try:
            till = OpenTill(self._first, self.runner, self._catalogue, clock=self._clock)
        except LoyaltillError as error:
            self._not_opened = error
            raise
        self._till = till
        return till

    def _opened(self, till: "OpenTill") -> None:
        """Back on the UI thread: build the screens behind the sign-in screen."""
        till.build(
            self.window,
            self._sign_in_view,
            self.sign_in,
            open_menu=self.open_menu,
            preferences=self._preferences,
            prefer=self.prefer,
            go_back=self.go_back,
        )
        self._prefer_as_set_up()
        self.sign_in.started()

    def _prefer_as_set_up(self) -> None:
        """What the settings file says of language and colours, until somebody chooses at the till."""
        configuration = self._first.configuration
        set_up = self._preferences._replace(
            language=configuration.language or self._preferences.language,
            theme=configuration.theme or self._preferences.theme,
        )
        chosen = read_preferences(self._first.folder.path, set_up)
        if chosen != self._preferences:
            self._wear(chosen)

    def _signed_in(self, session: "Session") -> None:
        self.till.shell.signed_in(session)

    def _described(self, error: LoyaltillError, catalogue: Catalogue) -> str:
        """In the open till's words, which know the store's clock and money."""
        from ui.presenters.refusals import described

        if self._till is not None:
            return self._till.described(error, catalogue)
        return described(error, catalogue)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self.sign_in.start_failed(error)


class _LateErrands:
    """Signing in by the till that is being opened: its lane's tasks come after the start."""

    def __init__(self, window: TillWindow) -> None:
        self._window = window

    def sign_in(self, *, operator: str, pin: str) -> "Session":
        """Check the PIN."""
        return self._window.till.errands.sign_in(operator=operator, pin=pin)
