"""What is pressed, typed and scanned while the till is at work: done for what comes next, or said."""

from collections.abc import Callable
from functools import partial

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.commands import Command, command_code, is_payment
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.paying_desk import paying
from tools.sample_shop import ANH_CARD, COFFEE, GREENS, NOODLES, RICE
from ui.presenters.checkout.model import Answer
from ui.presenters.shell import Screen
from ui.presenters.type_ahead import MOST_WAITING, TypeAhead


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


@pytest.fixture
def at_the_till() -> Hand:
    """A basket with the pay screen before it."""
    return Hand(paying())


def take_money(hand: Hand) -> None:
    """Press Enter for the exact amount; the till writes for as long as the test wants."""
    hand.desk.runner.hold("store")
    hand.press("Enter")
    assert not hand.desk.till.sales


def test_goods_scanned_while_a_sale_is_written_are_the_next_customers(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.scan(NOODLES.sku, RICE.sku)
    at_the_till.desk.runner.let_go("store")
    assert [len(sale.lines) for sale in at_the_till.desk.till.sales] == [3]
    assert goods(at_the_till.desk) == [NOODLES.sku, RICE.sku]


def test_what_is_typed_while_a_sale_is_written_is_typed_for_the_next_one(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.press(*COFFEE.sku, "Enter", "7")
    at_the_till.desk.runner.let_go("store")
    assert goods(at_the_till.desk) == [COFFEE.sku]
    assert at_the_till.desk.shown().box.text == "7"


@pytest.mark.parametrize("again", [["Enter"], ["F9"], ["Enter", "F9", "Enter"]])
def test_the_press_that_took_the_money_is_done_once_however_often_it_comes(
    at_the_till: Hand, again: list[str]
) -> None:
    take_money(at_the_till)
    at_the_till.press(*again)
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.till.calls.count("settle") == 1
    assert at_the_till.desk.front() is Screen.CHECKOUT
    at_the_till.scan(NOODLES.sku)
    assert at_the_till.desk.front() is Screen.CHECKOUT


def test_a_sale_that_cannot_be_written_takes_no_keys_and_keeps_the_scans_for_the_next(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Unavailable("store-full", retry=True))
    take_money(at_the_till)
    at_the_till.press("5", "Enter")
    at_the_till.scan(NOODLES.sku)
    desk.runner.let_go("store")
    assert desk.front() is Screen.PAY
    assert not desk.till.sales
    assert desk.pay_notice().text
    assert goods(desk) == [RICE.sku, NOODLES.sku, COFFEE.sku]
    at_the_till.press("Enter")
    assert len(desk.till.sales) == 1
    assert goods(desk) == [NOODLES.sku]


def test_goods_scanned_for_the_next_customer_never_land_in_the_sale_that_was_not_paid_for(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Refused("lease-expired"))
    take_money(at_the_till)
    at_the_till.scan(NOODLES.sku)
    desk.runner.let_go("store")
    at_the_till.press("Esc")
    assert desk.front() is Screen.CHECKOUT
    assert goods(desk) == [RICE.sku, NOODLES.sku, COFFEE.sku]
    assert "quét lại" in desk.notice().text


def test_a_question_that_nobody_has_seen_is_answered_by_nobody(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.press("F11", "Enter", "5")
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.shown().confirm is not None
    assert not at_the_till.desk.till.sales[0].voided
    assert at_the_till.desk.shown().box.text == ""


def test_the_amount_may_be_typed_before_the_pay_screen_is_there_but_not_taken() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku, RICE.sku)
    hand.press("F9", *"500000", "Enter", "1")
    assert hand.desk.shown().box.text == ""
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.PAY
    assert (hand.desk.pay_shown().amount, hand.desk.till.sales) == ("500.000", [])
    hand.press("Enter")
    assert hand.desk.till.sales[0].change == 122_000


def test_pay_pressed_twice_before_the_pay_screen_is_there_takes_no_money() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku)
    hand.press("F9", "F9", "F9")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])


