"""The tiles of the sign-in screen on the real window are those of now, not of when the till was started."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from loyalty.wire.feed import OperatorRow
from terminal.bootstrap.first_glance import take_first_glance
from tests.qt import test_training
from tests.qt.test_training import Till
from tests.unit.terminal.till_kit import PIN, a_counter
from ui.demo.seen import button_named
from ui.till_window import TillWindow

folder = test_training.folder


def test_who_was_added_while_the_till_runs_can_sign_in_there(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    till = Till(qtbot, TillWindow(qapp, take_first_glance(folder), size=(1366, 768)))
    try:
        till.sign_in("op-lan", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        office = a_counter(folder)
        with office.store.write() as unit:
            unit.operators.put([OperatorRow("op-thao", "Thảo", "cashier", "$argon2id$", "active")])
        office.close()
        assert button_named("Thảo") is None
        till.shell().sign_out()
        till.wait(lambda: button_named("Thảo") is not None)
    finally:
        till.window.close()
    QTimer.singleShot(0, lambda: qapp.exit(0))
    qapp.exec()  # what was told to exit starts no other loop until its own is over
    till.window.window.deleteLater()
