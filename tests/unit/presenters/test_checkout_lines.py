"""What a cashier does to the lines, and giving the sale up."""

from tests.unit.presenters.desk import Desk, Watched, words
from tools.sample_till import ANH_CARD, COFFEE, GREENS, LAN, NOODLES, RICE
from ui.presenters.checkout.model import Answer
from ui.presenters.shell import Shell
from ui.presenters.tasks import ImmediateRunner


def test_plus_and_minus_change_the_chosen_line_and_the_last_one_takes_it_away() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.lines.step(1)
    assert desk.shown().line_quantity == "2"
    desk.it.lines.step(-1)
    desk.it.lines.step(-1)
    assert not desk.shown().rows


def test_arrows_choose_a_line_and_delete_removes_it() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, RICE.sku, COFFEE.sku)
    desk.it.box.moved(-1)
    desk.it.lines.remove()
    assert [row.name for row in desk.shown().rows] == [NOODLES.name, COFFEE.name]
    assert desk.shown().line == desk.open_sale().lines[1].line
    desk.it.box.moved(1)
    assert desk.shown().line == desk.open_sale().lines[1].line
    desk.it.box.moved(-5)
    assert desk.shown().line == desk.open_sale().lines[0].line


def test_a_quantity_is_typed_after_the_line_was_asked_for() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.lines.ask_quantity()
    desk.type_in("12")
    assert desk.shown().rows[0].quantity == "12"
    desk.it.lines.ask_quantity()
    desk.type_in("1,5")
    assert desk.shown().rows[0].quantity == "12"
    assert desk.shown().notice is not None


def test_a_weighed_line_is_weighed_again() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("1")
    desk.it.lines.ask_quantity()
    assert "kg" in desk.shown().box.prompt
    desk.type_in("0,5")
    assert desk.shown().rows[0].quantity == "0,5"


def test_giving_the_sale_up_asks_first_and_frees_the_member() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, ANH_CARD)
    sale = desk.open_sale().sale
    desk.it.function_pressed("new-sale")
    assert desk.shown().confirm is not None
    desk.it.after.answered(Answer.REFUSE)
    assert desk.open_sale().sale == sale
    desk.it.function_pressed("new-sale")
    desk.it.after.answered(Answer.ACCEPT)
    assert desk.open_sale().sale != sale
    assert desk.open_sale().is_empty
    assert "abandon" in desk.till.calls


def test_a_scan_while_a_question_is_open_is_answered_in_a_sentence() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.function_pressed("new-sale")
    desk.scan(RICE.sku)
    assert len(desk.open_sale().lines) == 1
    assert desk.shown().notice is not None
    desk.it.function_pressed("pay")
    assert desk.shell.pay is None


def test_the_draft_is_kept_after_every_change() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, RICE.sku)
    assert desk.till.draft == desk.open_sale()
    again = Desk(desk.till)
    assert [row.name for row in again.shown().rows] == [NOODLES.name, RICE.name]
    assert again.shown().notice is not None


def test_drafts_do_not_pile_up_behind_a_slow_store() -> None:
    desk = Desk()
    desk.runner.hold("store")
    desk.scan(NOODLES.sku, RICE.sku, COFFEE.sku)
    before = desk.till.calls.count("keep_draft")
    desk.runner.let_go("store")
    assert desk.till.calls.count("keep_draft") - before == 2
    assert desk.till.draft == desk.open_sale()


def test_pay_pressed_while_a_sale_comes_back_is_remembered_though_a_sentence_says_so() -> None:
    before, runner = Desk(), ImmediateRunner()
    before.scan(NOODLES.sku)
    again = Shell(before.till, runner, words(), Watched())
    runner.hold("look-up")
    again.signed_in(LAN)
    assert again.checkout is not None
    again.checkout.pay_pressed()
    assert again.pay is None
    runner.let_go("look-up")
    assert again.pay is not None
