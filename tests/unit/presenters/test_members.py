"""The screen *Members* without Qt: found, seen whole, noted, put right, merged, erased; online and off."""

from datetime import timedelta

import pytest

from loyalty.errors import Refused
from terminal.member_page import birthday_shown
from tests.unit.presenters.members_desk import ANH, BINH, GONE, MANAGER, Desk, page_of_anh, words
from tools.sample_shop import ANH_CARD
from ui.presenters.members.filling import birthday_of, fault_of, national
from ui.presenters.members.model import SECTIONS
from ui.presenters.members.presenter import BACKSPACE


@pytest.fixture
def desk() -> Desk:
    return page_of_anh()


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
    figures = [(row.label, row.figure) for row in desk.state.figures]
    assert figures[:2] == [("Điểm", "1.250"), ("Tương đương", "625.000 ₫")]
    assert ("Còn thiếu để lên Vàng", "3.200.000 ₫") in figures
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


def merging(desk: Desk) -> None:
    desk.part("more")
    desk.it.row_pressed(2)
    desk.it.typed("Bình")
    desk.it.entered()


def kept(desk: Desk) -> dict[str, str]:
    return {row.cells[0]: row.detail for row in desk.state.listing.rows if row.detail}


def test_whose_name_and_number_stay_is_said_before_two_are_merged(desk: Desk) -> None:
    merging(desk)
    assert kept(desk)["Họ tên"] == "Giữ Nguyễn Thị Ánh, hội viên từ 17/10/2025"
    assert kept(desk)["Thẻ"] == "Thẻ đang dùng của ai cũng dùng tiếp được"
    assert kept(desk)["Điện thoại"] == "Giữ 09•• ••• 678; gõ đủ số 09•• ••• 111 vẫn tìm ra"
    desk.till.member_for[BINH] = timedelta(days=900)
    desk.it.back_pressed()
    desk.it.row_pressed(2)
    desk.it.typed("Bình")
    desk.it.entered()
    assert kept(desk)["Họ tên"] == "Giữ Trần Văn Bình, hội viên từ 04/06/2024"
    assert kept(desk)["Điện thoại"] == "Giữ 09•• ••• 111; gõ đủ số 09•• ••• 678 vẫn tìm ra"


def test_the_record_of_a_household_stays_whoever_is_older() -> None:
    desk = Desk()
    desk.till.share()
    desk.till.member_for[BINH] = timedelta(days=900)
    desk.it.begin(ANH)
    merging(desk)
    assert kept(desk)["Họ tên"] == "Giữ Nguyễn Thị Ánh, hồ sơ của hộ gia đình"


def test_whose_record_stays_is_not_guessed_while_the_server_has_not_said_so(desk: Desk) -> None:
    desk.runner.hold("net")
    merging(desk)
    assert kept(desk)["Họ tên"].endswith("đang hỏi máy chủ đó là ai…")
    desk.till.fault = GONE
    desk.runner.let_go("net")
    assert kept(desk)["Họ tên"].endswith("chưa hỏi được máy chủ đó là ai")
    assert "Điện thoại" not in kept(desk)


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
    assert "Gộp với Trần Văn Bình" in desk.rows
    desk.it.row_pressed(desk.rows.index("Tách Trần Văn Bình ra lại"))
    desk.it.row_pressed(1)
    desk.it.moved(1)
    desk.pin()
    desk.part("more")
    assert desk.state.who == "Trần Văn Bình"
    assert desk.rows[-2:] == ["Tách khỏi Nguyễn Thị Ánh", "Gộp với Nguyễn Thị Ánh"]


def test_what_was_done_says_which_consent_was_given_and_which_withdrawn(desk: Desk) -> None:
    desk.part("consents")
    for _ in range(2):
        desk.it.row_pressed(0)
    desk.part("more")
    what = "Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail"
    assert desk.rows[-2:] == [f"Rút lại: {what}", f"Đồng ý: {what}"]


def desk_of_who_stayed() -> Desk:
    """A manager at the page of Ánh, into whom Bình was merged."""
    desk = Desk(session=MANAGER)
    desk.till.aliases[BINH] = ANH
    desk.it.begin(ANH)
    desk.part("more")
    return desk


