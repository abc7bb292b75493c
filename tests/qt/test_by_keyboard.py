"""A sale, an enrolment and a shift with the keyboard alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from loyalty.program import parse_program
from tests.qt.conftest import Play
from tests.qt.hands import press_key, type_sign
from tools.sample_shop import ANH, GREENS, NOODLES, PIN, PROGRAM_FILE, RICE
from tools.theatre import Theatre, settle
from ui.presenters.shell import Screen
from ui.widgets.button import Button
from ui.widgets.one_box import is_command

Key = Qt.Key


def press(theatre: Theatre, *keys: Key | str) -> None:
    """Press these, one after the other; a text is typed."""
    for key in keys:
        if isinstance(key, str):
            for sign in key:
                type_sign(theatre.window, sign)
        else:
            press_key(theatre.window, key)
        settle()


def front(theatre: Theatre) -> Screen:
    return theatre.shell.screen


def has_shift(theatre: Theatre) -> bool:
    return theatre.till.shift is not None


def has_focus_in_box(theatre: Theatre) -> bool:
    return QApplication.focusWidget() is theatre.stage.checkout.box.edit


def test_a_day_from_signing_in_to_the_closed_shift(play_scene: Play) -> None:
    theatre = play_scene("sign-in")
    press(theatre, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace, PIN, Key.Key_Return)
    assert front(theatre) is Screen.SHIFT
    press(theatre, "500000", Key.Key_Return)
    assert theatre.till.shift is not None
    assert theatre.till.shift.opening_float == 500_000
    assert has_focus_in_box(theatre)
    press(theatre, NOODLES.sku, Key.Key_Return, f"2*{RICE.sku}", Key.Key_Return)
    press(theatre, GREENS.sku, Key.Key_Return, "0,5", Key.Key_Return)
    press(theatre, Key.Key_Up, "+", Key.Key_Up, Key.Key_Up, Key.Key_Delete)
    sale = theatre.checkout.counter.model.sale
    assert [(line.name, line.quantity) for line in sale.lines] == [(RICE.name, 3000), (GREENS.name, 500)]
    press(theatre, "0912345678", Key.Key_Return)
    assert theatre.checkout.counter.model.sale.member == ANH
    press(theatre, Key.Key_F9)
    assert front(theatre) is Screen.PAY
    press(theatre, Key.Key_Down, Key.Key_Up, "600", "000", Key.Key_Backspace, "0", Key.Key_F9)
    assert front(theatre) is Screen.CHECKOUT
    assert theatre.till.sales[0].tenders[0].given == 600_000
    assert has_focus_in_box(theatre)
    press(theatre, Key.Key_F10, Key.Key_F11, Key.Key_Escape)
    assert "reprint" in theatre.till.calls
    assert "void" not in theatre.till.calls
    press(theatre, Key.Key_F11, Key.Key_Right, Key.Key_Return)
    assert "void" in theatre.till.calls
    theatre.shell.close_shift()
    press(theatre, Key.Key_Down, "1", Key.Key_Return, Key.Key_Down, Key.Key_Return)
    assert "close_shift change" in theatre.till.calls
    assert not has_shift(theatre)
    press(theatre, Key.Key_Return)
    assert front(theatre) is Screen.SIGN_IN


def asked_for_a_word(play_scene: Play) -> Theatre:
    """Somebody without a card pays with points, and the program says that a manager is asked."""
    theatre = play_scene("sign-in")
    theatre.till.program = parse_program(
        f"{PROGRAM_FILE.read_text(encoding='utf-8')}\n[limits.manager_over]\nburn_without_card = 0\n",
        name="strict.toml",
    )
    theatre.till.members[ANH.member] = replace(ANH, card_tail="")
    press(theatre, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace, PIN, Key.Key_Return)
    press(theatre, "500000", Key.Key_Return)
    press(theatre, f"2*{RICE.sku}", Key.Key_Return, "0912345678", Key.Key_Return)
    theatre.checkout.members.burn_most()
    settle()
    press(theatre, Key.Key_F9, Key.Key_F9)
    assert front(theatre) is Screen.PAY
    return theatre


def test_a_supervisor_gives_their_word_without_a_mouse(play_scene: Play) -> None:
    theatre = asked_for_a_word(play_scene)
    assert theatre.till.sales == []
    press(theatre, Key.Key_Down, Key.Key_Down, PIN, Key.Key_Return)
    assert front(theatre) is Screen.CHECKOUT
    assert "on the word of thu" in theatre.till.calls


def test_a_birthday_is_typed_in_place_of_the_card_without_a_mouse(play_scene: Play) -> None:
    theatre = asked_for_a_word(play_scene)
    press(theatre, "21/11", Key.Key_Return)
    assert front(theatre) is Screen.CHECKOUT
    assert len(theatre.till.sales) == 1


def test_a_member_in_three_steps_phone_name_enter(play_scene: Play) -> None:
    theatre = play_scene("empty")
    typed = ("0905111222", Key.Key_Return, "Le Thi Cuc", Key.Key_Return)
    assert sum(len(each) if isinstance(each, str) else 1 for each in typed) == 22  # 15 s at 1.5 keys a second
    press(theatre, *typed)
    member = theatre.checkout.counter.model.sale.member
    assert member is not None
    assert member.name == "Le Thi Cuc"
    assert has_focus_in_box(theatre)


def test_what_is_typed_lands_in_the_box_whatever_has_the_focus(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    theatre.stage.checkout.keys.pay.setFocus()
    press(theatre, "ca")
    assert theatre.stage.checkout.box.edit.text() == "ca"
    assert has_focus_in_box(theatre)


def test_a_key_of_the_pay_screen_that_comes_late_types_nothing_into_the_box(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    press(theatre, "ca")
    for focus in (theatre.stage.checkout.box.edit, theatre.stage.checkout.keys.pay):
        focus.setFocus()
        QTest.keyClick(theatre.window.windowHandle(), Key.Key_3, Qt.KeyboardModifier.AltModifier)
        settle()
        assert theatre.stage.checkout.box.edit.text() == "ca"
    alt_gr = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(theatre.window.windowHandle(), Key.Key_3, Qt.KeyboardModifier.NoModifier)
    assert theatre.stage.checkout.box.edit.text() == "ca3"
    assert not is_command(QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Q, alt_gr, "@"))


def test_reasons_open_over_the_sale_and_leave_the_focus_where_it_was(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    press(theatre, Key.Key_F5)
    assert theatre.stage.checkout.why.isVisible()
    assert has_focus_in_box(theatre)
    press(theatre, Key.Key_Escape)
    assert not theatre.stage.checkout.why.isVisible()


def test_the_question_that_cannot_be_undone_starts_at_no(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    press(theatre, Key.Key_F2, Key.Key_Return)
    assert theatre.checkout.counter.model.sale.lines
    press(theatre, Key.Key_F2, Key.Key_Tab, Key.Key_Return)
    assert not theatre.checkout.counter.model.sale.lines
    assert has_focus_in_box(theatre)


@pytest.mark.parametrize("key", [Key.Key_F2, Key.Key_F5], ids=["question", "reasons"])
def test_what_lies_over_the_sale_stays_with_it_when_the_till_is_locked(play_scene: Play, key: Key) -> None:
    theatre = play_scene("checkout")
    checkout = theatre.stage.checkout
    before = theatre.checkout.counter.model.sale
    press(theatre, key)
    assert checkout.confirm.isVisible() or checkout.why.isVisible()
    theatre.shell.lock()
    settle()
    assert front(theatre) is Screen.SIGN_IN
    assert not checkout.confirm.isVisible()
    assert not checkout.why.isVisible()
    assert not checkout.box.edit.hasFocus()
    theatre.shell.signed_in(theatre.checkout.counter.session)
    settle()
    assert front(theatre) is Screen.CHECKOUT
    assert not checkout.confirm.isVisible()
    assert not checkout.why.isVisible()
    assert theatre.checkout.counter.model.sale == before
    assert has_focus_in_box(theatre)


def test_the_menu_is_walked_with_arrows(play_scene: Play) -> None:
    theatre = play_scene("menu")
    chosen: list[str] = []
    theatre.menu.item_chosen.connect(chosen.append)
    press(
        theatre,
        Key.Key_Return,
        Key.Key_Down,
        Key.Key_Return,
        Key.Key_Up,
        Key.Key_Up,
        Key.Key_Up,
        Key.Key_Return,
    )
    press(theatre, Key.Key_Left, Key.Key_Return, Key.Key_Tab, Key.Key_Return)
    press(theatre, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert chosen == ["returns", "receipts", "quit", "settings", "devices", "top-up"]


def test_every_button_on_the_checkout_can_be_reached_by_tab(play_scene: Play) -> None:
    theatre = play_scene("checkout")
    seen: set[str] = set()
    for _ in range(40):
        press(theatre, Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is not None:
            seen.add(widget.accessibleName())
    burn = {"Dùng điểm: −10", "Dùng điểm: +10", "Tối đa 460"}
    assert {"Thanh toán · F9", *burn, "Xóa dòng · Del", "Khác · F12"} <= seen


@pytest.mark.parametrize("enter", [Key.Key_Return, Key.Key_Enter])
def test_what_a_notice_offers_is_done_by_the_key_that_stands_under_it(play_scene: Play, enter: Key) -> None:
    theatre = play_scene("checkout")
    press(theatre, Key.Key_Delete)
    sale = theatre.checkout.counter.model.sale
    (offer,) = [
        button
        for button in theatre.stage.checkout.banner.findChildren(Button)
        if button.isVisible() and button.accessibleName().endswith("Ctrl+Enter")
    ]
    assert offer.shows_all()
    QTest.keyClick(theatre.window, enter, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(theatre.checkout.counter.model.sale.lines) == len(sale.lines) + 1
    assert has_focus_in_box(theatre)
    QTest.keyClick(theatre.window, enter, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(theatre.checkout.counter.model.sale.lines) == len(sale.lines) + 1


@pytest.mark.parametrize("enter", [Key.Key_Return, Key.Key_Enter])
def test_what_a_notice_beside_the_sale_offers_is_done_by_the_key_that_stands_under_it(
    play_scene: Play, enter: Key
) -> None:
    theatre = play_scene("enrolling")
    (offer,) = [
        button
        for button in theatre.stage.checkout.enrol.findChildren(Button)
        if button.isVisible() and button.accessibleName().endswith("Ctrl+Enter")
    ]
    assert offer.accessibleName() == "Gắn Nguyễn Thị Ánh · Ctrl+Enter"
    QTest.keyClick(theatre.window, enter, Qt.KeyboardModifier.ControlModifier)
    settle()
    member = theatre.checkout.counter.model.sale.member
    assert member is not None
    assert member.name == "Nguyễn Thị Ánh"
    assert has_focus_in_box(theatre)
