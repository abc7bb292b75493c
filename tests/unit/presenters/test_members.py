"""The screen *Members* without Qt: found, seen whole, noted, put right, merged, erased; online and off."""

from dataclasses import dataclass, field, replace

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed
from resources.catalogue import Catalogue
from terminal.clock import timestamp
from terminal.member_page import PromisedApology
from terminal.session import Session
from tools.sample_members import SORRY, SampleMembers
from tools.sample_till import ANH_CARD, LAN, NOW, PIN, ZONE
from ui.presenters.members.consents import choices
from ui.presenters.members.filling import birthday_of, birthday_shown, fault_of, national
from ui.presenters.members.model import READY_NOTES, SECTIONS
from ui.presenters.members.presenter import BACKSPACE, MembersPresenter
from ui.presenters.members.state import MembersState
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words

ANH, BINH = "member-anh", "member-binh"
MANAGER = replace(LAN, operator="anh", name="Quốc Anh", role="manager")
GONE = Unavailable("server-absent", retry=True, server="may-chu", why="")


@dataclass
class Desk:
    """The screen over sample members; `left` is who went back to the sale."""

    session: Session = LAN
    till: SampleMembers = field(default_factory=SampleMembers)
    runner: ImmediateRunner = field(default_factory=ImmediateRunner)
    states: list[MembersState] = field(default_factory=list[MembersState])
    left: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.it = MembersPresenter(
            self.till,
            self.session,
            self.runner,
            words("vi"),
            on_state=self.states.append,
            on_back=lambda: self.left.append(""),
            on_attach=self.left.append,
        )

    @property
    def state(self) -> MembersState:
        return self.states[-1]

    @property
    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    @property
    def rows(self) -> list[str]:
        return [row.cells[0] for row in self.state.listing.rows]

    def part(self, section: str) -> None:
        self.it.tab_pressed(section)

    def pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.finish_pressed()


def words(language: str) -> Words:
    catalogue = Catalogue.load("en" if language == "en" else "vi")
    return Words(catalogue=catalogue, currency="VND", zone=ZONE)


@pytest.fixture
def desk() -> Desk:
    """The page of Ánh."""
    desk = Desk()
    desk.it.begin(ANH)
    return desk


def test_somebody_is_found_by_word_by_number_and_by_card() -> None:
    desk = Desk()
    desk.it.begin()
    assert not desk.state.can_finish
    desk.it.typed("n")
    desk.it.entered()
    assert desk.rows == ["Nguyễn Thị Ánh", "Trần Văn Bình"]
    desk.it.moved(1)
    desk.it.entered()
    assert desk.state.who == "Trần Văn Bình"
    desk.it.scanned(ANH_CARD)
    assert desk.state.who == "Nguyễn Thị Ánh"


def test_who_is_nobody_is_said_and_what_was_typed_is_kept() -> None:
    desk = Desk()
    desk.it.begin()
    for digit in "999":
        desk.it.key_pressed(digit)
    desk.it.finish_pressed()
    assert (desk.state.text, bool(desk.said)) == ("999", True)
    desk.it.key_pressed(BACKSPACE)
    assert desk.state.text == "99"
    desk.it.back_pressed()
    assert (desk.state.text, desk.left) == ("", [])
    desk.it.back_pressed()
    assert desk.left == [""]


def test_the_page_says_what_there_is_until_when(desk: Desk) -> None:
    assert [row.cells for row in desk.state.listing.rows] == [
        ("Đến hết 31/12/2026", "180"),
        ("Đến hết 31/05/2027", "1.070"),
    ]
    assert ("Điểm", "1.250") in [(row.label, row.figure) for row in desk.state.figures]
    assert desk.state.progress == 840


def test_every_part_of_the_page_can_be_turned_to_and_none_is_empty(desk: Desk) -> None:
    seen: list[str] = []
    for _ in SECTIONS:
        seen.append(desk.state.title)
        assert desk.rows, desk.state.title
        desk.it.turned(1)
    assert len(set(seen)) == len(SECTIONS)
    desk.it.turned(-1)
    assert desk.state.title == seen[-1]


def test_every_movement_has_its_receipt_till_cashier_and_reason(desk: Desk) -> None:
    desk.part("history")
    first, *_ = desk.state.listing.rows
    assert (first.cells, first.detail) == (("Tích điểm", "+65"), "20/11/2026 10:42 · Q2-000124 · Q2 · Lan")
    assert any("Bù phiếu hỏng" in row.detail for row in desk.state.listing.rows)


def test_older_movements_come_on_asking_and_the_last_page_offers_no_more(desk: Desk) -> None:
    desk.part("history")
    before = len(desk.rows) - 1
    desk.it.row_pressed(before)
    assert len(desk.rows) == before + len(desk.till.pages[1])
    assert not desk.it.model.has_more


