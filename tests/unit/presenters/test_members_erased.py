"""Who is erased at another till does not stay on the screen *Members* of this one, whatever it is at."""

import pytest

from tests.unit.presenters.members_desk import ANH, BINH, Desk, page_of_anh

GONE = "vừa được xóa dữ liệu theo yêu cầu"
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
    assert (desk.rows, GONE in desk.said) == ([BINH_NAME], True)


def test_the_other_one_of_a_merge_goes_and_the_member_stays() -> None:
    desk = page_of_anh()
    desk.part("more")
    desk.it.row_pressed(2)
    desk.it.typed(BINH_NAME)
    desk.it.entered()
    assert desk.it.model.step == "merge"
    del desk.till.known[BINH]
    desk.it.synced()
    assert (desk.state.who, desk.it.model.step, GONE in desk.said) == (ANH_NAME, "page", True)
    assert desk.it.model.other is None


def test_of_a_household_one_goes_and_the_page_of_the_others_stays() -> None:
    desk = Desk()
    shared = desk.till.share()
    for person in shared.household[1:]:
        desk.till.known[person.member] = shared
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(3)
    assert "Trần Hoàng Nam" in desk.rows
    del desk.till.known["member-nam"]
    desk.it.synced()
    assert (desk.state.who, desk.it.model.step, GONE in desk.said) == (ANH_NAME, "page", True)


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
