"""Whoever has no shift to open does their work at the real window without counting a drawer for it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.qt.real_till import Till, a_till
from tests.unit.terminal.till_kit import PIN, RICE
from ui.demo.seen import button_named, texts_seen
from ui.presenters.shell import Screen


def test_a_manager_adds_people_from_the_menu_before_any_shift_and_comes_back_to_the_float(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        _sign_in_before_a_shift(till)
        assert till.shell().screen is Screen.SHIFT
        _key(Qt.Key.Key_F12)
        assert button_named("Đóng") is not None, "no menu before a shift is open"
        assert {"people", "products", "cards", "programs", "audit"} <= till.choices()
        _press("Cửa hàng")
        _press("Nhân viên")
        till.wait(lambda: any("Quản lý" in text for text in texts_seen()))
        _key(Qt.Key.Key_Escape)
        till.wait(lambda: button_named("Mở ca") is not None)
        till.sell(RICE.barcodes[0])


def test_a_manager_sees_a_members_page_before_any_shift_and_what_needs_one_says_so(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        _sign_in_before_a_shift(till)
        _key(Qt.Key.Key_F12)
        _press("Bán hàng")
        assert button_named("Trả hàng") is None, "nothing can be pressed that needs a drawer"
        assert any("Cần mở ca trước" in text for text in texts_seen())
        _press("Đóng")
        _ask_for_members(till)
        till.wait(lambda: any("Gõ số điện thoại" in text for text in texts_seen()))
        for sign in (Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_H, Qt.Key.Key_Return):
            _key(sign)
        till.wait(lambda: any("Điểm theo ngày hết hạn" in text for text in texts_seen()))
        assert button_named("Gắn vào đơn") is None
        _key(Qt.Key.Key_F9)
        assert button_named("Sửa thông tin") is not None
        _key(Qt.Key.Key_Escape)
        till.wait(lambda: button_named("Mở ca") is not None)
        till.sell(RICE.barcodes[0])


def test_nobody_leaves_the_count_of_a_shift_for_members_by_a_key(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_till(qtbot, qapp, till_folder) as till:
        till.sign_in("op-minh", PIN)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
        till.shell().close_shift()
        till.wait(lambda: till.shell().screen is Screen.SHIFT)
        _ask_for_members(till)
        assert till.window.opened is not None
        assert not till.window.opened.is_beside, "the drawer stands open, half counted"


def _ask_for_members(till: Till) -> None:
    QTest.keyClick(till.window.window.windowHandle(), Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)


def _key(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def _press(name: str) -> None:
    button = button_named(name)
    assert isinstance(button, QAbstractButton), name
    button.click()


def _sign_in_before_a_shift(till: Till) -> None:
    """A manager closes the shift of before, signs in again and is asked for the float."""
    till.sign_in("op-minh", PIN)
    _close_the_shift(till)
    till.sign_in("op-minh", PIN)
    till.wait(lambda: button_named("Mở ca") is not None)


def _close_the_shift(till: Till) -> None:
    """Count just what the till expects, and look at the report."""
    shell = till.shell()
    till.wait(lambda: shell.screen is Screen.CHECKOUT)
    shell.close_shift()
    shift = shell.shift
    assert shift is not None
    for digit in "500000":
        shift.key_pressed(digit)
    shift.finish_pressed()
    till.wait(lambda: shift.model.report is not None)
    _ask_for_members(till)
    assert till.window.opened is not None
    assert not till.window.opened.is_beside, "the report is looked at first"
    shift.finish_pressed()
    till.wait(lambda: shell.screen is Screen.SIGN_IN)
