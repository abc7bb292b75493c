"""Whoever sits before a new till: the window of the first start, then the till's, by keys and by touch."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from tests.conformance.patience import PATIENCE_MS
from tests.qt.hands import press_key, type_sign
from ui.first_start import FirstWindow
from ui.presenters.first_start.model import Step
from ui.presenters.shell import Shell
from ui.till_window import TillWindow

SIZE = (1366, 768)


class Hand:
    """`at` is the window that is there now."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.at: QWidget | None = None

    def wait(self, good: Callable[[], bool]) -> None:
        """Until it is so."""
        self.bot.waitUntil(good, timeout=PATIENCE_MS)

    def press(self, *keys: Qt.Key | str) -> None:
        """Press these, one after the other; a text is typed."""
        assert self.at is not None
        for key in keys:
            if isinstance(key, str):
                for sign in key:
                    type_sign(self.at, sign)
            else:
                press_key(self.at, key)
            QApplication.processEvents()

    def first(self, app: QApplication, folder: Path) -> FirstWindow:
        """The first start on a folder, in front."""
        window = FirstWindow(app, folder, size=SIZE, key_store="file")
        self.at = window.window
        window.show()
        self.wait(lambda: bool(window.screen.presenter.model.presets))
        return window


def is_at(window: FirstWindow, step: Step) -> Callable[[], bool]:
    """Whether the first start is at that step."""
    return lambda: window.screen.presenter.model.step is step


def run_out(app: QApplication) -> None:
    """End the application's loop as `run` does: until then, what was told to exit starts no other loop."""
    QTimer.singleShot(0, lambda: app.exit(0))
    app.exec()


def lamp_says(till: TillWindow, key: str) -> bool:
    """Whether a lamp of the bar on top says this."""
    said = Catalogue.load(till.preferences.language).text(key)
    return any(each.text() == said for each in till.window.top_bar.findChildren(QLabel))


def shell_of(till: TillWindow) -> Shell:
    """What leads through the screens of a till that is open."""
    assert till.opened is not None
    return till.opened.shell