def test_without_a_network_it_shows_what_this_till_knows_and_says_so() -> None:
    desk = Desk()
    desk.till.fault = GONE
    desk.it.begin(ANH)
    desk.part("history")
    assert desk.rows == ["Q2-000124"]
    assert "quầy này biết" in desk.said
    desk.part("consents")
    assert "chưa nghe máy chủ" in desk.rows[-1]


def test_a_late_answer_is_not_shown_on_another_members_page() -> None:
    desk = Desk()
    desk.runner.hold("net")
    desk.it.begin(ANH)
    desk.it.scanned("111")
    desk.runner.step("net")
    assert desk.it.model.file is None
    desk.runner.let_go("net")
    assert desk.it.model.file is not None


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


def test_only_what_was_changed_is_sent(desk: Desk) -> None:
    desk.it.edit_pressed()
    desk.it.field_changed("birthday", "3/12/1990")
    desk.it.finish_pressed()
    (deed,) = desk.till.deeds
    assert (deed.birthday, deed.name, deed.phone, deed.email) == ("1990-12-03", None, None, None)


def test_nothing_changed_is_nothing_sent(desk: Desk) -> None:
    desk.it.edit_pressed()
    desk.it.finish_pressed()
    assert (desk.till.deeds, desk.it.model.step) == ([], "page")


def test_all_faults_of_the_form_are_told_at_once_and_go_as_they_are_mended(desk: Desk) -> None:
    desk.it.edit_pressed()
    for name, value in (("name", " "), ("phone", "1900123"), ("birthday", "mai"), ("email", "anh")):
        desk.it.field_changed(name, value)
    desk.it.finish_pressed()
    assert desk.state.form is not None
    assert all(each.fault for each in desk.state.form.fields)
    desk.it.field_changed("name", "Ánh")
    assert [bool(each.fault) for each in desk.state.form.fields] == [False, True, True, True]
    assert desk.till.deeds == []


@pytest.mark.parametrize(
    ("typed", "said", "shown"),
    [("21/11", "11-21", "21/11"), ("3.2.1990", "1990-02-03", "03/02/1990"), ("mai", None, "")],
)
def test_birthdays_are_written_as_people_write_them(typed: str, said: str | None, shown: str) -> None:
    assert birthday_of(typed) == said
    assert birthday_shown(said) == shown


def test_numbers_are_shown_as_people_type_them() -> None:
    assert (national("+84912345678"), national("+4930123456")) == ("0912345678", "+4930123456")
    assert fault_of("phone", "01223456789") == ""


def test_a_consent_is_given_with_its_words_and_withdrawn_on_the_same_row(desk: Desk) -> None:
    desk.part("consents")
    assert all("Chưa đồng ý" in row.detail for row in desk.state.listing.rows)
    desk.it.row_pressed(0)
    consent = desk.till.deeds[0].consent
    assert consent is not None
    assert (consent["purpose"], consent["given"], consent["language"]) == ("messages", True, "vi")
    assert consent["text"] == "Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail"
    desk.part("consents")
    assert "Đồng ý từ 21/11/2026" in desk.state.listing.rows[0].detail
    desk.it.row_pressed(0)
    withdrawn = desk.till.deeds[1].consent
    assert withdrawn is not None
    assert withdrawn["given"] is False


def merging(desk: Desk) -> None:
    desk.part("more")
    desk.it.row_pressed(1)
    desk.it.typed("Bình")
    desk.it.entered()


def test_two_members_stand_side_by_side_with_what_becomes_of_them(desk: Desk) -> None:
    merging(desk)
    assert [each.title for each in desk.state.listing.columns[:2]] == ["Ánh", "Bình"]
    assert desk.state.title == "Gộp Nguyễn Thị Ánh và Trần Văn Bình?"
    assert desk.state.listing.rows[0].cells == ("Điểm", "1.250", "40", "1.290")
    desk.it.finish_pressed()
    assert [each.name for each in desk.it.model.approvers] == ["Quốc Anh", "Hương"]
    desk.it.moved(1)
    desk.pin()
    (deed,) = desk.till.deeds
    assert (deed.kind, deed.member, deed.other, deed.approver) == ("merge", ANH, BINH, "huong")
    desk.part("more")
    assert "Tách Trần Văn Bình ra lại" in desk.rows


def test_a_merge_is_undone_from_the_page_of_who_stayed() -> None:
    desk = Desk(session=MANAGER)
    desk.till.aliases[BINH] = ANH
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(4)
    assert [(each.kind, each.member) for each in desk.till.deeds] == [("unmerge", BINH)]


def test_nobody_is_merged_with_themselves(desk: Desk) -> None:
    desk.part("more")
    desk.it.row_pressed(1)
    desk.it.typed("Ánh")
    desk.it.entered()
    assert "cùng một hội viên" in desk.said
    assert desk.it.model.step == "merge-find"


