"""The window of a till that is not open: newer, damaged, in use, not paired yet, or just put back.

It stands where the sign-in screen would, so that whoever starts the till by a double click reads why it does
not open; the console gets the same sentence from `main`. Where only the books are lost, the copies are one
key away.
"""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from loyalty.errors import LoyaltillError
from resources.catalogue import Catalogue
from terminal.clock import SystemClock
from ui.lanes import LaneRunner
from ui.look import Look
from ui.presenters.preferences import Preferences, read_preferences
from ui.presenters.refusals import described
from ui.presenters.words import Words
from ui.views.main_window import DEFAULT_SIZE, MainWindow
from ui.views.stopped_view import NotPutBackView, PutBackView, StoppedView

if TYPE_CHECKING:
    from terminal.bootstrap.restoring import Restored
    from ui.copies_screen import CopiesScreen

WITHOUT_BOOKS: Final = frozenset({"books-unreadable", "books-gone"})
"""Codes of errors behind which a copy in the place of the books is a way on."""


def stopped_window(look: Look, error: LoyaltillError, worn: Preferences) -> tuple[MainWindow, StoppedView]:
    """The window and the view in it, not shown yet; closing either way is the view's `close_pressed`."""
    window, view = _window(look, worn, StoppedView)
    sentence = described(error, Catalogue.load(worn.language))
    view.show_sentence(sentence, has_copies=error.code in WITHOUT_BOOKS)
    return window, view


def show_stopped(
    app: QApplication, error: LoyaltillError, *, data: Path, size: tuple[int, int] | None
) -> str:
    """Show why the till does not open until somebody closes the window.

    The name of the copy that a manager chose to open it from; empty where nobody did.
    """
    worn = read_preferences(data, Preferences())
    look = Look(app)
    look.dress()
    window, view = stopped_window(look, error, worn)
    runner = LaneRunner()
    copies: CopiesScreen | None = None

    def open_copies() -> None:
        nonlocal copies
        copies = copies or _copies_screen(window, data, runner, worn, on_chosen=app.quit, on_back=back)
        copies.open()

    def back() -> None:
        window.show_screen(view)

    view.copies_pressed.connect(open_copies)
    _show(app, window, view, size)
    runner.stop()
    return "" if copies is None else copies.chosen


def _copies_screen(
    window: MainWindow,
    data: Path,
    runner: LaneRunner,
    worn: Preferences,
    *,
    on_chosen: Callable[[], None],
    on_back: Callable[[], None],
) -> "CopiesScreen":
    from ui.copies_screen import CopiesScreen, FolderErrands

    return CopiesScreen(
        window, FolderErrands(data), runner, _words(worn), on_chosen=on_chosen, on_back=on_back
    )


def _words(worn: Preferences) -> Words:
    """Without a currency: which it is stands in books that are not open."""
    zone = SystemClock().now().astimezone().tzinfo or UTC
    return Words(catalogue=Catalogue.load(worn.language), currency="", zone=zone)


def show_put_back(
    app: QApplication, restored: "Restored", *, data: Path, size: tuple[int, int] | None
) -> None:
    """Say what the till is from now on and where its books of before are, until somebody goes on."""
    worn = read_preferences(data, Preferences())
    window, view = put_back_window(Look(app), restored, worn, _words(worn))
    _show(app, window, view, size)


def put_back_window(
    look: Look, restored: "Restored", worn: Preferences, words: Words
) -> tuple[MainWindow, StoppedView]:
    """The window and the view in it, not shown yet."""
    copy, aside = restored.copy, restored.aside
    at = f"{words.date(copy.at)} {words.time(copy.at)}"
    sentence = words.text("stopped.is-now", file=copy.path.name, at=at)
    if aside is not None:
        sentence = f"{sentence}\n\n{words.text('restore.aside', folder=str(aside))}"
    window, view = _window(look, worn, PutBackView)
    view.show_sentence(sentence)
    return window, view


def show_not_put_back(
    app: QApplication, error: LoyaltillError, *, data: Path, size: tuple[int, int] | None
) -> None:
    """Say why the copy could not be put there, until somebody goes on to the till as it is."""
    worn = read_preferences(data, Preferences())
    window, view = _window(Look(app), worn, NotPutBackView)
    view.show_sentence(described(error, Catalogue.load(worn.language)))
    _show(app, window, view, size)


def _window(look: Look, worn: Preferences, build: type[StoppedView]) -> tuple[MainWindow, StoppedView]:
    catalogue = Catalogue.load(worn.language)
    look.wear(worn, catalogue)
    window = MainWindow(catalogue)
    window.resized.connect(look.fit)
    view = window.add_screen(build)
    window.close_asked.connect(view.close_pressed)
    window.show_screen(view)
    return window, view


def _show(app: QApplication, window: MainWindow, view: StoppedView, size: tuple[int, int] | None) -> None:
    view.close_pressed.connect(app.quit)
    window.resize(*(size or DEFAULT_SIZE))
    window.show()
    app.exec()
    window.hide()
    window.deleteLater()
