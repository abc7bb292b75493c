"""The screen *Cards* by keyboard alone, by touch alone and by scanner alone, in a real window."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key, scan_of, touch_middle, type_sign
from tools.sample_cards import BLANK
from tools.sample_shop import ANH, ANH_CARD, LAN, PIN
from tools.theatre import Theatre, settle
from ui.cards_screen import CardsScreen
from ui.widgets.surface import Text

TAIL = ANH_CARD[-4:]


def screen_of(theatre: Theatre) -> CardsScreen:
    assert theatre.cards is not None
    return theatre.cards


def test_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("cards-hits")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F6):
        press_key(theatre.window, key)
        settle()
    for sign in BLANK:
        type_sign(theatre.window, sign)
    press_key(theatre.window, Qt.Key.Key_Return)
    settle()
    assert theatre.sample_cards.calls == [f"replace anh {TAIL} {BLANK[-4:]} broken"]
    for _ in range(2):
        press_key(theatre.window, Qt.Key.Key_Escape)
        settle()
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_by_touch_alone_with_a_pin(play_scene: Play) -> None:
    theatre = play_scene("cards-approving")
    view = screen_of(theatre).view
    assert view.hasFocus()
    pad = {button.accessibleName(): button for button in view.pad.findChildren(type(view.finish))}
    touch_middle(view.pad.findChildren(type(view.finish))[-1])
    settle()
    for digit in PIN:
        touch_middle(pad[digit])
        settle()
    touch_middle(view.finish)
    settle()
    assert theatre.sample_cards.calls == [f"block lan+anh {TAIL} lost"]
    touch_middle(view.back)
    settle()
    touch_middle(view.back)
    settle()
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_a_temporary_card_replaces_a_lost_one_by_keyboard_and_is_printed_by_touch(play_scene: Play) -> None:
    theatre = play_scene("cards-replacing")
    assert theatre.cards is not None
    press_key(theatre.window, Qt.Key.Key_F5)
    settle()
    assert [call.split()[0] for call in theatre.sample_cards.calls] == ["block", "print"]
    touch_middle(theatre.cards.view.paper)
    settle()
    assert [call.split()[0] for call in theatre.sample_cards.calls] == ["block", "print", "print"]


def test_by_scanner_alone(play_scene: Play) -> None:
    theatre = play_scene("cards-nobodys")
    screen = screen_of(theatre)
    for code in (ANH_CARD, BLANK):
        screen.scanned(scan_of(code))
        settle()
    assert theatre.sample_cards.calls == [f"link anh {ANH.member} {BLANK}"]
    screen.scan_was_useless("scan-control")
    screen.speak(theatre.words)
    settle()
    assert screen.view.banner.isVisible()


def test_a_batch_by_keyboard_alone(play_scene: Play) -> None:
    theatre = play_scene("cards-nobodys")
    screen = screen_of(theatre)
    press_key(theatre.window, Qt.Key.Key_F6)
    settle()
    assert screen.batch is not None
    assert screen.batch.view.isVisible()
    screen.scanned(scan_of(ANH_CARD))
    screen.scan_was_useless("scan-control")
    settle()
    assert screen.batch.view.banner.isVisible()
    for sign in "25":
        type_sign(theatre.window, sign)
    press_key(theatre.window, Qt.Key.Key_F6)
    press_key(theatre.window, Qt.Key.Key_F9)
    settle()
    screen.speak(theatre.words)
    assert screen.batch.presenter is not None
    made = screen.batch.presenter.model.batch
    assert made is not None
    assert (len(made.numbers), made.form, made.is_checked) == (25, "cr80", True)
    press_key(theatre.window, Qt.Key.Key_Escape)
    settle()
    assert theatre.window.screen_shown is screen.view


def test_a_batch_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("cards-batch")
    batch = screen_of(theatre).batch
    assert batch is not None
    touch_middle(batch.view.finish)
    settle()
    assert batch.view.banner.isVisible()
    touch_middle(batch.view.back)
    settle()
    assert theatre.window.screen_shown is screen_of(theatre).view


def test_an_answer_that_comes_after_the_screen_was_left_is_not_shown_to_whoever_opens_it_next(
    play_scene: Play,
) -> None:
    theatre = play_scene("cards-nobodys")
    screen, runner = screen_of(theatre), theatre.runner
    runner.hold("look-up")
    screen.scanned(scan_of(ANH_CARD))
    touch_middle(screen.view.back)
    screen.open(LAN)
    runner.let_go("look-up")
    settle()
    assert f"Thẻ của {ANH.name}" not in [each.text() for each in screen.view.findChildren(Text)]
