"""The screen *Devices* by keyboard and by touch, and a keyboard scanner tried in a real window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from drivers.ports import Scan
from drivers.wedge import WedgeRecogniser
from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle, touch_row, type_sign
from tools.sample_devices import SampleDevices
from tools.theatre import Theatre, settle
from ui.devices_screen import DevicesScreen
from ui.help_sheet import HelpScreen
from ui.idle_lock import IdleLock
from ui.presenters.menu import menu_state
from ui.presenters.preferences import Preferences, TextSize
from ui.presenters.shell import Screen
from ui.wedge_filter import WedgeFilter
from ui.widgets.button import Button


def screen_of(theatre: Theatre) -> DevicesScreen:
    assert theatre.devices is not None
    return theatre.devices


def test_everything_is_done_by_keys(play_scene: Play) -> None:
    theatre = play_scene("devices")
    screen = screen_of(theatre)
    window = theatre.window
    press_key(window, Qt.Key.Key_Down)
    press_key(window, Qt.Key.Key_Up)
    press_key(window, Qt.Key.Key_Up)
    press_key(window, Qt.Key.Key_Return)
    settle()
    assert theatre.sample_devices.calls == ["choose printer cups:receipts"]
    press_key(window, Qt.Key.Key_F8)
    press_key(window, Qt.Key.Key_F5)
    press_key(window, Qt.Key.Key_Right)
    press_key(window, Qt.Key.Key_Right)
    press_key(window, Qt.Key.Key_F8)
    press_key(window, Qt.Key.Key_Return)
    settle()
    assert theatre.sample_devices.calls[1:] == ["page", "network ", "drawer", "set drawer drawer_pin 5"]
    assert screen.view.kinds.rows.listing.marked == 2
    press_key(window, Qt.Key.Key_Escape)
    settle()
    assert not screen.is_in_front
    assert theatre.window.screen_shown is theatre.stage.checkout
    assert theatre.shell.screen is Screen.CHECKOUT


def test_everything_is_done_by_touch(play_scene: Play) -> None:
    theatre = play_scene("devices")
    view = screen_of(theatre).view
    touch_row(view.kinds.rows, 3)
    settle()
    touch_row(view.choices.rows, 1)
    settle()
    touch_middle(view.choose)
    settle()
    assert theatre.sample_devices.calls == ["choose scanner hid://0c2e:0b61"]
    touch_middle(view.back)
    settle()
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_an_address_is_typed_without_a_touch_and_its_enter_chooses_nothing(play_scene: Play) -> None:
    theatre = play_scene("devices")
    screen = screen_of(theatre)
    for sign in "192.168.1.60":
        type_sign(theatre.window, sign)
    assert screen.view.choices.addresses.text() == "192.168.1.60"
    press_key(theatre.window, Qt.Key.Key_Return)
    settle()
    assert theatre.sample_devices.calls == ["network 192.168.1.60"]
    press_key(theatre.window, Qt.Key.Key_Return)
    settle()
    assert theatre.sample_devices.calls[1:] == ["choose printer tcp://192.168.1.60:9100"]
    type_sign(theatre.window, "7")
    assert screen.view.choices.addresses.text() == "7", "another address takes the place of the last"


def test_tab_goes_to_the_address_before_any_press(play_scene: Play) -> None:
    theatre = play_scene("devices")
    view = screen_of(theatre).view
    press_key(theatre.window, Qt.Key.Key_Tab)
    assert view.choices.addresses.hasFocus()
    press_key(theatre.window, Qt.Key.Key_Tab)
    assert view.back.hasFocus()


def test_esc_and_the_arrows_leave_the_address_for_the_choices(play_scene: Play) -> None:
    theatre = play_scene("devices")
    view, before = screen_of(theatre).view, screen_of(theatre).presenter.model.mark
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
        type_sign(theatre.window, "1")
        assert view.choices.addresses.hasFocus()
        press_key(theatre.window, key)
        settle()
        assert view.hasFocus()
    assert screen_of(theatre).is_in_front
    assert screen_of(theatre).presenter.model.mark == before + 1


def test_an_address_is_typed_by_touch_alone_in_the_smallest_window(play_scene: Play) -> None:
    theatre = play_scene("devices", Preferences(text_size=150), size=(1024, 768))
    view = screen_of(theatre).view
    touch_middle(view.keys)
    settle()
    assert view.keyboard is not None
    keys = {each.accessibleName(): each for each in view.keyboard.findChildren(Button)}
    for sign in "10.0.0.7":
        touch_middle(keys[sign])
        settle()
    assert view.choices.addresses.text() == "10.0.0.7"
    assert (theatre.window.width(), theatre.window.height()) == (1024, 768)
    touch_middle(keys[theatre.words.text("pad.enter")])
    settle()
    assert theatre.sample_devices.calls == ["network 10.0.0.7"]
    assert view.kinds.isVisible()
    assert not view.keyboard.isVisible()


class Trial:
    """A keyboard scanner on the window while the screen is in front; time is moved by hand."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.now = 100.0
        self.scans: list[str] = []
        self.keys = WedgeFilter(
            theatre.window.windowHandle(),
            WedgeRecogniser(),
            on_scan=lambda scan: self.scans.append(scan.text),
            on_trouble=self.scans.append,
            clock=lambda: self.now,
        )
        self.devices = SampleDevices()
        self.screen = DevicesScreen(
            theatre.window,
            self.devices,
            theatre.runner,
            theatre.words,
            keys=self.keys,
            on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
            on_exchanged=lambda: None,
            on_window_tried=lambda: False,
        )
        self.screen.open()
        settle()

    def scan(self, text: str) -> None:
        for sign in text:
            self.now += 0.004
            type_sign(self.theatre.window, sign)
        self.now += 0.004
        press_key(self.theatre.window, Qt.Key.Key_Return)
        settle()


