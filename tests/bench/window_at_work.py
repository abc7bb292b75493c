"""The program's own window at work in this process: real file, real lanes, drawn into memory, goods in stock.

Who is at it, what is done, and what of it is measured is the caller's.
"""

import gc
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import Clock, SystemClock
from terminal.garbage import look_less_often
from terminal.ids import id_maker
from terminal.keystore.fake import FakeKeyStore
from terminal.open_sale import add_product
from terminal.receipts.paper import SlipPaper
from terminal.sale import Tender
from terminal.session import Session
from terminal.store.opening import open_store
from terminal.till import Till
from terminal.usecases.basket import new_sale
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from tests.unit.terminal.till_kit import KEY, PIN, operator_row, product_row
from ui.help_sheet import HelpSheet
from ui.open_till import OpenTill
from ui.presenters.menu import Choice
from ui.presenters.shell import Screen
from ui.presenters.tasks import Lane
from ui.receipt_sheet import ReceiptSheet
from ui.till_window import TillWindow, application
from ui.views.audit_view import AuditView
from ui.views.cards_view import CardsView
from ui.views.day_view import DayView
from ui.views.devices_view import DevicesView
from ui.views.members_view import MembersView
from ui.views.menu_sheet import MenuSheet
from ui.views.people_view import PeopleView
from ui.views.products_view import ProductsView
from ui.views.returns_view import ReturnsView
from ui.views.settings_view import SettingsView
from ui.views.shift_view import ShiftView

PRODUCTS: Final = 5_000
SIZE: Final = (1366, 768)
UPDATE_MS: Final = 20
"""Longer than a window waits before it paints what was asked for."""
PATIENCE_S: Final = 60.0
BEAT_MS: Final = 10
_DIGITS: Final = {digit: Qt.Key(ord(digit)) for digit in "0123456789"}
"""Qt names the keys of digits by their ASCII."""
ROUNDS_OF_LANES: Final = 3
"""An answer may ask again, and that answer once more."""

SCREENS: Final[Mapping[Choice, type[QWidget]]] = {
    Choice.RETURNS: ReturnsView,
    Choice.RECEIPTS: ReceiptSheet,
    Choice.MEMBERS: MembersView,
    Choice.CARDS: CardsView,
    Choice.PRODUCTS: ProductsView,
    Choice.PEOPLE: PeopleView,
    Choice.DAY: DayView,
    Choice.AUDIT: AuditView,
    Choice.CLOSE_SHIFT: ShiftView,
    Choice.SETTINGS: SettingsView,
    Choice.DEVICES: DevicesView,
    Choice.HELP: HelpSheet,
}
"""What each choice of the menu brings to the front."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How long a screen took to be in front and painted, in seconds."""

    name: str
    wall_s: float
    processor_s: float
    """Of all threads."""


