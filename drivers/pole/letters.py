"""A row for a display that knows ASCII only: Vietnamese without its marks, as long as the row. Pure."""

import unicodedata
from typing import Final

from drivers.ports import DISPLAY_COLUMNS

_NEAREST: Final = {
    "đ": "d", "Đ": "D", "₫": "d", "\u2212": "-", "\u2013": "-", "\u2014": "-", "×": "x", "·": ".", "…": "..",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip


def row_of(text: str) -> bytes:
    """The row, cut and filled with blanks."""
    return folded(text)[:DISPLAY_COLUMNS].ljust(DISPLAY_COLUMNS).encode("ascii")


def folded(text: str) -> str:
    """The text in printable ASCII; control characters vanish, what has no near letter becomes `?`."""
    return "".join(map(_fold, unicodedata.normalize("NFC", text)))


def _fold(letter: str) -> str:
    if letter in _NEAREST:
        return _NEAREST[letter]
    if unicodedata.category(letter).startswith(("C", "M")):
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return plain if plain and plain.isascii() and plain.isprintable() else "?"
