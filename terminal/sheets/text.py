"""The bytes of a file to text, and text to rows, as spreadsheets and tills of other makers write them.

UTF-8 with or without a byte order mark, UTF-16, Windows-1258 (Vietnamese) and 1252; commas, semicolons, tabs.
Which one it is, is guessed from the bytes alone, and told, so that a person can see a wrong guess.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from loyalty.errors import Refused

Encoding = Literal["utf-8", "utf-16", "windows-1258", "windows-1252"]

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 200_000
SEPARATORS: Final = (",", ";", "\t")

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_VIETNAMESE: Final = frozenset(b"\xcc\xd0\xd2\xd5\xdd\xde\xec\xf0\xf2\xf5\xfd")
"""Bytes that are tone marks and letters of Vietnamese in Windows-1258, and seldom met in Western text."""
_END: Final = "\0"
"""A row that no text holds: it is read alone, unless a row before it was never closed."""
_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a cell may not begin with, lest a spreadsheet reckons with it; an apostrophe before it says text."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a file and the line it begins in, counted from 1; cells stripped, in NFC."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file as text: what it is written in, its header, and where its rows begin."""

    text: str
    encoding: Encoding
    separator: str
    header: tuple[str, ...]

    def rows(self) -> Iterator[SheetLine]:
        """The rows under the header, one after the other; empty ones are left out.

        Raises:
            Refused: `sheet-spoilt` (line), `sheet-long` (most).
        """
        lines = _lines(self.text, self.separator)
        next(lines, None)
        for count, each in enumerate(lines, 1):
            if count > MOST_ROWS:
                raise Refused("sheet-long", most=MOST_ROWS)
            yield each


def read_sheet(data: bytes) -> Sheet:
    """The sheet that a file's bytes are.

    Raises:
        Refused: `sheet-empty`, `sheet-big` (most), `sheet-no-text`, `sheet-spoilt` (line).
    """
    if len(data) > MOST_BYTES:
        raise Refused("sheet-big", most=MOST_BYTES // 1024 // 1024)
    text, encoding = decoded(data)
    text, separator = _without_hint(text)
    first = next(_lines(text, separator or _separator(text)), None)
    if first is None:
        raise Refused("sheet-empty")
    return Sheet(text=text, encoding=encoding, separator=separator or _separator(text), header=first.cells)


def decoded(data: bytes) -> tuple[str, Encoding]:
    """The text of a file, and what it was written in.

    Raises:
        Refused: `sheet-no-text`.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _strictly(data, codec), "utf-16" if codec == "utf-16" else "utf-8"
    if b"\0" in data[:400]:
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), "utf-16"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _without_nul(text), "utf-8"
    if _VIETNAMESE.intersection(data):
        try:
            text = data.decode("cp1258")
        except UnicodeDecodeError:
            text = ""
        if text and _marks_sit_on_vowels(text):
            return text, "windows-1258"
    return _strictly(data, "cp1252"), "windows-1252"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet reckons with; `plain` undoes it."""
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def plain(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that made it text."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_GUARDED) else cell


def _strictly(data: bytes, codec: str) -> str:
    try:
        return _without_nul(data.decode(codec))
    except UnicodeDecodeError as error:
        raise Refused("sheet-no-text") from error


def _without_nul(text: str) -> str:
    if _END in text:
        raise Refused("sheet-no-text")
    return text


def _marks_sit_on_vowels(text: str) -> bool:
    """Whether each combining mark follows a vowel: in Western text read so, they stand anywhere."""
    before = " "
    for letter in text:
        if unicodedata.combining(letter):
            base = unicodedata.normalize("NFD", before)[0].casefold()
            if base not in "aeiouyơư":
                return False
        before = letter
    return True


def _without_hint(text: str) -> tuple[str, str]:
    """The text without Excel's own line `sep=;`, kept as an empty one, and the separator it names."""
    first, newline, rest = text.partition("\n")
    hint = first.strip().casefold()
    if hint.startswith("sep=") and len(hint) == len("sep=;"):
        return newline + rest, hint[-1]
    return text, ""


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _lines(text: str, separator: str) -> Iterator[SheetLine]:
    """The rows that are not empty; a quotation mark that nothing closes spoils the file from its row on."""
    reader = csv.reader(chain(io.StringIO(text, newline=""), ("\n", _END)), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if cells and _END in cells[-1]:
                if cells != [_END]:
                    raise Refused("sheet-spoilt", line=line)
                return
            cleaned = tuple(_cleaned(cell) for cell in cells)
            if any(cleaned):
                yield SheetLine(line, cleaned)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused("sheet-spoilt", line=line) from error


def _cleaned(cell: str) -> str:
    return plain(unicodedata.normalize("NFC", cell.replace("\u00a0", " ").strip()))
