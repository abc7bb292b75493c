"""A till that cannot be opened says why in its window, and lets nobody sign in."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from loyalty.errors import LoyaltillError, Refused, Unavailable
from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.clock import SystemClock
from terminal.keystore.choice import choose_key_store
from terminal.store.connection import connect
from terminal.store.migrations import VERSION
from tests.qt.hands import press_key
from tests.sync_model.sql_till import SqlTill
from ui.application import Plain, run
from ui.look import Look
from ui.presenters.preferences import Preferences
from ui.stopped_window import stopped_window
from ui.views.main_window import MainWindow
from ui.views.stopped_view import StoppedView
from ui.widgets.surface import Text

KEY = bytes(32)
STOPPED: tuple[LoyaltillError, ...] = (
    Refused("store-too-new", found=9, known=2),
    Refused("not-paired"),
    Refused("data-folder-in-use", path="/home/quay-2/.local/share/loyaltill"),
    Unavailable(
        "data-folder-unwritable", retry=True, path="/home/quay-2/loyaltill", why="Read-only file system"
    ),
    Unavailable("books-unreadable", retry=False, file="/home/quay-2/till.db", copies="/media/usb/backups"),
    Unavailable("books-gone", retry=False, file="/home/quay-2/till.db", copies="/home/quay-2/backups"),
    Unavailable("key-file-damaged", retry=False, place="/home/quay-2/loyaltill"),
)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A paired till's folder, last written by a program of tomorrow."""
    choose_key_store(tmp_path, preference="file").set("database-key", KEY)
    SqlTill(tmp_path / "till.db", SystemClock()).close_file()
    with closing(connect(tmp_path / "till.db", KEY, read_only=False)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    return tmp_path


def shown_texts(window: MainWindow) -> list[str]:
    return [text.text() for text in window.findChildren(Text) if text.isVisible() and text.text()]


def test_books_of_a_newer_version_are_said_in_the_window_and_nobody_signs_in(
    qapp: QApplication, newer: Path
) -> None:
    options = Plain()
    options.data, options.size = newer, "1366x768"
    seen: list[str] = []

    def look_and_close() -> None:
        (window,) = [
            each for each in qapp.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()
        ]
        assert isinstance(window.screen_shown, StoppedView)
        seen.extend(shown_texts(window))
        press_key(window, Qt.Key.Key_Return)

    QTimer.singleShot(0, look_and_close)
    with pytest.raises(Refused, match="store-too-new"):
        run(options)
    assert seen[-2:] == [
        "Quầy này chưa mở được",
        Catalogue.load("vi").text("error.store-too-new", found=VERSION + 1, known=VERSION),
    ]


def test_a_script_is_told_at_once(newer: Path, qapp: QApplication) -> None:
    options = Plain()
    options.data, options.script = newer, "-"
    with pytest.raises(Refused, match="store-too-new"):
        run(options)
    assert not [each for each in qapp.topLevelWidgets() if each.isVisible()]


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", STOPPED, ids=lambda error: error.code)
def test_every_reason_fits_its_card(
    look: Look, error: LoyaltillError, language: Language, size: tuple[int, int]
) -> None:
    window, view = stopped_window(look, error, Preferences(language, "dark", 150))
    window.resize(*size)
    window.show()
    QApplication.processEvents()
    for text in view.findChildren(Text):
        assert text.height() >= text.heightForWidth(text.width()), text.text()
    assert view.close_button.shows_all()
    assert view.rect().contains(view.childrenRect())
    window.hide()
    window.deleteLater()


def test_enter_presses_the_button_that_has_the_focus(look: Look) -> None:
    error = Unavailable("books-gone", retry=False, file="/home/quay-2/till.db", copies="/media/usb")
    window, view = stopped_window(look, error, Preferences())
    window.show()
    pressed: list[str] = []
    view.copies_pressed.connect(lambda: pressed.append("copies"))
    view.close_pressed.connect(lambda: pressed.append("close"))
    view.copies_button.setFocus()
    press_key(window, Qt.Key.Key_Return)
    view.close_button.setFocus()
    press_key(window, Qt.Key.Key_Return)
    assert pressed == ["copies", "close"]
    window.hide()
    window.deleteLater()
