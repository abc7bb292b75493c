"""Vouchers, stamps and rewards beside the member: shown, used with a press or a scan, and taken off again."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.program.read import parse_program
from loyalty.units import Points
from terminal.membership import LeaseState
from tests.unit.presenters.desk import Desk
from tests.unit.terminal.finding import FLYER
from tests.unit.terminal.kept_things import CODE, KEEPING
from tests.unit.terminal.till_kit import PROGRAM
from tools.sample_shop import ANH, ANH_CARD, RICE
from tools.sample_till import SampleTill
from ui.presenters.checkout.state import RewardRow
from ui.presenters.shown import Tone

TEA = """
[[reward]]
id = "tea"
name = "Trà"
kind = "amount_off"
points = 100
amount = 20000
stock_per_day = 20
"""
FLYER_CODE = "9300000020260"
OTHER_CODE = "9300000000017"


@pytest.fixture
def desk() -> Desk:
    """A sack of rice on the counter; Ánh has a voucher and two stamps, and the server lends."""
    till = SampleTill()
    till.program = parse_program(PROGRAM + KEEPING, name="keeping")
    till.members[ANH.member] = replace(ANH, vouchers={CODE: "fifty-off"}, stamps={"rice": 2})
    desk = Desk(till)
    desk.scan(RICE.sku)
    return desk


def row(desk: Desk, act: str) -> RewardRow:
    return next(each for each in desk.member().rewards if each.act == act)


def test_what_the_member_has_is_listed_with_what_a_press_does(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    assert [(each.text, each.value) for each in desk.member().rewards[:4]] == [
        (f"Phiếu giảm 50.000 · phiếu …{CODE[-4:]}", "Dùng"),
        ("Đổi 100 điểm giảm 60.000", "Đổi 100 điểm"),
        ("Đổi 80 điểm lấy phiếu 50.000", "Đổi 80 điểm"),
        ("Thẻ gạo", "2/3 tem"),
    ]
    assert [each.text for each in desk.member().rewards if each.goes_first and each.act] == [
        f"Phiếu giảm 50.000 · phiếu …{CODE[-4:]}"
    ]


def test_a_reward_of_goods_that_the_shop_has_not_is_not_offered(desk: Desk) -> None:
    desk.till.unsold = frozenset({"tea"})
    desk.till.program = parse_program(PROGRAM + KEEPING + TEA, name="keeping")
    desk.scan(ANH_CARD)
    assert "reward:tea" not in [each.act for each in desk.member().rewards]
    desk.it.function_pressed("offers")
    assert "Trà" not in [each.title for each in desk.shown().box.hits]
    desk.till.unsold = frozenset()
    desk.scan(RICE.sku)
    assert "reward:tea" in [each.act for each in desk.member().rewards]


def test_a_voucher_of_another_program_is_not_called_by_its_id(desk: Desk) -> None:
    desk.till.members[ANH.member] = replace(ANH, vouchers={CODE: "of-last-year"})
    desk.scan(ANH_CARD)
    assert row(desk, f"voucher:{CODE}").text == f"Phiếu ưu đãi · phiếu …{CODE[-4:]}"


def test_a_press_uses_the_voucher_and_another_takes_it_off(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.it.members.thing_pressed(f"voucher:{CODE}")
    assert desk.open_sale().codes == (CODE,)
    assert row(desk, f"voucher:{CODE}").tone is Tone.GOOD
    assert desk.notice().tone is Tone.GOOD
    desk.it.members.thing_pressed(f"voucher:{CODE}")
    assert desk.open_sale().codes == ()


def test_a_voucher_that_is_scanned_first_waits_for_its_member(desk: Desk) -> None:
    desk.scan(CODE)
    assert "hội viên" in desk.notice().text
    assert desk.open_sale().codes == (CODE,)
    desk.scan(ANH_CARD)
    assert row(desk, f"voucher:{CODE}").tone is Tone.ATTENTION
    full = replace(desk.open_sale(), member=None, codes=tuple(str(n) for n in range(64)))
    desk.it.counter.sale_changed(full)
    desk.scan(OTHER_CODE)
    assert "64 mã" in desk.notice().text


def test_a_voucher_of_somebody_else_is_not_added(desk: Desk) -> None:
    desk.scan(ANH_CARD, OTHER_CODE)
    assert "không phải của hội viên này" in desk.notice().text
    assert desk.open_sale().codes == ()
    desk.scan(CODE)
    assert desk.open_sale().codes == (CODE,)


def test_the_number_on_a_flyer_is_for_a_member_and_for_nobody_alike(desk: Desk) -> None:
    desk.till.program = parse_program(PROGRAM + KEEPING + FLYER, name="flyer")
    for scans, said in (((FLYER_CODE,), "Chỉ dành cho thành viên"), ((ANH_CARD, FLYER_CODE), "Đã áp dụng")):
        desk.scan(RICE.sku, *scans)
        assert said in desk.notice().text
        assert desk.open_sale().codes == (FLYER_CODE,)
        desk.it.counter.sale_changed(replace(desk.open_sale(), codes=(), member=None))


def test_a_code_is_called_by_its_name_and_says_why_it_takes_nothing_off(desk: Desk) -> None:
    flyer = FLYER.replace("}", ", min_spend = 300000 }", 1)
    desk.till.program = parse_program(PROGRAM + KEEPING + flyer, name="flyer")
    desk.scan(ANH_CARD, FLYER_CODE)
    name = next(each.name for each in desk.till.program.promotions if each.when.code == FLYER_CODE)
    assert desk.notice().text.startswith(f"{name}: ")
    assert "300.000" in desk.notice().text
    assert desk.notice().tone is Tone.ATTENTION
    desk.scan(RICE.sku)
    desk.it.counter.sale_changed(replace(desk.open_sale(), codes=()))
    desk.scan(FLYER_CODE)
    assert (desk.notice().text, desk.notice().tone) == (f"Đã áp dụng: {name}.", Tone.GOOD)


def test_without_an_answer_the_voucher_says_why_it_takes_nothing_off(desk: Desk) -> None:
    desk.till.lends = False
    desk.scan(ANH_CARD, CODE)
    assert "đang chờ máy chủ" in desk.notice().text
    assert row(desk, f"voucher:{CODE}").value == "đang hỏi máy chủ…"
    assert row(desk, f"voucher:{CODE}").tone is Tone.ATTENTION


def test_a_reward_is_asked_for_and_taken_off_again(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.it.members.thing_pressed("reward:off-60k")
    assert row(desk, "reward:off-60k").value.endswith("100")
    named = [offer.text for line in desk.shown().rows for offer in line.offers]
    assert "off-60k" not in named
    assert "Đổi 100 điểm giảm 60.000" in named
    assert desk.member().points_rows[1].figure.endswith("100")
    desk.it.members.thing_pressed("reward:off-60k")
    assert desk.open_sale().rewards == ()


def test_a_reward_that_cannot_be_had_says_why(desk: Desk) -> None:
    desk.till.lends = False
    desk.scan(ANH_CARD)
    desk.it.members.thing_pressed("reward:off-60k")
    shown = row(desk, "reward:off-60k")
    assert shown.tone is Tone.ATTENTION
    assert shown.text.startswith("Đổi 100 điểm giảm 60.000 – ")


def without_points(desk: Desk, state: LeaseState) -> None:
    """Nothing is lent any more."""
    sale = desk.open_sale()
    assert sale.lease is not None
    desk.it.counter.sale_changed(replace(sale, lease=replace(sale.lease, state=state)))


@pytest.mark.parametrize("state", ["refused", "closed"])
def test_a_reward_asks_for_points_again_where_none_are_lent_any_more(desk: Desk, state: LeaseState) -> None:
    desk.scan(ANH_CARD)
    without_points(desk, state)
    desk.it.members.thing_pressed("reward:off-60k")
    assert desk.till.calls.count("renew_lease") == 1
    assert row(desk, "reward:off-60k").tone is Tone.GOOD


def test_a_reward_does_not_ask_twice_nor_for_points_that_nobody_has(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    without_points(desk, "asked")
    desk.it.members.thing_pressed("reward:off-60k")
    assert "renew_lease" not in desk.till.calls
    assert row(desk, "reward:off-60k").tone is Tone.ATTENTION


def test_what_was_asked_for_stays_while_points_are_asked_for_again(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.it.members.thing_pressed("reward:off-60k")
    model = desk.it.counter.model
    assert model.burnable is not None
    expired = replace(model.burnable, points=Points(0), why=Refused("lease-expired"))
    desk.it.counter.change(burnable=expired)
    desk.it.members.burn_most()
    assert "renew_lease" in desk.till.calls
    assert [each.id for each in desk.open_sale().rewards] == ["off-60k"]


@pytest.fixture
def pouring(desk: Desk) -> Desk:
    """The store gives away a few teas a day."""
    desk.till.program = parse_program(PROGRAM + TEA, name="tea")
    return desk


def test_that_none_is_left_today_is_said_before_anybody_asks(pouring: Desk) -> None:
    pouring.till.has_stock = False
    pouring.scan(ANH_CARD)
    assert row(pouring, "reward:tea").value == "hôm nay đã hết"
    pouring.it.members.thing_pressed("reward:tea")
    assert row(pouring, "reward:tea").text == "Trà – hôm nay đã hết"
    assert row(pouring, "reward:tea").tone is Tone.ATTENTION
    pouring.till.has_stock = True
    pouring.it.members.thing_pressed("reward:tea")
    pouring.it.members.thing_pressed("reward:tea")
    assert row(pouring, "reward:tea").tone is Tone.GOOD, "a press asks the server again"


def test_without_an_answer_a_reward_of_a_stock_says_that_it_asks(pouring: Desk) -> None:
    pouring.till.lends = False
    pouring.scan(ANH_CARD)
    assert row(pouring, "reward:tea").value == "Đổi 100 điểm"
    pouring.it.members.thing_pressed("reward:tea")
    assert row(pouring, "reward:tea").tone is Tone.ATTENTION
    assert row(pouring, "reward:tea").text != "Trà"


BENEFITS = """
[[benefit]]
id = "lounge"
name = "Phòng chờ"
tiers = ["silver"]

