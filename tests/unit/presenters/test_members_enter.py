"""A page of *Members* that just came up, or comes again after a deed, takes nothing from one Enter more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.wire.feed import PersonNote
from terminal.clock import timestamp
from tests.unit.presenters.members_desk import ANH, BINH, MANAGER, Desk
from tools.sample_shop import NOW
from ui.presenters.members.model import SECTIONS
from ui.presenters.stage import Screen
from ui.presenters.type_ahead import Front, TypeAhead


def note(number: str, request: str = "") -> PersonNote:
    """Something that is still to be done."""
    return PersonNote(number, "Gọi lại", "Minh", timestamp(NOW - timedelta(days=9)), request=request)


def busy_manager() -> Desk:
    """A manager at a till on which Bình asked for erasure, with one more note, and Ánh agreed to messages."""
    desk = Desk(session=MANAGER)
    notes = (note("n9", "data-erase"), note("n8"))
    desk.till.known[BINH] = replace(desk.till.known[BINH], notes=notes)
    desk.till.known[ANH] = replace(desk.till.known[ANH], notes=(note("n7"),))
    desk.till.consents = [{"purpose": "messages", "given": True}]
    return desk


@pytest.mark.parametrize("way", ["entered", "finish_pressed", "touched"])
def test_twice_on_the_list_of_requests_opens_and_settles_nothing(way: str) -> None:
    desk = busy_manager()
    desk.it.begin()
    for _ in range(3):
        if way == "touched":
            desk.it.row_pressed(0)
        elif way == "finish_pressed" and desk.it.model.step == "page":
            desk.it.entered()
        else:
            getattr(desk.it, way)()
    assert (desk.state.who, desk.till.deeds) == ("Trần Văn Bình", [])
    assert len(desk.till.requests()) == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_enter_that_waits_for_a_card_does_nothing_on_the_page_it_brings(section: str) -> None:
    desk = busy_manager()
    desk.it.begin(ANH)
    desk.part(section)
    behind = Front(Screen.CHECKOUT, "s1", passage=None, asks=False)
    ahead = TypeAhead(lambda: behind.behind(desk.it.beside))
    desk.runner.on_handled = ahead.look
    desk.runner.hold("look-up")
    desk.it.scanned("Ánh")
    assert ahead.key_waits(desk.it.entered, finishes=True, chooses=True)
    desk.runner.let_go("look-up")
    desk.it.entered()
    assert (desk.till.deeds, desk.it.model.step, desk.it.model.section) == ([], "page", "points")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_part_that_is_turned_to_does_nothing_until_a_row_is_marked(section: str) -> None:
    desk = busy_manager()
    desk.it.begin(ANH)
    desk.part(section)
    desk.it.entered()
    assert (desk.till.deeds, desk.it.model.step, desk.state.listing.marked) == ([], "page", None)
    desk.it.moved(-1)
    assert desk.state.listing.marked == (len(desk.rows) - 1 if desk.rows else None)


@pytest.mark.parametrize(("section", "kind"), [("notes", "note-done"), ("consents", "consent")])
def test_a_second_enter_does_not_undo_or_go_on_after_the_first(section: str, kind: str) -> None:
    desk = busy_manager()
    desk.it.begin(ANH)
    desk.part(section)
    desk.it.moved(1)
    desk.it.entered()
    desk.it.entered()
    assert [each.kind for each in desk.till.deeds] == [kind]
    assert desk.it.model.section == section


def test_one_enter_more_asks_for_nothing_in_the_members_name() -> None:
    desk = Desk()
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.moved(6)
    desk.it.entered()
    assert desk.it.model.step == "request"
    desk.it.entered()
    assert (desk.till.deeds, desk.state.listing.marked, desk.state.can_finish) == ([], None, False)
    desk.it.moved(1)
    desk.it.entered()
    assert [each.request for each in desk.till.deeds] == ["data-export"]
