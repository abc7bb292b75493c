"""The page of a member says who brought them, whom they brought, and what they collect."""

from dataclasses import replace

from loyalty.account import Account
from loyalty.account.recommended import Friend, Recommendation
from loyalty.units import Points
from terminal.member_page import MemberPage, PageStamps
from tests.unit.presenters.desk import words
from tools.sample_shop import ANH, NOW
from ui.presenters.members.model import MembersModel
from ui.presenters.members.rows import rows_of_section

PLAIN = Recommendation(by="x", at=NOW)


def told(account: Account | None) -> list[tuple[str, ...]]:
    page = MemberPage(member=replace(ANH, kept=account, vouchers={}, stamps={}), e164="")
    rows = rows_of_section(MembersModel(page=page, section="things"), words()).rows
    return [(*row.cells, row.detail) for row in rows]


def test_nothing_is_said_of_who_neither_was_brought_nor_brought_anybody() -> None:
    assert told(None) == told(Account())


def test_a_friend_is_told_whether_the_purchase_has_counted() -> None:
    assert ("Được người khác giới thiệu", "", "Chưa có lần mua đầu đủ điều kiện thưởng") in told(
        Account(recommendation=PLAIN)
    )
    assert ("Được người khác giới thiệu", "", "Đã được thưởng") in told(
        Account(recommendation=replace(PLAIN, sale="s"))
    )


def test_who_brought_friends_sees_how_many_and_what_for() -> None:
    friends = tuple(Friend(id=f"f{n}", sale=f"s{n}", at=NOW, points=Points(100)) for n in range(2))
    assert ("Đã giới thiệu 2 người mua hàng", "200", "") in told(Account(friends=friends))


def test_stamps_and_memberships_have_the_names_that_the_program_gives_them() -> None:
    stamps = (PageStamps(name="Thẻ gạo", have=7, goal=10),)
    page = MemberPage(
        member=replace(ANH, vouchers={}), e164="", stamp_cards=stamps, memberships=("Cà phê tháng",)
    )
    rows = rows_of_section(MembersModel(page=page, section="things"), words()).rows
    assert [row.cells for row in rows] == [("Thẻ gạo", "7/10 tem"), ("Gói Cà phê tháng", "")]
