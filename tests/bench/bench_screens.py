"""From a choice in the menu to the painted screen, for every screen that the menu opens.

Everything is real but the glass: the program's own window over its encrypted file, the lanes, goods and
members of a shop as they are. A screen counts as open once what it asked of the till's file has come, and the
whole window was painted with it. What only a server can tell comes later, and has no part in this. Of a
hundred openings of a screen the first builds it: that one has a figure and a bound of its own. It is the
processor's time of all threads, since the pages of the file lie in memory and another program's work is not
the screen's.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Final

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import SystemClock
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
from tests.bench.harness import Figure, Scale, samples
from tests.bench.paired_till import paired_till
from tests.unit.terminal.till_kit import KEY, PIN, operator_row, product_row
from ui.help_sheet import HelpSheet
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

MEMBERS: Final = 100_000
PRODUCTS: Final = 5_000
SALES: Final = 300
OPENINGS: Final = 100
AT_MOST_MS: Final = 100.0
FIRST_MS: Final = 250.0
"""Once a day and screen, when it is built."""
SIZE: Final = (1366, 768)
PATIENCE_S: Final = 30.0
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


def measure(scale: Scale) -> Iterable[Figure]:
    """Each screen so many times, the screens in turns; p99 of each, and the longest of the first openings."""
    members, openings = min(MEMBERS, scale.members), min(OPENINGS, scale.rounds)
    folder = paired_till(replace(scale, members=members))
    _stock(folder, sales=min(SALES, scale.rounds))
    taken: dict[str, list[float]] = {}
    with _at_work(folder) as till:
        for _ in range(openings):
            for name, seconds in till.opened_in_turn():
                taken.setdefault(name, []).append(seconds)
    note = f"{openings} times, {PRODUCTS:,} products, {members:,} members"
    for name, durations in taken.items():
        yield Figure(
            name=f"opening {name}",
            statistic="p99",
            unit="ms",
            measured=samples(durations).percentile_ms(99),
            at_most=AT_MOST_MS,
            note=note,
        )
    slowest = max(taken, key=lambda name: taken[name][0])
    yield Figure(
        name="opening a screen for the first time",
        statistic="most",
        unit="ms",
        measured=taken[slowest][0] * 1000,
        at_most=FIRST_MS,
        note=f"of {len(taken)} screens; this is {slowest.removeprefix('the ')}",
    )


class _Till:
    """The program's window with a manager at the checkout."""

    def __init__(self, window: TillWindow) -> None:
        self._till = window
        self.window = window.window

    def sign_in(self) -> None:
        """A manager, with their PIN."""
        _until(lambda: hasattr(self._till.opened, "shell"))
        self._till.sign_in.operator_chosen("op-minh")
        for digit in PIN:
            self._till.sign_in.key_pressed(digit)
        self._till.sign_in.enter_pressed()
        _until(self._is_at_checkout)

    def opened_in_turn(self) -> Iterator[tuple[str, float]]:
        """The menu and every screen of it, each opened and left again; with the seconds that it took."""
        for choice, view in SCREENS.items():
            began = process_time()
            self._till.open_menu()
            self._painted()
            seconds = process_time() - began
            if choice is Choice.HELP:
                yield "the menu", seconds
            (menu,) = self.window.findChildren(MenuSheet)
            began = process_time()
            menu.item_chosen.emit(choice.value)
            self._quiet()
            self._painted()
            seconds = process_time() - began
            yield f"the screen {choice.value}", seconds
            if not any(each.isVisible() for each in self.window.findChildren(view)):
                raise RuntimeError(f"{choice.value} did not come to the front")
            self._leave()

    def _quiet(self) -> None:
        """Until what was asked of the till's file has come, and what was asked upon that."""
        lanes: tuple[Lane, ...] = ("store", "look-up")
        for lane in lanes * ROUNDS_OF_LANES:
            self._come_back_from(lane)

    def _come_back_from(self, lane: Lane) -> None:
        back = QEventLoop()
        self._till.runner.run(lane, _nothing, on_done=lambda _: back.quit(), on_failed=_raise)
        back.exec()

    def _painted(self) -> None:
        """Laid out, and every dot of the window painted."""
        QApplication.sendPostedEvents()
        self.window.repaint()

    def _leave(self) -> None:
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Escape)
        self._quiet()
        _until(self._is_at_checkout)

    def _is_at_checkout(self) -> bool:
        opened = self._till.opened
        if opened is None or opened.shell.screen is not Screen.CHECKOUT or opened.shell.checkout is None:
            return False
        sheets = (*self.window.findChildren(HelpSheet), *self.window.findChildren(ReceiptSheet))
        front = self.window.screen_shown
        is_front = front is not None and type(front).__name__ == "CheckoutView"
        return is_front and not any(sheet.isVisible() for sheet in sheets)


@contextmanager
def _at_work(folder: Path) -> Generator[_Till]:
    app = application()
    window = TillWindow(app, take_first_glance(folder), size=SIZE)
    try:
        window.window.show()
        till = _Till(window)
        till.sign_in()
        yield till
    finally:
        window.close()
        window.window.deleteLater()
        QApplication.processEvents()


def _stock(folder: Path, *, sales: int) -> None:
    """Goods, a manager, an open shift with some sales in it."""
    clock = SystemClock()
    new_id = id_maker(clock)
    with closing(open_store(folder / "till.db", KEY, clock=clock, new_id=new_id)) as store:
        with store.write() as unit:
            unit.operators.put([operator_row("op-minh", "Minh", role="manager")])
            unit.products.put(_goods())
        till = Till(store=store, clock=clock, new_id=new_id, keys=FakeKeyStore(), paper=SlipPaper())
        session = Session(operator="op-minh", name="Minh", role="manager", at=clock.now())
        open_shift(till, session, opening_float=Money(500_000))
        for number in range(sales):
            _sell(till, session, f"MAU{number:04d}")


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


def _goods() -> Iterator[ProductRow]:
    return (
        product_row(f"MAU{number:04d}", f"Hàng mẫu số {number}", 1_000 + number) for number in range(PRODUCTS)
    )


def _until(holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE_S
    while not holds():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError("the screen does not get there")


def _nothing() -> None:
    """Ask for nothing: it comes back after all that was asked before."""


def _raise(error: Exception) -> None:
    raise error
