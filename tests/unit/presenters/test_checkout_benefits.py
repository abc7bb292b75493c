"""Benefits at the counter: shown with their count, used by two touches and never by one, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.account import Account
from loyalty.account.uses import BenefitUse
from loyalty.errors import Refused
from loyalty.program.read import parse_program
from tests.unit.presenters.desk import Desk
from tests.unit.terminal.till_kit import PROGRAM
from tools.sample_benefits import BENEFIT_RULES
from tools.sample_shop import ANH, ANH_CARD, BINH, NOW, RICE
from tools.sample_till import SampleTill
from ui.presenters.checkout.state import RewardRow
from ui.presenters.shown import Tone

LOUNGE, DELIVERY = "benefit:lounge", "benefit:delivery"


@pytest.fixture
def desk() -> Desk:
    """A sack of rice on the counter; Ánh is silver, and the server keeps what the till asks for."""
    till = SampleTill()
    till.program = parse_program(PROGRAM + BENEFIT_RULES, name="benefits")
    desk = Desk(till)
    desk.scan(RICE.sku)
    return desk


def row(desk: Desk, act: str = LOUNGE) -> RewardRow:
    return next(each for each in desk.member().rewards if each.act == act)


def press(desk: Desk, *numbers: int, act: str = LOUNGE) -> None:
    """A touch on the row, and then on the answers under the box."""
    desk.it.members.thing_pressed(act)
    for number in numbers:
        desk.it.box.choose(number)


def titles(desk: Desk) -> list[str]:
    return [each.title for each in desk.shown().box.hits]


def test_each_is_shown_with_how_often_it_can_still_be_used(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    assert (row(desk).text, row(desk).value) == ("Phòng chờ: còn 4 trong 4 lần tháng này", "Dùng")
    assert (row(desk, DELIVERY).text, row(desk, DELIVERY).value) == (
        "Quyền lợi: Giao hàng tận nhà",
        "Dùng",
    )


def test_a_touch_asks_and_the_answer_uses_it_once(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    for _ in range(2):
        press(desk)
        assert desk.shown().box.choosing
        assert desk.shown().box.prompt.startswith("Phòng chờ")
        assert titles(desk) == ["Dùng một lần"]
        assert row(desk).text == "Phòng chờ: còn 4 trong 4 lần tháng này"
    desk.it.box.entered()
    assert row(desk).text == "Phòng chờ: còn 3 trong 4 lần tháng này"
    assert row(desk).tone is Tone.GOOD
    assert desk.notice().text == "Đã tính một lần dùng “Phòng chờ”, còn 3 lần trong kỳ này."
    desk.it.box.choose(0)
    assert row(desk).text == "Phòng chờ: còn 3 trong 4 lần tháng này"


def test_it_is_taken_back_at_once_from_the_banner(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    press(desk, 0)
    assert desk.notice().action == "Hủy lần này"
    desk.it.notice_action_pressed()
    assert row(desk).text == "Phòng chờ: còn 4 trong 4 lần tháng này"
    assert "Đã hủy lần dùng" in desk.notice().text


def test_it_is_taken_back_from_its_row_for_as_long_as_the_customer_is_here(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    press(desk, 0)
    press(desk, 0)
    assert row(desk).value == "Dùng / hủy"
    press(desk)
    assert titles(desk) == ["Dùng một lần", "Hủy lần vừa dùng"]
    desk.it.box.choose(1)
    assert row(desk).text == "Phòng chờ: còn 3 trong 4 lần tháng này"


def test_esc_uses_nothing(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    press(desk)
    desk.it.escaped()
    assert not desk.shown().box.choosing
    assert row(desk).text == "Phòng chờ: còn 4 trong 4 lần tháng này"


def used_up(desk: Desk) -> None:
    uses = tuple(BenefitUse(f"u{each}", "lounge", NOW - timedelta(hours=1)) for each in range(4))
    desk.till.members[ANH.member] = replace(ANH, kept=Account(uses=uses))


def test_used_up_it_says_so_and_asks_nothing(desk: Desk) -> None:
    used_up(desk)
    desk.scan(ANH_CARD)
    assert (row(desk).text, row(desk).value) == ("Phòng chờ: còn 0 trong 4 lần tháng này", "hết lượt")
    press(desk)
    assert "đã dùng hết 4 lần" in desk.notice().text
    assert not desk.shown().box.choosing


def test_what_is_not_kept_for_this_till_says_why_and_is_asked_for_again(desk: Desk) -> None:
    desk.till.keeps_uses = "asked"
    desk.scan(ANH_CARD)
    assert row(desk).value == "đang hỏi máy chủ…"
    press(desk)
    assert "đang chờ máy chủ" in desk.notice().text
    desk.till.keeps_uses = "refused"
    press(desk)
    assert row(desk).value == "quầy khác đang giữ – bấm hỏi lại"
    desk.till.keeps_uses = "open"
    press(desk)
    assert "đang được giữ ở quầy khác" in desk.notice().text
    assert row(desk).value == "Dùng"


def test_the_last_one_of_the_visit_can_still_be_taken_back_where_no_more_is_left(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.till.keeps_uses = "asked"
    press(desk, 0)
    press(desk)
    assert titles(desk) == ["Hủy lần vừa dùng"]
    desk.it.box.choose(0)
    assert row(desk).text == "Phòng chờ: còn 4 trong 4 lần tháng này"


def test_what_could_not_be_written_is_said_and_counts_for_nothing(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.till.fail("use_benefit", Refused("benefit-not-saved"))
    press(desk, 0)
    assert "Chưa ghi được" in desk.notice().text
    assert row(desk).text == "Phòng chờ: còn 4 trong 4 lần tháng này"
    press(desk, 0)
    assert row(desk).text.startswith("Phòng chờ: còn 3")


def test_the_keys_alone_do(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    desk.it.things.open()
    number = [hit.title.startswith("Quyền lợi") for hit in desk.shown().box.hits].index(True) + 1
    desk.it.box.typed(str(number))
    assert titles(desk) == ["Dùng một lần"]
    desk.it.box.typed("1")
    assert desk.notice().text == "Đã tính một lần dùng “Giao hàng tận nhà”."
    assert row(desk, DELIVERY).text == "Quyền lợi: Giao hàng tận nhà · vừa dùng 1 lần"


def test_who_has_none_is_asked_nothing(desk: Desk) -> None:
    desk.it.members.attach(BINH.member)
    desk.it.members.thing_pressed(LOUNGE)
    assert not desk.shown().box.choosing


def test_who_went_away_meanwhile_is_left_as_they_are(desk: Desk) -> None:
    desk.scan(ANH_CARD)
    press(desk)
    desk.it.members.detach()
    desk.it.members.benefits.take_back("u")
    assert desk.open_sale().member is None


PERIODS = {
    "day": "còn 4 trong 4 lần hôm nay",
    "week": "còn 4 trong 4 lần tuần này",
    "year": "còn 4 trong 4 lần năm nay",
    "ever": "còn 4 trong 4 lần",
    "birthday": "còn 4 trong 4 lần dịp sinh nhật",
}


@pytest.mark.parametrize("per", PERIODS)
def test_the_period_is_named(desk: Desk, per: str) -> None:
    rules = BENEFIT_RULES.replace('per = "month"', f'per = "{per}"')
    desk.till.program = parse_program(PROGRAM + rules, name=per)
    desk.scan(ANH_CARD)
    assert row(desk).text == f"Phòng chờ: {PERIODS[per]}"
