"""The screen of draws by keys alone, by touch alone, and with a seed that is pasted."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from loyalty.drawing import commitment_of
from tests.qt.conftest import Play
from tests.qt.hands import press, tap
from tools.sample_draws import FRESH, SEED
from tools.sample_shop import PIN
from tools.theatre import Theatre, settle
from ui.draws_screen import DrawsScreen
from ui.presenters.draws.presenter import DrawsPresenter
from ui.widgets.button import Button

Key = Qt.Key


def screen_of(theatre: Theatre) -> DrawsScreen:
    assert theatre.draws is not None
    return theatre.draws


def presenter_of(theatre: Theatre) -> DrawsPresenter:
    presenter = screen_of(theatre).presenter
    assert presenter is not None
    return presenter


def field(theatre: Theatre, name: str) -> QLineEdit:
    edit = screen_of(theatre).view.form.blocks[name].findChild(QLineEdit)
    assert edit is not None
    return edit


def test_by_keyboard_alone_and_enter_publishes_nothing(play_scene: Play) -> None:
    theatre = play_scene("draws")
    press(theatre, Key.Key_F9, SEED, Key.Key_Return, PIN, Key.Key_Return)
    assert presenter_of(theatre).model.step == "sure"
    press(theatre, Key.Key_Return, Key.Key_Return)
    assert theatre.sample_draws.opened == []
    press(theatre, Key.Key_F9)
    assert theatre.sample_draws.opened == [("mid", SEED)]
    press(theatre, Key.Key_Down, Key.Key_F9, Key.Key_Escape, Key.Key_Escape)
    assert list(theatre.sample_draws.tables) == ["draw-mid.csv"]
    assert not screen_of(theatre).is_in_front


def test_a_seed_is_pasted_with_blanks_and_capitals(play_scene: Play) -> None:
    theatre = play_scene("draws")
    press(theatre, Key.Key_F9)
    written = " ".join(SEED[at : at + 4] for at in range(0, len(SEED), 4)).upper()
    QGuiApplication.clipboard().setText(f"  {written}\n")
    field(theatre, "seed").paste()
    field(theatre, "own").setFocus()
    press(theatre, PIN, Key.Key_F9, Key.Key_F9)
    assert theatre.sample_draws.opened == [("mid", SEED)]
    assert field(theatre, "own").echoMode() is QLineEdit.EchoMode.Password


def test_by_touch_alone_and_no_letter_of_a_seed_becomes_an_accent(play_scene: Play) -> None:
    theatre = play_scene("draws")
    view = screen_of(theatre).view
    view.rows.pressed.emit(2)
    tap(view.finish)
    tap(view.keys)
    for name, text in (("seed", SEED), ("own", PIN)):
        field(theatre, name).setFocus()
        settle()
        keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
        for letter in text:
            tap(keys[letter])
    view.toggle_keyboard()
    tap(view.finish)
    tap(view.finish)
    assert theatre.sample_draws.opened == [("mid", SEED)]
    assert view.banner.isVisible()


def test_a_fresh_seed_is_typed_off_the_paper_and_gone_afterwards(play_scene: Play) -> None:
    theatre = play_scene("draws")
    press(theatre, Key.Key_F7, FRESH, Key.Key_Return)
    assert presenter_of(theatre).model.step == "commitment"
    press(theatre, Key.Key_F9, Key.Key_Escape)
    (text,) = theatre.sample_draws.saved.values()
    assert commitment_of(bytes.fromhex(FRESH)) in text
    assert FRESH not in str(presenter_of(theatre).model)