def test_while_a_scanner_is_tried_its_keys_press_nothing_and_are_no_scan(play_scene: Play) -> None:
    trial = Trial(play_scene("empty"))
    trial.screen.presenter.kind_chosen("scanner")
    press_key(trial.theatre.window, Qt.Key.Key_F8)
    settle()
    trial.scan("#8934563138165")
    assert trial.scans == []
    assert trial.devices.calls == []
    assert [burst.text for burst in trial.screen.presenter.model.bursts] == ["#8934563138165"]
    type_sign(trial.theatre.window, "7")
    trial.now += 1
    trial.keys.time_passed()
    assert [burst.has_end for burst in trial.screen.presenter.model.bursts] == [True, False]
    press_key(trial.theatre.window, Qt.Key.Key_Escape)
    settle()
    trial.scan("8934563138165")
    assert trial.scans == ["8934563138165"]


def listening(trial: Trial) -> bool:
    return trial.screen.presenter.model.is_listening


def left_by_lock(theatre: Theatre) -> None:
    clock = iter((0.0, 60.0, 60.0))
    idle = IdleLock(1, lambda: next(clock), theatre.shell.lock)
    idle.look()
    idle.stop()


def left_by_help(theatre: Theatre) -> None:
    theatre.help = HelpScreen(theatre.window, words=lambda: theatre.words)
    theatre.help.open()


def left_by_menu(theatre: Theatre) -> None:
    state = menu_state(theatre.words, theatre.preferences, selling=True, shift_open=True, has_member=False)
    theatre.menu.show_state(state)


@pytest.mark.parametrize("leave", [left_by_lock, left_by_help, left_by_menu])
def test_a_trial_ends_when_the_till_locks_or_something_else_comes_in_front(
    play_scene: Play, leave: Callable[[Theatre], None]
) -> None:
    trial = Trial(play_scene("empty"))
    trial.screen.presenter.kind_chosen("scanner")
    press_key(trial.theatre.window, Qt.Key.Key_F8)
    settle()
    assert listening(trial) is True
    leave(trial.theatre)
    settle()
    assert listening(trial) is False
    trial.scan("8934563138165")
    assert trial.scans == ["8934563138165"]
    assert trial.screen.presenter.model.bursts == ()


def test_a_trial_goes_on_while_the_screen_itself_is_used(play_scene: Play) -> None:
    trial = Trial(play_scene("empty"))
    trial.screen.presenter.kind_chosen("scanner")
    touch_middle(trial.screen.view.test)
    settle()
    touch_row(trial.screen.view.choices.rows, 1)
    trial.screen.view.back.setFocus()
    settle()
    trial.scan("8934563138165")
    assert trial.scans == []
    assert [burst.text for burst in trial.screen.presenter.model.bursts] == ["8934563138165"]


BANK_QR = "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN" * 2


@pytest.mark.parametrize("text_size", [100, 150])
def test_what_was_scanned_can_be_read_whole_in_the_smallest_window(
    play_scene: Play, text_size: TextSize
) -> None:
    theatre = play_scene("devices", Preferences(text_size=text_size), size=(1024, 768))
    screen = screen_of(theatre)
    screen.presenter.kind_chosen("scanner")
    screen.presenter.test_pressed()
    codes = ("]C19812345678901234 and words", "9812345678901234", BANK_QR, "8934563138165")
    for code in codes:
        screen.presenter.trial.scanned(Scan(code, "code-128", "serial-1", 1.0))
    settle()
    heard = screen.view.choices.heard
    assert [text.text().replace("\u200b", "")[:12] for text in heard.texts] == [
        code[:12] for code in codes[1:]
    ]
    for text in heard.texts:
        assert text.height() >= text.heightForWidth(text.width())
        assert heard.rect().contains(text.geometry())
    assert (theatre.window.width(), theatre.window.height()) == (1024, 768)
    assert screen.view.choices.rect().contains(heard.geometry())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["printer", "second", "weighed"])
def test_what_can_be_typed_is_said_whole_in_the_smallest_window_with_the_largest_letters(
    play_scene: Play, kind: str, language: Language
) -> None:
    theatre = play_scene("devices", Preferences(language=language, text_size=150), size=(1024, 768))
    screen = screen_of(theatre)
    screen.presenter.kind_chosen(kind)
    settle()
    field = screen.view.choices.addresses
    hint = field.fontMetrics().horizontalAdvance(field.placeholderText())
    assert 0 < hint <= field.contentsRect().width() - 4