def test_pay_pressed_twice_at_once_opens_the_pay_screen_and_takes_no_money() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.press("F9", "F9", "F9")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    hand.press("F9")
    assert len(hand.desk.till.sales) == 1


def test_a_pay_code_that_the_scanner_reads_twice_opens_the_pay_screen_or_chooses_the_way() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.scan(IN_CASH, IN_CASH)
    hand.desk.runner.let_go("look-up")
    hand.desk.runner.hold("look-up")
    hand.scan(BY_CARD, BY_CARD)
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    hand.scan(BY_CARD)
    assert [sale.tenders[0].kind for sale in hand.desk.till.sales] == ["card"]


def test_pay_scanned_off_the_sheet_after_an_amount_takes_nothing_before_the_sum_was_seen() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku, RICE.sku)
    hand.press("F9", *"500000")
    hand.scan(IN_CASH)
    hand.press("1")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    assert hand.desk.pay_shown().amount == "500.000"
    assert "quét lại" in hand.desk.pay_notice().text
    hand.scan(IN_CASH)
    assert [sale.change for sale in hand.desk.till.sales] == [122_000]


@pytest.mark.parametrize("code", [IN_CASH, BY_CARD])
def test_a_sale_by_scanner_alone_behind_one_that_is_written_is_not_paid_unseen(
    at_the_till: Hand, code: str
) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    at_the_till.scan(RICE.sku, code, code)
    desk.runner.let_go("store")
    assert (desk.front(), len(desk.till.sales)) == (Screen.PAY, 1)
    assert goods(desk) == [RICE.sku]
    at_the_till.scan(code)
    assert [sale.to_pay for sale in desk.till.sales[1:]] == [189_000]


def test_pay_scanned_behind_keys_that_were_not_done_is_not_done_either(at_the_till: Hand) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    at_the_till.press("F11", "Enter")
    at_the_till.scan(IN_CASH)
    desk.runner.let_go("store")
    assert (desk.front(), desk.shown().confirm is not None) == (Screen.CHECKOUT, True)
    assert "quét lại" in desk.notice().text


def test_pay_scanned_for_the_next_customer_says_nothing_over_why_a_sale_was_not_written(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Unavailable("store-full", retry=True))
    take_money(at_the_till)
    at_the_till.scan(IN_CASH)
    desk.runner.let_go("store")
    assert not desk.till.sales
    assert "quét" not in desk.pay_notice().text
    at_the_till.press("Enter")
    assert (desk.front(), len(desk.till.sales)) == (Screen.CHECKOUT, 1)


def test_goods_scanned_after_pay_was_pressed_are_in_this_sale_while_it_is_still_looked_up() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku)
    hand.press("F9")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.PAY
    assert goods(hand.desk) == [RICE.sku, NOODLES.sku]


def test_goods_scanned_after_an_amount_was_typed_are_in_no_sale_and_that_is_said() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku)
    hand.press("F9", "5", "Enter")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert goods(hand.desk) == [RICE.sku]
    assert "Quay lại" in hand.desk.pay_notice().text


def test_keys_for_a_pay_screen_that_does_not_come_are_typed_nowhere() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan("nothing like it")
    hand.press("F9", "5", "Enter")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.CHECKOUT
    assert (hand.desk.shown().box.text, goods(hand.desk)) == ("", [])
    assert "quét lại" in hand.desk.notice().text


def test_esc_gives_up_what_was_pressed_ahead() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku)
    hand.press("F9", "5", "Esc")
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.CHECKOUT
    assert (hand.desk.shown().box.text, goods(hand.desk)) == ("", [RICE.sku])


def test_a_whole_sale_may_be_ahead_of_the_till_up_to_what_takes_money(at_the_till: Hand) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    desk.runner.hold("look-up")
    at_the_till.scan(RICE.sku)
    at_the_till.press("F9", *"500000", "Enter")
    desk.runner.let_go("store")
    assert desk.front() is Screen.CHECKOUT
    desk.runner.let_go("look-up")
    assert desk.front() is Screen.PAY
    assert desk.pay_shown().amount == "500.000"
    assert len(desk.till.sales) == 1


