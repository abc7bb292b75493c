"""What a manager changes for every till of the store in the settings, with their PIN."""

from dataclasses import replace

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.roles import Role
from tests.unit.presenters.desk import words
from tests.unit.presenters.settings_desk import Screen, lines
from tools.sample_shop import PIN
from ui.presenters.settings.model import MAY_CHANGE, SECTIONS, Act
from ui.presenters.settings.rows import rows_of
from ui.presenters.shown import Tone

ROLES: tuple[Role, ...] = ("cashier", "supervisor", "manager", "auditor")


def test_the_store_is_as_the_till_knows_it_and_its_money_and_days_are_set_once() -> None:
    screen = Screen().to("store")
    assert "Cảm ơn quý khách, hẹn gặp lại!" in lines(screen.state).values()
    for name in ("currency", "timezone", "store-language"):
        screen.to("store", name)
        assert screen.state.change == ""
        screen.it.change_pressed()
    assert screen.errands.calls == []


def test_a_manager_changes_the_foot_of_receipts_and_gives_their_pin() -> None:
    screen = Screen()
    screen.press("store", "receipt-foot")
    assert (screen.state.field, screen.state.change) == ("Cảm ơn quý khách, hẹn gặp lại!", "Tiếp")
    screen.it.typed("Hẹn  gặp lại ")
    screen.it.change_pressed()
    assert (screen.state.field, screen.state.is_secret, screen.state.hint) == ("", True, "Mã PIN của bạn")
    assert screen.state.heading == "Hẹn  gặp lại"
    assert "Nhập mã PIN của bạn" in screen.state.about[0]
    screen.it.change_pressed()
    assert "Hãy nhập mã PIN" in screen.said()
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [each.receipt_footer for each in screen.errands.wishes] == ["Hẹn gặp lại"]
    assert (screen.state.field, screen.state.is_secret, screen.tone()) == (None, False, Tone.GOOD)


def test_a_bank_account_stands_as_it_is_typed_and_what_is_none_is_said() -> None:
    screen = Screen()
    screen.press("store", "bank")
    assert screen.state.field == "970436 · 0123456789 · CUA HANG QUAN 1"
    screen.it.typed("Vietcombank 0123")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field) == (Tone.REFUSED, "Vietcombank 0123")
    screen.it.typed("")
    screen.it.change_pressed()
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [each.no_bank for each in screen.errands.wishes] == [True]


def test_one_step_back_from_the_pin_is_what_was_typed() -> None:
    screen = Screen()
    screen.press("store", "address")
    screen.it.typed("34 Hàm Nghi")
    screen.it.change_pressed()
    screen.it.typed("11")
    screen.it.back_pressed()
    assert (screen.state.field, screen.state.is_secret) == ("34 Hàm Nghi", False)
    screen.it.back_pressed()
    assert (screen.state.field, screen.errands.wishes, screen.left) == (None, [], 0)


def test_a_wrong_pin_and_a_server_that_does_not_answer_are_said_and_tried_again() -> None:
    screen = Screen()
    screen.press("store", "store-name")
    screen.it.typed("Hoa Mai")
    screen.it.change_pressed()
    screen.it.typed("0000")
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.field, screen.state.is_secret) == (Tone.REFUSED, "", True)
    screen.errands.trouble = Unavailable("server-absent", retry=True, server="may-chu", why="")
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert (screen.tone(), screen.state.is_secret) == (Tone.REFUSED, True)
    screen.errands.trouble = None
    screen.it.typed(PIN)
    screen.it.change_pressed()
    assert [(each.deed, each.store_name) for each in screen.errands.wishes] == [("deed-1", "Hoa Mai")]


def test_the_program_says_its_promises_in_words() -> None:
    shown = lines(Screen().to("program").state)
    assert "phiên bản 3" in shown.values()
    assert shown["Tích điểm"].endswith("₫")
    assert any("giảm" in value for value in shown.values())


def test_a_till_without_a_program_says_so() -> None:
    screen = Screen()
    facts = screen.errands.facts()
    screen.errands.shown = replace(facts, program=None)
    screen.it.begin()
    assert lines(screen.to("program").state) == {"Chương trình": "không có"}


@pytest.mark.parametrize("role", [*ROLES, None])
def test_only_who_may_changes_a_setting(role: Role | None) -> None:
    screen = Screen(role)
    for section in SECTIONS:
        for row in rows_of(screen.to(section).it.model, words()):
            if row.act is Act.NONE:
                continue
            screen.press(section, row.name)
            refused = screen.tone() is Tone.REFUSED and "không được đổi" in screen.said()
            assert refused is (role is None or role not in MAY_CHANGE[row.kind]), (role, row.name)
            if screen.state.is_pressing or screen.state.field is not None:
                screen.it.back_pressed()
    assert screen.left == 0
