"""Sheets from CSV: read in any common form, refused whole with every fault."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.usecases.admin.cells import Cells
from server.usecases.admin.sheet import SheetRefused, SheetRow, read_sheet

COLUMNS = ("name", "phone", "points")


def read(data: str | bytes) -> tuple[SheetRow, ...]:
    raw = data.encode() if isinstance(data, str) else data
    return read_sheet(raw, file="m.csv", columns=COLUMNS, needed=("name",))


def faults_of(data: str | bytes) -> list[str]:
    with pytest.raises(SheetRefused) as refusal:
        read(data)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_columns_stand_in_any_order_in_any_common_form(separator: str, mark: bytes, end: str) -> None:
    lines = [["Points", " NAME "], ["5", '"Nguyễn, An; Bình"'], ["", "  "], ["", "Châu"]]
    data = mark + end.join(separator.join(line) for line in lines).encode()
    assert read(data) == (
        SheetRow(2, {"points": "5", "name": "Nguyễn, An; Bình"}),
        SheetRow(4, {"name": "Châu"}),
    )


def test_names_are_composed() -> None:
    assert read("name\nA\u0301n")[0].cells == {"name": "Án"}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("", "line 1: file: is empty; begin with the columns name"),
        ("\n\n", "line 1: file: is empty; begin with the columns name"),
        (b"name\nAn\n\xff", "line 3: file: is not UTF-8 text; save it as CSV UTF-8"),
        ("name,pone\nAn,1", 'line 1: pone: is not a column; the nearest is "phone"'),
        ("name,zzzzz\nAn,1", "line 1: zzzzz: is not a column; there are name, phone, points"),
        ("name,,phone\n", "line 1: (no name): is not a column; there are name, phone, points"),
        ("name,name\nAn,1", "line 1: name: stands there twice; keep one of them"),
        ("phone\n1", "line 1: name: is missing; add this column"),
        ("name\nAn,5", "line 2: row: has 2 cells; there are 1 columns"),
        ("name\n" + "x" * 2_001, "line 2: name: is too long; at most 2000 characters"),
    ],
)
def test_a_file_that_is_no_sheet_says_where_and_what_would_be_right(data: str | bytes, fault: str) -> None:
    assert faults_of(data) == [fault]


def test_a_cell_without_an_end_is_a_fault_of_its_line() -> None:
    assert faults_of('name\n"' + "x" * 200_000)[0].startswith("line 2: file: field larger than")


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    assert faults_of("name\nAn,5\nBình\nChâu,6,7") == [
        "line 2: row: has 2 cells; there are 1 columns",
        "line 4: row: has 3 cells; there are 1 columns",
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        rows = read(data)
    except SheetRefused:
        return
    assert all(row.cells for row in rows)


def row(**cells: str) -> SheetRow:
    return SheetRow(7, {column: cell for column, cell in cells.items() if cell})


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1990-11-21", "1990-11-21"),
        ("11-21", "11-21"),
        ("21/11/1990", "1990-11-21"),
        ("21/11", "11-21"),
        ("1/2", "02-01"),
        ("29/02", "02-29"),
        ("", None),
    ],
)
def test_a_birthday_is_read_as_people_write_it(text: str, read_as: str | None) -> None:
    cells = Cells()
    assert cells.birthday(row(birthday=text), "birthday") == read_as
    assert cells.faults == []


@pytest.mark.parametrize(
    "text", ["31/02", "29/02/2023", "13-13", "yesterday", "1990-11", "0000-01-01", "٢/٢"]
)
def test_a_day_that_is_none_is_a_fault(text: str) -> None:
    cells = Cells()
    assert cells.birthday(row(birthday=text), "birthday") is None
    assert [fault.column for fault in cells.faults] == ["birthday"]


def test_other_cells_are_read_with_their_faults() -> None:
    cells = Cells()
    good = row(n="12", p="8,5%", c="kg", t="a| b |a", k="9800000000000011", b="8934563138165|5")
    assert cells.whole(good, "n") == 12
    assert cells.percent(good, "p") == "8.5"
    assert cells.choice(good, "c", ("piece", "kg")) == "kg"
    assert cells.texts(good, "t") == ("a", "b")
    assert cells.card(good, "k") == "9800000000000011"
    assert cells.barcodes(good, "b") == ("8934563138165", "5")
    empty = row()
    assert (cells.whole(empty, "n"), cells.percent(empty, "p"), cells.card(empty, "k")) == (0, None, None)
    assert cells.phone(empty, "t", "VN") is None
    assert cells.choice(empty, "c", ("piece", "kg")) == "piece"
    assert cells.faults == []


BAD_CELLS: list[tuple[Callable[[Cells, SheetRow], object], str, str]] = [
    (lambda cells, bad: cells.whole(bad, "x"), "1.5", '"1.5" is not a whole number'),
    (lambda cells, bad: cells.whole(bad, "x", most=9), "10", "10 is too many"),
    (lambda cells, bad: cells.whole(bad, "x"), "-1", '"-1" is not a whole number'),
    (lambda cells, bad: cells.percent(bad, "x"), "101", '"101" is not a percentage'),
    (lambda cells, bad: cells.percent(bad, "x"), "many", '"many" is not a percentage'),
    (lambda cells, bad: cells.choice(bad, "x", ("piece", "kg")), "kgs", '"kgs" is not known'),
    (lambda cells, bad: cells.choice(bad, "x", ("piece", "kg")), "?", '"?" is not known'),
    (lambda cells, bad: cells.card(bad, "x"), "9800000000000012", '"9800000000000012" is not a card of ours'),
    (
        lambda cells, bad: cells.barcodes(bad, "x"),
        "8934563138166",
        "the check digit of 8934563138166 is wrong",
    ),
    (lambda cells, bad: cells.phone(bad, "x", "VN"), "12", '"12" cannot be a phone number (too short)'),
    (lambda cells, bad: cells.text(bad, "x"), "a\x00b", "holds a control character"),
    (lambda cells, bad: cells.text(bad, "x", most=3), "abcd", "has 4 characters"),
    (lambda cells, bad: cells.text(bad, "y", needed=True), "a", "is empty"),
]


@pytest.mark.parametrize(("read_cell", "text", "what"), BAD_CELLS)
def test_a_bad_cell_is_a_fault_of_its_row(
    read_cell: Callable[[Cells, SheetRow], object], text: str, what: str
) -> None:
    cells = Cells()
    read_cell(cells, row(x=text))
    assert [(fault.line, fault.what) for fault in cells.faults] == [(7, what)]