def test_a_till_that_stands_for_long_keeps_no_endless_number_of_scans(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.scan(*([NOODLES.sku] * (MOST_WAITING + 1)))
    assert "quét lại" in at_the_till.desk.notice().text
    at_the_till.press("5")
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.shown().box.text == ""


def test_a_sale_is_put_aside_with_what_was_scanned_before_the_key() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku, NOODLES.sku)
    hand.press("F6", *COFFEE.sku, "Enter")
    hand.desk.runner.let_go("look-up")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku, NOODLES.sku]]
    assert goods(hand.desk) == [COFFEE.sku]


def test_goods_scanned_after_the_sale_was_put_aside_are_in_the_next_one() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku]]
    assert goods(hand.desk) == [NOODLES.sku]


def test_what_fails_while_a_sale_is_put_aside_opens_it_to_no_key_or_scan() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("store")
    hand.desk.till.fail("keep_draft", Unavailable("store-full", retry=True))
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.scan(NOODLES.sku)
    hand.desk.runner.step("store")
    assert hand.desk.notice().text
    hand.scan(COFFEE.sku)
    hand.press("7")
    assert goods(hand.desk) == [RICE.sku]
    hand.desk.runner.let_go("store")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku]]
    assert (goods(hand.desk), hand.desk.shown().box.text) == ([NOODLES.sku, COFFEE.sku], "7")


def test_a_weight_that_is_asked_for_meanwhile_gets_the_next_keys() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("look-up")
    hand.scan(GREENS.sku, RICE.sku)
    hand.press("F6")
    hand.desk.runner.let_go("look-up")
    hand.press("2", "Enter")
    assert goods(hand.desk) == [GREENS.sku, RICE.sku]
    assert not hand.desk.till.aside


def test_a_sale_is_recalled_once_what_was_scanned_before_is_in_the_one_that_is_open() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.desk.runner.hold("store")
    hand.scan(ANH_CARD)
    hand.press("F7")
    hand.desk.runner.let_go("store")
    assert hand.desk.shown().box.hits
    assert hand.desk.sold_to()


@pytest.mark.parametrize("key", ["F6", "F7"])
def test_a_key_that_leaves_the_sale_holds_nothing_under_a_question_and_says_why(key: str) -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.it.lines.ask_quantity()
    hand.scan(NOODLES.sku)
    hand.press(key)
    assert "Trả lời" in hand.desk.notice().text
    hand.press("3", "Enter")
    hand.scan(COFFEE.sku)
    lines = [(line.sku, line.quantity) for line in hand.desk.open_sale().lines]
    assert lines == [(RICE.sku, 3_000), (NOODLES.sku, 1_000), (COFFEE.sku, 1_000)]
    assert not hand.desk.till.aside


def test_the_form_of_a_new_member_that_comes_before_the_key_that_leaves_the_sale_hears_its_keys() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.desk.runner.hold("look-up")
    hand.desk.type_in("0905111222")
    hand.scan(NOODLES.sku)
    hand.press("F7")
    assert hand.ahead.holds_keys
    while hand.desk.shown().enrol is None:
        hand.desk.runner.step("look-up")
    assert not hand.ahead.holds_keys


def test_what_waits_for_a_sale_that_is_given_up_goes_with_it() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.scan(NOODLES.sku, COFFEE.sku)
    hand.press("F2")
    assert hand.desk.shown().confirm is not None
    hand.desk.it.after.answered(Answer.ACCEPT)
    hand.scan(RICE.sku, RICE.sku)
    hand.desk.runner.let_go("look-up")
    assert [(line.sku, line.quantity) for line in hand.desk.open_sale().lines] == [(RICE.sku, 2_000)]
