"""Which key is pressed for which: exchanged, refused where two would be one, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from terminal.configuration import parse_configuration
from terminal.key_map import NO_CHANGES, POSSIBLE_KEYS, TILL_KEYS, KeyMap, read_keys


def test_a_key_that_is_not_named_is_pressed_itself() -> None:
    assert [NO_CHANGES.pressed_for(key) for key in TILL_KEYS] == list(TILL_KEYS)
    assert NO_CHANGES.meant_by("F13") is None


def test_another_key_is_pressed_instead_and_the_old_one_does_nothing() -> None:
    keys = NO_CHANGES.with_key("F9", "Ins")
    assert (keys.meant_by("Ins"), keys.meant_by("F9"), keys.pressed_for("F9")) == ("F9", None, "Ins")
    assert keys.with_key("F9", "F9") == NO_CHANGES


@pytest.mark.parametrize("key", ["Ctrl+F4", "Ctrl+Z"])
def test_members_and_undo_are_exchanged_and_come_back_as_any_other(key: str) -> None:
    keys = NO_CHANGES.with_key(key, "Ins")
    assert (keys.meant_by("Ins"), keys.meant_by(key)) == (key, None)
    assert keys.with_key(key, key) == NO_CHANGES
    with pytest.raises(Refused, match="key-unusable"):
        NO_CHANGES.with_key("F9", key)


def test_a_key_of_another_is_refused_by_the_others_name() -> None:
    with pytest.raises(Refused) as refused:
        NO_CHANGES.with_key("F9", "F2")
    assert (refused.value.code, refused.value.params) == ("key-taken", {"pressed": "F2", "key": "F2"})
    freed = NO_CHANGES.with_key("F2", "F13")
    assert freed.with_key("F9", "F2").meant_by("F2") == "F9"


@pytest.mark.parametrize(
    ("key", "pressed"), [("F9", "A"), ("F9", "Return"), ("F13", "F14"), ("F9", "Ctrl+C")]
)
def test_what_types_or_copies_is_no_key_of_the_till(key: str, pressed: str) -> None:
    with pytest.raises(Refused, match="key-unusable"):
        NO_CHANGES.with_key(key, pressed)


@given(st.lists(st.tuples(st.sampled_from(TILL_KEYS), st.sampled_from(POSSIBLE_KEYS)), max_size=30))
def test_whatever_is_exchanged_no_key_ever_means_two(changes: list[tuple[str, str]]) -> None:
    keys = NO_CHANGES
    for key, pressed in changes:
        try:
            keys = keys.with_key(key, pressed)
        except Refused:
            continue
    assert len({keys.pressed_for(key) for key in TILL_KEYS}) == len(TILL_KEYS)
    assert [keys.meant_by(keys.pressed_for(key)) for key in TILL_KEYS] == list(TILL_KEYS)
    assert read_keys(dict(keys.instead)) == keys


@pytest.mark.parametrize("text", ['F9 = "F2"', 'F9 = "A"', 'F20 = "F13"', 'F9 = "F13"\nF2 = "F13"', "F9 = 3"])
def test_a_table_that_cannot_be_is_refused_as_a_whole(text: str) -> None:
    _, faults = parse_configuration(f"[keys]\n{text}")
    assert [fault.key for fault in faults] == ["keys"]


def test_the_table_of_the_settings_file_is_read() -> None:
    configuration, faults = parse_configuration('sounds = false\n[keys]\nF9 = "F2"\nF2 = "Ctrl+N"')
    assert (configuration.keys, faults) == (KeyMap.of({"F9": "F2", "F2": "Ctrl+N"}), ())
    assert not configuration.sounds
    assert parse_configuration("keys = 3")[1] != ()
