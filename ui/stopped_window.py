"""The window of a till whose books or folder cannot be used: newer, damaged, in use, not paired yet.

It stands where the sign-in screen would, so that whoever starts the till by a double click reads why it does
not open; the console gets the same sentence from `main`.
"""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from loyalty.errors import LoyaltillError
from resources.catalogue import Catalogue
from ui.look import Look
from ui.presenters.preferences import Preferences, read_preferences
from ui.presenters.refusals import described
from ui.views.main_window import DEFAULT_SIZE, MainWindow
from ui.views.stopped_view import StoppedView


def stopped_window(look: Look, error: LoyaltillError, worn: Preferences) -> tuple[MainWindow, StoppedView]:
    """The window and the view in it, not shown yet; closing either way is the view's `close_pressed`."""
    catalogue = Catalogue.load(worn.language)
    look.wear(worn, catalogue)
    window = MainWindow(catalogue)
    window.resized.connect(look.fit)
    view = window.add_screen(StoppedView)
    view.show_sentence(described(error, catalogue))
    window.close_asked.connect(view.close_pressed)
    window.show_screen(view)
    return window, view


def show_stopped(
    app: QApplication, error: LoyaltillError, *, data: Path, size: tuple[int, int] | None
) -> None:
    """Show why the till does not open until somebody closes the window."""
    look = Look(app)
    look.dress()
    window, view = stopped_window(look, error, read_preferences(data, Preferences()))
    view.close_pressed.connect(app.quit)
    window.resize(*(size or DEFAULT_SIZE))
    window.show()
    app.exec()
    window.hide()
