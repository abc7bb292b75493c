"""The real till with its real lanes, of which one is held up: nothing a cashier does meanwhile is lost."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.real_till import CODE, BusyTill, a_busy_till
from tests.unit.terminal.till_kit import PIN, RICE
from ui.presenters.shell import Screen

ENTER = Qt.Key.Key_Return


def test_goods_scanned_while_a_sale_is_written_are_in_the_next_one(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        paid = till.shell().front.sale
        till.press(Qt.Key.Key_F9)
        till.wait(lambda: till.shell().screen is Screen.PAY)
        with till.held_up("store"):
            till.press(ENTER)
            till.wait(lambda: till.shell().front.passage is not None)
            till.press(ENTER)
            till.scan(CODE)
            assert till.goods == [RICE.sku]
        till.wait(lambda: till.shell().front.sale != paid and till.can_pay())
        assert (till.shell().screen, till.goods) == (Screen.CHECKOUT, [RICE.sku])


@contextmanager
def pin_being_checked(till: BusyTill, pin: str) -> Generator[None]:
    """The till is locked, and whoever comes back has typed this."""
    till.shell().lock()
    till.wait(lambda: till.shell().screen is Screen.SIGN_IN)
    with till.held_up("store"):
        till.press(pin, ENTER)
        till.wait(lambda: till.window.sign_in.is_checking)
        yield


def test_goods_scanned_while_a_pin_is_checked_are_in_the_sale_that_was_left_open(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        with pin_being_checked(till, PIN):
            till.scan(CODE)
            till.press(CODE, ENTER)
        checkout = till.shell().checkout
        assert checkout is not None
        till.wait(lambda: till.can_pay() and checkout.counter.model.sale.lines[0].quantity == 3_000)


def test_a_wrong_pin_types_nothing_anywhere_and_a_scan_is_told_why(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        with pin_being_checked(till, "0000"):
            till.press(PIN, ENTER)
        till.wait(lambda: not till.window.sign_in.is_checking)
        assert till.shell().screen is Screen.SIGN_IN
        assert till.shell().session is None
