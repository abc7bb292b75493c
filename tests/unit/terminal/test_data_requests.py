"""Requests about one's own data: noted here or heard of, open until done, with the day they are due."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from loyalty.wire.feed import MemberState, PersonNote
from loyalty.wire.member_desk import REQUESTS, MemberDeed
from terminal.clock import timestamp
from terminal.data_requests import due_on
from terminal.store.connection import connect
from terminal.store.tables.members import ASKING, members
from terminal.usecases.data_requests import open_requests
from terminal.usecases.member_deeds import do_here
from tests.unit.terminal.till_kit import ANH, BINH, KEY, MORNING, Counter


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday
    ],
)
def test_a_request_is_due_on_the_second_working_day_after(asked: date, due: date) -> None:
    assert due_on(asked) == due


def note(deed: str, request: str, *, member: str = ANH.member) -> MemberDeed:
    return MemberDeed(
        version=1,
        deed=deed,
        kind="note",
        member=member,
        operator="op-lan",
        text="Khách yêu cầu",
        request=request,
    )


def told(request: str, *, days: int, done_by: str = "", state: MemberState = BINH) -> MemberState:
    """How the server tells a member who asked so many days ago."""
    assert state.person is not None
    fresh = PersonNote("n1", "x", "Minh", timestamp(MORNING - timedelta(days=days)), done_by, request)
    return replace(state, person=replace(state.person, notes=(fresh,)), revision=state.revision + 1)


def listed(shop: Counter) -> list[tuple[str, str, str, bool]]:
    return [(each.name, each.request, f"{each.due:%d/%m}", each.is_late) for each in open_requests(shop.till)]


def test_what_was_noted_here_is_owed_at_once_and_gone_when_it_is_done(shop: Counter) -> None:
    assert listed(shop) == []
    do_here(shop.till, note("d1", "data-export"))
    do_here(shop.till, note("d2", ""))
    assert MORNING.date() == date(2026, 11, 21)
    shop.clock.move(days=3)
    assert listed(shop) == [("Nguyễn Thị Ánh", "data-export", "24/11", False)]
    shop.clock.move(days=1)
    assert listed(shop) == [("Nguyễn Thị Ánh", "data-export", "24/11", True)]
    do_here(shop.till, replace(note("d3", ""), kind="note-done", note="d1", text=""))
    assert listed(shop) == []


def test_what_other_tills_noted_is_listed_the_first_due_on_top(shop: Counter) -> None:
    do_here(shop.till, note("d1", "data-correct"))
    with shop.store.write() as unit:
        unit.members.put([told("data-erase", days=7)])
    assert listed(shop) == [
        ("Trần Văn Bình", "data-erase", "17/11", True),
        ("Nguyễn Thị Ánh", "data-correct", "24/11", False),
    ]
    with shop.store.write() as unit:
        unit.members.put([replace(told("data-erase", days=7, done_by="Minh"), revision=9)])
    assert [name for name, *_ in listed(shop)] == ["Nguyễn Thị Ánh"]


def test_who_is_erased_is_owed_nothing_and_who_is_blocked_still_is(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(told("data-export", days=1), state="blocked")])
    assert [name for name, *_ in listed(shop)] == ["Trần Văn Bình"]
    with shop.store.write() as unit:
        unit.members.forget_person(BINH.member)
    assert listed(shop) == []


def test_the_journal_says_what_was_asked_for_and_nothing_that_was_written(shop: Counter) -> None:
    do_here(shop.till, note("d1", "data-withdraw"))
    with shop.store.read() as reading:
        (event,) = (e for e in reading.journal.walk(till="till-2", incarnation=1) if e.kind == "note_written")
    assert event.body == {"v": 1, "member": ANH.member, "what": "data-withdraw"}


def test_which_detail_is_meant_is_listed_and_in_the_journal(shop: Counter) -> None:
    do_here(shop.till, replace(note("d1", "data-correct"), about=("phone",)))
    assert [each.about for each in open_requests(shop.till)] == [("phone",)]
    with shop.store.read() as reading:
        (event,) = (e for e in reading.journal.walk(till="till-2", incarnation=1) if e.kind == "note_written")
    assert event.body == {"v": 1, "member": ANH.member, "what": "data-correct", "about": ["phone"]}


def test_they_are_found_by_an_index_and_not_by_reading_every_member(shop: Counter) -> None:
    with closing(connect(shop.path, KEY, read_only=True)) as file:
        asking = str(select(members.c.name).where(ASKING))
        plan = file.execute(f"EXPLAIN QUERY PLAN {asking}").fetchall()
    assert "members_asking" in str([tuple(each) for each in plan])
    assert all(each.startswith("data-") for each in REQUESTS)
