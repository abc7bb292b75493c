"""A cashier who does not wait for the till, at a desk whose till is held up."""

from collections.abc import Callable
from functools import partial

from loyalty.identity.commands import Command, command_code, is_payment
from tests.unit.presenters.desk import Desk
from ui.presenters.shell import Screen
from ui.presenters.type_ahead import TypeAhead


class Hand:
    """A cashier who does not wait for the till at this desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ahead = TypeAhead(lambda: desk.shell.front)
        desk.runner.on_handled = self.ahead.look

    def scan(self, *codes: str) -> None:
        """Scan these."""
        for code in codes:
            take = partial(self.desk.shell.scanned, code)
            refused = partial(self.desk.shell.scan_came_too_early, code)
            if not self.ahead.scan_waits(take, finishes=is_payment(code), refused=refused):
                take()

    def press(self, *keys: str) -> None:
        """Press keys: F9, F6, Enter, Esc, or a digit."""
        for key in keys:
            if key == "Esc":
                self.ahead.escaped()
            press = partial(self._press, key)
            if not self.ahead.key_waits(press, finishes=key in {"F9", "Enter"}):
                press()

    def _press(self, key: str) -> None:
        """As the view in front gives a key to its presenter."""
        desk = self.desk
        if desk.front() is Screen.PAY:
            does: dict[str, Callable[[], None]] = {
                "F9": desk.paying.pay_key_pressed,
                "Enter": desk.paying.finish_pressed,
                "Esc": desk.paying.back_pressed,
            }
            does.get(key, lambda: desk.paying.key_pressed(key))()
            return
        names = {"F2": "new-sale", "F6": "park", "F7": "recall", "F11": "void", "F9": "pay", "F10": "reprint"}
        if key in names:
            desk.it.function_pressed(names[key])
        elif key == "Enter":
            desk.it.box.entered()
        elif key == "Esc":
            desk.it.escaped()
        else:
            desk.it.box.typed(desk.shown().box.text + key)


IN_CASH, BY_CARD = command_code(Command.PAY_CASH), command_code(Command.PAY_CARD)


def goods(desk: Desk) -> list[str]:
    """What is in the open sale."""
    return [line.sku for line in desk.open_sale().lines]


def take_money(hand: Hand) -> None:
    """Press Enter for the exact amount; the till writes for as long as the test wants."""
    hand.desk.runner.hold("store")
    hand.press("Enter")
    assert not hand.desk.till.sales


def ahead_of_prices() -> Hand:
    """At an empty basket, of a till that looks goods up for as long as the test wants."""
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    return hand