[[benefit]]
id = "gold-line"
name = "Quầy riêng"
tiers = ["gold"]

[[benefit]]
id = "water"
name = "Nước uống"
"""


def test_benefits_that_the_member_has_stand_beside_them(desk: Desk) -> None:
    desk.till.program = parse_program(PROGRAM + BENEFITS, name="benefits")
    desk.scan(ANH_CARD)
    told = [each.text for each in desk.member().rewards if each.text.startswith("Quyền lợi")]
    assert told == ["Quyền lợi: Phòng chờ", "Quyền lợi: Nước uống"]


def test_what_a_member_cannot_pay_for_is_not_offered(desk: Desk) -> None:
    desk.till.members[ANH.member] = replace(ANH, points=Points(90))
    desk.scan(ANH_CARD)
    offered = [each.act for each in desk.member().rewards if each.act]
    assert offered == ["reward:next-time"]


def test_a_reward_without_a_member_is_refused(desk: Desk) -> None:
    desk.it.members.thing_pressed("reward:off-60k")
    assert "Chưa có hội viên" in desk.notice().text
    desk.it.members.thing_pressed("nothing")
    assert desk.open_sale().rewards == ()


def test_news_of_the_server_leave_what_was_asked_for(desk: Desk) -> None:
    desk.scan(ANH_CARD, CODE)
    desk.it.members.thing_pressed("reward:off-60k")
    desk.it.members.refresh()
    assert [each.id for each in desk.open_sale().rewards] == ["off-60k"]
    assert desk.open_sale().codes == (CODE,)


def test_what_was_scanned_while_a_sync_brought_the_member_anew_is_on_the_sale(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.till.members[ANH.member] = replace(desk.till.members[ANH.member], points=Points(1_300))
    desk.runner.hold("store")
    desk.it.members.refresh()
    desk.scan(CODE)
    desk.runner.let_go("store")
    assert desk.sold_to().points == 1_300
    assert desk.open_sale().codes == (CODE,)
    assert "Đã áp dụng" in desk.notice().text


def test_an_offer_that_only_waits_for_the_server_says_so_and_a_press_asks_again(desk: Desk) -> None:
    desk.till.program = parse_program(PROGRAM.replace('"cake"', '"rice"'), name="limited")
    desk.till.lends = False
    desk.scan(ANH_CARD)
    assert row(desk, "offer:once").value == "đang hỏi máy chủ…"
    assert row(desk, "offer:once").tone is Tone.ATTENTION
    desk.till.lends = True
    desk.it.members.thing_pressed("offer:once")
    assert all(each.act != "offer:once" for each in desk.member().rewards)
    assert any(each.text == "Một lần một năm" for each in desk.member().rewards)


def test_the_vouchers_of_who_was_erased_elsewhere_are_off_the_sale(desk: Desk) -> None:
    desk.scan(ANH_CARD, CODE)
    desk.it.pay_pressed()
    desk.till.erased.add(ANH.member)
    desk.shell.synced()
    assert "bấm Quay lại" in desk.pay_notice().text
    desk.paying.back_pressed()
    assert (desk.open_sale().member, desk.open_sale().codes) == (None, ())
