"""The screen *Members* without Qt: a household, who it names, who comes and goes."""

from dataclasses import replace

import pytest

from loyalty.units import Money
from loyalty.wire.canonical import JsonObject
from terminal.member_page import MemberPage, PageCard
from terminal.wallet import MemberWallet
from tests.unit.presenters.members_desk import ANH, BINH, Desk, page_of_anh
from tools.sample_shop import ANH_CARD
from ui.presenters.shown import Tone


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


@pytest.fixture
def household(desk: Desk) -> Desk:
    """Ánh shares with two more; who shares is shown."""
    desk.till.share()
    desk.it.begin(ANH)
    desk.it.tab_pressed("more")
    desk.it.row_pressed(3)
    return desk


def test_a_household_names_everybody_and_says_whose_page_it_is(household: Desk) -> None:
    assert household.rows[:3] == ["Nguyễn Thị Ánh", "Trần Hoàng Nam", "Trần Ánh My"]
    assert household.state.about.startswith("Hộ gia đình: 3 người")


def test_who_shares_with_nobody_is_asked_at_once_with_whom(desk: Desk) -> None:
    desk.it.tab_pressed("more")
    desk.it.row_pressed(3)
    assert desk.it.model.step == "join-find"


def test_a_manager_takes_somebody_in_after_seeing_what_they_bring(household: Desk) -> None:
    household.it.row_pressed(3)
    household.it.typed("Bình")
    household.it.entered()
    assert household.it.model.step == "join"
    household.it.finish_pressed()
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.member, deed.other, deed.approver) == ("household-join", ANH, BINH, "anh")


def test_nobody_is_taken_into_the_household_they_are_in(household: Desk) -> None:
    household.it.row_pressed(3)
    household.it.scanned(ANH_CARD)
    assert household.it.model.step == "join-find"
    assert household.said


def test_another_becomes_the_head(household: Desk) -> None:
    household.it.row_pressed(1)
    household.it.row_pressed(1)
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.other) == ("household-head", "member-nam")


@pytest.mark.parametrize(("keys", "points"), [("", 0), ("200", 200)])
def test_somebody_leaves_with_as_many_points_as_are_typed(household: Desk, keys: str, points: int) -> None:
    household.it.row_pressed(2)
    household.it.row_pressed(2)
    for key in keys:
        household.it.key_pressed(key)
    household.it.entered()
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.other, deed.points) == ("household-leave", "member-my", points)


def test_letters_are_no_points_and_a_step_back_changes_nothing(household: Desk) -> None:
    household.it.row_pressed(2)
    household.it.row_pressed(2)
    household.it.typed("abc")
    household.it.entered()
    assert household.till.deeds == []
    household.it.back_pressed()
    assert household.it.model.step == "page"


def test_of_a_household_the_slips_of_this_person_are_there(household: Desk) -> None:
    said: JsonObject = {"purpose": "messages", "given": True, "text": "x", "at": "2026-01-05T03:30:00.000Z"}
    household.till.consents = [{**said, "person": "member-nam"}]
    household.it.begin(ANH)
    household.it.tab_pressed("consents")
    assert len(household.rows) == 2


def test_what_is_agreed_to_is_the_persons(household: Desk) -> None:
    household.till.consents = [{"purpose": "messages", "given": True, "person": "member-nam"}]
    household.it.begin(ANH)
    household.it.tab_pressed("consents")
    household.it.row_pressed(0)
    deed = household.till.deeds[-1]
    assert deed.consent is not None
    assert (deed.member, deed.consent["given"]) == (ANH, True)


def test_who_is_erased_takes_only_their_own_cards_and_the_household_keeps_what_it_shares(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.till.share()
    page = desk.till.page(ANH)
    of_another = PageCard(number="2900000000024", active=True, of="Trần Hoàng Nam")
    shared = replace(page, cards=(*page.cards, of_another))

    def page_of(_member: str) -> MemberPage:
        return shared

    monkeypatch.setattr(desk.till, "page", page_of)
    desk.it.begin(ANH)
    desk.it.tab_pressed("more")
    desk.it.row_pressed(4)
    assert desk.rows == [
        "Tên, số điện thoại, sinh nhật, e-mail và ghi chú bị xóa ở mọi quầy",
        "2 thẻ không còn là của ai",
        "Hộ gia đình giữ 1.250 điểm, các phiếu và thẻ của những người còn lại",
        "Đơn hàng và sổ sách ở lại, không còn tên",
    ]


def test_who_is_erased_alone_takes_points_and_vouchers_along(desk: Desk) -> None:
    desk.it.tab_pressed("more")
    desk.it.row_pressed(4)
    assert desk.rows[1] == "1.250 điểm bị hủy"
    assert desk.rows[3] == "2 thẻ không còn là của ai"


def test_money_in_the_wallet_is_on_the_page_and_said_before_anybody_is_erased(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.till.page(ANH)
    wallet = MemberWallet(balance=Money(525_000), bonus=Money(25_000), top_ups={})
    rich = replace(page, member=replace(page.member, wallet=wallet))

    def page_of(_member: str) -> MemberPage:
        return rich

    monkeypatch.setattr(desk.till, "page", page_of)
    desk.it.begin(ANH)
    figures = [(row.label, row.figure) for row in desk.state.figures]
    assert ("Ví", "525.000 ₫") in figures
    assert ("Trong đó tiền thưởng", "25.000 ₫") in figures
    desk.it.tab_pressed("more")
    desk.it.row_pressed(4)
    assert desk.rows[0] == "Ví còn 525.000 ₫: hoàn tiền cho khách trước, còn tiền thì chưa xóa được"
    assert desk.state.listing.rows[0].tone is Tone.ATTENTION


def test_of_what_somebody_has_none_nothing_goes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.till.page(ANH)
    bare = replace(page, cards=(), member=replace(page.member, vouchers={}))

    def page_of(_member: str) -> MemberPage:
        return bare

    monkeypatch.setattr(desk.till, "page", page_of)
    desk.it.begin(ANH)
    desk.it.tab_pressed("more")
    desk.it.row_pressed(4)
    assert desk.rows[1:] == ["1.250 điểm bị hủy", "Đơn hàng và sổ sách ở lại, không còn tên"]
