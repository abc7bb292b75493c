"""Bytes to text and rows, as spreadsheets of different makers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from terminal.sheets.text import SheetLine, guarded, plain, read_sheet

ROWS = (SheetLine(2, ("Nguyễn Thị Ánh", "0912345678")), SheetLine(3, ("Đỗ Ước Bằng", "0987654321")))
TEXT = "Họ tên{0}Điện thoại\r\nNguyễn Thị Ánh{0}0912345678\r\nĐỗ Ước Bằng{0}0987654321\r\n"


def _in_1258(text: str) -> bytes:
    """As Windows writes it: base letter with its hat or horn, then the tone as a mark of its own."""
    import unicodedata

    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = list[str]()
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(each for each in parts if each not in tones))
        out.append(base + "".join(each for each in parts if each in tones))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_every_form_of_unicode_and_every_separator_reads_the_same(
    codec: str, named: str, separator: str
) -> None:
    sheet = read_sheet(TEXT.format(separator).encode(codec))
    assert (sheet.encoding, sheet.separator, sheet.header) == (named, separator, ("Họ tên", "Điện thoại"))
    assert tuple(sheet.rows()) == ROWS


def test_windows_vietnamese_is_told_from_western_text() -> None:
    vietnamese = read_sheet(_in_1258(TEXT.format(",")))
    assert vietnamese.encoding == "windows-1258"
    assert tuple(vietnamese.rows()) == ROWS
    western = read_sheet("Name,Ville\nRenée Lefèvre,Besançon\nKjell Þórðarson,Ísafjörður\n".encode("cp1252"))
    assert western.encoding == "windows-1252"
    assert next(iter(western.rows())).cells == ("Renée Lefèvre", "Besançon")


def test_excels_own_line_names_the_separator_and_lines_are_counted_on() -> None:
    sheet = read_sheet(b"sep=;\nname;phone\nA, B;0912345678\n")
    assert sheet.header == ("name", "phone")
    assert tuple(sheet.rows()) == (SheetLine(3, ("A, B", "0912345678")),)


def test_a_cell_of_two_lines_is_one_row_and_empty_rows_are_left_out() -> None:
    sheet = read_sheet(b'name,phone\n"A\nB",0912345678\n,\n\nC,0987654321\n')
    assert [(row.line, row.cells[0]) for row in sheet.rows()] == [(2, "A\nB"), (6, "C")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-empty"),
        (b" \n\n", "sheet-empty"),
        (b"\xff\xfe\x00", "sheet-no-text"),
        (b"PK\x03\x04" + bytes(range(256)), "sheet-no-text"),
        (b"\x81\x8d\x8f", "sheet-no-text"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('0912345678,"An\n0987654321,Bình\n', 2),
        ('0912345678,An\n0987654321,"Bình', 3),
        ('0912345678,"An"\n0987654321,"\n\n\n', 3),
    ],
)
def test_a_quotation_mark_that_nothing_closes_swallows_nobody(rows: str, line: int) -> None:
    """The rows under it had become part of a name, and whoever stood there was never imported."""
    sheet = read_sheet(f"phone,name\n{rows}".encode())
    with pytest.raises(Refused) as refused:
        list(sheet.rows())
    assert (refused.value.code, refused.value.params) == ("sheet-spoilt", {"line": line})


def test_quotation_marks_that_are_closed_may_have_lines_in_them() -> None:
    sheet = read_sheet('phone,name\n0912345678,"An\nBình"\n0987654321,"Đỗ ""Tý"""'.encode())
    assert [row.cells[1] for row in sheet.rows()] == ["An\nBình", 'Đỗ "Tý"']


def test_a_file_with_zero_bytes_far_down_is_no_text() -> None:
    with pytest.raises(Refused, match="sheet-no-text"):
        read_sheet(b"phone,name\n" + b"0912345678,An\n" * 50 + b"\0\n0987654321,Binh\n")


@given(st.text())
def test_a_guarded_cell_comes_back_as_it_was_and_begins_with_nothing_to_reckon_with(cell: str) -> None:
    assert plain(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
