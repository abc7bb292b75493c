"""The form that makes whoever stands at the counter a member."""

from dataclasses import replace

import pytest

from loyalty.units import Points
from terminal.standing import member_row
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.referral_rules import REFERRAL
from tools.sample_shop import ANH, ANH_CARD, NOODLES
from tools.sample_till import SampleTill


def test_a_number_nobody_has_opens_the_form_and_two_fields_make_a_member() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.type_in("0905111222")
    assert desk.shown().enrol is not None
    assert desk.enrol().phone == "0905111222"
    desk.it.enrol.submit("0905111222", "Lê Thị Cúc")
    assert desk.shown().enrol is None
    assert desk.shown().member is not None
    assert desk.member().name == "Lê Thị Cúc"
    assert len(desk.shown().rows) == 1


def test_a_near_miss_can_be_accepted_or_the_other_attached() -> None:
    desk = Desk()
    desk.it.enrol.open("0912345679")
    desk.it.enrol.submit("0912345679", "Phạm Văn Dũng")
    form = desk.shown().enrol
    assert form is not None
    assert form.notice is not None
    assert ANH.name in form.notice.text
    assert form.accept
    desk.it.enrol.submit("0912345679", "Phạm Văn Dũng", accept=True)
    assert desk.open_sale().member is not None
    assert desk.sold_to().name == "Phạm Văn Dũng"


NEAR = replace(member_row(ANH), name="N. T. Ánh", points=Points(0), tier_name="")


def test_a_number_one_slip_away_opens_the_form_with_the_question_who_was_meant() -> None:
    desk = Desk()
    desk.it.enrol.open("0912345679", near=(NEAR,))
    notice = desk.enrol().notice
    assert notice is not None
    assert "có phải N. T. Ánh không" in notice.text
    assert ANH.name not in notice.text
    desk.it.enrol.attach_existing()
    assert desk.sold_to().member == ANH.member


def test_what_was_asked_when_the_number_was_looked_for_is_not_asked_again() -> None:
    desk = Desk()
    desk.till.odd = "phone-near"
    desk.it.enrol.open("0912345679", near=(NEAR,))
    desk.it.enrol.submit("0912345679", "Phạm Văn Dũng")
    assert desk.sold_to().name == "Phạm Văn Dũng"


def test_a_number_that_was_not_asked_about_is_asked_about_at_the_end() -> None:
    desk = Desk()
    desk.till.odd = "phone-near"
    desk.it.enrol.open()
    desk.it.enrol.submit("0912345679", "Phạm Văn Dũng")
    assert desk.enrol().accept
    assert desk.open_sale().member is None


def test_a_number_somebody_has_attaches_them_instead() -> None:
    desk = Desk()
    desk.it.enrol.open()
    desk.it.enrol.submit("0912345678", "Ánh")
    desk.it.enrol.attach_existing()
    assert desk.shown().enrol is None
    assert desk.open_sale().member is not None
    assert desk.sold_to().member == ANH.member


def test_a_second_press_while_enrolling_makes_nobody_twice() -> None:
    desk = Desk()
    desk.it.enrol.open()
    desk.runner.hold("store")
    desk.it.enrol.submit("0905111222", "Cúc")
    desk.it.enrol.submit("0905111222", "Cúc")
    desk.runner.let_go("store")
    assert desk.till.calls.count("enrol") == 1


def test_who_recommended_is_asked_only_where_that_gives_something() -> None:
    desk = Desk()
    desk.it.enrol.open()
    assert not desk.enrol().asks_referrer
    desk.scan(ANH_CARD)
    assert desk.sold_to().member == ANH.member


@pytest.fixture
def inviting() -> Desk:
    """A program that gives something for recommending it; the form is open."""
    desk = Desk(SampleTill(limits=REFERRAL))
    desk.it.enrol.open("0905111222")
    return desk


def test_a_card_that_is_scanned_while_the_form_asks_is_that_of_who_recommended(inviting: Desk) -> None:
    assert inviting.enrol().asks_referrer
    inviting.scan(ANH_CARD)
    assert (inviting.enrol().referrer, inviting.enrol().phone) == (ANH_CARD, "0905111222")
    assert inviting.open_sale().member is None
    inviting.it.enrol.submit("0905111222", "Lê Thị Cúc", ANH_CARD)
    assert inviting.sold_to().name == "Lê Thị Cúc"


def test_who_is_not_found_is_said_and_what_was_typed_stays(inviting: Desk) -> None:
    inviting.it.enrol.submit("0905111222", "Lê Thị Cúc", "0999999999")
    notice = inviting.enrol().notice
    assert notice is not None
    assert "người giới thiệu" in notice.text
    shown = inviting.enrol()
    assert (shown.phone, shown.name, shown.referrer) == ("0905111222", "Lê Thị Cúc", "0999999999")
    assert shown.asks_referrer
    inviting.it.enrol.submit("0905111222", "Lê Thị Cúc", "")
    assert inviting.sold_to().name == "Lê Thị Cúc"


def test_f4_twice_opens_the_form() -> None:
    desk = Desk()
    desk.it.function_pressed("member")
    desk.it.function_pressed("member")
    assert desk.shown().enrol is not None
    desk.it.escaped()
    assert desk.shown().enrol is None
