"""Keys of the till in the settings: exchanged by pressing another, and back to the first ones."""

from terminal.key_map import TILL_KEYS
from tests.unit.presenters.desk import words
from tests.unit.presenters.settings_desk import Screen, lines
from ui.presenters.settings.rows import KEY_TEXTS, rows_of
from ui.presenters.shown import Tone


def test_a_key_is_exchanged_by_pressing_the_new_one() -> None:
    screen = Screen("supervisor")
    screen.press("keys", "key:F9")
    assert screen.state.is_pressing
    screen.it.key_pressed("Ins")
    assert (screen.errands.configuration.keys.meant_by("Ins"), screen.state.is_pressing) == ("F9", False)
    assert lines(screen.state)["Thanh toán"] == "Ins, thay cho F9"
    screen.it.key_pressed("F20")
    assert screen.errands.calls == ["write"]


def test_a_key_that_another_has_is_refused_by_what_it_does() -> None:
    screen = Screen()
    screen.press("keys", "key:F9")
    screen.it.key_pressed("F2")
    assert screen.tone() is Tone.REFUSED
    assert "Đơn mới" in screen.said()
    assert (screen.errands.text, screen.state.is_pressing) == ("", False)
    screen.press("keys", "key:F9")
    screen.it.key_pressed("A")
    assert "không làm phím" in screen.said()


def test_there_is_a_way_back_to_the_first_keys() -> None:
    screen = Screen(text='sounds = false\n[keys]\nF9 = "F2"\nF2 = "Ins"\n')
    screen.press("keys", "keys-default")
    assert screen.errands.text.strip() == "sounds = false"
    assert screen.errands.configuration.keys.pairs == ()


def test_a_key_that_is_waited_for_is_left_as_it_is_by_esc_or_the_button() -> None:
    screen = Screen()
    screen.press("keys", "key:F9")
    screen.it.back_pressed()
    assert (screen.state.is_pressing, screen.left) == (False, 0)
    screen.it.change_pressed()
    screen.it.change_pressed()
    assert not screen.state.is_pressing
    screen.it.back_pressed()
    assert screen.left == 1


def test_every_key_of_the_till_is_named_and_can_be_changed() -> None:
    names = [row.name for row in rows_of(Screen().to("keys").it.model, words())]
    assert names == [*(f"key:{key}" for key in TILL_KEYS), "keys-default"]
    assert set(KEY_TEXTS) == set(TILL_KEYS)
