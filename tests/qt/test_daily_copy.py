"""The copy that a till makes by itself, in a window that sells: made, read back, missed where it fails."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from terminal import daily_backup
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.till_copies import TillCopies
from terminal.store.till_copy import written_since
from tests.qt.hands import press_key
from tests.qt.real_till import CODE, SIZE, Till, run_out
from tests.unit.terminal.till_kit import KEY, PIN, MovedClock
from ui import open_till
from ui.presenters.menu import Choice
from ui.presenters.settings.model import SECTIONS
from ui.presenters.shell import Screen
from ui.till_window import TillWindow
from ui.views.settings_view import SettingsView
from ui.widgets.lamps import StatusLamp
from ui.widgets.surface import Text

MISSED = Catalogue.load("vi").text("top.copy-none")


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours go by as the clock is moved; what is waited for in real seconds comes at once."""
    for name in ("FIRST_LOOK_S", "LOOK_S", "AGAIN_S"):
        monkeypatch.setattr(daily_backup, name, 0.02)
    monkeypatch.setattr(open_till, "_CLOCK_MS", 20)


def lit(till: Till) -> list[str]:
    """Of the lamps that are seen."""
    seen = [each for each in till.window.window.top_bar.findChildren(StatusLamp) if each.isVisible()]
    return [text.text() for each in seen for text in each.findChildren(Text)]


def a_day_later(till: Till, clock: MovedClock) -> None:
    """The till has locked itself meanwhile; the manager is back."""
    clock.move(hours=24)
    till.wait(lambda: till.shell().screen is Screen.SIGN_IN)
    till.sign_in("op-minh", PIN)


def shown(view: SettingsView) -> str:
    return "\n".join(text.text() for text in view.findChildren(Text) if text.isVisible())


def test_a_till_that_sells_copies_itself_and_says_once_it_could_not_for_a_day(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    clock = MovedClock()
    till = Till(qtbot, TillWindow(qapp, take_first_glance(till_folder), size=SIZE, clock=clock))
    kept = TillCopies(till_folder, KEY)

    def copies(count: int) -> Callable[[], bool]:
        return lambda: len(kept.find()) == count

    try:
        till.sign_in("op-minh", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        till.wait(copies(1))
        till.sell_in_open_shift(CODE)
        a_day_later(till, clock)
        till.wait(copies(2))
        newest, first = kept.list_copies()
        assert (newest.trouble, first.trouble) == (None, None)
        now = written_since(till_folder / "till.db", newest.copy.path, KEY)
        before = written_since(till_folder / "till.db", first.copy.path, KEY)
        assert now is not None
        assert before is not None
        assert (now.sales, before.sales) == (0, 1)
        assert MISSED not in lit(till)
        (till_folder / "backups").rename(till_folder / "pulled out")
        (till_folder / "backups").write_text("no folder", encoding="utf-8")
        a_day_later(till, clock)
        till.wait(lambda: MISSED in lit(till))
        opened = till.window.opened
        assert opened is not None
        opened.open_beside(Choice.SETTINGS)
        view = till.window.window.screen_shown
        assert isinstance(view, SettingsView)
        view.section_chosen.emit(SECTIONS.index("backup"))
        till.wait(lambda: "Chưa sao lưu được vào" in shown(view))
        assert "Cách đây 24 giờ." in shown(view)
        press_key(till.window.window, Qt.Key.Key_Escape)
        till.sell_in_open_shift(CODE)
        (till_folder / "backups").unlink()
        (till_folder / "pulled out").rename(till_folder / "backups")
        till.wait(copies(3))
        till.wait(lambda: MISSED not in lit(till))
        assert kept.list_copies()[0].trouble is None
    finally:
        till.window.close()
    run_out(qapp)
    till.window.window.deleteLater()


def test_a_cashier_is_told_of_no_copy_that_only_a_manager_can_mend(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    (till_folder / "backups").write_text("no folder", encoding="utf-8")
    clock = MovedClock()
    till = Till(qtbot, TillWindow(qapp, take_first_glance(till_folder), size=SIZE, clock=clock))
    try:
        till.sign_in("op-minh", PIN)
        till.wait(lambda: MISSED in lit(till))
        till.shell().sign_out()
        till.sign_in("op-lan", PIN)
        till.wait(lambda: MISSED not in lit(till))
        assert lit(till)
    finally:
        till.window.close()
    run_out(qapp)
    till.window.window.deleteLater()
