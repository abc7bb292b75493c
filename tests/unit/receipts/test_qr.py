"""QR codes: the same code words as the library's own slow way. That scanners read them is tested on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData, create_data

from terminal.receipts.qr import code_words, qr_modules, qr_parts

NUMERIC, CAPITAL, BYTES = 1, 2, 4
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


@given(
    digits=st.text("0123456789", max_size=40),
    rest=st.text(CAPITALS, max_size=40) | st.text(CAPITALS + "abcđẫ₫?", max_size=40),
    version=st.integers(10, 40),
)
def test_code_words_are_those_of_the_library(digits: str, rest: str, version: int) -> None:
    rest = rest.lstrip("0123456789")
    mode = CAPITAL if set(rest) <= set(CAPITALS) else BYTES
    parts = [QRData(digits.encode(), NUMERIC)] if digits else []
    parts += [QRData(rest.encode(), mode)] if rest else []
    assert code_words(qr_parts(digits + rest), version) == create_data(version, ERROR_CORRECT_M, parts)


@pytest.mark.parametrize(
    ("data", "side"),
    [
        ("9700002000001239", 21),
        ("9700002000001239 Q2-000123 CUA HANG QUAN 1", 25),
        ("9700002000001239 Q2-000123 CUA HANG QUAN 10", 29),
        ("9700002000001239 Q2-000123 Cua hang Quan 1", 29),
        ("x" * 2331, 177),
    ],
)
def test_a_code_is_as_small_as_it_goes_and_square(data: str, side: int) -> None:
    rows = qr_modules(data)
    assert len(rows) == side
    assert max(row.bit_length() for row in rows) == side


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="2332 characters"):
        qr_modules("x" * 2332)
