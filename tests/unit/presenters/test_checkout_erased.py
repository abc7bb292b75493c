"""Somebody is erased at another till while their sale is open here: it goes on, and names nobody."""

from loyalty.errors import Unavailable
from loyalty.program.read import parse_program
from tests.unit.presenters.desk import Desk, words
from tests.unit.presenters.wallet_desk import a_till
from tests.unit.terminal.till_kit import PROGRAM
from tools.sample_shop import ANH, ANH_CARD, COFFEE, NOODLES, RICE
from tools.sample_till import SampleTill
from ui.presenters.customer.shown import after_state, pay_state, sale_state
from ui.presenters.shell import Screen
from ui.presenters.shown import Tone

WELCOME = """
[[promotion]]
id = "welcome"
name = "Quà chào mừng"
kind = "percent_off"
percent = 10
when = { limit = { times = 1, per = "ever" } }
"""


def erase(desk: Desk) -> None:
    """Another till erased Ánh, and this one hears of it."""
    desk.till.erased.add(ANH.member)
    desk.shell.synced()


def with_anh(*codes: str) -> Desk:
    desk = Desk()
    desk.scan(*codes, ANH_CARD)
    return desk


def test_an_open_sale_goes_on_as_anybodys_at_once_and_says_so() -> None:
    desk = with_anh(RICE.sku)
    desk.it.members.burn_most()
    erase(desk)
    sale = desk.open_sale()
    assert (sale.member, sale.lease, sale.claims, sale.burn, sale.codes) == (None, None, (), 0, ())
    assert [row.name for row in desk.shown().rows] == [RICE.name]
    assert desk.shown().member is None
    assert "detach" in desk.till.calls
    notice = desk.notice()
    assert notice.tone is Tone.ATTENTION
    assert notice.text.startswith("Hội viên của đơn này vừa được xóa dữ liệu. Đơn bán tiếp như của khách lẻ")
    assert sale_state("Q1", desk.shown(), words()).member == ""
    desk.shell.synced()
    assert desk.notice().text == notice.text


def test_what_was_asked_about_the_member_is_asked_no_more() -> None:
    desk = with_anh(RICE.sku)
    desk.it.members.ask_burn()
    erase(desk)
    assert desk.it.counter.model.ask is None


def test_anothers_sale_is_not_touched() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    erase(desk)
    assert len(desk.open_sale().lines) == 1
    assert desk.shown().notice is None


def test_a_sale_that_is_being_paid_goes_on_as_it_was_told_without_the_name() -> None:
    desk = with_anh(RICE.sku)
    due = desk.shown().totals.due
    desk.it.pay_pressed()
    assert desk.front() is Screen.PAY
    erase(desk)
    assert desk.front() is Screen.PAY
    assert ANH.name not in desk.pay_shown().who
    assert "vừa được xóa dữ liệu" in desk.pay_notice().text
    facing = pay_state("Q1", desk.shown(), desk.pay_shown(), words())
    assert (facing.member, facing.phone) == ("", "")
    assert desk.shown().totals.due == due
    desk.paying.method_chosen("card")
    assert ANH.name not in desk.pay_shown().who
    desk.paying.finish_pressed()
    (sold,) = desk.till.sales
    assert sold.member is not None
    assert (sold.member.member, sold.member.name, sold.member.phone_tail) == (ANH.member, "", "")
    assert desk.shown().after is not None


def test_what_their_points_were_to_pay_can_only_go_back() -> None:
    desk = with_anh(RICE.sku)
    desk.it.members.burn_most()
    desk.it.pay_pressed()
    erase(desk)
    assert "bấm Quay lại" in desk.pay_notice().text
    assert not desk.pay_shown().can_finish
    desk.paying.finish_pressed()
    assert desk.till.sales == []
    desk.paying.back_pressed()
    assert desk.open_sale().member is None
    assert desk.shown().totals.points is None


