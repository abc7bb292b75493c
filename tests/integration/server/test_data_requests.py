"""Requests about one's own data at the server: with the person at every till, as the event has them."""

from dataclasses import replace

import pytest

from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import DeedOutcome
from loyalty.wire.messages import Person
from tests.integration.server.conftest import House
from tests.integration.server.journalled_deeds import AN, deed, send
from tests.integration.server.member_desk import do, told

ASKS = "Khách yêu cầu bản dữ liệu của mình"


@pytest.fixture
def house(house: House) -> House:
    """An is a member with a name, who asked for a copy of their data at the first till."""
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", "+84912345678")])
    house.clock.move(hours=3)
    house.q1.record("note_written", {"v": 1, "member": AN, "what": "data-export"}, operation="d1")
    asked = replace(deed("note", text=ASKS), request="data-export")
    assert send(house.q1, asked).deeds == (DeedOutcome("d1"),)
    return house


def notes(house: House) -> tuple[PersonNote, ...]:
    person = told(house.q2).person
    return () if person is None else person.notes


def test_it_is_with_the_person_at_every_till_until_somebody_ticks_it_off(house: House) -> None:
    (asked,) = notes(house)
    assert (asked.request, asked.text, asked.by, asked.done_by) == ("data-export", ASKS, "lan", "")
    house.q2.record("note_done", {"v": 1, "member": AN, "note": "d1"}, operation="d2")
    assert send(house.q2, deed("note-done", "d2", note="d1")).deeds == (DeedOutcome("d2"),)
    (asked,) = notes(house)
    assert (asked.request, asked.done_by) == ("data-export", "lan")


def test_what_the_event_says_counts_and_not_what_travels_beside_it(house: House) -> None:
    house.q1.record("note_written", {"v": 1, "member": AN, "what": "data-erase"}, operation="d3")
    other = replace(deed("note", "d3", text=ASKS), request="data-correct")
    assert send(house.q1, other).deeds == (DeedOutcome("d3"),)
    house.q1.record("note_written", {"v": 1, "member": AN}, operation="d4")
    assert send(house.q1, replace(other, deed="d4")).deeds == (DeedOutcome("d4"),)
    assert [each.request for each in notes(house)] == ["data-export", "data-erase", ""]


def test_which_detail_is_meant_goes_to_every_till_as_the_event_has_it(house: House) -> None:
    body: JsonObject = {"v": 1, "member": AN, "what": "data-correct", "about": ["phone", "shoe-size", 7]}
    house.q1.record("note_written", body, operation="d3")
    other = replace(deed("note", "d3", text=ASKS), request="data-correct", about=("email",))
    assert send(house.q1, other).deeds == (DeedOutcome("d3"),)
    assert [each.about for each in notes(house)] == [(), ("phone",)]


def test_who_is_erased_takes_it_along(house: House) -> None:
    do(house, "erase", deed="d5", operator="supervisor", approver="manager")
    assert notes(house) == ()
