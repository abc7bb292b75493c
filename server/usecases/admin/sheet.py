"""A sheet of rows from a CSV file, and the faults of its rows: all of them at once, each with its line.

UTF-8, with or without a byte order mark; separated by commas, semicolons or tabs; columns in any order, by
their names in the first line. What a row means is the importer's.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from loyalty.errors import Refused

MAX_ROWS = 1_000_000
MAX_CELL = 2_000


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """What is wrong in one line of a file, and what would be right."""

    line: int
    column: str
    what: str
    right: str

    def __str__(self) -> str:
        """The whole sentence but for the file's name."""
        return f"line {self.line}: {self.column}: {self.what}; {self.right}"


class SheetRefused(Refused):
    """A file that does not hold; nothing of it was written. `faults` are in the order of the file."""

    def __init__(self, file: str, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("sheet-refused", file=file, count=len(self.faults), first=str(self.faults[0]))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the file, and its cells by column, stripped and in NFC; empty ones are left out."""

    line: int
    cells: Mapping[str, str]


def read_sheet(
    data: bytes, *, file: str, columns: Sequence[str], needed: Sequence[str]
) -> tuple[SheetRow, ...]:
    """The rows of a file with at least the columns `needed` and none but `columns`.

    Raises:
        SheetRefused: no text in UTF-8, a column nobody knows, one missing, a row with more cells than
        columns.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused(file, line, "file", "is not UTF-8 text", "save it as CSV UTF-8") from None
    if not text.strip():
        raise _refused(file, 1, "file", "is empty", f"begin with the columns {', '.join(needed)}")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        header = [_clean(cell).casefold() for cell in next(reader)]
        _check_header(file, header, columns, needed)
        return _read_rows(file, ((reader.line_num, cells) for cells in reader), header)
    except csv.Error as error:
        raise _refused(file, reader.line_num, "file", str(error), "mend the quotes of this line") from None


def _separator(text: str) -> str:
    first = text.splitlines()[0]
    return max((",", ";", "\t"), key=first.count)


def _check_header(file: str, header: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    faults = [
        RowFault(1, column or "(no name)", "is not a column", _nearest(column, columns))
        for column in header
        if column not in columns
    ]
    faults += [
        RowFault(1, column, "stands there twice", "keep one of them")
        for column in sorted(set(header))
        if header.count(column) > 1
    ]
    faults += [
        RowFault(1, column, "is missing", "add this column") for column in needed if column not in header
    ]
    if faults:
        raise SheetRefused(file, faults)


def _read_rows(
    file: str, lines: Iterable[tuple[int, list[str]]], header: Sequence[str]
) -> tuple[SheetRow, ...]:
    rows: list[SheetRow] = []
    faults: list[RowFault] = []
    for line, cells in lines:
        if len(cells) > len(header):
            faults.append(
                RowFault(line, "row", f"has {len(cells)} cells", f"there are {len(header)} columns")
            )
        held = {column: _clean(cell) for column, cell in zip(header, cells, strict=False)}
        long = [column for column, cell in held.items() if len(cell) > MAX_CELL]
        faults += [RowFault(line, column, "is too long", f"at most {MAX_CELL} characters") for column in long]
        filled = {column: cell for column, cell in held.items() if cell}
        if filled:
            rows.append(SheetRow(line, filled))
    if len(rows) > MAX_ROWS:
        faults.append(RowFault(MAX_ROWS, "file", f"has {len(rows)} rows", f"at most {MAX_ROWS} at once"))
    if faults:
        raise SheetRefused(file, faults)
    return tuple(rows)


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip())


def _nearest(column: str, columns: Sequence[str]) -> str:
    near = get_close_matches(column, columns, n=1)
    return f'the nearest is "{near[0]}"' if near else f"there are {', '.join(columns)}"


def _refused(file: str, line: int, column: str, what: str, right: str) -> SheetRefused:
    return SheetRefused(file, [RowFault(line, column, what, right)])
