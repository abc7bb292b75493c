"""Points by hand on a member's page: how many, why, and a second word where it takes one."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from tests.unit.presenters.members_desk import ANH, GONE, MANAGER, AskedBefore, Desk
from ui.presenters.forms import FieldKind

SUPERVISOR = replace(MANAGER, operator="huong", name="Hương", role="supervisor")


def adjusting(desk: Desk, **form: str) -> Desk:
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(desk.rows.index("Cộng, trừ điểm"))
    for name, value in form.items():
        desk.it.field_changed(name, value)
    return desk


def faults(desk: Desk) -> dict[str, str]:
    assert desk.state.form is not None
    return {each.name: each.fault for each in desk.state.form.fields if each.fault}


@pytest.fixture
def manager() -> Desk:
    return Desk(session=MANAGER)


def test_a_manager_gives_points_and_sees_them_and_why_in_the_history(manager: Desk) -> None:
    desk = adjusting(manager, points="100", reason="missing", note=" mua  ba gói ")
    desk.it.finish_pressed()
    (deed,) = desk.till.deeds
    assert (deed.kind, deed.points, deed.reason, deed.approver) == ("adjust", 100, "missing", None)
    assert deed.text == "Bù điểm còn thiếu: mua ba gói"
    assert desk.said == "Đã cộng 100 điểm."
    assert desk.state.figures[0].figure == "1.350"
    desk.part("history")
    first = desk.state.listing.rows[0]
    assert first.cells == ("Chỉnh tay", "+100")
    assert first.detail.endswith("Bù điểm còn thiếu: mua ba gói")


def test_points_are_taken_as_well(manager: Desk) -> None:
    desk = adjusting(manager, way="take", points="1.000", reason="mistake")
    desk.it.entered()
    assert desk.rows == []
    desk.till.adjusts_alone = Points(1_000)
    adjusting(desk, way="take", points="1.000", reason="mistake")
    desk.it.entered()
    assert [(each.points, each.text) for each in desk.till.deeds] == [(-1_000, "Sửa lần cộng nhầm")]
    assert desk.said == "Đã trừ 1.000 điểm."


def test_above_the_limit_somebody_else_who_is_a_manager_types_a_pin_for_that_many() -> None:
    desk = adjusting(Desk(), points="101", reason="sorry")
    desk.it.finish_pressed()
    assert (desk.rows, desk.till.deeds) == (["Quốc Anh"], [])
    assert "để duyệt cộng 101 điểm, hội viên Nguyễn Thị Ánh" in desk.state.whose_word
    desk.pin()
    assert [(each.operator, each.approver) for each in desk.till.deeds] == [("lan", "anh")]


@pytest.mark.parametrize(("alone", "points"), [(None, "1"), (Points(0), "1"), (Points(50), "51")])
def test_a_manager_too_needs_another_one_where_the_program_says_so(
    manager: Desk, alone: Points | None, points: str
) -> None:
    manager.till.adjusts_alone = alone
    desk = adjusting(manager, points=points, reason="sorry")
    desk.it.finish_pressed()
    assert (desk.it.model.step, desk.till.deeds) == ("approve", [])
    assert desk.rows == []


def test_the_form_says_from_how_many_on_it_takes_two() -> None:
    for alone, said in ((Points(100), "Trên 100 điểm"), (Points(0), "Lần nào"), (None, "Lần nào")):
        desk = Desk()
        desk.till.adjusts_alone = alone
        adjusting(desk)
        assert desk.state.form is not None
        (points,) = (each for each in desk.state.form.fields if each.name == "points")
        assert points.about.startswith(said)
        assert points.kind is FieldKind.MONEY


def test_all_that_is_missing_is_said_at_once_and_nothing_is_sent(manager: Desk) -> None:
    desk = adjusting(manager, points="0")
    desk.it.finish_pressed()
    assert faults(desk).keys() == {"points", "reason"}
    desk.it.field_changed("points", "1.000.000.000")
    desk.it.field_changed("reason", "other")
    desk.it.finish_pressed()
    assert faults(desk).keys() == {"points", "note"}
    desk.it.field_changed("points", "mười")
    desk.it.field_changed("note", " … ")
    desk.it.finish_pressed()
    assert faults(desk).keys() == {"points", "note"}
    assert desk.till.deeds == []
    desk.it.back_pressed()
    assert (desk.it.model.step, desk.it.model.form) == ("page", {})


def test_without_an_answer_it_is_said_and_what_was_typed_is_there_to_press_again(manager: Desk) -> None:
    desk = adjusting(manager, points="20", reason="sorry")
    desk.till.fault = GONE
    desk.it.finish_pressed()
    assert desk.said
    assert desk.state.form is not None
    assert [each.value for each in desk.state.form.fields[:3]] == ["give", "20", "sorry"]
    desk.it.finish_pressed()
    assert [each.points for each in desk.till.deeds] == [20]


def test_what_the_server_refuses_is_said_and_the_form_stays(manager: Desk) -> None:
    desk = adjusting(manager, way="take", points="20", reason="mistake")
    desk.till.fault = Refused("adjust-short")
    desk.it.finish_pressed()
    assert "không còn đủ ngần ấy điểm" in desk.said
    assert desk.it.model.step == "adjust"


def test_without_somebody_to_approve_it_the_form_is_there_again() -> None:
    desk = adjusting(Desk(session=SUPERVISOR), points="101", reason="sorry", note="chờ lâu")
    desk.it.finish_pressed()
    desk.it.back_pressed()
    assert desk.state.form is not None
    assert [each.value for each in desk.state.form.fields] == ["give", "101", "sorry", "chờ lâu"]
    desk.it.field_changed("points", "100")
    desk.it.finish_pressed()
    assert [each.points for each in desk.till.deeds] == [100]
    desk.part("more")
    assert desk.it.model.step == "page"


def test_a_server_that_wants_two_where_the_till_wants_one_is_given_the_second_word() -> None:
    desk = adjusting(Desk(session=SUPERVISOR), points="20", reason="sorry")
    desk.till.fault = Refused("deed-takes-two")
    desk.it.finish_pressed()
    assert (desk.it.model.step, desk.rows) == ("approve", ["Quốc Anh"])
    assert "cần người thứ hai duyệt" in desk.said
    desk.pin()
    assert [(each.deed, each.points, each.approver) for each in desk.till.deeds] == [("deed-1", 20, "anh")]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("give", "Hương đã cộng 100 điểm này lúc 21:05 ngày 20/11/2026, lần này không cộng nữa."),
        ("take", "Hương đã trừ 100 điểm này lúc 21:05 ngày 20/11/2026, lần này không trừ nữa."),
    ],
)
def test_points_that_were_given_before_are_said_not_to_be_given_again(way: str, said: str) -> None:
    desk = adjusting(Desk(session=MANAGER, till=AskedBefore()), way=way, points="100", reason="missing")
    desk.it.finish_pressed()
    assert desk.said.startswith(said)
    assert desk.it.model.step == "page"