class _Updates(QObject):
    """Counts how often the window paints what became another, and notes when it was last done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.done_at = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent, /) -> bool:
        """See an update go by; Qt paints it then and there, before it comes to anything else."""
        if event.type() == QEvent.Type.UpdateRequest:
            self.count += 1
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self.done_at = time.perf_counter()


class WindowAtWork:
    """The program's window with a manager at the checkout."""

    def __init__(self, window: TillWindow) -> None:
        self._till = window
        self.window = window.window
        self._updates = _Updates()
        self.window.installEventFilter(self._updates)

    @property
    def till(self) -> OpenTill:
        """The till that is open in it."""
        opened = self._till.opened
        if opened is None:
            raise RuntimeError("the till is not open")
        return opened

    def sign_in(self, operator: str = "op-minh", *, to: Screen = Screen.CHECKOUT) -> None:
        """Somebody, with their PIN; a manager where nobody is named. `to` is where that leads."""
        until(lambda: hasattr(self._till.opened, "shell") and self.till.ahead.is_done)
        self._till.sign_in.operator_chosen(operator)
        for digit in PIN:
            self._press(_DIGITS[digit])
        self._press(Qt.Key.Key_Return)
        until(self.is_at_checkout if to is Screen.CHECKOUT else lambda: self.till.shell.screen is to)

    def opened_in_turn(self) -> Iterator[Opened]:
        """The menu and every screen of it, each opened and left again; with how long that took."""
        for choice, view in SCREENS.items():
            opened = self._timed("the menu", partial(self._press, Qt.Key.Key_F12))
            if choice is Choice.HELP:
                yield opened
            (menu,) = self.window.findChildren(MenuSheet)
            yield self._timed(f"the screen {choice.value}", partial(self._choose, menu, choice))
            if not any(each.isVisible() for each in self.window.findChildren(view)):
                raise RuntimeError(f"{choice.value} did not come to the front")
            self.leave()

    def _choose(self, menu: MenuSheet, choice: Choice) -> None:
        menu.item_chosen.emit(choice.value)
        self.quiet()

    def _timed(self, name: str, opens: Callable[[], object]) -> Opened:
        """Open it; it is open with the last that was painted, and not when nothing more comes."""
        began, began_processor = time.perf_counter(), process_time()
        opens()
        self.painted()
        processor_s = process_time() - began_processor
        if self._updates.done_at < began:
            raise RuntimeError(f"{name} was opened, and nothing painted")
        return Opened(name, self._updates.done_at - began, processor_s)

    def quiet(self) -> None:
        """Until what was asked of the till's file has come, and what was asked upon that."""
        lanes: tuple[Lane, ...] = ("store", "look-up")
        for lane in lanes * ROUNDS_OF_LANES:
            self._come_back_from(lane)

    def _come_back_from(self, lane: Lane) -> None:
        back = QEventLoop()
        self._till.runner.run(lane, _nothing, on_done=lambda _: back.quit(), on_failed=_raise)
        back.exec()

    def painted(self) -> None:
        """Until every dot that has to be another is painted; an update is asked for some time ahead."""
        before = -1
        while before != self._updates.count:
            before = self._updates.count
            waited = QEventLoop()
            QTimer.singleShot(UPDATE_MS, waited.quit)
            waited.exec()

    def leave(self) -> None:
        """Back to the checkout with Esc."""
        self._press(Qt.Key.Key_Escape)
        self.quiet()
        until(self.is_at_checkout)

    def _press(self, key: Qt.Key) -> None:
        """A key of the keyboard, as the window hears it."""
        QTest.keyClick(self.window.windowHandle(), key)

    def is_at_checkout(self) -> bool:
        """Whether the checkout is in front, with nothing over it."""
        opened = self._till.opened
        if opened is None or opened.shell.screen is not Screen.CHECKOUT or opened.shell.checkout is None:
            return False
        sheets = (*self.window.findChildren(HelpSheet), *self.window.findChildren(ReceiptSheet))
        front = self.window.screen_shown
        is_front = front is not None and type(front).__name__ == "CheckoutView"
        return is_front and not any(sheet.isVisible() for sheet in sheets)


@contextmanager
def at_work(folder: Path, *, clock: Clock | None = None) -> Generator[WindowAtWork]:
    looked = gc.get_threshold()
    look_less_often()
    app = application()
    window = TillWindow(app, take_first_glance(folder), size=SIZE, clock=clock)
    try:
        window.window.show()
        till = WindowAtWork(window)
        till.sign_in()
        yield till
    finally:
        window.close()
        window.window.deleteLater()
        QApplication.processEvents()
        gc.set_threshold(*looked)


def stock(folder: Path, *, sales: int, products: int = PRODUCTS) -> None:
    """Goods, a manager, an open shift with some sales in it."""
    clock = SystemClock()
    new_id = id_maker(clock)
    with closing(open_store(folder / "till.db", KEY, clock=clock, new_id=new_id)) as store:
        with store.write() as unit:
            unit.operators.put([operator_row("op-minh", "Minh", role="manager")])
            unit.products.put(_goods(products))
        till = Till(store=store, clock=clock, new_id=new_id, keys=FakeKeyStore(), paper=SlipPaper())
        session = Session(operator="op-minh", name="Minh", role="manager", at=clock.now())
        open_shift(till, session, opening_float=Money(500_000))
        for number in range(sales):
            _sell(till, session, sku_of(number))


def _sell(till: Till, session: Session, sku: str) -> None:
    found = find_products(till, sku)
    if not isinstance(found, ProductFound):
        raise TypeError(found)
    sale = add_product(new_sale(till), found.product)
    total = price(till, sale, paid_with=("cash",)).total
    if till.memory.in_force is None:
        raise RuntimeError("there are no settings")
    due = round_cash(total, till.memory.in_force.settings).due
    settle_sale(till, session, sale, (Tender(kind="cash", amount=due, given=due),))


def sku_of(number: int) -> str:
    """The code of one of these goods."""
    return f"MAU{number:04d}"


def _goods(products: int) -> Iterator[ProductRow]:
    return (
        product_row(sku_of(number), f"Hàng mẫu số {number}", 1_000 + number) for number in range(products)
    )


def until(holds: Callable[[], bool]) -> None:
    """Let the window live until that holds; without keeping the processor busy.

    Raises:
        TimeoutError: it does not.
    """
    end = time.monotonic() + PATIENCE_S
    beat = QTimer()
    beat.start(BEAT_MS)
    while not holds():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise TimeoutError("the screen does not get there")


def _nothing() -> None:
    """Ask for nothing: it comes back after all that was asked before."""


def _raise(error: Exception) -> None:
    raise error
