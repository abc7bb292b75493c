"""Vietnamese in a printer's own letters: which byte of which table each letter is, and what stands in for it.

An opt-in for small jobs on slow lines. A table has another number on nearly every brand, and a wrong number
prints rubbish without an error: so the number is a setting, and the test page shows whether it is right.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from drivers.escpos import commands

_TCVN_3_LOWER: Final = (
    (0xA8, "ăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
"""Runs of TCVN 5712:1993 VN3, each from its first byte on: small letters only."""

_TCVN_3_UPPER: Final = (
    (0xA1, "ĂÂ"),
    (0xA7, "Đ"),
    (0xAA, "ÊÔƠƯ"),
    *((first, letters.upper()) for first, letters in _TCVN_3_LOWER[1:]),
)
"""Its twin for capitals, as Epson's table 31 has it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One character table of a printer: its number for ESC t, and the byte of each letter beyond ASCII."""

    number: int
    bytes_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CodePages:
    """The tables to print with, the preferred first; none is plain ASCII."""

    tables: tuple[Table, ...] = ()

    def encode(self, text: str) -> bytes:
        """The bytes of a text: a table is chosen where the letter needs another than the one before.

        A letter that no table has loses one mark after the other, a dash becomes a hyphen, and what is left
        becomes `?`: one byte a letter always, so that columns stay columns.
        """
        parts: list[bytes] = []
        current: Table | None = None
        for letter in unicodedata.normalize("NFC", text):
            table, byte = self._find(letter, current)
            if table is not None and table is not current:
                parts.append(commands.choose_table(table.number))
                current = table
            parts.append(bytes((byte,)))
        return b"".join(parts)

    def has(self, letter: str) -> bool:
        """Whether it is printed as it is."""
        return letter.isascii() or any(letter in table.bytes_of for table in self.tables)

    def _find(self, letter: str, current: Table | None) -> tuple[Table | None, int]:
        for candidate in _candidates(letter):
            if candidate.isascii():
                return None, ord(candidate)
            for table in (current, *self.tables):
                if table is not None and candidate in table.bytes_of:
                    return table, table.bytes_of[candidate]
        return None, ord("?")


PLAIN_ASCII: Final = CodePages()

_SETTING = re.compile(r"(tcvn-3|cp1258)(?::(\d{1,3})(?:,(\d{1,3}))?)?")
_USUAL: Final = {"tcvn-3": (30, 31), "cp1258": (52,)}
"""Epson's numbers."""

_INSTEAD: Final = {"đ": "d", "Đ": "D", "₫": "d", "–": "-", "—": "-", "×": "x", "·": ".", "…": ".", "•": "*"}
_QUOTES: Final = {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "‹": "<", "›": ">", "\u00a0": " "}
_HIGHEST_TABLE: Final = 255


def read_code_pages(setting: str) -> CodePages:
    """The tables that a setting names: `ascii`, `tcvn-3`, `tcvn-3:30,31`, `cp1258`, `cp1258:27`.

    Raises:
        ValueError: it names none.
    """
    if setting == "ascii":
        return PLAIN_ASCII
    named = _SETTING.fullmatch(setting)
    if named is None:
        raise ValueError(f"{setting!r} names no character tables")
    usual = _USUAL[named[1]]
    numbers = [int(number) for number in named.groups()[1:] if number is not None] or list(usual)
    if len(numbers) != len(usual) or max(numbers) > _HIGHEST_TABLE:
        raise ValueError(f"{named[1]} takes {len(usual)} table number(s) from 0 to {_HIGHEST_TABLE}")
    contents = (_cp1258(),) if named[1] == "cp1258" else (_runs(_TCVN_3_LOWER), _runs(_TCVN_3_UPPER))
    return CodePages(tuple(Table(number, letters) for number, letters in zip(numbers, contents, strict=True)))


def _runs(runs: tuple[tuple[int, str], ...]) -> Mapping[str, int]:
    return {letter: first + at for first, letters in runs for at, letter in enumerate(letters)}


@lru_cache(maxsize=1)
def _cp1258() -> Mapping[str, int]:
    """Without its five tone marks: printers give each a cell of its own, and columns would move."""
    letters = ((bytes((byte,)).decode("cp1258", "replace"), byte) for byte in range(0x80, 0x100))
    return {letter: byte for letter, byte in letters if letter != "�" and not unicodedata.combining(letter)}


@lru_cache(maxsize=1024)
def _candidates(letter: str) -> tuple[str, ...]:
    return tuple(_in_turn(letter))


def _in_turn(letter: str) -> Iterator[str]:
    """The letter, then with one mark less at a time, then what stands in for it."""
    yield letter
    marks = unicodedata.normalize("NFD", letter)
    # The tone goes before the horn, the hat and the breve, which make another vowel; a dot below decomposes
    # before a hat, so each mark but one is tried as the one that stays.
    for kept in marks[1:] if len(marks) > 2 else "":
        if unicodedata.combining(kept) and kept in "\u0302\u0306\u031b":
            yield unicodedata.normalize("NFC", marks[0] + kept)
    if len(marks) > 1:
        yield marks[0]
    instead = _INSTEAD.get(letter) or _QUOTES.get(letter)
    if instead:
        yield instead
    compatible = unicodedata.normalize("NFKD", letter)[:1]
    if compatible.isascii() and compatible:
        yield compatible
