"""The screen *Members* by keyboard alone, by touch alone and by scanner alone, in a real window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from resources.catalogue import Catalogue
from tests.qt.conftest import Play
from tests.qt.hands import press_key, scan_of, touch_middle, touch_row, type_sign
from tools.sample_shop import ANH, ANH_CARD, LAN, PIN
from tools.theatre import Theatre, settle
from ui.look import Look
from ui.members_screen import MembersScreen
from ui.presenters.members.model import MembersModel
from ui.presenters.members.state import MembersState
from ui.presenters.preferences import Preferences
from ui.presenters.shown import FigureRow
from ui.views.members_parts import WhoSide
from ui.widgets.button import Button
from ui.widgets.surface import Text


def screen_of(theatre: Theatre) -> MembersScreen:
    assert theatre.members is not None
    return theatre.members


def is_in_front(theatre: Theatre) -> bool:
    return screen_of(theatre).is_in_front


def model_of(theatre: Theatre) -> MembersModel:
    presenter = screen_of(theatre).presenter
    assert presenter is not None
    return presenter.model


def keys(theatre: Theatre, *pressed: Qt.Key) -> None:
    for key in pressed:
        press_key(theatre.window, key)
        settle()


def signs(theatre: Theatre, text: str) -> None:
    for sign in text:
        type_sign(theatre.window, sign)
    settle()


def kinds(theatre: Theatre) -> list[str]:
    return [each.kind for each in theatre.sample_members.deeds]


def test_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("members")
    signs(theatre, "n")
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert screen_of(theatre).view.hasFocus()
    keys(theatre, Qt.Key.Key_F2)
    signs(theatre, "Goi lai")
    keys(theatre, Qt.Key.Key_Return)
    keys(theatre, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert model_of(theatre).section == "notes"
    keys(theatre, Qt.Key.Key_Down, Qt.Key.Key_Return)
    keys(theatre, Qt.Key.Key_F3, Qt.Key.Key_Down, Qt.Key.Key_Down)
    signs(theatre, "21/11/1990")
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert [(each.kind, each.birthday) for each in theatre.sample_members.deeds] == [
        ("note", None),
        ("note-done", None),
        ("edit", "1990-11-21"),
    ]
    keys(theatre, Qt.Key.Key_F9)
    assert theatre.left_members == ["member-anh"]


def test_points_are_given_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("member-more")
    keys(theatre, Qt.Key.Key_Down, Qt.Key.Key_Return)
    signs(theatre, "40")
    keys(theatre, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down)
    signs(theatre, "ba goi")
    keys(theatre, Qt.Key.Key_F9)
    assert model_of(theatre).step == "approve"
    signs(theatre, PIN)
    keys(theatre, Qt.Key.Key_Return)
    (deed,) = theatre.sample_members.deeds
    assert (deed.points, deed.reason, deed.approver) == (40, "missing", "anh")
    assert deed.text.endswith(": ba goi")


def test_points_are_taken_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("member-more")
    view = screen_of(theatre).view
    touch_row(view.list.rows, 0)
    settle()
    ways = {each.accessibleName(): each for each in view.list.form.findChildren(Button)}
    touch_middle(ways["Trừ điểm"])
    settle()
    view.list.form.go_to("points")
    touch_middle(view.keys)
    settle()
    pad = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in "12":
        touch_middle(pad[digit])
    view.toggle_keyboard()
    touch_middle(next(each for name, each in pad.items() if name.endswith("Lý do +")))
    settle()
    touch_middle(view.finish)
    settle()
    pad = {each.accessibleName(): each for each in view.side.pad.findChildren(Button)}
    for digit in PIN:
        touch_middle(pad[digit])
    touch_middle(view.finish)
    settle()
    assert [(each.points, each.reason) for each in theatre.sample_members.deeds] == [(-12, "missing")]


def test_a_manager_erases_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("member-more")
    keys(theatre, *[Qt.Key.Key_Down] * 5, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert model_of(theatre).step == "approve"
    signs(theatre, PIN)
    keys(theatre, Qt.Key.Key_Return)
    assert kinds(theatre) == ["erase"]
    assert screen_of(theatre).view.box.edit.hasFocus()


def test_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("member")
    view = screen_of(theatre).view
    for part in (view.note,):
        touch_middle(part)
        settle()
    touch_row(view.list.rows, 0)
    settle()
    touch_middle(view.list.tabs[4])
    settle()
    touch_row(view.list.rows, 1)
    settle()
    touch_middle(view.apology)
    settle()
    touch_row(view.list.rows, 0)
    settle()
    pad = {button.accessibleName(): button for button in view.side.pad.findChildren(type(view.finish))}
    for digit in PIN:
        touch_middle(pad[digit])
        settle()
    touch_middle(view.finish)
    settle()
    assert kinds(theatre) == ["note", "consent", "apology"]
    touch_middle(view.back)
    settle()
    assert theatre.left_members == [""]


def test_a_merge_by_touch_and_scanner(play_scene: Play) -> None:
    theatre = play_scene("members")
    screen = screen_of(theatre)
    screen.scanned(scan_of("111"))
    settle()
    touch_middle(screen.view.list.tabs[5])
    settle()
    touch_row(screen.view.list.rows, 2)
    settle()
    screen.scanned(scan_of(ANH_CARD))
    settle()
    assert model_of(theatre).step == "merge"
    touch_middle(screen.view.finish)
    settle()
    assert model_of(theatre).step == "approve"
    screen.scan_was_useless("scan-control")
    settle()
    assert screen.view.banner.isVisible()


def test_what_is_typed_into_the_form_is_not_taken_away_by_a_late_answer(play_scene: Play) -> None:
    theatre = play_scene("members")
    theatre.runner.hold("net")
    screen_of(theatre).scanned(scan_of(ANH_CARD))
    settle()
    keys(theatre, Qt.Key.Key_F3)
    signs(theatre, " B")
    theatre.runner.let_go("net")
    settle()
    assert model_of(theatre).form["name"].endswith(" B")
    signs(theatre, "c")
    assert model_of(theatre).form["name"].endswith(" Bc")


def test_behind_a_lock_it_is_not_in_front_and_opens_anew(play_scene: Play) -> None:
    theatre = play_scene("member")
    screen = screen_of(theatre)
    assert is_in_front(theatre)
    theatre.window.show_screen(theatre.sign_in_view)
    settle()
    assert not is_in_front(theatre)
    screen.open(LAN)
    assert (screen.is_in_front, model_of(theatre).page) == (True, None)


def test_points_are_large_where_the_other_figures_keep_their_room(qtbot: QtBot, look: Look) -> None:
    look.wear(Preferences(), Catalogue.load("vi"))
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(400, 700)
    who = WhoSide(frame)
    facts = tuple(FigureRow(f"Số thứ {number}", "12") for number in range(5))
    points = FigureRow("Điểm", "1.250", strong=True)
    who.resize(291, 592)
    frame.show()

    def sizes() -> list[int]:
        settle()
        texts = (each for each in who.findChildren(Text) if each.isVisible() and each.text() == "1.250")
        return [each.font().pixelSize() for each in texts]

    who.show_who(MembersState(title="", who="Nguyễn Thị Ánh", tier="Bạc", figures=(points, *facts)))
    assert sizes() == [30]
    who.resize(291, 320)
    assert sizes() == [16]
    who.resize(291, 592)
    assert sizes() == [30]
    who.be_low(is_low=True)
    assert sizes() == []


def test_an_answer_that_comes_after_the_screen_was_left_is_not_shown_to_whoever_opens_it_next(
    play_scene: Play,
) -> None:
    theatre = play_scene("members")
    screen, runner = screen_of(theatre), theatre.runner
    runner.hold("look-up")
    screen.scanned(scan_of(ANH_CARD))
    touch_middle(screen.view.back)
    screen.open(LAN)
    runner.let_go("look-up")
    settle()
    assert ANH.name not in [each.text() for each in screen.view.findChildren(Text)]
