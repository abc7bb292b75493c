"""The shipped typefaces draw what the till writes, and paper is a grid."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from resources import fonts
from terminal.receipts.letters import PRINTABLE, VIETNAMESE_LETTERS

PAPER = (fonts.PAPER_REGULAR, fonts.PAPER_BOLD)
SCREEN = (fonts.SCREEN_REGULAR, fonts.SCREEN_SEMIBOLD, fonts.SCREEN_BOLD)


def letters_of(path: Path) -> dict[int, str]:
    return TTFont(path).getBestCmap()


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(VIETNAMESE_LETTERS) == 134


@pytest.mark.parametrize("path", PAPER + SCREEN, ids=lambda path: path.stem)
def test_every_vietnamese_letter_and_the_dong_is_in_the_font(path: Path) -> None:
    letters = letters_of(path)
    assert not {letter for letter in VIETNAMESE_LETTERS | set("₫•–−×·") if ord(letter) not in letters}


@pytest.mark.parametrize("path", PAPER, ids=lambda path: path.stem)
def test_the_paper_font_draws_every_printable_character_in_one_cell(path: Path) -> None:
    letters = letters_of(path)
    assert not {character for character in PRINTABLE if ord(character) not in letters}
    widths = TTFont(path)["hmtx"]
    assert {widths[letters[ord(character)]][0] for character in PRINTABLE} == {600}


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.stem)
def test_digits_on_the_screen_are_tabular(path: Path) -> None:
    letters = letters_of(path)
    widths = TTFont(path)["hmtx"]
    assert len({widths[letters[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_the_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (fonts.FONTS_FOLDER / "OFL.txt").read_text(encoding="utf-8")
