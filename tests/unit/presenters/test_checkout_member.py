"""The member of one sale: attaching, burning, enrolling, and that they never stray to another sale."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.account import Account
from loyalty.account.entries import Entry
from loyalty.account.recommended import Recommendation
from loyalty.account.won import Won
from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.feed import PersonNote
from tests.unit.presenters.desk import Desk, words
from tests.unit.presenters.referral_rules import REFERRAL
from tools.sample_shop import ANH, ANH_CARD, LAN, NOODLES, NOW, RICE
from tools.sample_till import SampleTill
from ui.presenters.checkout.model import Answer
from ui.presenters.menu import menu_state
from ui.presenters.preferences import Preferences
from ui.presenters.shell import Shell


def with_member(till: SampleTill | None = None) -> Desk:
    """Two sacks of rice for Ánh."""
    desk = Desk(till)
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    return desk


def test_the_panel_says_who_how_many_points_and_how_far() -> None:
    member = with_member().shown().member
    assert member is not None
    assert (member.name, member.tier, member.points) == (ANH.name, "Bạc", "1.250")
    assert member.about == "09•• ••• 678 · thẻ ••••4417 · sinh nhật tuần này"
    assert member.worth == "điểm = 625.000 ₫ · số dư lúc 10:41"
    assert member.progress == 840
    assert member.progress_text == "Còn 3.200.000 ₫ nữa lên Vàng · 180 điểm hết hạn 31/12/2026"


def test_the_tier_discount_follows_at_once_and_goes_with_the_member() -> None:
    desk = with_member()
    assert desk.shown().totals.discount is not None
    desk.it.members.detach()
    assert desk.shown().totals.discount is None
    assert desk.shown().member is None


def test_what_a_little_more_would_bring_is_shown() -> None:
    member = with_member().shown().member
    assert member is not None
    assert any("122.000" in reward.text for reward in member.rewards)


def test_points_that_cannot_be_read_are_told_of_as_points_and_asked_for_again() -> None:
    desk = with_member()
    desk.it.members.ask_burn()
    desk.type_in("")
    assert "Không đọc được số điểm" in desk.notice().text
    assert "tiền" not in desk.notice().text


def test_burning_steps_from_the_least_to_the_most() -> None:
    desk = with_member()
    desk.it.members.step_burn(1)
    assert desk.open_sale().burn == 50
    desk.it.members.step_burn(1)
    assert desk.open_sale().burn == 60
    desk.it.members.step_burn(-1)
    desk.it.members.step_burn(-1)
    assert desk.open_sale().burn == 0
    desk.it.members.burn_most()
    member = desk.shown().member
    assert member is not None
    assert member.burn.most == f"Tối đa {member.burn.points}"
    assert not member.burn.can_more


@pytest.mark.parametrize(
    ("typed", "told"), [("5000", "nhiều nhất"), ("20", "ít nhất 50"), ("55", "bội số của 10")]
)
def test_a_typed_number_of_points_that_cannot_be_says_what_can(typed: str, told: str) -> None:
    desk = with_member()
    desk.it.members.ask_burn()
    desk.type_in(typed)
    assert desk.open_sale().burn == 0
    assert desk.shown().notice is not None
    assert told in desk.notice().text


def test_typed_points_are_burned() -> None:
    desk = with_member()
    desk.it.members.ask_burn()
    desk.type_in("200")
    points = desk.shown().totals.points
    assert points is not None
    assert points.figure == "−100.000"


def test_a_burn_that_no_longer_fits_is_lowered_with_the_goods() -> None:
    desk = with_member()
    desk.it.members.burn_most()
    before = desk.shown().totals.points
    desk.it.lines.step(-1)
    after = desk.shown().totals.points
    assert before is not None
    assert after is not None
    assert after.figure != before.figure
    assert desk.shown().can_pay


def test_until_the_server_lends_points_only_earn() -> None:
    till = SampleTill(lends=False)
    desk = with_member(till)
    member = desk.shown().member
    assert member is not None
    assert not member.burn.can_more
    assert member.burn.note == "đang hỏi máy chủ…"
    till.lends = True
    desk.shell.synced()
    member = desk.shown().member
    assert member is not None
    assert member.burn.can_more
    assert member.burn.note == ""


def test_a_sale_too_small_for_points_says_so_instead_of_most_0_alone() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku, ANH_CARD)
    assert (desk.member().burn.most, desk.member().burn.note) == ("Tối đa 0", "đơn này chưa đủ để dùng điểm")
    desk.scan(RICE.sku)
    assert desk.member().burn.note == ""


def test_a_sync_brings_a_newer_balance_and_keeps_the_burn() -> None:
    desk = with_member()
    desk.it.members.set_burn(Points(100))
    desk.till.members[ANH.member] = replace(ANH, points=Points(1_300))
    desk.shell.synced()
    member = desk.shown().member
    assert member is not None
    assert member.points == "1.300"
    assert desk.open_sale().burn == 100


def test_a_member_that_comes_back_for_a_sale_given_up_is_let_go_again() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.runner.hold("store")
    desk.scan(ANH_CARD)
    desk.it.after.ask_abandon()
    desk.it.after.answered(Answer.ACCEPT)
    desk.runner.step("store")
    desk.runner.let_go("store")
    desk.runner.let_go("store")
    assert desk.open_sale().member is None
    assert not desk.open_sale().lines


def test_the_next_customers_number_never_lands_in_the_last_sale() -> None:
    desk = with_member()
    desk.sell()
    assert desk.open_sale().member is None
    desk.type_in("0987654111")
    assert desk.shown().after is None
    assert desk.open_sale().member is not None
    assert desk.sold_to().name == "Trần Văn Bình"
    assert desk.till.sales[-1].member is not None
    assert desk.till.sales[-1].member.name == ANH.name


def test_nothing_is_paid_while_a_member_is_being_attached() -> None:
    desk = Desk()
    desk.scan(NOODLES.sku)
    desk.runner.hold("store")
    desk.scan(ANH_CARD, RICE.sku)
    assert not desk.shown().can_pay
    assert len(desk.shown().rows) == 1
    desk.runner.let_go("store")
    assert len(desk.shown().rows) == 2
    assert desk.shown().can_pay


@pytest.fixture
def inviting() -> Desk:
    """A program that gives something for recommending it; the form is open."""
    desk = Desk(SampleTill(limits=REFERRAL))
    desk.it.enrol.open("0905111222")
    return desk


def test_what_a_friend_can_still_have_stands_beside_them(inviting: Desk) -> None:
    inviting.it.enrol.cancel()
    recommended = Account(recommendation=Recommendation(by="x", at=NOW))
    inviting.till.members[ANH.member] = replace(ANH, kept=recommended)
    inviting.scan(ANH_CARD)
    assert "Mua lần đầu từ 200.000 ₫ được thưởng 50 điểm" in [each.text for each in inviting.member().rewards]


def test_what_their_receipts_won_in_a_draw_is_said_beside_them(inviting: Desk) -> None:
    inviting.it.enrol.cancel()
    entry = Entry("tet", "Bốc thăm Tết", 0, "first", Points(10_000))
    lately = Won(sale="s1", at=NOW - timedelta(days=3), prize="Giải nhất", entry=entry)
    long_ago = replace(lately, sale="s0", at=NOW - timedelta(days=90), prize="Giải nhì")
    inviting.till.members[ANH.member] = replace(ANH, kept=Account(won=(long_ago, lately)))
    inviting.scan(ANH_CARD)
    rows = [each.text for each in inviting.member().rewards]
    assert rows[0] == "Bốc thăm Tết: đã trúng Giải nhất, được cộng 10.000 điểm"
    assert not [each for each in rows[1:] if "Bốc thăm" in each]


@pytest.mark.parametrize(("days", "is_urgent"), [(30, True), (31, False)])
def test_points_that_die_within_a_month_are_urgent_and_said_first(days: int, *, is_urgent: bool) -> None:
    till = SampleTill()
    (first, *others) = ANH.lots
    dying = replace(first, dies_at=NOW + timedelta(days=days))
    till.members[ANH.member] = replace(ANH, lots=(dying, *(replace(each, dies_at=None) for each in others)))
    member = with_member(till).member()
    assert member.is_urgent == is_urgent
    assert member.progress_text.split(" · ")[0 if is_urgent else 1].startswith(f"{first.points} điểm hết hạn")


def test_a_balance_of_another_day_says_of_which() -> None:
    till = SampleTill()
    till.members[ANH.member] = replace(ANH, as_of=NOW - timedelta(days=1))
    assert with_member(till).member().worth == "điểm = 625.000 ₫ · số dư lúc 10:42 20/11/2026"


def test_a_lease_that_ran_out_is_asked_for_again() -> None:
    desk = with_member()
    model = desk.it.counter.model
    assert model.burnable is not None
    desk.it.counter.change(burnable=replace(model.burnable, points=Points(0), why=Refused("lease-expired")))
    desk.it.members.burn_most()
    assert "renew_lease" in desk.till.calls


def test_everything_is_said_again_in_the_other_language() -> None:
    desk = with_member()
    desk.it.speak(words("en"))
    member = desk.shown().member
    assert member is not None
    assert member.worth == "points = ₫625,000 · balance of 10:41"
    assert desk.shown().totals.due.figure.startswith("₫")


def test_a_member_takes_a_card_and_their_vouchers_along_on_paper() -> None:
    desk = Desk()
    desk.it.members.print_card()
    desk.it.members.print_vouchers()
    assert not any(call.startswith("print_") for call in desk.till.calls), "without a member there is nothing"
    desk.scan(ANH_CARD)
    desk.it.members.print_card()
    assert ANH_CARD[-4:] in desk.notice().text
    desk.it.members.print_vouchers()
    assert "2" in desk.notice().text


def test_the_sheet_of_codes_for_the_scanner_is_printed_from_the_menu() -> None:
    desk = Desk()
    assert "commands" in {
        item.name for item in menu_state(words(), Preferences(), selling=True, shift_open=True).items
    }
    desk.it.after.print_commands()
    assert [call for call in desk.till.calls if call == "print_commands"] == ["print_commands"]
    assert "tờ lệnh" in desk.notice().text


def test_the_menu_offers_a_members_slips_while_there_is_one() -> None:
    desk, offered = Desk(), list[bool]()
    offered.append(desk.shell.has_member)
    desk.scan(ANH_CARD)
    offered.append(desk.shell.has_member)
    items = menu_state(words(), Preferences(), selling=True, shift_open=True, has_member=True).items
    assert {"member-card", "member-vouchers"} <= {item.name for item in items}
    desk.shell.sign_out()
    offered.append(desk.shell.has_member)
    assert offered == [False, True, False]


def test_what_the_cashier_before_wrote_is_seen_as_the_member_is_attached() -> None:
    written = tuple(
        PersonNote(note=f"n{day}", text=text, by="Minh", at=f"2026-11-0{day}T03:00:00.000Z", done_by=done)
        for day, text, done in ((1, "Cũ", ""), (2, "Xong rồi", "Lan"), (3, "Gọi lại", ""), (4, "Mới", ""))
    )
    till = SampleTill()
    till.members = {key: replace(each, notes=written) for key, each in till.members.items()}
    desk = with_member(till)
    note = desk.member().note
    assert note is not None
    left = ("Mới", "Gọi lại", "Cũ")
    assert note.whole == "\n".join(f"{text} · Ghi chú của Minh" for text in left)
    assert note.short == "3 ghi chú: Mới"
    desk.it.why_asked("offers")
    told = [(row.label, row.figure) for row in desk.why().rows[:3]]
    assert told == [(text, "Ghi chú của Minh") for text in left]


def test_of_many_notes_all_are_counted_and_the_sheet_says_how_many_it_leaves_out() -> None:
    till = SampleTill()
    many = tuple(
        PersonNote(note=f"n{day}", text=f"Việc {day}", by="Minh", at=f"2026-11-0{day}T03:00:00.000Z")
        for day in range(1, 8)
    )
    till.members = {key: replace(each, notes=many) for key, each in till.members.items()}
    desk = with_member(till)
    note = desk.member().note
    assert note is not None
    assert note.short == "7 ghi chú: Việc 7"
    assert [line.split(" · ")[0] for line in note.whole.split("\n")] == [
        f"Việc {day}" for day in range(7, 0, -1)
    ]
    desk.it.why_asked("offers")
    rows = desk.why().rows
    assert [row.label for row in rows[:5]] == [f"Việc {day}" for day in range(7, 2, -1)]
    assert rows[5].label == "… và 2 ghi chú khác, ở trang hội viên"
    desk.shell.speak(words("en"))
    assert desk.why().rows[5].label == "… and 2 more notes, on the member’s page"


def test_one_note_is_told_with_who_wrote_it_and_none_is_not_told() -> None:
    till = SampleTill()
    only = (PersonNote(note="n1", text="Gọi lại", by="Minh", at="2026-11-01T03:00:00.000Z"),)
    assert with_member(till).member().note is None
    till.members = {key: replace(each, notes=only) for key, each in till.members.items()}
    note = with_member(till).member().note
    assert note is not None
    assert note.short == note.whole == "Gọi lại · Ghi chú của Minh"


def test_without_a_network_points_wait_for_it_and_not_for_an_answer() -> None:
    desk = Desk()
    desk.till.lends = False
    desk.scan(NOODLES.sku, ANH_CARD)
    desk.shell.synced(online=False)
    assert desk.member().burn.note == "chờ có mạng lại"
    desk.shell.synced(online=True)
    assert desk.member().burn.note == "đang hỏi máy chủ…"


def test_a_sale_that_begins_without_a_network_knows_of_it() -> None:
    desk = Desk()
    desk.till.lends = False
    desk.shell = Shell(desk.till, desk.runner, words(), desk.stage)
    desk.shell.synced(online=False)
    desk.shell.signed_in(LAN)
    desk.scan(NOODLES.sku, ANH_CARD)
    assert desk.member().burn.note == "chờ có mạng lại"
