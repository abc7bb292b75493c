"""Real keys on a real window while the till is at work: they wait for the screen they were meant for.

The lanes are held for as long as the test wants, as a slow disk would.
"""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt

from loyalty.identity.commands import is_payment
from terminal.key_map import NO_CHANGES, KeyMap
from tests.qt.conftest import Play
from tests.qt.hands import press, scan_of
from tests.qt.scanner import Scanner
from tools.sample_shop import COFFEE, NOODLES, RICE
from tools.theatre import Theatre
from ui.key_caps import wear_keys
from ui.key_ring import KeyRing
from ui.keys_ahead import KeysAhead
from ui.presenters.shell import Screen
from ui.presenters.type_ahead import TypeAhead

KEY = Qt.Key


class Counter:
    """A window with the ears of an open till, in their order, and a scanner that is no keyboard."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre, self.shell, self.till = theatre, theatre.shell, theatre.till
        self.ahead = TypeAhead(lambda: self.shell.front)
        theatre.runner.on_handled = self.ahead.look
        KeysAhead(theatre.window, self.ahead)
        self.ring = KeyRing(theatre.window, theatre.window.windowHandle())
        self.ring.use(NO_CHANGES)

    def scan(self, code: str) -> None:
        """Scan it, as `ui.open_till` hears of it."""
        scan = scan_of(code)
        if not self.ahead.scan_waits(
            lambda: self.shell.scanned(scan.text),
            finishes=is_payment(scan.text),
            refused=partial(self.shell.scan_came_too_early, scan.text),
        ):
            self.shell.scanned(scan.text)

    def press(self, *keys: Qt.Key | str) -> None:
        """Press keys and type letters."""
        press(self.theatre, *keys)

    @property
    def text(self) -> str:
        """What stands in the one box."""
        return self.theatre.stage.checkout.box.edit.text()

    @property
    def goods(self) -> list[str]:
        """What is in the open sale."""
        return [line.sku for line in self.theatre.checkout.counter.model.sale.lines]


class TypingScanner(Scanner):
    """A scanner that is a keyboard, at a counter."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.theatre)
        self._counter = counter

    def _scanned(self, text: str) -> None:
        self._counter.scan(text)


@pytest.fixture
def counter(play_scene: Play) -> Iterator[Counter]:
    """Goods in the checkout, and nobody but us at the keys."""
    yield Counter(play_scene("checkout"))
    wear_keys(NO_CHANGES)


def pay(counter: Counter) -> None:
    """F9 and Enter; the till writes the sale for as long as the test wants."""
    counter.press(KEY.Key_F9)
    counter.theatre.runner.hold("store")
    counter.press(KEY.Key_Return)
    assert not counter.till.sales


def test_what_is_typed_and_scanned_while_a_sale_is_written_is_the_next_customers(counter: Counter) -> None:
    pay(counter)
    counter.press(KEY.Key_Return, COFFEE.sku, KEY.Key_Return, "mì")
    counter.scan(NOODLES.sku)
    counter.theatre.runner.let_go("store")
    assert len(counter.till.sales) == 1
    assert (counter.goods, counter.text) == ([COFFEE.sku, NOODLES.sku], "mì")


def test_a_key_of_the_row_waits_for_its_screen_as_letters_do(counter: Counter) -> None:
    pay(counter)
    counter.press(COFFEE.sku, KEY.Key_Return, KEY.Key_F9, "200000")
    counter.theatre.runner.let_go("store")
    assert counter.shell.screen is Screen.PAY
    counter.press(KEY.Key_F9)
    assert [sale.change for sale in counter.till.sales[1:]] == [165_000]


def test_a_key_that_a_shop_put_in_place_of_f9_waits_too(counter: Counter) -> None:
    counter.ring.use(KeyMap.of({"F9": "Pause"}))
    counter.press(KEY.Key_Pause)
    counter.theatre.runner.hold("store")
    counter.press(KEY.Key_Return, RICE.sku, KEY.Key_Return, KEY.Key_Pause)
    counter.theatre.runner.let_go("store")
    assert counter.shell.screen is Screen.PAY
    assert len(counter.till.sales) == 1


def test_the_amount_is_typed_before_the_pay_screen_is_there(counter: Counter) -> None:
    counter.theatre.runner.hold("look-up")
    counter.scan(RICE.sku)
    counter.press(KEY.Key_F9, "1000000", KEY.Key_Return)
    assert (counter.shell.screen, counter.text) == (Screen.CHECKOUT, "")
    counter.theatre.runner.let_go("look-up")
    assert counter.shell.screen is Screen.PAY
    assert not counter.till.sales
    counter.press(KEY.Key_Return)
    assert [sale.change > 0 for sale in counter.till.sales] == [True]


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F9])
def test_a_key_is_heard_while_the_price_is_worked_out(counter: Counter, key: Qt.Key) -> None:
    counter.press(KEY.Key_F9)
    counter.theatre.runner.hold("look-up")
    counter.theatre.paying.method_chosen("cash")
    counter.press(key)
    assert not counter.till.sales
    counter.theatre.runner.let_go("look-up")
    assert len(counter.till.sales) == 1


def test_f9_that_a_finger_gives_twice_at_once_takes_no_money(counter: Counter) -> None:
    counter.theatre.runner.hold("look-up")
    counter.press(KEY.Key_F9, KEY.Key_F9)
    counter.theatre.runner.let_go("look-up")
    assert (counter.shell.screen, counter.till.sales) == (Screen.PAY, [])
    counter.press(KEY.Key_F9)
    assert len(counter.till.sales) == 1


def test_a_keyboard_scanners_code_and_a_persons_keys_keep_their_order(counter: Counter) -> None:
    scanner = TypingScanner(counter)
    pay(counter)
    scanner.filter.time_passed()
    scanner.type_in("7")
    scanner.scan(NOODLES.sku)
    scanner.type_in("8")
    assert (counter.till.sales, counter.text) == ([], "")
    counter.theatre.runner.let_go("store")
    assert (counter.goods, counter.text) == ([NOODLES.sku], "78")


def test_keys_come_through_at_once_where_nothing_is_on_its_way(counter: Counter) -> None:
    counter.theatre.runner.hold("store")
    counter.theatre.runner.hold("look-up")
    counter.press("12")
    assert counter.text == "12"
