"""Paying: notes, rounding, change, parts, and that a double press never pays twice."""

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.commands import Command, command_code
from loyalty.units import Points
from tests.unit.presenters.desk import Desk, words
from tests.unit.presenters.paying_desk import paying
from tools.sample_shop import ANH_CARD, COFFEE, GREENS, NOODLES, RICE
from tools.sample_till import SampleTill
from ui.presenters.shell import Screen


def test_exact_cash_takes_two_presses_and_rounds_in_the_customers_favour() -> None:
    desk = paying()
    rows = {row.label: row.figure for row in desk.pay_shown().sums}
    assert rows == {"Phải trả": "404.538", "Làm tròn": "−38", "Còn thu": "404.500"}
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert (sale.total, sale.rounding, sale.to_pay, sale.change) == (404_538, -38, 404_500, 0)
    assert desk.stage.screens[-1] is Screen.CHECKOUT


def test_pay_pressed_while_a_scan_is_looked_up_waits_for_it() -> None:
    desk = Desk()
    desk.runner.hold("look-up")
    desk.scan(RICE.sku, NOODLES.sku)
    desk.it.pay_pressed()
    assert desk.front() is Screen.CHECKOUT
    desk.runner.let_go("look-up")
    assert desk.front() is Screen.PAY
    assert [line.sku for line in desk.open_sale().lines] == [RICE.sku, NOODLES.sku]


def test_pay_pressed_while_something_is_looked_up_that_nobody_knows_stays_to_say_so() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.runner.hold("look-up")
    desk.scan("nothing like it")
    desk.it.pay_pressed()
    desk.runner.let_go("look-up")
    assert desk.front() is Screen.CHECKOUT
    assert desk.notice().text
    desk.it.escaped()
    assert desk.front() is Screen.CHECKOUT


def test_quick_notes_are_the_exact_amount_and_the_likely_ones_above() -> None:
    desk = paying()
    assert [note.amount for note in desk.pay_shown().notes] == [
        404_500,
        405_000,
        410_000,
        420_000,
        450_000,
        500_000,
    ]
    desk.paying.note_chosen(500_000)
    assert desk.pay_shown().figure_label == "Tiền thối"
    assert desk.pay_shown().figure == "95.500 ₫"
    assert [note.amount for note in desk.pay_shown().notes if note.chosen] == [500_000]


def test_the_change_stays_on_screen_until_the_next_sale_begins() -> None:
    desk = paying()
    desk.paying.note_chosen(500_000)
    desk.paying.finish_pressed()
    after = desk.shown().after
    assert after is not None
    assert (after.figure_label, after.figure) == ("Tiền thối", "95.500 ₫")
    assert after.receipt == "Q2-000123"
    assert after.who == "Nguyễn Thị Ánh"
    desk.scan(NOODLES.sku)
    assert desk.shown().after is None


def test_typing_has_a_000_key_a_backspace_and_an_end() -> None:
    desk = paying()
    for key in ("5", "0", "0", "000"):
        desk.paying.key_pressed(key)
    assert desk.pay_shown().amount == "500.000"
    desk.paying.key_pressed("backspace")
    assert desk.pay_shown().amount == "50.000"
    for _ in range(10):
        desk.paying.key_pressed("000")
    assert desk.pay_shown().amount == "50.000.000.000"
    desk.paying.key_pressed("x")
    assert desk.pay_shown().amount == "50.000.000.000"


def test_a_double_press_pays_once() -> None:
    desk = paying()
    pay = desk.paying
    desk.runner.hold("store")
    pay.finish_pressed()
    assert not desk.pay_shown().can_finish
    assert not desk.pay_shown().can_go_back
    pay.finish_pressed()
    pay.back_pressed()
    pay.key_pressed("9")
    pay.note_chosen(500_000)
    pay.method_chosen("card")
    desk.runner.let_go("store")
    assert desk.till.calls.count("settle") == 1
    assert len(desk.till.sales) == 1


def test_a_scan_while_paying_is_answered_and_not_lost_in_the_sale() -> None:
    desk = paying()
    desk.scan(NOODLES.sku)
    assert desk.pay_shown().notice is not None
    assert "Quay lại" in desk.pay_notice().text
    desk.runner.hold("store")
    desk.paying.finish_pressed()
    desk.scan(NOODLES.sku)
    assert desk.pay_shown().notice is not None
    assert "ghi sổ" in desk.pay_notice().text
    desk.runner.let_go("store")
    assert desk.till.sales[0].lines[-1].name == COFFEE.name
    assert desk.open_sale().is_empty


def test_several_ways_add_up_to_what_is_due() -> None:
    desk = paying()
    desk.paying.method_chosen("card")
    for key in ("2", "0", "0", "000"):
        desk.paying.key_pressed(key)
    assert desk.pay_shown().finish == "Nhận 200.000 – còn thu 204.538"
    desk.paying.finish_pressed()
    assert [(part.label, part.figure) for part in desk.pay_shown().parts] == [("Thẻ ngân hàng", "200.000")]
    desk.paying.back_pressed()
    assert desk.pay_shown().notice is not None
    desk.paying.method_chosen("cash")
    assert desk.pay_shown().amount == "204.500"
    desk.paying.finish_pressed()
    tenders = desk.till.sales[0].tenders
    assert [(tender.kind, tender.amount) for tender in tenders] == [("card", 200_000), ("cash", 204_500)]


