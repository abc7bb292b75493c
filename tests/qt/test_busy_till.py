"""The real till with its real lanes, of which one is held up: nothing a cashier does meanwhile is lost."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap.first_glance import take_first_glance
from tests.qt import test_training
from tests.qt.hands import press_key, scan_of, type_sign
from tests.qt.test_training import Till
from tests.unit.terminal.till_kit import PIN, RICE
from ui.presenters.shell import Screen
from ui.presenters.tasks import Lane
from ui.till_window import TillWindow

folder = test_training.folder

ENTER = Qt.Key.Key_Return
CODE = RICE.barcodes[0]


def _fail(error: Exception) -> None:
    raise error


class BusyTill(Till):
    """A till whose lanes can be held up, its keys, and its scanner."""

    @contextmanager
    def held_up(self, lane: Lane) -> Generator[None]:
        """What is asked for on that lane meanwhile is done after this."""
        goes_on = Event()
        self.window.runner.run(lane, goes_on.wait, on_done=lambda _: None, on_failed=_fail)
        try:
            yield
        finally:
            goes_on.set()

    def scan(self, code: str) -> None:
        """Scan it with a scanner of its own line."""
        assert self.window.opened is not None
        self.window.opened.scanned(scan_of(code))

    def press(self, *keys: Qt.Key | str) -> None:
        """Press keys and type letters on the window."""
        for key in keys:
            if isinstance(key, str):
                for sign in key:
                    type_sign(self.window.window, sign)
            else:
                press_key(self.window.window, key)

    @property
    def goods(self) -> list[str]:
        """What is in the open sale."""
        checkout = self.shell().checkout
        return [] if checkout is None else [line.sku for line in checkout.counter.model.sale.lines]

    def can_pay(self) -> bool:
        """Whether the checkout is in front, with goods that are priced."""
        checkout = self.shell().checkout
        return checkout is not None and checkout.counter.model.can_pay


@contextmanager
def a_till(qtbot: QtBot, qapp: QApplication, folder: Path) -> Generator[BusyTill]:
    """Somebody signed in, a shift open, goods in the basket."""
    till = BusyTill(qtbot, TillWindow(qapp, take_first_glance(folder), size=(1366, 768)))
    try:
        till.sign_in("op-minh", PIN)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
        till.scan(CODE)
        till.wait(till.can_pay)
        yield till
    finally:
        till.window.close()
    QTimer.singleShot(0, lambda: qapp.exit(0))
    qapp.exec()  # what was told to exit starts no other loop until its own is over
    till.window.window.deleteLater()


def test_goods_scanned_while_a_sale_is_written_are_in_the_next_one(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    with a_till(qtbot, qapp, folder) as till:
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


def test_goods_scanned_while_a_pin_is_checked_are_in_the_sale_that_was_left_open(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    with a_till(qtbot, qapp, folder) as till:
        till.shell().lock()
        till.wait(lambda: till.shell().screen is Screen.SIGN_IN)
        with till.held_up("store"):
            till.press(PIN, ENTER)
            till.wait(lambda: till.window.sign_in.is_checking)
            till.scan(CODE)
            till.press(CODE, ENTER)
        checkout = till.shell().checkout
        assert checkout is not None
        till.wait(lambda: till.can_pay() and checkout.counter.model.sale.lines[0].quantity == 3_000)


def test_a_wrong_pin_types_nothing_anywhere_and_a_scan_is_told_why(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    with a_till(qtbot, qapp, folder) as till:
        till.shell().lock()
        till.wait(lambda: till.shell().screen is Screen.SIGN_IN)
        with till.held_up("store"):
            till.press("0000", ENTER)
            till.wait(lambda: till.window.sign_in.is_checking)
            till.press(PIN, ENTER)
        till.wait(lambda: not till.window.sign_in.is_checking)
        assert till.shell().screen is Screen.SIGN_IN
        assert till.shell().session is None
