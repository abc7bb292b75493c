"""Which screen is in front, and what passes from one to the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.errors import Refused
from loyalty.units import Money
from tests.unit.presenters.desk import Desk, Watched, words
from tools.sample_shop import ANH_CARD, LAN, NOODLES
from tools.sample_till import SampleTill
from ui.presenters.shell import Screen, Shell
from ui.presenters.tasks import ImmediateRunner


def shell() -> tuple[Shell, Watched, SampleTill]:
    stage, till = Watched(), SampleTill()
    return Shell(till, ImmediateRunner(), words(), stage), stage, till


def test_without_a_shift_the_float_comes_first() -> None:
    it, stage, till = shell()
    it.signed_in(LAN)
    assert stage.screens == [Screen.SHIFT]
    assert stage.operator == "Lan"
    it.scanned(NOODLES.sku)
    assert stage.shift is not None
    assert stage.shift.notice is not None
    assert it.shift is not None
    for key in ("5", "00", "000"):
        it.shift.key_pressed(key)
    assert stage.shift.amount == "500.000 ₫"
    it.shift.finish_pressed()
    assert till.shift is not None
    assert till.shift.opening_float == 500_000
    assert stage.screens[-1] is Screen.CHECKOUT


def test_a_float_that_no_notes_come_to_is_asked_about_once() -> None:
    it, stage, till = shell()
    it.signed_in(LAN)
    assert it.shift is not None
    assert stage.shift is not None
    for amount in ("2", "3"):
        it.shift.key_pressed(amount)
        it.shift.finish_pressed()
        assert till.shift is None
        assert stage.shift.notice is not None
        assert "nhỏ hơn 500 ₫" in stage.shift.notice.text
    it.shift.finish_pressed()
    assert till.shift is not None
    assert till.shift.opening_float == 23


def test_that_the_disk_is_an_older_copy_is_told_until_the_float_is_counted() -> None:
    it, stage, till = shell()
    till.found_copy_at = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
    it.signed_in(LAN)
    assert it.shift is not None
    it.shift.key_pressed("5")
    assert stage.shift is not None
    assert stage.shift.notice is not None
    assert "bản sao cũ (biết lúc 10:30, 21/11/2026)" in stage.shift.notice.text
    for key in ("00", "000"):
        it.shift.key_pressed(key)
    it.shift.finish_pressed()
    assert stage.checkout is not None
    assert stage.checkout.notice is None


def test_a_copy_that_was_made_in_a_shift_says_so_at_the_sale() -> None:
    till = SampleTill()
    till.found_copy_at = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
    assert "bản sao cũ" in Desk(till).notice().text


def test_an_open_shift_goes_straight_to_the_sale() -> None:
    assert Desk().stage.screens == [Screen.CHECKOUT]


def test_leaving_the_float_signs_out() -> None:
    it, stage, till = shell()
    it.signed_in(LAN)
    assert it.shift is not None
    it.shift.back_pressed()
    assert stage.screens[-1] is Screen.SIGN_IN
    assert "sign_out" in till.calls


def test_the_open_sale_survives_a_lock_and_goes_on_under_the_next_name() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, ANH_CARD)
    desk.shell.sign_out()
    assert desk.front() is Screen.SIGN_IN
    assert desk.stage.operator == ""
    desk.shell.scanned(NOODLES.sku)
    assert len(desk.open_sale().lines) == 1
    desk.shell.signed_in(desk.till.sign_in(operator="minh", pin="2580"))
    assert desk.front() is Screen.CHECKOUT
    assert desk.open_sale().member is not None
    desk.sell()
    assert desk.till.sales[0].operator == "minh"


def test_the_sale_just_made_is_on_screen_for_who_made_it_and_printed_again_for_who_comes() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.sell()
    assert desk.shown().after is not None
    desk.shell.sign_out()
    desk.shell.signed_in(LAN)
    assert desk.shown().after is not None
    desk.shell.sign_out()
    desk.shell.signed_in(desk.till.sign_in(operator="minh", pin="2580"))
    assert desk.shown().after is None
    desk.it.after.reprint()
    assert desk.till.sales[0].receipt.label in desk.notice().text


def test_a_sale_that_is_long_over_is_nobodys_any_more() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.sell()
    desk.shell.sign_out()
    desk.shell.signed_in(replace(LAN, at=LAN.at + timedelta(minutes=9)))
    assert desk.shown().after is not None
    desk.shell.sign_out()
    desk.shell.signed_in(replace(LAN, at=LAN.at + timedelta(hours=1)))
    assert desk.shown().after is None


def test_a_shift_that_was_left_open_overnight_is_told_to_whoever_signs_in() -> None:
    desk = Desk()
    assert desk.till.shift is not None
    desk.shell.sign_out()
    desk.shell.signed_in(replace(LAN, at=LAN.at + timedelta(hours=22)))
    assert "mở từ 10:42, 21/11/2026" in desk.notice().text


def test_a_shift_of_the_night_that_passes_midnight_is_told_of_nothing() -> None:
    desk = Desk()
    assert desk.till.shift is not None
    evening = LAN.at + timedelta(hours=12)
    desk.till.shift = replace(desk.till.shift, opened_at=evening)
    desk.shell.sign_out()
    desk.shell.signed_in(replace(LAN, at=evening + timedelta(hours=4)))
    assert desk.shown().notice is None


def test_a_sale_of_which_goods_came_back_is_not_offered_to_be_voided_any_more() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.sell()
    desk.shell.refunded("an-older-sale")
    assert desk.shown().can_void
    desk.shell.refunded(desk.till.sales[0].sale)
    assert (desk.shown().after, desk.shown().can_void) == (None, False)
    desk.it.after.ask_void()
    assert desk.it.counter.model.question is None
    assert "đã được trả một phần" in desk.notice().text
    desk.it.after.reprint()
    assert desk.till.sales[0].receipt.label in desk.notice().text
    desk.shell.refunded(None)
    desk.scan(NOODLES.sku)
    desk.sell()
    assert desk.shown().can_void


def test_a_double_press_opens_one_shift() -> None:
    stage, till, runner = Watched(), SampleTill(), ImmediateRunner()
    it = Shell(till, runner, words(), stage)
    it.signed_in(LAN)
    assert it.shift is not None
    runner.hold("store")
    it.shift.finish_pressed()
    it.shift.finish_pressed()
    runner.let_go("store")
    assert till.calls.count("open_shift") == 1


def test_the_drawer_opens_for_whoever_is_signed_in() -> None:
    desk = Desk()
    desk.shell.open_drawer()
    assert "open_drawer" in desk.till.calls


def test_what_fails_behind_the_sale_is_said_on_it() -> None:
    desk = Desk()
    desk.till.fail("open_drawer", Refused("no-shift"))
    desk.shell.open_drawer()
    assert desk.shown().notice is not None


def test_before_a_shift_is_open_the_menu_is_there_and_what_fails_is_said_at_the_float() -> None:
    it, stage, till = shell()
    it.signed_in(LAN)
    assert stage.shift is not None
    assert stage.shift.menu == "Khác"
    till.fail("open_drawer", Refused("no-shift"))
    it.open_drawer()
    assert stage.shift.notice is not None
    desk = Desk()
    desk.shell.close_shift()
    assert desk.stage.shift is not None
    assert desk.stage.shift.menu == "", "a count is under way"


def test_a_float_of_which_nothing_was_counted_is_locked_and_left_by_who_is_blocked() -> None:
    for leave in ("lock", "synced"):
        it, stage, till = shell()
        it.signed_in(LAN)
        assert it.shift is not None
        if leave == "synced":
            till.staff_now["lan"] = None
        it.shift.key_pressed("5")
        getattr(it, leave)()
        assert stage.screens == [Screen.SHIFT]
        it.shift.key_pressed("backspace")
        getattr(it, leave)()
        assert stage.screens == [Screen.SHIFT, Screen.SIGN_IN]


def test_trouble_before_there_is_a_sale_is_not_swallowed() -> None:
    it, _, till = shell()
    till.fail("current_shift", Refused("not-paired"))
    with pytest.raises(Refused):
        it.signed_in(LAN)


def test_every_screen_is_said_again_in_the_other_language() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.pay_pressed()
    desk.shell.speak(words("en"))
    assert desk.pay_shown().methods[0].text == "Cash"
    assert desk.shown().totals.due.label == "To pay"
    desk.paying.finish_pressed()
    desk.shell.close_shift()
    desk.shell.speak(words("vi"))
    assert desk.stage.shift is not None
    assert desk.stage.shift.title == "Đóng ca"


def test_a_scan_that_is_no_use_is_said() -> None:
    desk = Desk()
    desk.shell.scan_was_useless("input-method-on")
    assert desk.shown().notice is not None
    assert "bộ gõ" in desk.notice().text


@pytest.mark.parametrize(
    ("code", "said"), [("input-method-on", "bộ gõ"), ("bank-card-swiped", "thẻ ngân hàng")]
)
def test_a_scan_that_is_no_use_is_said_on_whatever_screen_it_came(code: str, said: str) -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.it.pay_pressed()
    desk.shell.scan_was_useless(code)
    assert said in desk.pay_notice().text
    desk.paying.finish_pressed()
    desk.shell.close_shift()
    desk.shell.scan_was_useless(code)
    assert desk.stage.shift is not None
    assert desk.stage.shift.notice is not None
    assert said in desk.stage.shift.notice.text


def test_the_menu_opens_by_its_key() -> None:
    desk = Desk()
    desk.it.function_pressed("menu")
    assert desk.stage.menus == 1


def test_the_float_may_be_nothing() -> None:
    it, _, till = shell()
    it.signed_in(LAN)
    assert it.shift is not None
    it.shift.finish_pressed()
    assert till.shift is not None
    assert till.shift.opening_float == Money(0)