def test_the_last_part_can_be_given_back() -> None:
    desk = paying()
    desk.paying.note_chosen(100_000)
    desk.paying.finish_pressed()
    desk.paying.part_removed()
    assert not desk.pay_shown().parts
    desk.paying.back_pressed()
    assert desk.stage.screens[-1] is Screen.CHECKOUT
    assert desk.shown().can_pay


def test_a_card_gives_no_change() -> None:
    desk = paying()
    desk.paying.method_chosen("card")
    desk.paying.note_chosen(500_000)
    desk.paying.finish_pressed()
    assert desk.pay_shown().notice is not None
    assert not desk.till.sales


def test_a_transfer_shows_its_code_and_is_marked_as_confirmed_by_hand() -> None:
    desk = paying()
    desk.paying.method_chosen("transfer")
    assert desk.pay_shown().qr is not None
    assert len(desk.pay_code().modules) == len(desk.pay_code().modules[0])
    sale = desk.open_sale().sale
    assert desk.pay_code().lines[0] == "404.538 ₫"
    assert desk.pay_code().lines[2] == f"Nội dung: Q2 {sale[-6:].upper()}"
    desk.paying.finish_pressed()
    tender = desk.till.sales[0].tenders[0]
    assert (tender.kind, tender.amount, tender.confirmed_by_hand) == ("transfer", 404_538, True)


def test_a_store_without_an_account_says_so() -> None:
    desk = paying(till=SampleTill(bank=None))
    desk.paying.method_chosen("transfer")
    assert desk.pay_shown().qr is None
    assert "chưa khai tài khoản" in desk.pay_shown().hint


def test_points_before_and_after_stand_beside_the_sum() -> None:
    desk = Desk()
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    desk.it.members.set_burn(Points(200))
    desk.it.pay_pressed()
    figures = [row.figure for row in desk.pay_shown().points]
    assert figures[0] == "1.250"
    assert figures[1] == "−200"
    assert figures[-1] == "1.083"


@pytest.mark.parametrize("code", ["no-shift", "tenders-short"])
def test_a_refused_payment_is_said_and_can_be_mended(code: str) -> None:
    desk = paying()
    desk.till.fail("settle", Refused(code, missing=500))
    desk.paying.finish_pressed()
    assert desk.pay_shown().notice is not None
    assert desk.pay_shown().can_finish
    assert desk.pay_shown().can_go_back


def test_a_payment_of_unknown_outcome_can_only_be_asked_about_again() -> None:
    desk = paying()
    desk.till.fail("settle", Unavailable("store-commit-unknown", retry=True))
    desk.paying.finish_pressed()
    assert desk.pay_shown().finish == "Hỏi lại kết quả"
    assert not desk.pay_shown().can_go_back
    desk.paying.back_pressed()
    desk.paying.method_chosen("card")
    desk.paying.note_chosen(1_000_000)
    desk.paying.finish_pressed()
    assert len(desk.till.sales) == 1
    assert desk.till.sales[0].tenders[0].kind == "cash"


def test_a_bug_is_not_swallowed() -> None:
    desk = paying()
    desk.till.fail("settle", ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        desk.paying.finish_pressed()


def test_a_sale_that_costs_nothing_is_finished_with_nothing() -> None:
    desk = Desk()
    desk.type_in("=300")
    desk.it.pay_pressed()
    assert desk.pay_shown().finish == "Không phải thu – xong"
    desk.paying.finish_pressed()
    assert desk.till.sales[0].tenders == ()
    assert desk.till.sales[0].to_pay == 0


def test_the_sheet_at_the_counter_sells_with_the_scanner_alone() -> None:
    desk = Desk()
    desk.scan(GREENS.sku)
    desk.type_in("1")
    desk.scan(RICE.sku, ANH_CARD, command_code(Command.BURN_MOST))
    desk.scan(command_code(Command.PAY_CASH))
    assert desk.front() is Screen.PAY
    desk.scan(command_code(Command.PAY_CARD), command_code(Command.PAY_CARD))
    assert desk.till.sales[0].tenders[0].kind == "card"
    desk.scan(command_code(Command.REPRINT))
    assert "reprint" in desk.till.calls
    desk.scan(ANH_CARD, command_code(Command.DETACH))
    assert desk.open_sale().member is None


def test_the_quote_that_was_shown_is_asked_for_with_the_tender_it_is_paid_with() -> None:
    desk = Desk()
    desk.scan(COFFEE.sku, COFFEE.sku)
    desk.it.pay_pressed()
    assert desk.pay_shown().sums[0].figure == "69.000"
    desk.paying.method_chosen("card")
    assert desk.pay_shown().sums[0].figure == "70.000"


def test_paying_is_said_again_in_the_other_language() -> None:
    desk = paying()
    desk.paying.speak(words("en"))
    assert desk.pay_shown().methods[0].text == "Cash"
    assert desk.pay_shown().figure == "₫0"
