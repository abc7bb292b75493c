"""The screen of earlier receipts by keys alone, by touch alone and by scanner alone."""

from PySide6.QtCore import Qt

from loyalty.identity.commands import Command, command_code
from tests.qt.conftest import Play
from tests.qt.hands import press, scan_of, tap
from tools.people_scenes import ANH
from tools.sample_late_claims import RICE_DIGITS
from tools.sample_shop import ANH_CARD, PIN
from tools.theatre import Theatre, settle
from ui.late_claims_screen import LateClaimsScreen
from ui.widgets.button import Button

Key = Qt.Key
GIVEN = "Q2-000122 Nguyễn Thị Ánh +47"


def screen_of(theatre: Theatre) -> LateClaimsScreen:
    assert theatre.late_claims is not None
    return theatre.late_claims


def test_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("late-claims")
    press(theatre, "Q2-000122", Key.Key_Return, "0912345678", Key.Key_Return, Key.Key_F9)
    press(theatre, Key.Key_Down, PIN, Key.Key_Return)
    assert theatre.sample_late_claims.calls == [f"{GIVEN} Quốc Anh"]
    press(theatre, Key.Key_Return, Key.Key_Escape)
    assert not screen_of(theatre).is_in_front
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_what_was_not_found_makes_way_for_the_next_number(play_scene: Play) -> None:
    theatre = play_scene("late-claims")
    press(theatre, "Q2-000999", Key.Key_Return, "Q2-000122", Key.Key_Return)
    presenter = screen_of(theatre).presenter
    assert presenter is not None
    assert presenter.model.step == "member"


def test_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("late-claims")
    view = screen_of(theatre).view
    view.rows.pressed.emit(0)
    tap(view.box.pad_button)
    keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in "0912345678":
        tap(keys[digit])
    view.toggle_keyboard()
    tap(view.finish)
    tap(view.finish)
    settle()
    pad = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in PIN:
        tap(pad[digit])
    tap(view.finish)
    assert theatre.sample_late_claims.calls == [f"{GIVEN} Hương"]


def test_by_scanner_alone(play_scene: Play) -> None:
    theatre = play_scene("late-claims")
    screen_of(theatre).open(ANH)
    for code in (RICE_DIGITS, ANH_CARD, command_code(Command.PAY_CASH)):
        screen_of(theatre).scanned(scan_of(code))
        settle()
    assert theatre.sample_late_claims.calls == [GIVEN]