def test_before_two_are_parted_it_is_asked_and_said_what_each_will_have() -> None:
    desk = desk_of_who_stayed()
    desk.it.row_pressed(6)
    assert desk.state.title == "Tách Trần Văn Bình khỏi Nguyễn Thị Ánh?"
    assert desk.rows == [
        "Giữ là một hội viên", "Tách Trần Văn Bình ra lại", "Trần Văn Bình", "Nguyễn Thị Ánh",
    ]  # fmt: skip
    goes, stays = (row.detail for row in desk.state.listing.rows[2:])
    assert "từ trước khi gộp" in goes
    assert "mua từ khi gộp" in stays
    assert desk.till.deeds == []
    desk.it.row_pressed(1)
    assert [(each.kind, each.member) for each in desk.till.deeds] == [("unmerge", BINH)]


@pytest.mark.parametrize("how", ["entered", "finish_pressed", "back_pressed"])
def test_an_enter_too_many_leaves_two_who_were_merged_as_they_are(how: str) -> None:
    desk = desk_of_who_stayed()
    desk.it.moved(7)
    desk.it.entered()
    getattr(desk.it, how)()
    assert (desk.it.model.step, desk.till.deeds) == ("page", [])


def test_who_was_parted_elsewhere_meanwhile_leaves_no_question() -> None:
    desk = desk_of_who_stayed()
    desk.runner.hold("net")
    desk.it.note_pressed()
    desk.it.row_pressed(0)
    desk.part("more")
    desk.it.row_pressed(6)
    assert desk.it.model.step == "part"
    desk.till.aliases.clear()
    desk.runner.let_go("net")
    assert (desk.it.model.step, desk.said) == ("page", "Hai hội viên này đã được tách rồi. Chưa làm gì thêm.")
    assert "Tách Trần Văn Bình ra lại" not in desk.rows


def test_who_is_parted_is_not_offered_to_be_parted_while_the_server_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = desk_of_who_stayed()
    desk.it.row_pressed(6)
    monkeypatch.setattr(desk.till, "file", server_away)
    desk.it.row_pressed(1)
    assert [each.kind for each in desk.till.deeds] == ["unmerge"]
    desk.part("more")
    assert "Tách Trần Văn Bình ra lại" not in desk.rows


def server_away(*_: object, **__: object) -> None:
    """Nobody answers."""
    raise GONE


def test_what_each_will_have_is_only_told(desk: Desk) -> None:
    desk = desk_of_who_stayed()
    desk.it.row_pressed(6)
    desk.it.row_pressed(3)
    assert (desk.it.model.step, desk.till.deeds) == ("part", [])


def test_of_two_of_one_name_the_one_that_was_chosen_is_parted() -> None:
    desk, again = Desk(session=MANAGER), "member-binh-again"
    desk.till.aliases |= {BINH: ANH, again: ANH}
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(7)
    desk.it.row_pressed(1)
    assert [each.member for each in desk.till.deeds] == [again]


def test_an_enter_too_many_after_a_merge_writes_nothing_and_asks_for_nothing() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(2)
    desk.it.typed("Bình")
    for _ in range(4):
        desk.it.entered()
    assert [each.kind for each in desk.till.deeds] == ["merge"]
    assert (desk.it.model.step, desk.it.model.section) == ("page", "points")


def test_nobody_is_merged_with_themselves(desk: Desk) -> None:
    desk.part("more")
    desk.it.row_pressed(2)
    desk.it.typed("Ánh")
    desk.it.entered()
    assert "cùng một hội viên" in desk.said
    assert desk.it.model.step == "merge-find"


def test_erasing_says_what_it_means_and_takes_a_manager() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(4)
    assert any("1.250 điểm" in row for row in desk.rows)
    desk.it.finish_pressed()
    assert desk.rows == []
    desk = Desk()
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(4)
    desk.it.finish_pressed()
    assert "Quốc Anh tự nhập mã PIN của mình" in desk.state.whose_word
    assert "xóa người này, hội viên Nguyễn Thị Ánh" in desk.state.whose_word
    desk.pin("0000")
    assert (desk.till.deeds, desk.it.model.step) == ([], "approve")
    desk.pin()
    assert [(each.kind, each.approver) for each in desk.till.deeds] == [("erase", "anh")]
    assert (desk.it.model.step, desk.state.who) == ("find", "")


def test_an_export_says_where_the_file_is() -> None:
    desk = Desk(session=MANAGER)
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(1)
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
