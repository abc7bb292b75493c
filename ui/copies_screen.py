"""The copies of a till that does not start, on the screen *Settings* with nothing else on it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.errors import LoyaltillError, Refused
from terminal.bootstrap.agreed_restore import AgreedRestore, keep_word
from terminal.bootstrap.till_copies import TillCopies
from terminal.clock import SystemClock, timestamp
from terminal.keystore.choice import open_key_store
from terminal.store.till_copy import managers_in
from terminal.usecases.restore_word import check_managers_word
from ui.presenters.settings.errands import KeptCopy
from ui.presenters.settings.stopped_copies import StoppedCopies, StoppedErrands
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words
from ui.views.hear import hear_number, hear_text
from ui.views.main_window import MainWindow
from ui.views.settings_view import SettingsView

if TYPE_CHECKING:
    from terminal.keystore.ports import KeyStore


class CopiesScreen:
    """The screen in the window of a stopped till; `chosen` is the copy that a manager agreed to."""

    def __init__(
        self,
        window: MainWindow,
        errands: StoppedErrands,
        runner: TaskRunner,
        words: Words,
        *,
        on_chosen: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        self._window = window
        self._on_chosen = on_chosen
        self.chosen = ""
        self.view = window.add_screen(SettingsView)
        self.presenter = StoppedCopies(
            errands,
            runner,
            words,
            on_state=self.view.show_state,
            on_go_back=self._choose,
            on_back=on_back,
        )
        self._connect()

    def open(self) -> None:
        """Bring it to the front, and look which copies there are."""
        self._window.show_screen(self.view)
        self.presenter.begin()

    def _choose(self, name: str) -> None:
        self.chosen = name
        self._on_chosen()

    def _connect(self) -> None:
        view, it = self.view, self.presenter
        hear_number(view.row_marked, it.row_marked)
        hear_number(view.moved, it.moved)
        hear_text(view.typed, it.typed)
        view.change_pressed.connect(it.change_pressed)
        view.back_pressed.connect(it.back_pressed)


class FolderErrands:
    """Implements `ui.presenters.settings.stopped_copies.StoppedErrands` over a till's data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def find(self) -> tuple[KeptCopy, ...]:
        """All copies there."""
        return tuple(
            KeptCopy(
                name=each.copy.path.name, at=each.copy.at, kind=each.copy.kind, size_bytes=each.size_bytes
            )
            for each in self._copies().find()
        )

    def read_back(self, name: str) -> str:
        """Whether it is whole, and opens by this till's key."""
        try:
            self._copies().check(Path(name))
        except LoyaltillError as trouble:
            return trouble.code
        return ""

    def weigh(self, name: str) -> None:
        """Read it back. What came after it nobody knows: books that open no till are believed in nothing."""
        self._copies().check(Path(name))

    def agree(self, name: str, *, pin: str) -> None:
        """Check the PIN by the people whom the copy knows, and keep whose it was."""
        keys, key = self._keys()
        copy = TillCopies(self._data, key).check(Path(name))
        manager = check_managers_word(managers_in(copy.path, key), keys, pin=pin)
        at = timestamp(SystemClock().now())
        keep_word(self._data, AgreedRestore(operator=manager.operator, copy=name, at=at))

    def _copies(self) -> TillCopies:
        return TillCopies(self._data, self._keys()[1])

    def _keys(self) -> "tuple[KeyStore, bytes]":
        keys = open_key_store(self._data)
        key = None if keys is None else keys.get("database-key")
        if keys is None or key is None:
            raise Refused("not-paired")
        return keys, key
