"""The one box, members: by card, by phone number and its end, by name, by a number that was theirs."""

from dataclasses import replace
from typing import Literal

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from terminal.usecases.enrol import enrol_member
from terminal.usecases.find import find, find_members
from terminal.usecases.found import MemberFound, MembersFound, NothingFound
from tests.guards.logs import ExpectLog
from tests.unit.terminal.finding import FLYER, nothing
from tests.unit.terminal.till_kit import (
    ANH,
    ANH_CARD,
    LAN,
    LOST_CARD,
    MORNING,
    PROGRAM,
    Counter,
    member_state,
    program_row,
    store_settings,
)


def test_a_card_gives_its_member_with_the_end_of_its_number(shop: Counter) -> None:
    found = find(shop.till, ANH_CARD)
    assert isinstance(found, MemberFound)
    assert (found.member.member, found.member.card_tail) == ("member-anh", ANH_CARD[-3:])


@pytest.mark.parametrize(
    ("card", "code", "suggestion"),
    [
        (LOST_CARD, "card-blocked", "none"),
        (card_number(99), "card-unknown", "ask-server"),
        ("9800000000000012", "check-digit-wrong", "scan-again"),
    ],
)
def test_a_card_that_gives_nobody_says_why(shop: Counter, card: str, code: str, suggestion: str) -> None:
    found = nothing(find(shop.till, card))
    assert (found.kind, found.code, found.suggestion) == ("card", code, suggestion)


@pytest.mark.parametrize("state", ["blocked", "erased"])
def test_a_card_of_someone_who_is_no_member_any_more_says_so(
    shop: Counter, state: Literal["blocked", "erased"]
) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state=state, revision=2)])
    assert nothing(find(shop.till, ANH_CARD)).code == f"member-{state}"


@pytest.mark.parametrize("text", ["0912345678", "091 234 5678", "+84912345678", "84912345678", "912345678"])
def test_a_whole_phone_number_gives_its_member(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    if isinstance(found, MembersFound):  # nine digits may also be the end of a longer number
        assert [row.member for row in found.rows] == ["member-anh"]
    else:
        assert isinstance(found, MemberFound)
        assert found.member.member == "member-anh"


def test_an_old_number_of_eleven_digits_finds_who_has_it_today(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-old", "Lê Tám", "+84701234567")])
    found = find(shop.till, "01201234567")
    assert isinstance(found, MemberFound)
    assert found.member.member == "member-old"


def test_two_members_with_one_number_are_both_shown_until_the_server_has_merged_them(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-twin", "Nguyễn Thị Ánh", "+84912345678")])
    found = find(shop.till, "0912345678")
    assert isinstance(found, MembersFound)
    assert sorted(row.member for row in found.rows) == ["member-anh", "member-twin"]


def test_an_unknown_phone_leads_to_enrolling(shop: Counter) -> None:
    found = nothing(find(shop.till, "0909000111"))
    assert (found.code, found.suggestion, found.value) == ("phone-unknown", "enrol", "0909000111")


def test_a_phone_that_cannot_be_one_says_why(shop: Counter) -> None:
    assert nothing(find(shop.till, "0000000000")).code.startswith("phone-")


@pytest.mark.parametrize("text", ["5678", "345678", "12345678"])
def test_the_last_four_digits_and_more_find_who_has_them(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, MembersFound)
    assert [(row.member, row.phone_masked) for row in found.rows] == [("member-anh", "09•• ••• 678")]


def test_a_members_whole_number_is_theirs_though_a_program_has_it_as_a_code(shop: Counter) -> None:
    with shop.store.write() as unit:
        flyer = FLYER.replace("9300000020260", "0912345678")
        unit.config.put_program(program_row(PROGRAM + flyer, version=2, valid_from=MORNING))
    shop.clock.move(minutes=1)
    assert isinstance(find(shop.till, "0912345678"), MemberFound)


@pytest.mark.parametrize("text", ["nguyễn thị ánh", "nguyen thi anh", "ÁNH", "thi anh", "ánh nguyễn"])
def test_a_name_is_found_with_and_without_accents(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, MembersFound)
    assert [row.member for row in found.rows] == ["member-anh"]


def test_words_nobody_has_say_so(shop: Counter) -> None:
    assert nothing(find(shop.till, "xyzzy")).code == "name-not-found"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ANH_CARD, MemberFound),
        ("0912345678", MemberFound),
        ("5678", MembersFound),
        ("12345678", MembersFound),
        ("anh", MembersFound),
        ("9300000000017", NothingFound),
        ("00020101", NothingFound),
        ("nobody here", NothingFound),
    ],
)
def test_among_members_only_members_are_found(shop: Counter, text: str, kind: type) -> None:
    assert isinstance(find_members(shop.till, text), kind)


def test_a_name_with_a_hyphen_is_found_by_its_parts(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-jean", "Lê Jean-Pierre", "+84911111111")])
    for typed in ("jean-pierre", "pierre", "jean", "Jean Pierre", "lê jean-pi"):
        found = find_members(shop.till, typed)
        assert isinstance(found, MembersFound), typed
        assert [row.member for row in found.rows] == ["member-jean"], typed


OLD_CARD = "2912345678906"


def test_an_old_card_is_looked_up_as_a_card_by_the_stores_rules(shop: Counter) -> None:
    assert nothing(find(shop.till, OLD_CARD)).kind == "product"
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["29:13"]))
    for found in (find(shop.till, OLD_CARD, symbology="ean-13"), find_members(shop.till, OLD_CARD)):
        unknown = nothing(found)
        assert (unknown.kind, unknown.code, unknown.suggestion) == ("card", "card-unknown", "ask-server")
    assert nothing(find(shop.till, "2912345678901")).code == "check-digit-wrong"


def test_rules_that_this_till_cannot_read_are_as_good_as_none(shop: Counter, expect_log: ExpectLog) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["4:16"]))
    with expect_log("terminal.store.config", "old cards"):
        assert nothing(find(shop.till, OLD_CARD)).kind == "product"


def test_the_other_number_of_who_was_enrolled_twice_finds_them_too(shop: Counter) -> None:
    twice = member_state("member-anh-2", "Nguyễn Ánh", "+84938111222", state="alias", alias_of=ANH.member)
    with shop.store.write() as unit:
        unit.members.put([twice])
    found = find(shop.till, "0938111222")
    assert isinstance(found, MemberFound)
    assert found.member.member == ANH.member
    with pytest.raises(Refused, match="phone-taken"):
        enrol_member(shop.till, LAN, name="Phạm Thị Cúc", phone_text="0938111222")


def test_who_has_a_number_now_goes_before_an_alias_that_had_it(shop: Counter) -> None:
    was = member_state("member-old", "Nguyễn Ánh", "+84938111222", state="alias", alias_of=ANH.member)
    has = member_state("member-cuc", "Phạm Thị Cúc", "+84938111222")
    with shop.store.write() as unit:
        unit.members.put([was, has])
    found = find(shop.till, "0938111222")
    assert isinstance(found, MemberFound)
    assert found.member.member == "member-cuc"
