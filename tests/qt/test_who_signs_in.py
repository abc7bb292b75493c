"""The tiles of the sign-in screen on the real window are those of now, not of when the till was started."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from loyalty.wire.feed import OperatorRow
from terminal.bootstrap.running import RunningTill, start_till
from terminal.sync.status import SyncStatus
from terminal.usecases.sign_in import FREE_TRIES
from tests.qt.real_till import a_till
from tests.unit.terminal.till_kit import PIN, a_counter, store_settings
from ui import open_till
from ui.demo.seen import button_named, texts_seen


def add_thao(folder: Path) -> None:
    """The server tells the till of one more cashier."""
    office = a_counter(folder)
    with office.store.write() as unit:
        unit.operators.put([OperatorRow("op-thao", "Thảo", "cashier", "$argon2id$", "active")])
    office.close()


def test_who_was_added_while_the_till_runs_can_sign_in_there(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        till.sign_in("op-lan", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        add_thao(till_folder)
        assert button_named("Thảo") is None
        till.shell().sign_out()
        till.wait(lambda: button_named("Thảo") is not None)


def test_who_is_heard_of_while_nobody_is_signed_in_gets_a_tile_and_no_digit_that_was_typed_is_lost(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        till.window.window.show()
        till.wait(lambda: hasattr(till.window.opened, "shell"))
        sign_in = till.window.sign_in
        sign_in.operator_chosen("op-lan")
        for digit in PIN[:-1]:
            sign_in.key_pressed(digit)
        add_thao(till_folder)
        assert button_named("Thảo") is None
        assert till.window.opened is not None
        till.window.opened.synced(SyncStatus())
        till.wait(lambda: button_named("Thảo") is not None)
        sign_in.key_pressed(PIN[-1])
        sign_in.enter_pressed()
        till.wait(lambda: till.shell().checkout is not None)


def test_a_store_that_got_another_name_has_it_on_both_windows_as_soon_as_somebody_signs_out(
    qtbot: QtBot, qapp: QApplication, till_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[RunningTill] = []

    def started(*told: Any, **named: Any) -> RunningTill:
        running.append(start_till(*told, **named))
        return running[0]

    monkeypatch.setattr(open_till, "start_till", started)
    (till_folder / "till.toml").write_text("customer_window = true\n", encoding="utf-8")
    with a_till(qtbot, qapp, till_folder) as till:
        till.sign_in("op-lan", PIN)
        till.wait(lambda: till.shell().checkout is not None)
        with running[0].till.store.write() as unit:
            unit.config.put_settings(store_settings(store_name="Bách hóa Lan"))
        assert "Bách hóa Lan" not in texts_seen()
        till.shell().sign_out()
        till.wait(lambda: texts_seen().count("Bách hóa Lan") == 2)


def test_who_is_locked_is_told_the_end_of_it_by_the_clock_of_the_store(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        till.window.window.show()
        till.wait(lambda: hasattr(till.window.opened, "shell"))
        sign_in = till.window.sign_in
        sign_in.operator_chosen("op-lan")
        for _ in range(FREE_TRIES):
            for digit in "0000":
                sign_in.key_pressed(digit)
            sign_in.enter_pressed()
            till.wait(lambda: any("PIN chưa đúng" in text or "khóa đến" in text for text in texts_seen()))
        told = r"khóa đến (\d\d:\d\d)"
        till.wait(lambda: any(re.search(told, text) for text in texts_seen()))
        [hour] = {found[1] for text in texts_seen() if (found := re.search(told, text))}
        now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
        assert hour in {(now + timedelta(minutes=more)).strftime("%H:%M") for more in range(3)}
