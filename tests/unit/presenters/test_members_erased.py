"""Who is erased at another till does not stay on the screen *Members* of this one, whatever it is at."""

from dataclasses import replace

import pytest

from tests.unit.presenters.members_desk import ANH, BINH, Desk, page_of_anh

GONE = "Dữ liệu của hội viên này vừa được xóa, nên trang đã đóng."
BESIDE = "Dữ liệu của một người có trên màn hình này vừa được xóa"
NAM = "member-nam"
ANH_NAME, BINH_NAME = "Nguyễn Thị Ánh", "Trần Văn Bình"


@pytest.mark.parametrize("section", ["points", "history", "things", "notes", "consents", "more"])
def test_a_page_that_is_open_empties_itself_with_a_sentence(section: str) -> None:
    desk = page_of_anh()
    desk.part(section)
    desk.it.synced()
    assert (desk.state.who, desk.said) == (ANH_NAME, "")
    del desk.till.known[ANH]
    desk.it.synced()
    assert (desk.state.who, desk.state.tier, desk.state.figures, desk.rows) == ("", "", (), [])
    assert GONE in desk.said
    desk.it.back_pressed()
    assert desk.left == [""]


def test_a_form_that_is_being_filled_in_goes_too() -> None:
    desk = page_of_anh()
    desk.it.edit_pressed()
    desk.it.field_changed("email", "anh.nguyen@example.vn")
    del desk.till.known[ANH]
    desk.it.synced()
    assert (desk.state.form, dict(desk.it.model.form), desk.it.model.step) == (None, {}, "find")


def test_who_was_found_is_no_longer_in_the_list() -> None:
    desk = Desk()
    desk.it.begin()
    desk.it.typed("n")
    desk.it.entered()
    assert desk.rows == [ANH_NAME, BINH_NAME]
    del desk.till.known[ANH]
    desk.it.synced()
    assert (desk.rows, BESIDE in desk.said) == ([BINH_NAME], True)


def test_the_other_one_of_a_merge_goes_and_the_member_stays() -> None:
    desk = page_of_anh()
    desk.part("more")
    desk.it.row_pressed(2)
    desk.it.typed(BINH_NAME)
    desk.it.entered()
    assert desk.it.model.step == "merge"
    del desk.till.known[BINH]
    desk.it.synced()
    assert (desk.state.who, desk.it.model.step, BESIDE in desk.said) == (ANH_NAME, "page", True)
    assert desk.it.model.other is None


def household() -> Desk:
    """The page of Ánh, who shares her points with Nam."""
    desk = Desk()
    shared = desk.till.share()
    for person in shared.household[1:]:
        desk.till.known[person.member] = shared
    desk.it.begin(ANH)
    return desk


def forget_nam(desk: Desk) -> None:
    """He is erased at another till, and this one hears of it."""
    del desk.till.known[NAM]
    known = desk.till.known[ANH]
    left = tuple(each for each in known.household if each.member != NAM)
    desk.till.known[ANH] = replace(known, household=left)
    desk.it.synced()


def test_what_is_being_typed_stays_when_another_of_the_household_goes() -> None:
    desk = household()
    desk.it.note_pressed()
    desk.it.typed("dị ứng đậu phộng, gọi lại chiều")
    forget_nam(desk)
    model = desk.it.model
    assert (model.step, model.typed, desk.state.who) == ("note", "dị ứng đậu phộng, gọi lại chiều", ANH_NAME)
    assert (BESIDE in desk.said, GONE in desk.said) == (True, False)
    assert model.page is not None
    assert NAM not in {each.member for each in model.page.member.household}
    desk.it.entered()
    assert [each.text for each in desk.till.deeds] == ["dị ứng đậu phộng, gọi lại chiều"]


def test_a_form_stays_when_another_of_the_household_goes() -> None:
    desk = household()
    desk.it.edit_pressed()
    desk.it.field_changed("email", "anh.nguyen@example.vn")
    forget_nam(desk)
    assert (desk.it.model.step, desk.it.model.form["email"]) == ("edit", "anh.nguyen@example.vn")


def test_a_word_for_another_deed_is_still_asked_for_and_one_about_who_is_gone_is_not() -> None:
    desk = household()
    desk.it.apology_pressed()
    desk.it.row_pressed(0)
    assert desk.it.model.step == "approve"
    desk.it.key_pressed("1")
    forget_nam(desk)
    assert (desk.it.model.step, desk.it.model.pin) == ("approve", "1")
    other = household()
    other.part("more")
    other.it.row_pressed(3)
    other.it.row_pressed(other.rows.index("Trần Hoàng Nam"))
    other.it.row_pressed(2)
    other.it.finish_pressed()
    assert other.it.model.step == "approve"
    forget_nam(other)
    assert (other.it.model.step, BESIDE in other.said) == ("page", True)


def test_of_a_household_one_goes_and_the_page_of_the_others_stays() -> None:
    desk = household()
    desk.part("more")
    desk.it.row_pressed(3)
    assert "Trần Hoàng Nam" in desk.rows
    forget_nam(desk)
    assert (desk.state.who, desk.it.model.step, BESIDE in desk.said) == (ANH_NAME, "page", True)


def test_who_erases_them_here_is_told_that_it_is_done_and_nothing_else() -> None:
    desk = page_of_anh()
    desk.part("more")
    desk.it.row_pressed(4)
    desk.it.finish_pressed()
    desk.runner.hold("net")
    desk.pin()
    anh = desk.till.known.pop(ANH)
    desk.it.synced()
    assert GONE not in desk.said
    desk.till.known[ANH] = anh
    desk.runner.let_go("net")
    assert (desk.state.who, desk.said) == ("", "Đã xóa. Mọi quầy sẽ quên người này.")
