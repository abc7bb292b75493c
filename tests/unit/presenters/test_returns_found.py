"""The sale that goods come back of is found: by scanner, by words, by day, of another till."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.commands import Command, command_code
from tests.unit.presenters.returns_desk import Desk, step
from tools.sample_returns import ANH_DIGITS, FOREIGN_DIGITS
from tools.sample_shop import NOODLES, RICE


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_with_the_scanner_alone(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.scanned(NOODLES.sku)
    desk.it.scanned(NOODLES.sku)
    desk.it.scanned(RICE.sku)
    assert desk.it.model.wanted == {0: 1_000, 1: 2_000}
    desk.it.scanned(command_code(Command.PAY_CASH))
    assert len(desk.till.calls) == 1
    desk.it.scanned(command_code(Command.PAY_CASH))
    assert step(desk) == "find"
    desk.it.scanned(ANH_DIGITS)
    desk.it.scanned(command_code(Command.BURN_MOST))
    desk.it.scanned(command_code(Command.PAY_CARD))
    assert len(desk.till.calls) == 2


def test_another_receipt_takes_the_place_of_the_one_that_is_open(desk: Desk) -> None:
    desk.it.scanned(ANH_DIGITS)
    desk.it.stepped(1)
    desk.it.scanned("Q2-000123")
    assert (desk.it.model.wanted, desk.state.title) == ({}, "Phiếu Q2-000123 · khách lẻ")
    assert desk.state.cash == ""


def test_by_words_and_by_whose_it_was(desk: Desk) -> None:
    desk.it.typed("cà phê")
    assert desk.state.finish == "Tìm"
    desk.it.finish_pressed()
    assert [row.title[:9] for row in desk.state.rows] == ["Q2-000123"]
    desk.it.typed("0912345678")
    desk.it.entered()
    assert desk.state.title == "Đơn của Nguyễn Thị Ánh"
    desk.it.row_pressed(0)
    assert step(desk) == "lines"
    desk.it.back_pressed()
    desk.it.typed("dầu ăn")
    desk.it.entered()
    assert "dầu ăn" in desk.said
    desk.it.back_pressed()
    assert desk.state.text == ""
    desk.it.back_pressed()
    assert desk.left == 1


def test_a_sale_that_another_till_has_taken_over_is_refused_before_anything_is_chosen(desk: Desk) -> None:
    desk.till.sales = {key: replace(each, released=True) for key, each in desk.till.sales.items()}
    desk.it.scanned(ANH_DIGITS)
    assert step(desk) == "find"
    assert "đã nhường cho quầy khác" in desk.said


def test_the_days_before(desk: Desk) -> None:
    desk.it.stepped(-1)
    assert (desk.state.title, desk.state.rows, desk.state.later) == ("20/11/2026", (), "Ngày sau")
    desk.it.entered()
    desk.it.stepped(1)
    desk.it.stepped(1)
    assert desk.state.title == "Đơn hôm nay"


def test_a_receipt_of_another_till_is_asked_for_until_it_is_here(desk: Desk) -> None:
    desk.it.scanned(FOREIGN_DIGITS)
    assert "Q7" in desk.said
    assert desk.state.finish == "Hỏi lại"
    desk.till.elsewhere = "given"
    desk.it.finish_pressed()
    assert step(desk) == "lines"


def test_without_a_network_the_customer_is_sent_to_the_till_that_sold_it(desk: Desk) -> None:
    desk.till.failures.append(Unavailable("server-absent", retry=True))
    desk.it.scanned(FOREIGN_DIGITS)
    assert "Mời khách sang quầy đã bán" in desk.said
    desk.till.failures.append(Refused("sale-locked", text=FOREIGN_DIGITS))
    desk.it.finish_pressed()
    assert "quầy khác" in desk.said
    desk.till.failures.append(Refused("receipt-of-two-disks", text=FOREIGN_DIGITS))
    desk.it.finish_pressed()
    assert "phải tắt một máy trước" in desk.said


def test_a_scan_takes_the_place_of_what_was_typed(desk: Desk) -> None:
    desk.it.typed("Q7-000003")
    desk.it.scanned(FOREIGN_DIGITS)
    assert (desk.state.text, desk.state.finish) == ("", "Hỏi lại")


def test_what_was_not_found_makes_way_for_what_is_typed_next(desk: Desk) -> None:
    for key in "Q7-":
        desk.it.key_pressed(key)
    assert not desk.state.text_missed
    desk.it.entered()
    assert (desk.state.text, desk.state.text_missed) == ("Q7-", True)
    desk.it.key_pressed("1")
    assert (desk.state.text, desk.state.text_missed) == ("1", False)
    desk.it.typed("Q7-")
    desk.it.entered()
    desk.it.key_pressed("backspace")
    assert (desk.state.text, desk.state.text_missed) == ("Q7", False)


def test_a_number_of_another_tills_receipt_says_what_to_do_with_the_paper(desk: Desk) -> None:
    desk.it.typed("Q7-000003")
    desk.it.entered()
    assert "do quầy Q7 bán" in desk.said
    assert "Quét mã vạch trên phiếu" in desk.said


def test_who_waits_for_a_slow_server_may_go_on_selling_and_its_late_answer_opens_nothing(desk: Desk) -> None:
    desk.runner.hold("net")
    desk.it.scanned(FOREIGN_DIGITS)
    desk.till.elsewhere = "given"
    assert not desk.state.can_finish
    desk.it.back_pressed()
    assert desk.left == 1
    shown = len(desk.states)
    desk.runner.let_go("net")
    assert (len(desk.states), step(desk)) == (shown, "find")
