"""The screen *Returns* by keyboard alone, by touch alone and by scanner alone, in a real window."""

from PySide6.QtCore import Qt

from loyalty.identity.commands import Command, command_code
from tests.qt.conftest import Play
from tests.qt.hands import press_key, scan_of, touch_middle, touch_row, type_sign
from tools.sample_returns import ANH_DIGITS
from tools.sample_shop import NOODLES, PIN, RICE
from tools.theatre import Theatre, settle
from ui.presenters.returns.presenter import ReturnsPresenter
from ui.returns_screen import ReturnsScreen


def screen_of(theatre: Theatre) -> ReturnsScreen:
    assert theatre.returns is not None
    return theatre.returns


def presenter_of(theatre: Theatre) -> ReturnsPresenter:
    presenter = screen_of(theatre).presenter
    assert presenter is not None
    return presenter


def keys(theatre: Theatre, *pressed: Qt.Key) -> None:
    for key in pressed:
        press_key(theatre.window, key)
        settle()


def test_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("returns")
    for sign in "Q2-000124":
        type_sign(theatre.window, sign)
    keys(theatre, Qt.Key.Key_Return)
    assert presenter_of(theatre).model.step == "lines"
    keys(theatre, Qt.Key.Key_Plus, Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_F8, Qt.Key.Key_F9)
    assert theatre.sample_returns.calls == ["Q2-000124 138817 damaged"]
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F9)
    assert [call[:9] for call in theatre.sample_returns.calls] == ["Q2-000124", "Q2-000123"]
    keys(theatre, Qt.Key.Key_F9, Qt.Key.Key_Escape)
    assert not screen_of(theatre).is_in_front
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_what_was_not_found_makes_way_for_the_next_number(play_scene: Play) -> None:
    theatre = play_scene("returns")
    for number in ("Q7-000003", "Q2-000124"):
        for sign in number:
            type_sign(theatre.window, sign)
        keys(theatre, Qt.Key.Key_Return)
    assert presenter_of(theatre).model.step == "lines"


def test_the_customer_is_asked_about_what_came_back_once_and_not_when_the_screen_is_left(
    play_scene: Play,
) -> None:
    theatre = play_scene("returns")
    facing = theatre.customer.open_window(theatre.window)
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Plus, Qt.Key.Key_F9)
    done = presenter_of(theatre).model.done
    assert done is not None
    assert theatre.survey.refunds == [done.sale]
    assert facing.survey.isVisible()
    facing.score_chosen.emit(3)
    facing.score_chosen.emit(7)
    settle()
    assert theatre.survey.answers == [(done.sale, 3)]
    assert not facing.survey.isVisible()
    keys(theatre, Qt.Key.Key_F9, Qt.Key.Key_Escape)
    assert theatre.survey.refunds == [done.sale]
    assert not facing.survey.isVisible()


def test_a_managers_pin_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("returns")
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Plus, Qt.Key.Key_F7, Qt.Key.Key_Down)
    for digit in PIN:
        type_sign(theatre.window, digit)
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_F9)
    assert presenter_of(theatre).model.step == "done"
    assert [tender.kind for tender in theatre.sample_returns.done["refund-1"].tenders] == ["cash"]


def test_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("returns")
    view = screen_of(theatre).view
    touch_row(view.list.rows, 0)
    settle()
    touch_middle(view.list.more)
    settle()
    for _ in range(2):
        touch_row(view.list.rows, 1)
        settle()
    for part in (view.reason, view.finish):
        touch_middle(part)
        settle()
    assert [call[:9] for call in theatre.sample_returns.calls] == ["Q2-000124"]
    touch_middle(view.finish)
    settle()
    touch_middle(view.goods)
    settle()
    presenter_of(theatre).scanned(RICE.sku)
    settle()
    touch_middle(view.finish)
    settle()
    pad = {button.accessibleName(): button for button in view.side.pad.findChildren(type(view.finish))}
    for digit in PIN:
        touch_middle(pad[digit])
        settle()
    touch_middle(view.finish)
    settle()
    assert theatre.sample_returns.calls[1] == "goods 189000 mind Hương"
    touch_middle(view.back)
    settle()
    touch_middle(view.back)
    settle()
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_by_scanner_alone(play_scene: Play) -> None:
    theatre = play_scene("returns")
    screen = screen_of(theatre)
    for code in (ANH_DIGITS, NOODLES.sku, RICE.sku, command_code(Command.PAY_CASH)):
        screen.scanned(scan_of(code))
        settle()
    assert [call[:9] for call in theatre.sample_returns.calls] == ["Q2-000124"]
    screen.scan_was_useless("scan-control")
    settle()


def test_the_box_has_the_focus_wherever_something_is_typed(play_scene: Play) -> None:
    theatre = play_scene("returns")
    view = screen_of(theatre).view
    assert view.box.edit.hasFocus()
    keys(theatre, Qt.Key.Key_Return)
    assert view.hasFocus()
    keys(theatre, Qt.Key.Key_Escape)
    assert view.box.edit.hasFocus()
