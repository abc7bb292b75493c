"""Points by hand as a deed of a till: once, for a reason, alone up to the program's limit, else by two."""

from dataclasses import replace
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone, MemberFileAsk
from loyalty.wire.messages import Person
from server.store.adjustments import list_adjustments
from server.store.catalogue import save_operators
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, set_blocked
from server.usecases.admin.publish import publish_program
from server.usecases.member_deeds import do_deed
from server.usecases.member_file import member_file
from tests.integration.server.conftest import PROGRAM, House, operator

AN, BINH = "member-an", "member-binh"
LIMIT = "\n[limits.manager_over]\npoints_adjusted = 50\n"


@pytest.fixture
def shop(house: House) -> House:
    """An with 100 points and Bình with none; up to 50 points one person gives or takes alone."""
    publish_program(house.server, tenant=house.code, text=PROGRAM + LIMIT, name="program.toml")
    house.q1.enrol(AN)
    house.q1.enrol(BINH)
    house.q1.sell("s1", AN, earned=100)
    an, binh = Person(AN, "Nguyễn Văn An", "+84912345678"), Person(BINH, "Trần Bình", "+84987654321")
    house.q1.sync(persons=[an, binh])
    second = operator("manager-2", "manager")
    house.server.database.write(
        lambda connection: save_operators(connection, house.tenant, [second], house.clock.now())
    )
    return house


def adjust(
    house: House, points: int, *, deed: str = "d1", by: str = "supervisor", **said: Any
) -> MemberDeedDone:
    asked = MemberDeed(
        version=1,
        deed=deed,
        kind="adjust",
        operator=by,
        member=said.pop("member", AN),
        points=Points(points),
        text=said.pop("text", "Bù điểm còn thiếu: mua ba gói"),
        **said,
    )
    return do_deed(house.server, house.q1.account, asked, nonce="n")


def points_of(house: House) -> int:
    return house.holdings().points.outstanding


def test_the_members_page_says_who_gave_how_many_and_why(shop: House) -> None:
    (an,) = adjust(shop, 40).members
    assert an.member.points == 140
    shop.clock.move(minutes=1)
    adjust(shop, -120, deed="d2", by="manager", approver="manager-2")
    ask = MemberFileAsk(version=1, member=AN, operator="lan")
    file = member_file(shop.server, shop.q1.account, ask, nonce="n")
    by_hand = [each for each in file.movements if each.kind == "adjust"]
    assert sum(each.points for each in by_hand) == -80
    assert {(each.by, each.reason) for each in by_hand} == {
        ("supervisor", "Bù điểm còn thiếu: mua ba gói"),
        ("manager", "Bù điểm còn thiếu: mua ba gói"),
    }
    assert [(each.kind, each.by, each.approved_by) for each in file.deeds] == [
        ("adjust", "manager", "manager-2"),
        ("adjust", "supervisor", ""),
    ]
    assert file.member.points == 20
    assert examine_server(shop.server, tenant=shop.code) == ()
    shop.check()


@pytest.mark.parametrize(
    ("points", "by", "approver", "code"),
    [
        (51, "supervisor", None, "second-person-needed"),
        (-51, "manager", None, "second-person-needed"),
        (51, "manager", "supervisor", "operator-may-not"),
        (51, "manager", "manager", "approver-same"),
        (51, "lan", "supervisor", "operator-may-not"),
        (50, "lan", None, "second-person-needed"),
        (50, "auditor", None, "operator-may-not"),
        (50, "supervisor", "lan", "operator-may-not"),
    ],
)
def test_above_the_programs_limit_it_takes_another_manager_whoever_does_it(
    shop: House, points: int, by: str, approver: str | None, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        adjust(shop, points, by=by, approver=approver)
    assert points_of(shop) == 100


def test_up_to_the_limit_a_supervisor_does_it_alone_and_a_cashier_with_a_word(shop: House) -> None:
    adjust(shop, 50)
    adjust(shop, -50, deed="d2", by="lan", approver="supervisor")
    assert points_of(shop) == 100
    adjust(shop, 51, deed="d3", by="supervisor", approver="manager")
    assert points_of(shop) == 151


def test_asked_again_after_a_lost_answer_it_is_done_once_and_told_who_did_it(shop: House) -> None:
    first = adjust(shop, 40)
    again = adjust(shop, 40, by="manager", approver="manager-2")
    assert (first.earlier, again) == (None, replace(first, earlier=again.earlier))
    assert again.earlier is not None
    told = (again.earlier.deed, again.earlier.by, again.earlier.operator, again.earlier.approver)
    assert told == ("d1", "supervisor", "supervisor", None)
    assert points_of(shop) == 140
    kept = shop.server.database.read(lambda connection: list_adjustments(connection, shop.tenant, AN))
    assert [(each.points, each.by, each.approved_by) for each in kept] == [(40, "supervisor", None)]


def test_asked_again_it_is_found_done_whatever_has_become_of_who_did_it(shop: House) -> None:
    adjust(shop, 120, by="manager", approver="manager-2")
    gone = [operator("manager", "cashier"), replace(operator("manager-2", "manager"), state="blocked")]
    shop.server.database.write(
        lambda connection: save_operators(connection, shop.tenant, gone, shop.clock.now())
    )
    assert adjust(shop, 120, by="manager", approver="manager-2").members[0].member.points == 220
    with pytest.raises(Refused, match="operator-may-not"):
        adjust(shop, 120, deed="d2", by="manager", approver="manager-2")
    assert points_of(shop) == 220


def test_a_document_is_read_again_only_for_who_may_have_it(shop: House) -> None:
    asked = MemberDeed(version=1, deed="x", kind="export", operator="manager", member=AN)
    assert do_deed(shop.server, shop.q1.account, asked, nonce="n").document is not None
    shop.server.database.write(
        lambda connection: save_operators(
            connection, shop.tenant, [operator("manager", "cashier")], shop.clock.now()
        )
    )
    with pytest.raises(Refused, match="second-person-needed"):
        do_deed(shop.server, shop.q1.account, asked, nonce="n")


@pytest.mark.parametrize(
    ("points", "said", "code"),
    [
        (0, {}, "nothing-adjusted"),
        (10, {"text": " "}, "adjustment-reason"),
        (-101, {"approver": "manager"}, "points-short"),
        (10**12, {"approver": "manager"}, "too-much-held"),
        (10, {"member": "member-nobody"}, "member-unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    shop: House, points: int, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        adjust(shop, points, **said)
    assert points_of(shop) == 100
    shop.check()


def test_who_was_merged_or_is_forgotten_is_given_nothing(shop: House) -> None:
    merge = MemberDeed(version=1, deed="m", kind="merge", operator="manager", member=AN, other=BINH)
    do_deed(shop.server, shop.q1.account, merge, nonce="n")
    with pytest.raises(Refused, match="member-alias"):
        adjust(shop, 10, member=BINH)
    erase = MemberDeed(version=1, deed="e", kind="erase", operator="manager", member=AN, approver="manager-2")
    do_deed(shop.server, shop.q1.account, erase, nonce="n")
    with pytest.raises(Refused, match="member-erased"):
        adjust(shop, 10)


def test_points_of_somebody_blocked_are_taken(shop: House) -> None:
    set_blocked(shop.server, tenant=shop.code, who=Who(member=AN), blocked=True)
    adjust(shop, -50)
    assert points_of(shop) == 50


def test_what_a_till_holds_is_not_taken(shop: House) -> None:
    shop.q1.lease("l1", AN, 95)
    with pytest.raises(Refused, match="points-short"):
        adjust(shop, -6)
    adjust(shop, -5)
    assert points_of(shop) == 95
