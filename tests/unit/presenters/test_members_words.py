"""The screen *Members* without Qt: notes and apologies; online and off."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed
from terminal.member_page import PromisedApology
from tests.unit.presenters.members_desk import ANH, GONE, MANAGER, AskedBefore, Desk, page_of_anh
from tools.sample_members import SORRY
from ui.presenters.members.model import READY_NOTES
from ui.presenters.shown import Tone

NO_ROOM = Unavailable("store-write-failed", retry=True)


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


def test_a_note_takes_two_touches(desk: Desk) -> None:
    desk.it.note_pressed()
    assert len(desk.rows) == len(READY_NOTES)
    desk.it.row_pressed(0)
    assert [(each.kind, each.text) for each in desk.till.deeds] == [
        ("note", "Đã khiếu nại giao chậm – tặng phiếu xin lỗi")
    ]
    assert desk.state.notice is not None
    assert desk.state.notice.tone is Tone.GOOD


def test_a_note_is_typed_and_done_and_stays_with_who_did_it(desk: Desk) -> None:
    desk.it.note_pressed()
    desk.it.typed("Gọi lại chiều mai")
    desk.it.entered()
    desk.part("notes")
    assert desk.rows[0] == "Gọi lại chiều mai"
    desk.it.moved(1)
    desk.it.entered()
    assert desk.till.deeds[-1].note == "deed-1"
    desk.part("notes")
    assert [row.tone for row in desk.state.listing.rows] == [Tone.ATTENTION, Tone.GOOD]
    desk.it.row_pressed(1)
    assert len(desk.till.deeds) == 2


def test_what_the_server_will_not_take_is_marked_and_can_be_dealt_with(desk: Desk) -> None:
    known = desk.till.known[ANH]
    said: JsonObject = {"purpose": "messages", "given": True}
    at = "2026-11-25T04:00:00.000Z"
    desk.till.kept = [
        MemberDeed(1, known.notes[0].note, "note", "lan", ANH, text=known.notes[0].text),
        MemberDeed(1, "c-1", "consent", "lan", ANH, at=at, consent=said),
        MemberDeed(1, "c-2", "consent", "lan", ANH, at=at, consent={**said, "given": False}),
    ]
    desk.it.begin(ANH)
    desk.part("notes")
    (row,) = desk.state.listing.rows
    assert (row.tone, row.icon) == (Tone.REFUSED, "triangle-alert")
    assert row.detail.startswith("Máy chủ không nhận, chỉ còn ở đây. Xử lý xong bấm Enter. Minh ·")
    desk.part("consents")
    kept = desk.state.listing.rows[-2:]
    assert [row.tone for row in kept] == [Tone.REFUSED, Tone.REFUSED]
    assert ["Đồng ý ngày 25/11/2026" in row.detail for row in kept] == [True, False]
    desk.it.row_pressed(len(desk.state.listing.rows) - 1)
    assert desk.till.deeds == []


def test_a_note_without_words_and_with_none_marked_is_not_written(desk: Desk) -> None:
    desk.it.note_pressed()
    desk.it.back_pressed()
    assert (desk.till.deeds, desk.it.model.step) == ([], "page")


def test_an_apology_takes_two_touches_and_is_printed(desk: Desk) -> None:
    desk.till.known[ANH] = replace(desk.till.known[ANH], notes=())
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.it.row_pressed(1)
    assert [each.voucher for each in desk.till.deeds] == ["sorry-more"]
    assert desk.till.printed == [SORRY]


def test_an_apology_above_the_limit_takes_a_managers_word(desk: Desk) -> None:
    desk.it.apology_pressed()
    desk.it.row_pressed(1)
    assert desk.rows == ["Quốc Anh"]
    desk.pin()
    assert [(each.operator, each.approver) for each in desk.till.deeds] == [("lan", "anh")]
    assert desk.till.asked_by == ["lan"]


def test_a_program_without_apologies_says_so(desk: Desk) -> None:
    desk.till.apologies = ()
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    assert "phiếu xin lỗi" in desk.said


def test_an_apology_is_given_in_two_touches_while_the_server_does_not_answer(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.till.fault = GONE
    desk.it.row_pressed(0)
    assert [(each.kind, each.voucher) for each in desk.till.deeds] == [("apology", "sorry")]
    assert "khi quầy này có mạng lại" in desk.said
    assert desk.till.printed == []
    desk.part("things")
    waiting = next(row for row in desk.state.listing.rows if row.cells[0] == "Phiếu xin lỗi 50.000 ₫")
    assert (waiting.detail, waiting.tone) == ("Dùng được ngay khi quầy này có mạng lại", Tone.ATTENTION)


def test_an_apology_that_neither_the_server_nor_the_disk_took_is_pressed_again(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.till.fault, desk.till.fault_here = GONE, NO_ROOM
    desk.it.row_pressed(0)
    assert (desk.it.model.step, desk.till.deeds) == ("apology", [])
    desk.it.row_pressed(0)
    assert [each.kind for each in desk.till.deeds] == ["apology"]


def test_an_apology_that_the_server_gave_is_not_promised_where_the_disk_did_not_take_it(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.till.fault = Unavailable("deed-not-written", retry=True)
    desk.it.row_pressed(0)
    assert "Máy chủ đã làm xong" in desk.said
    assert (desk.it.model.step, desk.till.deeds) == ("apology", [])


def test_an_apology_that_was_given_before_is_said_to_be_and_printed(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=AskedBefore())
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.it.row_pressed(1)
    assert desk.said.startswith("Hương đã tặng phiếu này lúc 21:05 ngày 20/11/2026, lần này không tặng nữa.")
    assert desk.till.printed == [SORRY]


def test_an_apology_that_is_not_printed_is_on_the_page_all_the_same(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.till.fault_here = NO_ROOM
    desk.it.row_pressed(0)
    assert "Không ghi được" in desk.said
    desk.part("things")
    assert any(SORRY in row.detail for row in desk.state.listing.rows)


def test_an_apology_that_the_server_refuses_is_not_given_behind_its_back(desk: Desk) -> None:
    desk = Desk(session=MANAGER, till=desk.till)
    desk.it.begin(ANH)
    desk.it.apology_pressed()
    desk.till.fault = Refused("voucher-limit")
    desk.it.row_pressed(0)
    assert (desk.till.deeds, desk.till.promised) == ([], ())
    assert "đã nhận đủ" in desk.said


@pytest.mark.parametrize(
    ("why", "text"), [("voucher-limit", "đã nhận đủ"), ("member-blocked", "máy chủ từ chối")]
)
def test_what_was_promised_and_not_given_is_said_with_why(desk: Desk, why: str, text: str) -> None:
    desk.till.promised = (PromisedApology(name="Phiếu xin lỗi", why=why),)
    desk.it.begin(ANH)
    desk.part("things")
    row = next(row for row in desk.state.listing.rows if row.cells[0] == "Phiếu xin lỗi")
    assert text in row.detail
    assert row.tone is Tone.REFUSED


def test_before_a_shift_everything_is_done_but_going_on_with_a_sale() -> None:
    desk = Desk(session=MANAGER, has_sale=False)
    desk.it.begin(ANH)
    assert (desk.state.finish, desk.state.back) == ("", "Về mở ca")
    desk.it.finish_pressed()
    assert desk.left == []
    desk.part("more")
    desk.it.row_pressed(desk.rows.index("Xuất dữ liệu của người này"))
    assert desk.till.saved == ["export-deed-1"]
    desk.it.note_pressed()
    desk.it.row_pressed(0)
    assert [each.kind for each in desk.till.deeds] == ["export", "note"]
    desk.it.back_pressed()
    assert desk.left == [""]
