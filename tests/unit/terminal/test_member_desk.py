"""A member's page at the till: what is known here, what the server refuses in our words, what is written."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from loyalty.account import Account
from loyalty.account.kept_json import kept_to_json
from loyalty.account.recommended import Friend, Recommendation
from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.feed import PersonNote, PersonState
from loyalty.wire.member_desk import MemberDeed, MemberDeedDone
from terminal.audit import AuditQuery
from terminal.clock import timestamp
from terminal.session import Session
from terminal.store.member_intake import ABOUT
from terminal.usecases.asking import in_our_words
from terminal.usecases.audit import look_through
from terminal.usecases.basket import attach_member, new_sale
from terminal.usecases.drafts import save_draft
from terminal.usecases.member_desk import OURS, have_deed_done, open_page
from terminal.usecases.members import member_by_id
from tests.unit.terminal.apologies import APOLOGIES
from tests.unit.terminal.till_kit import (
    ANH,
    ANH_CARD,
    LAN,
    LOST_CARD,
    MORNING,
    PROGRAM,
    Counter,
    member_state,
    operator_row,
    program_row,
)

NOTE = PersonNote(note="n1", text="Gọi lại", by="Minh", at=timestamp(MORNING))
WITH_NOTE = replace(
    ANH,
    person=PersonState("Nguyễn Thị Ánh", "+84912345678", "", None, "anh@example.vn", (NOTE,)),
    revision=2,
)


def refuse(code: str) -> object:
    raise Refused("server-refused", problem=code, why="…")


PARTNER = """
[[partner]]
id = "cafe"
name = "Cà phê Góc Phố"
stores = ["q1"]
worth = 400
pays_per_point = 450
receives_per_point = 380
"""


def test_the_page_has_every_card_and_what_cashiers_wrote(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([WITH_NOTE])
    page = open_page(shop.till, ANH.member)
    assert {(each.number, each.active) for each in page.cards} == {(ANH_CARD, True), (LOST_CARD, False)}
    assert (page.e164, page.member.email, page.member.notes) == ("+84912345678", "anh@example.vn", (NOTE,))
    assert page.apologies == ()


def test_the_page_knows_what_the_program_calls_its_vouchers_and_what_points_are_worth(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, vouchers={"9300000000017": "fifty-off", "9": "gone"}, revision=2)])
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))
    page = open_page(shop.till, ANH.member)
    assert page.voucher_names == {"fifty-off": "Phiếu 50.000"}
    assert (page.point_worth, page.measure) == (500, "spend")


def test_at_a_partners_store_a_point_is_worth_what_it_pays_there(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + PARTNER, version=2, valid_from=MORNING))
    assert open_page(shop.till, ANH.member).point_worth == 400


def test_notes_are_forgotten_with_the_person(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([WITH_NOTE])
        unit.members.forget_person(ANH.member)
        held = unit.members.by_id(ANH.member)
    assert held is not None
    assert (held.state, ABOUT in held.standing) == ("erased", False)
    with pytest.raises(Refused, match="member-erased"):
        open_page(shop.till, ANH.member)


def test_the_program_says_which_vouchers_say_sorry_and_which_take_a_manager(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + APOLOGIES, version=2, valid_from=MORNING))
    found = {
        each.rule: (each.name, each.needs_manager) for each in open_page(shop.till, ANH.member).apologies
    }
    assert found == {
        "sorry": ("Phiếu 50.000", True),
        "little-sorry": ("Phiếu 10.000", False),
        "sorry-tenth": ("Phiếu 10 %", True),
    }


@pytest.mark.parametrize(("problem", "ours"), OURS.items())
def test_what_the_server_refuses_is_said_in_the_tills_own_words(problem: str, ours: str) -> None:
    with pytest.raises(Refused) as raised:
        in_our_words(lambda: refuse(problem), OURS)
    assert raised.value.code == ours


def test_a_refusal_without_words_of_ours_is_shown_with_the_servers() -> None:
    with pytest.raises(Refused, match="server-refused"):
        in_our_words(lambda: refuse("something-new"), OURS)
    assert in_our_words(lambda: 1, OURS) == 1


def test_a_member_of_an_older_server_has_no_notes(shop: Counter) -> None:
    assert member_by_id(shop.till, ANH.member).notes == ()


def test_who_recommended_the_member_and_whom_they_brought_are_named_where_they_are_known(
    shop: Counter,
) -> None:
    friend = member_state("member-ha", "Lê Thu Hà", "+84987000222")
    brought = tuple(
        Friend(id=name, sale=f"first-{name}", at=MORNING, points=Points(5)) for name in ("member-ha", "far")
    )
    kept = Account(recommendation=Recommendation(by="nobody-here", at=MORNING), friends=brought)
    with shop.store.write() as unit:
        unit.members.put([friend, replace(ANH, revision=4, keeping=kept_to_json(kept))])
    assert open_page(shop.till, ANH.member).acquainted == {"member-ha": "Lê Thu Hà"}
    with shop.store.write() as unit:
        unit.members.forget_person("member-ha")
    assert open_page(shop.till, ANH.member).acquainted == {}


MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
PARTING = MemberDeed(version=1, deed="d1", kind="unmerge", member="member-twice", operator="op-lan")


def refused_as(problem: str) -> Callable[[MemberDeed], MemberDeedDone]:
    def refuse(_: MemberDeed) -> MemberDeedDone:
        raise Refused("server-refused", problem=problem)

    return refuse


def test_the_open_sale_of_this_till_is_named_where_it_holds_what_would_be_parted(shop: Counter) -> None:
    with shop.store.write() as unit:
        alias = member_state("member-twice", "Trần Bình", "+84987654111", state="alias", alias_of=ANH.member)
        unit.members.put([replace(alias, revision=9)])
    with pytest.raises(Refused, match=r"members-lent$"):
        have_deed_done(shop.till, PARTING, refused_as("points-lent"))
    sale = attach_member(shop.till, LAN, new_sale(shop.till), member_by_id(shop.till, ANH.member))
    save_draft(shop.till, sale)
    with pytest.raises(Refused) as raised:
        have_deed_done(shop.till, PARTING, refused_as("points-lent"))
    assert (raised.value.code, raised.value.params) == ("members-lent-here", {"name": "Nguyễn Thị Ánh"})
    with pytest.raises(Refused, match="members-not-merged"):
        have_deed_done(shop.till, PARTING, refused_as("not-merged"))


def test_what_the_server_has_done_is_heard_of_at_once(shop: Counter) -> None:
    done = MemberDeedDone(version=1, members=(), nonce="n")
    assert have_deed_done(shop.till, PARTING, lambda _: done) == done
    assert shop.rung == ["sync"]


def test_what_the_server_has_done_stands_in_the_audit_once_with_who_allowed_it(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.operators.put([operator_row("op-thu", "Thu", role="manager")])
    erasing = MemberDeed(
        version=1, deed="d2", kind="erase", member=ANH.member, operator="op-minh", approver="op-thu"
    )
    done = MemberDeedDone(version=1, members=(), nonce="n")

    def unanswered(_: MemberDeed) -> MemberDeedDone:
        raise Unavailable("server-slow", retry=True, server="x", why="y")

    with pytest.raises(Unavailable):
        have_deed_done(shop.till, erasing, unanswered)
    have_deed_done(shop.till, erasing, lambda _: done)
    (found,) = (each for each in look_through(shop.till, MINH, AuditQuery()) if each.kind == "member_changed")
    assert (found.operator, found.approver, found.detail) == ("Minh", "Thu", "erase")