def test_erasing_says_what_it_means_and_takes_a_manager() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(3)
    assert any("1.250 điểm" in row for row in desk.rows)
    desk.it.finish_pressed()
    assert desk.rows == []
    desk = Desk()
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(3)
    desk.it.finish_pressed()
    desk.pin("0000")
    assert (desk.till.deeds, desk.it.model.step) == ([], "approve")
    desk.pin()
    assert [(each.kind, each.approver) for each in desk.till.deeds] == [("erase", "anh")]
    assert (desk.it.model.step, desk.state.who) == ("find", "")


def test_an_export_says_where_the_file_is() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(0)
    assert "/exports/export-deed-1.html" in desk.said
    assert desk.till.saved == ["export-deed-1"]


def test_what_the_server_refuses_changes_nothing_and_can_be_tried_again(desk: Desk) -> None:
    desk.it.note_pressed()
    desk.it.typed("Gọi lại")
    for fault in (GONE, Refused("notes-full", limit=20)):
        desk.till.fault = fault
        desk.it.entered()
        assert desk.said
        assert (desk.state.text, desk.it.model.step) == ("Gọi lại", "note")
    desk.it.entered()
    assert [each.text for each in desk.till.deeds] == ["Gọi lại"]


def test_a_second_press_while_it_is_being_done_does_nothing(desk: Desk) -> None:
    desk.it.note_pressed()
    desk.runner.hold("net")
    desk.it.row_pressed(0)
    desk.it.row_pressed(0)
    desk.it.back_pressed()
    desk.it.scanned(ANH_CARD)
    desk.runner.let_go("net")
    assert len(desk.till.deeds) == 1


def test_the_member_goes_on_with_the_sale_or_it_stays_as_it_was(desk: Desk) -> None:
    desk.it.finish_pressed()
    desk.it.back_pressed()
    assert desk.left == [ANH, ""]


def test_it_says_the_same_in_another_language(desk: Desk) -> None:
    desk.it.speak(words("en"))
    assert desk.state.listing.rows[0].cells == ("Until 31 Dec 2026", "180")
    desk.it.trouble("scan-control")
    assert desk.said


@pytest.fixture
def household(desk: Desk) -> Desk:
    """Ánh shares with two more; who shares is shown."""
    desk.till.share()
    desk.it.begin(ANH)
    desk.it.tab_pressed("more")
    desk.it.row_pressed(2)
    return desk


def test_a_household_names_everybody_and_says_whose_page_it_is(household: Desk) -> None:
    assert household.rows[:3] == ["Nguyễn Thị Ánh", "Trần Hoàng Nam", "Trần Ánh My"]
    assert household.state.about.startswith("Hộ gia đình: 3 người")


def test_who_shares_with_nobody_is_asked_at_once_with_whom(desk: Desk) -> None:
    desk.it.tab_pressed("more")
    desk.it.row_pressed(2)
    assert desk.it.model.step == "join-find"


def test_a_manager_takes_somebody_in_after_seeing_what_they_bring(household: Desk) -> None:
    household.it.row_pressed(3)
    household.it.typed("Bình")
    household.it.entered()
    assert household.it.model.step == "join"
    household.it.finish_pressed()
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.member, deed.other, deed.approver) == ("household-join", ANH, BINH, "anh")


def test_nobody_is_taken_into_the_household_they_are_in(household: Desk) -> None:
    household.it.row_pressed(3)
    household.it.scanned(ANH_CARD)
    assert household.it.model.step == "join-find"
    assert household.said


def test_another_becomes_the_head(household: Desk) -> None:
    household.it.row_pressed(1)
    household.it.row_pressed(1)
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.other) == ("household-head", "member-nam")


@pytest.mark.parametrize(("keys", "points"), [("", 0), ("200", 200)])
def test_somebody_leaves_with_as_many_points_as_are_typed(household: Desk, keys: str, points: int) -> None:
    household.it.row_pressed(2)
    household.it.row_pressed(2)
    for key in keys:
        household.it.key_pressed(key)
    household.it.entered()
    household.pin()
    deed = household.till.deeds[-1]
    assert (deed.kind, deed.other, deed.points) == ("household-leave", "member-my", points)


def test_letters_are_no_points_and_a_step_back_changes_nothing(household: Desk) -> None:
    household.it.row_pressed(2)
    household.it.row_pressed(2)
    household.it.typed("abc")
    household.it.entered()
    assert household.till.deeds == []
    household.it.back_pressed()
    assert household.it.model.step == "page"


def test_what_is_agreed_to_is_the_persons(household: Desk) -> None:
    household.till.consents = [{"purpose": "messages", "given": True, "person": "member-nam"}]
    household.it.begin(ANH)
    household.it.tab_pressed("consents")
    household.it.row_pressed(0)
    deed = household.till.deeds[-1]
    assert deed.consent is not None
    assert (deed.member, deed.consent["given"]) == (ANH, True)