def test_what_was_kept_for_them_and_given_once_is_not_paid_for_without_it() -> None:
    """The server has let go of it: the sale would be refused after the money was taken."""
    till = SampleTill()
    till.program = parse_program(PROGRAM + WELCOME, name="welcome")
    desk = Desk(till)
    desk.scan(RICE.sku, ANH_CARD)
    assert "Quà chào mừng" in [offer.text for row in desk.shown().rows for offer in row.offers]
    desk.it.pay_pressed()
    erase(desk)
    assert "bấm Quay lại" in desk.pay_notice().text
    assert not desk.pay_shown().can_finish
    desk.paying.back_pressed()
    assert [offer.text for row in desk.shown().rows for offer in row.offers] == []


def test_nobody_pays_into_a_wallet_that_is_gone() -> None:
    """Whatever was paid in would be nobody's."""
    desk = Desk(a_till())
    desk.scan(RICE.sku, ANH_CARD)
    desk.it.members.thing_pressed("wallet:")
    desk.it.box.choose(0)
    desk.it.pay_pressed()
    erase(desk)
    assert "bấm Quay lại" in desk.pay_notice().text
    assert not desk.pay_shown().can_finish
    desk.paying.finish_pressed()
    assert desk.till.sales == []
    desk.paying.back_pressed()
    assert desk.open_sale().member is None


def test_why_there_is_only_the_way_back_is_said_whatever_is_pressed_and_nothing_is_transferred() -> None:
    desk = with_anh(RICE.sku)
    desk.it.members.burn_most()
    desk.it.pay_pressed()
    desk.paying.method_chosen("transfer")
    assert desk.pay_shown().qr is not None
    erase(desk)
    said = desk.pay_notice().text
    assert desk.pay_shown().qr is None
    desk.paying.method_chosen("card")
    assert desk.pay_notice().text == said
    desk.paying.method_chosen("cash")
    desk.paying.key_pressed("5")
    assert desk.pay_notice().text == said
    assert not desk.pay_shown().can_finish


def test_back_from_paying_it_is_anybodys() -> None:
    desk = with_anh(RICE.sku)
    desk.it.pay_pressed()
    erase(desk)
    desk.paying.back_pressed()
    assert desk.front() is Screen.CHECKOUT
    assert desk.open_sale().member is None
    assert "vừa được xóa dữ liệu" in desk.notice().text


def test_a_parked_sale_names_them_no_more_in_the_list_that_is_looked_at_too() -> None:
    desk = with_anh(RICE.sku)
    desk.it.function_pressed("park")
    desk.scan(COFFEE.sku)
    desk.it.function_pressed("park")
    desk.it.function_pressed("recall")
    assert [hit.title for hit in desk.shown().box.hits] == ["Khách lẻ", ANH.name]
    erase(desk)
    assert [hit.title for hit in desk.shown().box.hits] == ["Khách lẻ", "Khách lẻ"]


def test_the_sale_just_made_names_them_no_more_on_either_screen() -> None:
    desk = with_anh(RICE.sku)
    desk.sell()
    after = desk.shown().after
    assert after is not None
    assert after.who == ANH.name
    erase(desk)
    after = desk.shown().after
    assert after is not None
    assert (after.who, after_state("Q1", after, words()).member) == ("", "")


def test_who_was_found_and_is_erased_is_in_the_list_no_more() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.type_in("n")
    assert ANH.name in [hit.title for hit in desk.shown().box.hits]
    erase(desk)
    assert ANH.name not in [hit.title for hit in desk.shown().box.hits]


def test_while_something_is_at_work_it_is_done_at_the_next_sync() -> None:
    desk = with_anh(RICE.sku)
    desk.it.counter.change(busy=True)
    erase(desk)
    assert desk.open_sale().member is not None
    desk.it.counter.change(busy=False)
    desk.shell.synced()
    assert desk.open_sale().member is None


def test_a_disk_that_fails_just_then_is_looked_at_again_later() -> None:
    desk = with_anh(RICE.sku)
    desk.till.fail("erased_of", Unavailable("disk-failed", retry=True))
    erase(desk)
    assert desk.open_sale().member is not None
    desk.shell.synced()
    assert desk.open_sale().member is None
