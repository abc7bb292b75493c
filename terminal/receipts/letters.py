"""Which letters a receipt may hold, and what becomes of the others.

Paper is a grid of equal cells and its font is a subset, so the layout can only count if every character is
one printable cell. The font's tests assert that it draws everything named here.
"""

import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final


def _vietnamese() -> frozenset[str]:
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    plain = "aăâeêioôơuưy"
    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(plain, tones)} | {"đ"}
    return frozenset(letter for low in lower for letter in (low, low.upper()) if not letter.isascii())


VIETNAMESE_LETTERS: Final = _vietnamese()
"""The 134 letters that Vietnamese has beyond ASCII, precomposed, both cases."""

SIGNS: Final = frozenset("₫€£¥₩₹₱•–—−×·…‘’“”„‹›†‰№™●■□→←↑↓≤≥≈█▓░") | frozenset(
    map(chr, range(0x2500, 0x2580))
)
"""Signs beyond Latin that slips use: currency, dashes, bullets, arrows and box lines."""

PRINTABLE: Final = (
    frozenset(map(chr, range(0x20, 0x7F)))
    | frozenset(map(chr, range(0xA0, 0x180)))
    | VIETNAMESE_LETTERS
    | SIGNS
)
"""Everything the paper font draws, one cell each: Latin of Europe, Vietnamese and the signs."""

_SUBSTITUTES: Final = {
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u00ad": "",
    "\u2011": "-",
    "\u2010": "-",
    "\ufe0f": "",
}


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Make `text` fit for paper: NFC, one printable cell per character.

    A letter the font lacks loses its marks; what is left and still unknown (an emoji, another script) becomes
    `?`; control characters and stray marks vanish.
    """
    composed = unicodedata.normalize("NFC", text)
    if PRINTABLE.issuperset(composed) and "\u00a0" not in composed and "\u00ad" not in composed:
        return composed
    return "".join(map(_nearest, composed))


def _nearest(character: str) -> str:
    if character in _SUBSTITUTES:
        return _SUBSTITUTES[character]
    if character in PRINTABLE:
        return character
    if unicodedata.category(character)[0] in "CM":
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part in PRINTABLE)
    return plain[:1] or "?"


def plain_letters(text: str) -> str:
    """`text` in ASCII, its case kept: letters lose their marks, anything else unknown becomes `?`."""
    return "".join(map(_plain, printable(text)))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in "đĐ":
        return "d" if character == "đ" else "D"
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain.isascii() else "?"
