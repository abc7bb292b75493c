"""Notes and consents without a network: here at once, sent beside the journal, gone with who is erased."""

import json
from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.member_desk import DeedOutcome
from loyalty.wire.messages import MAX_DEEDS
from terminal.store.outbox import SqlOutbox
from terminal.usecases.member_deeds import MOST_NOTES, do_here, is_done_here
from terminal.usecases.member_desk import names_kept_for, open_page
from terminal.usecases.members import member_by_id
from tests.unit.terminal.member_deeds import ANH, deed, told
from tests.unit.terminal.settled_sales import rows
from tests.unit.terminal.till_kit import Counter

LATE = "Đã khiếu nại giao chậm – tặng phiếu xin lỗi"


def notes(shop: Counter) -> list[tuple[str, str, str]]:
    return [(each.text, each.by, each.done_by) for each in member_by_id(shop.till, ANH).notes]


def test_a_note_is_there_at_once_and_its_words_are_not_in_the_journal(shop: Counter) -> None:
    do_here(shop.till, deed(text=f" {LATE} "))
    do_here(shop.till, deed(text=LATE))
    assert notes(shop) == [(LATE, "Lan", "")]
    ((operator, body),) = rows(shop, "SELECT operator, body FROM journal WHERE kind = 'note_written'")
    assert (operator, json.loads(body)) == ("op-lan", {"v": 1, "member": ANH})
    assert shop.rung == ["sync", "sync"]


def test_whoever_deals_with_it_is_named(shop: Counter) -> None:
    do_here(shop.till, deed(text=LATE))
    do_here(shop.till, deed("note-done", "deed-2", note="deed-1"))
    assert notes(shop) == [(LATE, "Lan", "Lan")]
    assert [each.deed for each in SqlOutbox(shop.store).read_outgoing().deeds] == ["deed-1", "deed-2"]


def test_they_wait_until_the_server_has_them_however_often_it_is_asked(shop: Counter) -> None:
    do_here(shop.till, deed(text=LATE))
    do_here(shop.till, deed("consent", "deed-2", consent={"v": 1, "purpose": "sms", "given": True}))
    told(shop)
    assert len(SqlOutbox(shop.store).read_outgoing().deeds) == 2
    told(shop, DeedOutcome("deed-1"), DeedOutcome("deed-2", "member-erased"))
    assert SqlOutbox(shop.store).read_outgoing().deeds == ()
    assert notes(shop) == []


def test_what_the_server_will_not_take_blocks_nothing_is_kept_and_is_told(shop: Counter) -> None:
    said = {"v": 1, "purpose": "sms", "given": True}
    for number in range(MAX_DEEDS):
        do_here(shop.till, deed("consent", f"deed-{number:03}", consent=said))
    do_here(shop.till, deed(name="deed-900", text=LATE))
    told(shop, *(DeedOutcome(f"deed-{number:03}", "event-put-aside") for number in range(MAX_DEEDS)))
    assert [each.deed for each in SqlOutbox(shop.store).read_outgoing().deeds] == ["deed-900"]
    told(shop, DeedOutcome("deed-900", "event-put-aside"))
    assert SqlOutbox(shop.store).read_outgoing().deeds == ()
    assert SqlOutbox(shop.store).waiting().deeds_aside == MAX_DEEDS + 1
    assert notes(shop) == [(LATE, "Lan", "")], "its words are still there to be read"
    assert len(open_page(shop.till, ANH).kept) == MAX_DEEDS + 1
    assert names_kept_for(shop.till) == ("Nguyễn Thị Ánh",)


def test_what_was_kept_is_over_once_somebody_has_dealt_with_it(shop: Counter) -> None:
    do_here(shop.till, deed(text=LATE))
    for number, purpose in enumerate(("sms", "zalo"), 2):
        do_here(shop.till, deed("consent", f"deed-{number}", consent={"v": 1, "purpose": purpose}))
    told(shop, *(DeedOutcome(f"deed-{number}", "event-put-aside") for number in (1, 2, 3)))
    do_here(shop.till, deed("note-done", "deed-4", note="deed-1"))
    do_here(shop.till, deed("consent", "deed-5", consent={"v": 1, "purpose": "sms"}))
    assert [each.deed for each in open_page(shop.till, ANH).kept] == ["deed-3"]
    assert [each.deed for each in SqlOutbox(shop.store).read_outgoing().deeds] == ["deed-5"]
    kinds = rows(shop, "SELECT kind FROM journal WHERE kind = 'note_done'")
    assert kinds == [("note_done",)], "and the journal says who did"


def test_a_tick_that_the_server_does_not_take_leaves_the_note_to_be_done(shop: Counter) -> None:
    do_here(shop.till, deed(text=LATE))
    do_here(shop.till, deed("note-done", "deed-2", note="deed-1"))
    told(shop, DeedOutcome("deed-2", "event-put-aside"))
    assert notes(shop) == [(LATE, "Lan", "")]
    assert SqlOutbox(shop.store).waiting().deeds_aside == 0


def test_who_is_erased_takes_along_what_was_written_and_not_yet_sent(shop: Counter) -> None:
    do_here(shop.till, deed(text=LATE))
    with shop.store.write() as unit:
        unit.members.forget_person(ANH)
    assert rows(shop, "SELECT count(*) FROM deeds_out") == [(0,)]
    with pytest.raises(Refused, match="member-erased"):
        do_here(shop.till, deed(name="deed-2", text=LATE))


def test_what_cannot_be_done_is_said_and_nothing_waits(shop: Counter) -> None:
    with pytest.raises(Refused, match="note-empty"):
        do_here(shop.till, deed(text="  "))
    with pytest.raises(Refused, match="note-too-long"):
        do_here(shop.till, replace(deed(text="x"), text="x" * 201))
    with pytest.raises(Refused, match="note-unknown"):
        do_here(shop.till, deed("note-done", note="no-such"))
    for number in range(MOST_NOTES):
        do_here(shop.till, deed(name=f"note-{number}", text="Gọi lại"))
    with pytest.raises(Refused, match="notes-full"):
        do_here(shop.till, deed(name="one-more", text="Gọi lại"))
    assert rows(shop, "SELECT count(*) FROM deeds_out") == [(MOST_NOTES,)]


def test_what_takes_a_second_person_or_all_that_the_server_knows_is_the_servers() -> None:
    assert is_done_here(deed(text="x"))
    assert not is_done_here(deed(text="x", approver="op-minh"))
    assert not is_done_here(deed("merge", other="member-binh"))
