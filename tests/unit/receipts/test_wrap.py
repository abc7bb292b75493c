"""Lines of cells: nothing is lost, nothing is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.receipts.wrap import wrap, wrap_evenly

TEXTS = st.text(alphabet="abcđỬ ₫%-", max_size=80)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("   ", 2, [""]),
        ("vừa đúng", 8, ["vừa đúng"]),
        ("Nước mắm Nam Ngư", 9, ["Nước mắm", "Nam Ngư"]),
        ("KHÔNGCÓCHỖNGẮT", 5, ["KHÔNG", "CÓCHỖ", "NGẮT"]),
        ("a KHÔNGCÓCHỖNGẮT b", 5, ["a", "KHÔNG", "CÓCHỖ", "NGẮT", "b"]),
        ("Còn lại = 616.900.000 ₫", 22, ["Còn lại =", "616.900.000 ₫"]),
        ("giảm thêm 12,5 % hôm nay", 14, ["giảm thêm", "12,5 % hôm nay"]),
    ],
)
def test_text_breaks_at_words(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_centred_text_has_no_lonely_last_word() -> None:
    title = "PHIẾU TÍCH ĐIỂM – KHÔNG PHẢI HÓA ĐƠN"
    assert wrap(title, 32)[-1] == "ĐƠN"
    assert wrap_evenly(title, 32) == ["PHIẾU TÍCH ĐIỂM –", "KHÔNG PHẢI HÓA ĐƠN"]


@given(TEXTS, st.integers(1, 20))
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    for lines in (wrap(text, width), wrap_evenly(text, width)):
        assert lines
        assert all(len(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXTS, st.integers(1, 20))
def test_evenly_never_takes_more_lines(text: str, width: int) -> None:
    assert len(wrap_evenly(text, width)) == len(wrap(text, width))
