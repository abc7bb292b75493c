"""Notes and consents that tills did by themselves: done once, by the event's word, told to every till."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from loyalty.wire.canonical import Json
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import JOURNALLED, DeedKind, DeedOutcome, MemberDeed
from loyalty.wire.messages import Person, SyncAnswer
from server.store.member_deeds import list_deeds
from server.store.persons import list_consents
from server.usecases import merging
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import House, postgres_only
from tests.integration.server.journalled_deeds import AN, BINH, deed, send
from tests.integration.server.member_desk import do, told
from tests.integration.server.tills import FakeTill

LATE = "Đã khiếu nại giao chậm – tặng phiếu xin lỗi"
KINDS = JOURNALLED


@pytest.fixture
def house(house: House) -> House:
    """An is a member with a name."""
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", "+84912345678")])
    house.clock.move(hours=3)
    return house


def record(till: FakeTill, one: MemberDeed) -> None:
    body: dict[str, Json] = {"v": 1, "member": one.member, **({"note": one.note} if one.note else {})}
    till.record(KINDS[one.kind], body, operation=one.deed)


def notes(house: House) -> list[tuple[str, str, str]]:
    about = told(house.q2).person
    assert about is not None
    return [(each.text, each.by, each.done_by) for each in about.notes]


def test_a_note_is_with_the_member_at_every_till_and_its_words_are_in_no_journal(house: House) -> None:
    wanted = deed("note", text=LATE)
    record(house.q1, wanted)
    assert send(house.q1, wanted).deeds == (DeedOutcome("d1"),)
    assert notes(house) == [(LATE, "lan", "")]
    assert all(LATE not in str(event.body) for event in house.q1.journal)
    rows = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert [(each.kind, each.by, each.till) for each in rows] == [("note", "lan", house.q1.paired.till)]
    assert examine_server(house.server, tenant=house.code) == ()


def test_sent_again_after_a_lost_answer_it_is_done_once(house: House) -> None:
    wanted = deed("note", text=LATE)
    record(house.q1, wanted)
    request = replace(house.q1.request(), deeds=(wanted.to_json(),))
    for _ in range(3):
        answer = house.q1.send(request)
        assert isinstance(answer, SyncAnswer)
        assert answer.deeds == (DeedOutcome("d1"),)
    house.q1.acked = len(house.q1.journal)
    assert len(notes(house)) == 1


def test_without_its_event_a_deed_waits_and_another_than_the_event_is_refused(house: House) -> None:
    wanted = deed("note", text=LATE)
    assert send(house.q1, wanted).deeds == ()
    record(house.q1, wanted)
    other = replace(wanted, member="somebody-else")
    assert send(house.q1, other).deeds == (DeedOutcome("d1", "deed-differs"),)
    assert send(house.q1, replace(wanted, kind="erase")).deeds == (DeedOutcome("d1", "deed-differs"),)
    assert notes(house) == []
    assert send(house.q1, wanted).deeds == (DeedOutcome("d1"),)


def test_one_that_nobody_can_read_is_over_and_holds_up_nothing(house: House) -> None:
    wanted = deed("note", text=LATE)
    record(house.q1, wanted)
    odd = {**wanted.to_json(), "deed": "d0", "text": "x" * 1_000}
    nameless = {"deed": 7}
    answer = house.q1.send(replace(house.q1.request(), deeds=(odd, nameless, wanted.to_json())))
    assert isinstance(answer, SyncAnswer)
    assert answer.deeds == (DeedOutcome("d0", "deed-unreadable"), DeedOutcome("d1"))


def test_what_was_put_aside_is_not_done_and_is_told_so_that_it_waits_no_more(house: House) -> None:
    wanted, next_one = deed("note", text=LATE), deed("note", "d2", text="Gọi lại")
    house.q1.record("note_written", {"v": 1, "member": AN}, operation="d1", operator="nobody-here")
    record(house.q1, next_one)
    told_aside = (DeedOutcome("d1", "event-put-aside"), DeedOutcome("d2"))
    assert send(house.q1, wanted, next_one).deeds == told_aside
    assert send(house.q1, wanted, next_one).deeds == told_aside, "and again, should the answer be lost"
    assert [text for text, _, _ in notes(house)] == ["Gọi lại"]


def test_a_note_is_ticked_and_consents_are_kept_as_they_were_said(house: House) -> None:
    written, done = deed("note", text=LATE), deed("note-done", "d2", note="d1")
    agreed = deed("consent", "d3", consent={"v": 1, "purpose": "sms", "given": True})
    for each in (written, done, agreed):
        record(house.q1, each)
    assert send(house.q1, written, done, agreed).deeds == tuple(
        DeedOutcome(name) for name in ("d1", "d2", "d3")
    )
    assert notes(house) == [(LATE, "lan", "lan")]
    kept = house.server.database.read(lambda connection: list_consents(connection, house.tenant, AN))
    assert [(each["purpose"], each["given"], each["at"]) for each in kept] == [
        ("sms", True, "2026-11-25T04:00:00.000Z")
    ]


def test_about_who_is_erased_nothing_is_kept(house: House) -> None:
    wanted = deed("note", text=LATE)
    record(house.q1, wanted)
    do(house, "erase", deed="e1", operator="supervisor", approver="manager")
    assert send(house.q1, wanted).deeds == (DeedOutcome("d1", "member-erased"),)
    rows = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert [each.kind for each in rows] == ["erase"]


@pytest.mark.parametrize("of_household", [False, True])
def test_a_note_about_somebody_who_was_merged_meanwhile_is_about_who_they_are_now(
    house: House, *, of_household: bool
) -> None:
    house.q1.enrol(BINH)
    house.q1.sync(persons=[Person(BINH, "An (hai)", "+84987654321")])
    written, done = deed("note", member=BINH, text=LATE), deed("note-done", "d2", member=BINH, note="d1")
    agreed = deed("consent", "d3", member=BINH, consent={"v": 1, "purpose": "sms", "given": False})
    for each in (written, done, agreed):
        record(house.q1, each)
    merging.merge(house.server, house.tenant, alias=BINH, survivor=AN, by="manager")
    if of_household:
        house.q1.enrol("member-chi")
        house.q1.sync(persons=[Person("member-chi", "Chi", "+84911111111")])
        do(house, "household-join", deed="h1", operator="manager", other="member-chi")
    answer = send(house.q1, written, done, agreed)
    assert answer.deeds == tuple(DeedOutcome(name) for name in ("d1", "d2", "d3"))
    assert send(house.q1, written).deeds == (DeedOutcome("d1"),), "and it is done once"
    said = [each for each in persons_at(house, AN) if each.text == LATE]
    assert [(each.by, each.done_by) for each in said] == [("lan", "lan")]
    assert examine_server(house.server, tenant=house.code) == ()


def test_a_consent_that_comes_before_its_person_holds_up_nothing_and_both_are_kept(house: House) -> None:
    withdrawn = deed("consent", member=BINH, consent={"v": 1, "purpose": "sms", "given": False})
    house.q1.enrol(BINH)
    record(house.q1, withdrawn)
    assert send(house.q1, withdrawn).deeds == (DeedOutcome("d1"),)
    house.q1.sync(persons=[Person(BINH, "Bình", "+84987654321", consents=({"purpose": "zalo"},))])
    kept = house.server.database.read(lambda connection: list_consents(connection, house.tenant, BINH))
    assert [each["purpose"] for each in kept] == ["sms", "zalo"]


@postgres_only
@pytest.mark.parametrize("kind", ["note", "consent"])
def test_one_batch_twice_at_one_instant_does_each_deed_once(house: House, kind: DeedKind) -> None:
    """On a real PostgreSQL: a till that gave up waiting sends again while the first is being worked in."""
    said = {"purpose": "sms"} if kind == "consent" else None
    wanted = [deed(kind, f"d{number}", text=LATE, consent=said) for number in range(4)]
    for each in wanted:
        record(house.q1, each)
    request = replace(house.q1.request(), deeds=tuple(each.to_json() for each in wanted))
    start = Barrier(3)

    def sent(_: int) -> tuple[DeedOutcome, ...]:
        start.wait()
        answer = house.q1.send(request)
        assert isinstance(answer, SyncAnswer)
        return answer.deeds

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(sent, range(3))) == {tuple(DeedOutcome(each.deed) for each in wanted)}
    rows = house.server.database.read(lambda connection: list_deeds(connection, house.tenant, AN))
    assert sorted(each.deed for each in rows) == [each.deed for each in wanted]
    kept = house.server.database.read(lambda connection: list_consents(connection, house.tenant, AN))
    assert len(kept) == (len(wanted) if kind == "consent" else 0)


def persons_at(house: House, member: str) -> tuple[PersonNote, ...]:
    person = told(house.q2, member).person
    assert person is not None
    return person.notes
