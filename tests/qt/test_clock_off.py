"""A till whose clock the server finds wrong says so on the real window, in the bar and in a sentence."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.sync.status import SyncStatus
from tests.qt.real_till import a_till
from tests.unit.terminal.till_kit import PIN
from tools.sample_shop import NOW
from ui.demo.seen import texts_seen
from ui.presenters.shell import Screen


def test_a_clock_that_is_seven_minutes_fast_stands_in_the_bar_with_what_to_do(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        till.sign_in("op-lan", PIN)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
        checkout, opened = till.shell().checkout, till.window.opened
        assert checkout is not None
        assert opened is not None
        checkout.escaped()  # what is said of the shift, which is years old
        opened.synced(SyncStatus(centrally_at=NOW, clock_off_s=420))
        assert "Đồng hồ nhanh 7 phút" in texts_seen()
        assert any("chỉnh ngày giờ của máy tính" in text for text in texts_seen())
        opened.synced(SyncStatus(centrally_at=NOW))
        assert "Đồng hồ nhanh 7 phút" not in texts_seen()
