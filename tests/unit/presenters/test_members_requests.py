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


def ask(desk: Desk, which: int, member: str = ANH, *, about: int = -1) -> None:
    """The member asks for that thing, of it for the row `about`; by default for something else."""
    desk.it.begin(member)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(which)
    if desk.it.model.step == "request-about":
        desk.it.row_pressed(about % len(desk.rows))


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
    agree(desk, "messages")
    desk.it.begin(ANH)
    withdraw(desk, 0)


def agree(desk: Desk, *purposes: str) -> None:
    """Ánh had agreed to these when she was enrolled."""
    desk.till.consents = [{"purpose": each, "given": True} for each in purposes]


def withdraw(desk: Desk, row: int) -> None:
    desk.part("consents")
    desk.it.row_pressed(row)


def edit(desk: Desk, field: str, value: str) -> None:
    desk.it.edit_pressed()
    desk.it.field_changed(field, value)
    desk.it.finish_pressed()


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
def test_where_nobody_said_which_detail_or_consent_was_meant_people_tick_it_off(
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


@pytest.mark.parametrize(
    ("about", "field", "value", "text"),
    [
        (0, "name", "Nguyễn Thị Ngọc Ánh", "Khách yêu cầu sửa họ tên của mình"),
        (1, "phone", "0912345000", "Khách yêu cầu sửa số điện thoại của mình"),
        (2, "birthday", "22/11", "Khách yêu cầu sửa sinh nhật của mình"),
        (3, "email", "anh.moi@example.vn", "Khách yêu cầu sửa e-mail của mình"),
    ],
)
def test_the_detail_that_was_meant_is_noted_and_its_edit_settles_it_and_no_other(
    about: int, field: str, value: str, text: str
) -> None:
    desk = Desk(session=MANAGER)
    ask(desk, 1, about=about)
    assert (desk.till.deeds[-1].about, desk.till.deeds[-1].text) == ((field,), text)
    other, said = ("name", "Ánh Ng") if field != "name" else ("email", "khac@example.vn")
    edit(desk, other, said)
    assert left_open(desk) == {"data-correct"}
    assert desk.said == "Đã sửa thông tin hội viên."
    edit(desk, field, value)
    assert (left_open(desk), owed(desk)) == (set(), [])


def test_the_list_and_the_page_opened_from_it_say_which_detail() -> None:
    desk = Desk()
    ask(desk, 1, about=1)
    assert owed(desk) == [("Nguyễn Thị Ánh · Xin sửa số điện thoại", "hạn 24/11/2026")]
    boss = Desk(session=MANAGER, till=desk.till)
    boss.it.begin()
    boss.it.moved(1)
    boss.it.finish_pressed()
    assert boss.said == "Hội viên này xin sửa số điện thoại, hạn 24/11/2026. Sửa xong là yêu cầu hết treo."


def test_of_consents_those_that_hold_can_be_meant_and_all_of_them_where_there_are_several() -> None:
    desk = Desk(session=MANAGER)
    agree(desk, "messages")
    ask(desk, 3)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(3)
    assert desk.rows == ["Nhận tin ưu đãi qua SMS, Zalo hoặc e-mail", "Điều khác"]
    agree(desk, "messages", "profile")
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(3)
    assert desk.rows[2:] == ["Tất cả các điều trên", "Điều khác"]


def test_the_withdrawal_of_the_consent_that_was_meant_settles_it_and_no_other() -> None:
    desk = Desk(session=MANAGER)
    agree(desk, "messages", "profile")
    ask(desk, 3, about=1)
    assert desk.till.deeds[-1].about == ("profile",)
    assert owed(desk)[0][0] == "Nguyễn Thị Ánh · Xin rút lại đồng ý dùng lịch sử mua hàng"
    withdraw(desk, 0)
    assert (left_open(desk), desk.said) == ({"data-withdraw"}, "Đã ghi ý của khách.")
    withdraw(desk, 1)
    assert left_open(desk) == set()


def test_where_all_consents_were_meant_the_last_withdrawal_settles_it() -> None:
    desk = Desk(session=MANAGER)
    agree(desk, "messages", "profile")
    ask(desk, 3, about=2)
    withdraw(desk, 0)
    assert left_open(desk) == {"data-withdraw"}
    withdraw(desk, 1)
    assert left_open(desk) == set()


def test_what_was_noted_before_any_detail_could_be_said_is_ticked_by_hand_as_ever() -> None:
    desk = Desk(session=MANAGER)
    old = PersonNote(
        "n9", "Khách yêu cầu sửa thông tin của mình", "Minh", timestamp(NOW), request="data-correct"
    )
    desk.till.known[ANH] = replace(desk.till.known[ANH], notes=(old,))
    assert owed(desk) == [("Nguyễn Thị Ánh · Xin sửa thông tin", "hạn 24/11/2026")]
    desk.it.begin(ANH)
    edit(desk, "phone", "0912345000")
    assert left_open(desk) == {"data-correct"}
    assert "bấm xong ở Ghi chú" in desk.said


def test_what_can_be_meant_stays_under_the_marked_row_when_the_server_answers() -> None:
    desk = Desk()
    desk.runner.hold("net")
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(3)
    before = desk.rows
    desk.it.moved(1)
    agree(desk, "profile")
    desk.runner.let_go("net")
    assert desk.rows == before
    desk.it.entered()
    assert desk.till.deeds[-1].about == ("messages",)


def test_enter_notes_nothing_until_a_row_is_chosen_and_back_goes_to_what_is_asked_for() -> None:
    desk = Desk()
    desk.it.begin(ANH)
    desk.part("more")
    desk.it.row_pressed(REQUEST)
    desk.it.row_pressed(1)
    desk.it.entered()
    assert (desk.till.deeds, desk.state.can_finish) == ([], False)
    steps = [str(desk.it.model.step)]
    for _ in range(2):
        desk.it.back_pressed()
        steps.append(desk.it.model.step)
    assert steps == ["request-about", "request", "page"]


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
