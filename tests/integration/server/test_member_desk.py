"""A member's file at a till, and what is done with it: once, by whom, with whose word, told to every till."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.member_desk import DeedKind, MemberDeed
from loyalty.wire.messages import Person
from server.context import Server
from server.store.member_deeds import list_deeds
from server.store.tables.members import deeds, handles, persons
from server.usecases.look_up import look_up
from server.usecases.member_file import PAGE
from server.usecases.person_deeds import MOST_NOTES
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.http import Http
from tests.integration.server.member_desk import AN, BINH, CARD, OTHER, PHONE, ask, do, house, told
from tests.integration.server.synced import sound

__all__ = ["house"]


def test_the_file_has_every_movement_the_newest_first_with_till_and_cashier(house: House) -> None:
    file = ask(house)
    assert [(each.kind, each.points, each.till, each.by) for each in file.movements] == [
        ("earn", 20, "Q1", "lan"),
        ("earn", 100, "Q1", "lan"),
    ]
    assert sum(each.points for each in file.movements) == file.member.points == 120
    assert (file.more, [each.number for each in file.cards]) == (False, [CARD])
    assert file.consents == ({"what": "sms"},)


def test_a_long_history_comes_by_page_without_a_gap_or_a_double(house: House) -> None:
    for number in range(PAGE + 3):
        house.q1.sell(f"more-{number}", AN, earned=1)
    house.q1.sync()
    first = ask(house)
    second = ask(house, skip=PAGE)
    assert (len(first.movements), first.more, len(second.movements), second.more) == (PAGE, True, 5, False)
    assert sum(each.points for each in (*first.movements, *second.movements)) == second.member.points


@pytest.mark.parametrize("operator", ["nobody", ""])
def test_who_is_no_operator_sees_nothing(house: House, operator: str) -> None:
    with pytest.raises(Refused, match="operator-may-not"):
        ask(house, operator=operator)


def test_a_member_that_nobody_knows_has_no_file(house: House) -> None:
    with pytest.raises(Refused, match="member-unknown"):
        ask(house, member="member-nobody")


def test_a_note_reaches_every_till_and_is_sealed_at_rest(house: House) -> None:
    do(house, "note", text="đã khiếu nại giao chậm")
    person = told(house.q2).person
    assert person is not None
    assert [(each.text, each.by, each.done_by) for each in person.notes] == [
        ("đã khiếu nại giao chậm", "lan", "")
    ]
    assert all("khiếu nại".encode() not in row["sealed"] for row in house.rows(persons))
    do(house, "note-done", deed="d2", note="d1", operator="manager")
    person = told(house.q2).person
    assert person is not None
    assert person.notes[0].done_by == "manager"


def test_the_same_deed_again_changes_nothing(house: House) -> None:
    first = do(house, "note", text="Gọi lại")
    assert replace(do(house, "note", text="Gọi lại"), earlier=None) == first
    assert len(house.rows(deeds)) == 1


def test_the_oldest_note_that_is_done_makes_way_and_an_open_one_never_does(house: House) -> None:
    for number in range(MOST_NOTES):
        do(house, "note", deed=f"n{number}", text=f"Ghi chú {number}")
    with pytest.raises(Refused, match="notes-full"):
        do(house, "note", deed="one-more", text="Thêm")
    do(house, "note-done", deed="done", note="n3")
    (an,) = do(house, "note", deed="one-more", text="Thêm").members
    assert an.member.person is not None
    assert {each.note for each in an.member.person.notes} == {
        *(f"n{number}" for number in range(MOST_NOTES) if number != 3),
        "one-more",
    }


def test_a_number_typed_wrong_is_put_right_and_the_old_one_finds_nobody(house: House) -> None:
    do(house, "edit", phone="0122 345 6789", name="Nguyễn Thị An", birthday="11-21", email="an@example.vn")
    person = told(house.q2).person
    assert person is not None
    assert (person.name, person.phone, person.birthday) == ("Nguyễn Thị An", "+84773456789", "11-21")
    assert person.email == "an@example.vn"
    with pytest.raises(Refused, match="member-not-found"):
        look_up(house.server, house.q2.account, card=None, phone=PHONE)
    found = look_up(house.server, house.q2.account, card=None, phone="0773456789")
    assert found.member.member == AN
    assert len(house.rows(handles)) == 2


def test_what_is_not_said_stays_and_a_birthday_is_taken_away_by_saying_none(house: House) -> None:
    do(house, "edit", birthday="1990-02-28")
    do(house, "edit", deed="d2", name="An")
    do(house, "edit", deed="d3", birthday="")
    person = told(house.q2).person
    assert person is not None
    assert (person.name, person.phone, person.birthday) == ("An", PHONE, None)


@pytest.mark.parametrize(
    ("kind", "said", "code"),
    [
        ("note", {"text": "  "}, "note-empty"),
        ("note-done", {"note": "none"}, "note-unknown"),
        ("edit", {"phone": "0987654321"}, "phone-taken"),
        ("edit", {"phone": "12"}, "phone-too-short"),
        ("edit", {"name": " "}, "name-missing"),
        ("edit", {"birthday": "30-02"}, "birthday-unreadable"),
        ("edit", {"birthday": "1990-02-30"}, "birthday-unreadable"),
        ("edit", {"member": "member-nobody", "name": "X"}, "member-unknown"),
        ("consent", {}, "consent-missing"),
        ("consent", {"member": "member-nobody", "consent": {}}, "member-unknown"),
        ("merge", {"other": "member-nobody", "operator": "manager"}, "member-unknown"),
        ("merge", {"other": AN, "operator": "manager"}, "same-member"),
        ("unmerge", {"operator": "manager"}, "not-merged"),
        ("merge", {"other": BINH}, "second-person-needed"),
        ("merge", {"other": BINH, "approver": "lan"}, "approver-same"),
        ("merge", {"other": BINH, "approver": "auditor"}, "operator-may-not"),
        ("erase", {"operator": "manager"}, "second-person-needed"),
        ("erase", {"operator": "manager", "approver": "supervisor"}, "operator-may-not"),
        ("export", {}, "second-person-needed"),
        ("note", {"text": "Gọi lại", "operator": "auditor"}, "operator-may-not"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    house: House, kind: DeedKind, said: Mapping[str, Any], code: str
) -> None:
    before = told(house.q2)
    with pytest.raises(Refused, match=code):
        do(house, kind, **said)
    assert (told(house.q2).person, house.rows(deeds)) == (before.person, [])
    house.check()


def test_consent_is_said_and_withdrawn_and_both_are_kept(house: House) -> None:
    do(house, "consent", consent={"purpose": "messages", "given": True, "text": "2026-01"})
    do(house, "consent", deed="d2", consent={"purpose": "messages", "given": False, "text": "2026-01"})
    kept = [each for each in ask(house).consents if "purpose" in each]
    assert [(each["given"], each["by"], each["till"]) for each in kept] == [
        (True, "lan", "Q1"),
        (False, "lan", "Q1"),
    ]


def test_a_merge_loses_no_point_and_no_note_and_is_undone(house: House) -> None:
    do(house, "note", deed="n", member=BINH, text="Chờ hàng")
    done = do(house, "merge", deed="m", other=BINH, approver="supervisor")
    assert [each.member.member for each in done.members] == [AN, BINH]
    file = ask(house, member=BINH)
    assert (file.member.member, file.member.points) == (AN, 127)
    assert [each.member for each in file.aliases] == [BINH]
    assert file.member.person is not None
    assert [each.text for each in file.member.person.notes] == ["Chờ hàng"]
    assert "s3" in {str(each["sale"]) for each in export(house)["purchases"]}
    do(house, "unmerge", deed="u", member=BINH, operator="manager")
    assert (ask(house).member.points, ask(house, member=BINH).member.points) == (120, 7)
    house.check()


def deeds_of(house: House, member: str) -> list[tuple[str, str]]:
    return [(each.kind, each.other) for each in ask(house, member=member).deeds]


def test_both_files_say_with_whom_they_were_merged_and_from_whom_parted(house: House) -> None:
    do(house, "merge", deed="m", other=BINH, operator="supervisor")
    assert deeds_of(house, BINH) == deeds_of(house, AN) == [("merge", "Trần Bình")]
    house.clock.move(minutes=1)
    do(house, "unmerge", deed="u", member=BINH, operator="manager")
    do(house, "unmerge", deed="u", member=BINH, operator="manager")
    assert deeds_of(house, AN) == [("unmerge", "Trần Bình"), ("merge", "Trần Bình")]
    assert deeds_of(house, BINH) == [("unmerge", "Nguyễn Văn An"), ("merge", "Nguyễn Văn An")]
    house.clock.move(minutes=1)
    assert "Bình" not in canonical_bytes(cast("Any", export(house))).decode()
    do(house, "erase", deed="x", member=BINH, operator="supervisor", approver="manager")
    assert deeds_of(house, AN)[-2:] == [("unmerge", ""), ("merge", "")]


def test_a_merge_under_the_name_of_what_was_done_with_the_other_is_done_all_the_same(house: House) -> None:
    do(house, "note", deed="d1", member=BINH, text="Gọi lại")
    do(house, "merge", deed="d1", other=BINH, operator="supervisor")
    assert ask(house, member=BINH).member.member == AN


def test_the_file_says_what_was_agreed_to_and_what_withdrawn(house: House) -> None:
    for deed, given in (("c1", True), ("c2", False)):
        do(house, "consent", deed=deed, consent={"v": 1, "purpose": "messages", "given": given})
        house.clock.move(minutes=1)
    told_of = [(each.kind, each.purpose, each.given) for each in ask(house).deeds]
    assert told_of == [("consent", "messages", False), ("consent", "messages", True)]


def export(house: House) -> Mapping[str, Any]:
    document = do(house, "export", deed="e", operator="supervisor").document
    assert document is not None
    return cast("Mapping[str, Any]", document)


def test_an_export_has_all_of_the_one_and_nothing_of_the_other(house: House) -> None:
    document = export(house)
    assert document["member"]["person"]["phone"] == PHONE
    assert (len(document["movements"]), len(document["receipts"]), len(document["cards"])) == (2, 2, 1)
    text = canonical_bytes(cast("Any", document)).decode()
    assert OTHER not in text
    assert "Bình" not in text


def test_erasing_takes_a_second_manager_and_leaves_only_that_it_was_done(house: House) -> None:
    do(house, "note", deed="n", text="Gọi lại")
    do(house, "erase", operator="supervisor", approver="manager")
    assert do(house, "erase", operator="supervisor", approver="manager").members[0].member.person is None
    assert told(house.q2).state == "erased"
    with pytest.raises(Refused, match="member-erased"):
        ask(house)
    kept = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert {(each.kind, each.by, each.approved_by) for each in kept} == {
        ("note", "lan", None),
        ("erase", "supervisor", "manager"),
    }
    house.check()


def test_over_the_wire_a_refusal_has_its_code(house: House) -> None:
    http = Http(house.server)
    asked = MemberDeed(version=1, deed="d", kind="erase", member=AN, operator="lan")
    reply = http.signed(house.q1, "POST", "/v1/members/deeds", data=canonical_bytes(asked.to_json()))
    assert (reply.status, reply.body["code"]) == (403, "second-person-needed")


SORRY = """
[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"
days = 90
limit = { times = 1, per = "year" }

[limits.manager_over]
apology_voucher = 20000
"""


@pytest.fixture
def sorry(server: Server, clock: FakeClock) -> House:
    """A house whose program has a voucher to apologise with, above what a supervisor may give alone."""
    house = make_house(server, clock, PROGRAM + KEEPING + SORRY)
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "An", PHONE)])
    return house


def test_an_apology_is_one_voucher_by_the_programs_rule_with_the_word_it_takes(sorry: House) -> None:
    for operator, approver, code in (
        ("lan", None, "second-person-needed"),
        ("lan", "supervisor", "operator-may-not"),
        ("supervisor", None, "second-person-needed"),
    ):
        with pytest.raises(Refused, match=code):
            do(sorry, "apology", operator=operator, approver=approver, voucher="sorry")
    with pytest.raises(Refused, match="no-such-voucher-rule"):
        do(sorry, "apology", operator="manager", voucher="birthday-fifty")
    had = set(told(sorry.q2).vouchers)
    first = do(sorry, "apology", operator="lan", approver="manager", voucher="sorry")
    again = do(sorry, "apology", operator="lan", approver="manager", voucher="sorry")
    assert replace(again, earlier=None) == first
    assert [name for code, name in told(sorry.q2).vouchers.items() if code not in had] == ["fifty-off"]
    with pytest.raises(Refused, match="voucher-limit"):
        do(sorry, "apology", deed="again", operator="manager", voucher="sorry")
    sound(sorry)
