"""The real till with its real lanes on a real window, and the hands of who works at it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from terminal.bootstrap.first_glance import take_first_glance
from tests.conformance.patience import PATIENCE_MS
from tests.qt.hands import press_key, scan_of, type_sign
from tests.unit.terminal.till_kit import PIN, RICE
from ui.menu import shown_menu
from ui.presenters.shell import Screen, Shell
from ui.presenters.tasks import Lane
from ui.till_window import TillWindow

SIZE = (1366, 768)
CODE = RICE.barcodes[0]


class Till:
    """A window and the keys that are pressed on it."""

    def __init__(self, bot: QtBot, window: TillWindow) -> None:
        self.bot = bot
        self.window = window

    def wait(self, good: Callable[[], bool]) -> None:
        """Until it is so."""
        self.bot.waitUntil(good, timeout=PATIENCE_MS)

    def sign_in(self, operator: str, pin: str) -> None:
        """Choose the tile, type the PIN, and wait for the next screen."""
        self.window.window.show()
        self.wait(lambda: hasattr(self.window.opened, "shell"))
        sign_in = self.window.sign_in
        sign_in.operator_chosen(operator)
        for digit in pin:
            sign_in.key_pressed(digit)
        sign_in.enter_pressed()
        self.wait(lambda: self.shell().screen is not Screen.SIGN_IN)

    def sell(self, code: str) -> None:
        """Open the shift, scan a product, and take the money for it."""
        shell, shift = self.shell(), self.shell().shift
        assert shift is not None
        for digit in "500000":
            shift.key_pressed(digit)
        shift.finish_pressed()
        self.wait(lambda: shell.screen is Screen.CHECKOUT)
        self.sell_in_open_shift(code)

    def sell_in_open_shift(self, code: str) -> None:
        """Scan a product, and take the money for it."""
        shell = self.shell()
        checkout = shell.checkout
        assert checkout is not None
        checkout.scanned(code)
        self.wait(lambda: checkout.counter.model.can_pay)
        checkout.pay_pressed()
        self.wait(lambda: shell.screen is Screen.PAY)
        pay = shell.pay
        assert pay is not None

        def taken() -> bool:
            pay.finish_pressed()  # as often as one likes: it takes the money once, when it can
            return shell.screen is Screen.CHECKOUT

        self.wait(taken)
        assert checkout.counter.model.sale.lines == ()

    def shell(self) -> Shell:
        """The shell of the open till."""
        assert self.window.opened is not None
        return self.window.opened.shell

    def choices(self) -> set[str]:
        """What the menu offers now."""
        state = shown_menu(self.window, Catalogue.load("vi"), self.window.preferences)
        return {item.name for item in state.items}


def run_out(app: QApplication) -> None:
    """End the application's loop as `run` does: until then, what was told to exit starts no other loop."""
    QTimer.singleShot(0, lambda: app.exit(0))
    app.exec()


@contextmanager
def a_till(qtbot: QtBot, qapp: QApplication, folder: Path) -> Generator[Till]:
    """A till that is started, and closed in the end."""
    till = Till(qtbot, TillWindow(qapp, take_first_glance(folder), size=SIZE))
    try:
        yield till
    finally:
        till.window.close()
    run_out(qapp)
    till.window.window.deleteLater()


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
def a_busy_till(qtbot: QtBot, qapp: QApplication, folder: Path) -> Generator[BusyTill]:
    """Somebody signed in, a shift open, goods in the basket."""
    with a_till(qtbot, qapp, folder) as started:
        till = BusyTill(qtbot, started.window)
        till.sign_in("op-minh", PIN)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT)
        till.scan(CODE)
        till.wait(till.can_pay)
        yield till
