"""Requests about one's own data on the screen *Members*: noted, owed until a day, settled by what is done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import REQUESTS
from terminal.clock import timestamp
from tests.unit.presenters.members_desk import ANH, BINH, MANAGER, Desk
from tools.sample_shop import LAN, NOW

REQUEST = 5
"""The row of *More* that notes one."""


def manager() -> Desk:
    """A manager where nobody is looked for yet."""
    desk = Desk(session=MANAGER)
    desk.it.begin()
    return desk


def ask(desk: Desk, which: int, member: str = ANH) -> None:
    """The member asks for that thing."""
    desk.it.begin(member)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(which)


def owed(desk: Desk) -> list[tuple[str, ...]]:
    """What a manager sees who opens the screen."""
    later = Desk(session=MANAGER, till=desk.till)
    later.it.begin()
    return [row.cells for row in later.state.listing.rows]


@pytest.mark.parametrize("which", range(len(REQUESTS)))
def test_what_is_asked_for_is_noted_by_whoever_is_there_and_says_until_when_it_is_owed(which: int) -> None:
    desk = Desk()
    ask(desk, which)
    (deed,) = desk.till.deeds
    assert (deed.kind, deed.request, deed.operator, deed.member) == (
        "note",
        REQUESTS[which],
        LAN.operator,
        ANH,
    )
    assert desk.said.startswith("Đã ghi yêu cầu")
    desk.part("notes")
    first = desk.state.listing.rows[0]
    assert first.cells == (deed.text,)
    assert first.detail.startswith("hạn 24/11/2026 · Lan")
    ((who, due),) = owed(desk)
    assert (who.startswith("Nguyễn Thị Ánh · "), due) == (True, "hạn 24/11/2026")


def test_they_stand_where_a_manager_looks_for_somebody_the_late_ones_first() -> None:
    desk = Desk()
    ask(desk, 2)
    asked = PersonNote("n9", "x", "Minh", timestamp(NOW - timedelta(days=9)), request="data-export")
    desk.till.known[BINH] = replace(desk.till.known[BINH], notes=(asked,))
    assert owed(desk) == [
        ("Trần Văn Bình · Xin bản dữ liệu", "quá hạn 16/11/2026"),
        ("Nguyễn Thị Ánh · Xin xóa dữ liệu", "hạn 24/11/2026"),
    ]
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    boss.it.moved(1)
    boss.it.finish_pressed()
    assert boss.state.who == "Nguyễn Thị Ánh"
    assert boss.said == "Hội viên này xin xóa dữ liệu, hạn 24/11/2026. Xóa ở Khác."


def test_a_cashier_has_no_such_list_and_a_name_is_looked_for_as_ever() -> None:
    desk = Desk()
    ask(desk, 0)
    cashier = Desk(till=desk.till)
    cashier.it.begin()
    assert (cashier.rows, cashier.state.can_finish) == ([], False)
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    boss.it.typed("n")
    boss.it.entered()
    assert boss.rows == ["Nguyễn Thị Ánh", "Trần Văn Bình"]
    boss.it.back_pressed()
    assert boss.rows == ["Nguyễn Thị Ánh · Xin bản dữ liệu"]


def test_another_tills_request_comes_up_while_the_list_is_looked_at() -> None:
    desk = manager()
    assert desk.rows == []
    ask(Desk(till=desk.till), 0)
    desk.it.synced()
    assert desk.rows == ["Nguyễn Thị Ánh · Xin bản dữ liệu"]


def do_export(desk: Desk) -> None:
    desk.part("more")
    desk.it.row_pressed(1)


def do_edit(desk: Desk) -> None:
    desk.it.edit_pressed()
    desk.it.field_changed("email", "anh.moi@example.vn")
    desk.it.finish_pressed()


def do_withdraw(desk: Desk) -> None:
    desk.till.consents = [{"purpose": "messages", "given": True}]
    desk.it.begin(ANH)
    desk.part("consents")
    desk.it.row_pressed(0)


def left_open(desk: Desk) -> set[str]:
    """What Ánh asked for and nobody has dealt with."""
    return {note.request for note in desk.till.known[ANH].notes if note.request and not note.done_by}


def test_an_export_settles_the_wish_for_one_and_nothing_else() -> None:
    desk = Desk(session=MANAGER)
    for each in range(len(REQUESTS)):
        ask(desk, each)
    do_export(desk)
    assert left_open(desk) == set(REQUESTS) - {"data-export"}
    assert len(owed(desk)) == len(REQUESTS) - 1


@pytest.mark.parametrize(("which", "does"), [(1, do_edit), (3, do_withdraw)])
def test_which_detail_and_which_consent_was_meant_is_for_people_to_say(
    which: int, does: Callable[[Desk], None]
) -> None:
    desk = Desk(session=MANAGER)
    ask(desk, which)
    does(desk)
    assert left_open(desk) == {REQUESTS[which]}
    assert "bấm xong ở Ghi chú" in desk.said
    desk.part("notes")
    desk.it.row_pressed(0)
    assert (left_open(desk), owed(desk)) == (set(), [])
    does(desk)
    assert "Ghi chú" not in desk.said


def test_a_consent_that_is_given_settles_no_wish_to_withdraw_one() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 3)
    desk.part("consents")
    desk.it.row_pressed(0)
    assert desk.till.deeds[-1].consent is not None
    assert "Ghi chú" not in desk.said
    assert len(owed(desk)) == 1


def test_one_that_cannot_be_ticked_off_stays_and_what_was_asked_for_is_done() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 0)
    desk.runner.hold("store")
    do_export(desk)
    desk.till.fault = Refused("note-unknown")
    desk.runner.let_go("store")
    assert "/exports/" in desk.said
    assert len(owed(desk)) == 1


def test_a_request_is_ticked_by_hand_as_any_note_and_goes_with_who_is_erased() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 1)
    desk.part("notes")
    desk.it.row_pressed(0)
    assert owed(desk) == []
    ask(desk, 2)
    assert len(owed(desk)) == 1
    del desk.till.known[ANH]
    desk.it.synced()
    assert owed(desk) == []


def test_the_marked_one_stays_marked_when_another_comes_before_it() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 2, BINH)
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    at = timestamp(NOW - timedelta(days=20))
    first = PersonNote("n1", "x", "Minh", at, request="data-export")
    boss.till.known[ANH] = replace(boss.till.known[ANH], notes=(first,))
    boss.it.synced()
    assert (boss.rows[0], boss.state.listing.marked) == ("Nguyễn Thị Ánh · Xin bản dữ liệu", 1)
    boss.it.entered()
    assert boss.state.who == "Trần Văn Bình"


def test_a_marked_one_that_is_done_elsewhere_leaves_no_other_marked() -> None:
    desk = Desk(session=MANAGER)
    for who in (ANH, BINH):
        ask(desk, 2, who)
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    gone = boss.it.model.requests[0].member
    boss.till.known[gone] = replace(boss.till.known[gone], notes=())
    boss.it.synced()
    assert (len(boss.rows), boss.state.listing.marked) == (1, None)
    boss.it.entered()
    assert boss.it.model.step == "find"


def test_a_disk_that_fails_at_a_sync_says_nothing_over_a_box_that_is_typed_in() -> None:
    desk = manager()
    desk.it.typed("An")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.till, "requests", failing_disk)
        desk.it.synced()
        assert (desk.said, desk.it.model.typed) == ("", "An")
        again = Desk(session=MANAGER, till=desk.till)
        again.it.begin()
        assert "disk-failed" in again.said


def failing_disk() -> None:
    """The list of requests cannot be read."""
    raise Unavailable("disk-failed", retry=True)


def test_the_list_gives_way_to_what_is_looked_for_and_is_no_result() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 2, BINH)
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    assert (len(boss.rows), boss.state.finish) == (1, "Mở")
    boss.it.typed("zzz")
    boss.it.entered()
    assert (boss.rows, boss.state.finish) == ([], "Tìm")
    boss.it.row_pressed(0)
    assert boss.it.model.step == "find"
    boss.it.back_pressed()
    assert len(boss.rows) == 1


def test_who_is_to_be_merged_is_looked_for_whatever_is_owed() -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 2, BINH)
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    boss.it.typed("Ánh")
    boss.it.entered()
    boss.part("more")
    boss.it.row_pressed(2)
    assert (boss.it.model.step, boss.rows, boss.state.finish) == ("merge-find", [], "Tìm")
