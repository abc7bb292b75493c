"""What a cashier does to the lines, and giving the sale up."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from loyalty.units import Money
from tests.unit.presenters.desk import Desk, Watched, words
from tests.unit.presenters.wallet_desk import a_till
from tools.sample_shop import ANH_CARD, COFFEE, GREENS, LAN, NOODLES, OTHER, RICE
from ui.presenters.checkout.model import Answer
from ui.presenters.shell import Shell
from ui.presenters.shown import Tone
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
    assert desk.shown().rows[0].quantity == "0,5 kg"
    assert desk.shown().line_quantity == "0,5 kg"
    desk.it.why_asked("line")
    assert desk.why().rows[0].label.startswith("0,5 kg × ")


def test_a_weight_in_grams_is_asked_about_before_it_is_sold_as_kilograms() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("1250")
    box = desk.shown().box
    assert box.prompt == f"{GREENS.name}: cân nặng 1.250 kg, đúng không?"
    assert [(hit.title, hit.detail, hit.figure) for hit in box.hits] == [
        ("1,25 kg (đã gõ bằng gam)", words().money(Money(GREENS.unit_price * 125 // 100)), "1"),
        ("Gõ lại", "", "2"),
        ("Đúng là 1.250 kg", words().money(Money(GREENS.unit_price * 1250)), "3"),
    ]
    assert not desk.shown().rows
    desk.it.box.entered()
    assert [row.quantity for row in desk.shown().rows] == ["1,25 kg"]
    assert not desk.shown().box.asking
    assert not desk.shown().box.hits


@pytest.mark.parametrize("key", ["edit", "goods", "member", "offers", "park", "recall", "undo"])
def test_no_key_drops_goods_whose_weight_is_asked_for(key: str) -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, GREENS.sku)
    desk.it.function_pressed(key)
    assert "chưa vào đơn" in desk.notice().text
    desk.type_in("0,5")
    assert [row.quantity for row in desk.shown().rows] == ["1", "0,5 kg"]


def test_a_scan_under_a_refused_weight_says_that_it_waits() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("0964457594")
    assert desk.shown().box.text_missed
    desk.scan(NOODLES.sku)
    assert desk.notice().tone is Tone.PLAIN
    assert "1" in desk.notice().text


def test_what_another_errand_could_not_do_leaves_a_half_typed_weight_to_be_typed_on() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.runner.hold("store")
    desk.scan(COFFEE.sku, GREENS.sku)
    desk.it.box.typed("1,")
    desk.till.fail("keep_draft", Unavailable("store-full", retry=True))
    desk.runner.let_go("store")
    assert desk.notice().tone is Tone.REFUSED
    assert (desk.shown().box.text, desk.shown().box.text_missed) == ("1,", False)
    desk.it.box.entered()
    assert (desk.shown().box.text, desk.shown().box.text_missed) == ("1,", True)


def test_an_amount_that_is_refused_only_once_it_was_looked_up_is_replaced_by_what_is_typed_next() -> None:
    desk = Desk(a_till())
    desk.scan(NOODLES.sku, ANH_CARD)
    desk.it.members.thing_pressed("wallet:")
    desk.type_in("500")
    assert (desk.shown().box.text, desk.shown().box.text_missed) == ("500", True)


def test_a_heavy_weight_that_was_meant_is_sold_once_somebody_said_so() -> None:
    desk = Desk()
    desk.scan(GREENS.sku, NOODLES.sku)
    desk.type_in("45")
    desk.it.box.typed("3")
    assert [row.quantity for row in desk.shown().rows] == ["45 kg", "1"]


def test_a_heavy_weight_is_typed_again_for_the_same_line() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("0,5")
    desk.it.lines.ask_quantity()
    desk.type_in("125,5")
    assert [hit.title for hit in desk.shown().box.hits] == ["Gõ lại", "Đúng là 125,5 kg"]
    desk.it.box.entered()
    assert "kg" in desk.shown().box.prompt
    desk.type_in("1,255")
    assert [row.quantity for row in desk.shown().rows] == ["1,255 kg"]


def test_a_heavy_weight_typed_before_the_code_is_asked_about_and_esc_sells_nothing() -> None:
    desk = Desk()
    desk.type_in(f"1250*{GREENS.sku}")
    assert desk.shown().box.choosing
    desk.it.escaped()
    assert not desk.shown().rows
    assert not desk.shown().box.hits
    desk.type_in(f"30*{GREENS.sku}")
    assert [row.quantity for row in desk.shown().rows] == ["30 kg"]


def test_a_price_typed_for_a_count_is_asked_about_before_it_is_sold() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.lines.ask_quantity()
    desk.type_in("25000")
    box = desk.shown().box
    assert box.prompt == f"{NOODLES.name}: số lượng 25.000, đúng không?"
    assert [(hit.title, hit.detail) for hit in box.hits] == [
        ("Gõ lại", ""),
        ("Đúng là 25.000", words().money(Money(NOODLES.unit_price * 25_000))),
    ]
    desk.it.box.entered()
    desk.type_in("999")
    assert [row.quantity for row in desk.shown().rows] == ["999"]
    desk.type_in(f"1200*{RICE.sku}")
    desk.it.box.typed("2")
    assert [row.quantity for row in desk.shown().rows] == ["999", "1.200"]


def test_how_many_was_typed_before_a_code_stays_while_the_price_is_asked_for() -> None:
    desk = Desk()
    desk.type_in(f"3*{OTHER.sku}")
    desk.type_in("25000")
    assert [(row.quantity, row.amount) for row in desk.shown().rows] == [("3", "75.000")]


def test_goods_by_weight_whose_price_is_typed_are_asked_for_both_once() -> None:
    desk = Desk()
    desk.it.lines.add(replace(OTHER, unit="kg"))
    desk.type_in("25000")
    desk.type_in("1500")
    assert [hit.detail for hit in desk.shown().box.hits] == ["37.500 ₫", "", "37.500.000 ₫"]
    desk.it.box.entered()
    assert [(row.quantity, row.amount) for row in desk.shown().rows] == [("1,5 kg", "37.500")]


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
