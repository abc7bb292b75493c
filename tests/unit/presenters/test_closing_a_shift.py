"""A shift is closed: what stands against it, the count, and the report."""

from loyalty.errors import Refused
from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import ANH_CARD, NOODLES
from ui.presenters.shell import Screen


def test_a_shift_is_closed_by_a_count_and_its_report_is_shown() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.sell()
    desk.shell.close_shift()
    assert desk.shell.shift is not None
    for key in ("5", "0", "3", "5", "0", "1", "backspace", "0"):
        desk.shell.shift.key_pressed(key)
    desk.shell.shift.finish_pressed()
    differs = desk.stage.shift
    assert differs is not None
    assert [row.cells[1] for row in differs.report_more.rows] == ["504.000", "503.500", "−500"]
    desk.shell.shift.moved(1)
    desk.shell.shift.finish_pressed()
    assert "close_shift change" in desk.till.calls
    report = desk.stage.shift
    assert report is not None
    figures = {row.cells[0]: row.cells[1] for row in report.report.rows}
    assert figures["Tiền mặt theo sổ"] == "504.000"
    assert figures["Chênh lệch"] == "−500"
    assert report.report_more.rows
    desk.shell.shift.back_pressed()
    desk.shell.shift.finish_pressed()
    assert desk.front() is Screen.SIGN_IN
    assert not desk.shell.is_shift_open
    assert desk.it.counter.model.done is None, "a sale of the shift before is not voided from the next"


def test_a_count_that_no_notes_come_to_is_asked_about_before_it_is_given() -> None:
    desk = Desk()
    desk.shell.close_shift()
    assert desk.shell.shift is not None
    for key in ("500", "00", "1"):
        desk.shell.shift.key_pressed(key)
    desk.shell.shift.finish_pressed()
    asked = desk.stage.shift
    assert asked is not None
    assert asked.notice is not None
    assert "khó có 500.001 ₫" in asked.notice.text
    assert "give_count" not in desk.till.calls
    desk.shell.shift.finish_pressed()
    assert "give_count" in desk.till.calls


def test_closing_can_be_thought_better_of() -> None:
    desk = Desk()
    desk.shell.close_shift()
    assert desk.shell.shift is not None
    desk.shell.shift.back_pressed()
    assert desk.front() is Screen.CHECKOUT


def test_a_shift_that_cannot_be_closed_says_why() -> None:
    desk = Desk()
    desk.till.fail("give_count", Refused("sale-still-open"))
    desk.shell.close_shift()
    assert desk.shell.shift is not None
    desk.shell.shift.finish_pressed()
    assert desk.stage.shift is not None
    assert desk.stage.shift.notice is not None
    assert desk.stage.shift.can_finish


def test_a_shift_with_an_open_sale_says_so_before_anything_is_counted() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.shell.close_shift()
    assert (desk.front(), desk.shell.shift) == (Screen.CHECKOUT, None)
    for way_out in ("Thanh toán", "Giữ đơn", "Đơn mới"):
        assert way_out in desk.notice().text
    desk.it.function_pressed("park")
    desk.shell.close_shift()
    assert desk.front() is Screen.SHIFT


def test_a_member_who_is_left_on_a_sale_without_goods_is_named_before_anything_is_counted() -> None:
    desk = Desk()
    desk.scan(ANH_CARD)
    desk.shell.close_shift()
    assert desk.front() is Screen.CHECKOUT
    assert desk.sold_to().name in desk.notice().text


def test_the_report_of_the_shift_so_far_is_printed_and_the_sale_goes_on() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.shell.print_shift_so_far()
    assert "print_shift_so_far" in desk.till.calls
    assert desk.notice().text == "Đang in báo cáo X. Ca vẫn mở."
    assert len(desk.open_sale().lines) == 1


def test_without_a_shift_there_is_no_report_and_it_is_said() -> None:
    desk = Desk()
    desk.till.shift = None
    desk.shell.print_shift_so_far()
    assert desk.notice().text == words().refusal("no-shift", {})