def test_what_is_agreed_to_is_printed_to_take_along(desk: Desk) -> None:
    desk.part("consents")
    desk.it.row_pressed(0)
    desk.it.row_pressed(0)
    assert desk.till.printed == [f"consent {ANH} messages True", f"consent {ANH} messages False"]


def test_what_was_said_is_printed_again_in_its_own_words_the_newest_first(desk: Desk) -> None:
    desk.part("consents")
    desk.it.row_pressed(0)
    desk.it.row_pressed(0)
    agreed, withdrew = desk.till.consents
    desk.till.consents[:] = [{"what": "sms"}, {**agreed, "text": "Lời cũ"}, withdrew]
    desk.it.begin(ANH)
    desk.part("consents")
    assert desk.rows[2:] == ["Phiếu rút lại ngày 21/11/2026", "Phiếu đồng ý ngày 21/11/2026"]
    assert "Lời cũ" in desk.state.listing.rows[3].detail
    desk.it.row_pressed(3)
    assert desk.till.printed[2:] == [f"consent {ANH} messages True copy"]
    assert "Bản sao" in desk.said
    assert len(desk.till.deeds) == 2, "a copy changes nothing of what the member said"
    assert not desk.it.model.busy


def test_of_a_household_the_slips_of_this_person_are_there(household: Desk) -> None:
    said: JsonObject = {"purpose": "messages", "given": True, "text": "x", "at": "2026-01-05T03:30:00.000Z"}
    household.till.consents = [{**said, "person": "member-nam"}]
    household.it.begin(ANH)
    household.it.tab_pressed("consents")
    assert len(household.rows) == 2


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


SAID: JsonObject = {"purpose": "messages", "given": True, "text": "Nhận tin", "text_version": "1"}


def offline_consents(till: SampleMembers) -> Desk:
    """The page opened anew, while no server answers."""
    desk = Desk(till=till)
    till.fault = GONE
    desk.it.begin(ANH)
    desk.part("consents")
    return desk


def test_without_the_server_what_it_told_last_is_shown_with_when_and_a_slip_of_it_printed(desk: Desk) -> None:
    desk.till.consents.append({**SAID, "at": timestamp(NOW)})
    desk.till.consents_as_of = NOW
    desk = offline_consents(desk.till)
    assert desk.rows[:2] == [
        "Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail",
        "Dùng lịch sử mua hàng để chọn ưu đãi riêng",
    ]
    assert desk.rows[-1].startswith("Theo máy chủ lúc 10:42 ngày 21/11/2026")
    desk.it.row_pressed(2)
    assert desk.till.printed == [f"consent {ANH} messages True copy"]
    assert desk.till.deeds == []


def test_without_the_server_a_consent_is_withdrawn_and_what_is_known_of_it_never_guessed(desk: Desk) -> None:
    desk = offline_consents(desk.till)
    assert desk.rows[-1] == "Quầy này chưa nghe máy chủ cho biết khách đã đồng ý những gì"
    assert len(desk.rows) == 5
    desk.it.row_pressed(len(desk.rows) - 1)
    assert desk.till.deeds == []
    desk.it.row_pressed(1)
    assert [(each.consent or {})["given"] for each in desk.till.deeds] == [False]
    desk = offline_consents(desk.till)
    desk.it.row_pressed(0)
    assert [(each.consent or {})["given"] for each in desk.till.deeds] == [False, True]
    assert desk.till.printed == [f"consent {ANH} messages False", f"consent {ANH} messages True"]


def test_one_that_came_without_its_moment_is_shown_without_one(desk: Desk) -> None:
    desk.till.consents.append({"purpose": "messages", "given": True})
    desk = offline_consents(desk.till)
    assert "–" in desk.state.listing.rows[0].detail


def test_until_the_server_has_answered_or_not_nothing_is_pressed(desk: Desk) -> None:
    desk.part("consents")
    waiting = replace(desk.it.model, file=None, offline=None)
    page = waiting.page
    assert page is not None
    assert choices(waiting, page, words("vi")) == ()


def test_who_recommended_whom_is_on_the_page_by_name_where_it_is_known(desk: Desk) -> None:
    desk.till.acquaint()
    desk.it.begin(ANH)
    desk.part("things")
    assert desk.rows[-3:] == ["Được Trần Văn Bình giới thiệu", "Đã giới thiệu 2 người mua hàng", "Lê Thu Hà"]
    assert desk.state.listing.rows[-1].cells[1] == "50"
    del desk.till.known[BINH]
    desk.it.begin(ANH)
    desk.part("things")
    assert "Được người khác giới thiệu" in desk.rows
