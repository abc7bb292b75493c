"""Letters in a printer's own tables: which byte each is, and what stands in for the ones that are missing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos.code_pages import PLAIN_ASCII, read_code_pages

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
VIETNAMESE = sorted({letter for low in LOWER for letter in (low, low.upper()) if not letter.isascii()})


def test_there_are_134_letters() -> None:
    assert len(VIETNAMESE) == 134


def test_tcvn_3_has_every_vietnamese_letter_in_its_two_tables() -> None:
    pages = read_code_pages("tcvn-3")
    assert [letter for letter in VIETNAMESE if not pages.has(letter)] == []


def test_cp1258_loses_most_of_them_without_its_tone_marks() -> None:
    pages = read_code_pages("cp1258")
    assert sum(not pages.has(letter) for letter in VIETNAMESE) == 104


def test_a_table_is_chosen_where_a_letter_needs_another_and_only_there() -> None:
    encoded = read_code_pages("tcvn-3").encode("Ấm áp Đà Nẵng")
    lower, upper = b"\x1bt\x1e", b"\x1bt\x1f"
    assert encoded == b"".join(
        (upper, b"\xca", b"m ", lower, b"\xb8", b"p ", upper, b"\xa7", lower, b"\xb5", b" N\xbdng")
    )


def test_the_numbers_of_the_tables_are_a_setting() -> None:
    assert read_code_pages("tcvn-3:39,40").encode("ố") == b"\x1bt\x27\xe8"
    assert read_code_pages("cp1258:27").encode("ê") == b"\x1bt\x1b\xea"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Cà phê sữa đá", b"Ca phe sua da"),
        ("NGUYỄN THỊ ÁNH", b"NGUYEN THI ANH"),
        ("27.000 ₫ – 3 × 9.000", b"27.000 d - 3 x 9.000"),
        ("“Tết”…", b'"Tet".'),
        ("茶 ☕", b"? ?"),
        ("a\u0302\u0301", b"a"),
    ],
)
def test_plain_ascii_keeps_every_text_readable(text: str, printed: bytes) -> None:
    assert PLAIN_ASCII.encode(text) == printed


def test_a_letter_loses_its_tone_before_its_hat() -> None:
    pages = read_code_pages("cp1258")
    table = b"\x1bt\x34"
    assert pages.encode("ế") == table + "ê".encode("cp1258")
    assert pages.encode("ậ") == table + "â".encode("cp1258")
    assert pages.encode("ợ") == table + "ơ".encode("cp1258")


@pytest.mark.parametrize("setting", ["ascii", "tcvn-3", "tcvn-3:39,40", "cp1258", "cp1258:94"])
@given(text=st.text(max_size=40))
def test_every_letter_is_one_byte_so_that_columns_stay_columns(setting: str, text: str) -> None:
    encoded = read_code_pages(setting).encode(text)
    letters = len(unicodedata.normalize("NFC", text))
    tables = (len(encoded) - letters) // 3
    assert len(encoded) == letters + 3 * tables
    assert (tables == 0) if setting == "ascii" else (tables <= letters)


@pytest.mark.parametrize(
    "wrong", ["", "utf-8", "tcvn-3:39", "tcvn-3:1,2,3", "cp1258:1,2", "cp1258:256", "ASCII"]
)
def test_a_setting_that_names_no_tables_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="table"):
        read_code_pages(wrong)
