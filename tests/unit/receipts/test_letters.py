"""What becomes of text before it goes on paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.receipts.letters import PRINTABLE, VIETNAMESE_LETTERS, plain_letters, printable


def test_every_vietnamese_letter_stays_as_it_is_in_either_normal_form() -> None:
    for letter in VIETNAMESE_LETTERS:
        assert printable(letter) == letter
        assert printable(unicodedata.normalize("NFD", letter)) == letter


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("bánh sinh nhật 🎂", "bánh sinh nhật ?"),
        ("dấu\u00a0cách\tvà\ndòng", "dấu cách và dòng"),
        ("ｆｕｌｌ １２３", "full 123"),
        ("x\u0336y\u200bz\x07", "xyz"),
        ("ṩǎ", "sa"),
        ("Кафе", "????"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_the_font_lacks_becomes_the_nearest_thing(text: str, on_paper: str) -> None:
    assert printable(text) == on_paper


@given(st.text(max_size=40))
def test_whatever_comes_in_only_printable_cells_come_out(text: str) -> None:
    once = printable(text)
    assert PRINTABLE.issuperset(once)
    assert printable(once) == once


@given(st.text(max_size=40))
def test_plain_letters_are_ascii_without_controls(text: str) -> None:
    plain = plain_letters(text)
    assert plain.isascii()
    assert all(" " <= letter <= "~" for letter in plain)


def test_plain_letters_keep_their_case() -> None:
    assert plain_letters("CỬA HÀNG Đồ gỗ Quận 1 – ₫") == "CUA HANG Do go Quan 1 ? ?"
