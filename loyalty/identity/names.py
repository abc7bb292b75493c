"""Folding a name or a search to one comparable form, so that *Nguyễn Thị Ánh* is found by *nguyen thi anh*.

One function for both sides of every search. Ranking and the search itself belong to the store.
"""

import unicodedata
from functools import lru_cache

_STROKED_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})


def fold(text: str) -> str:
    """Lower case, without accents, one blank between words.

    Word by word: a directory of a million names has some thousand words, and most names are of the commonest.
    """
    return " ".join(folded for word in text.split() if (folded := _folded_word(word)))


@lru_cache(maxsize=4_096)
def _folded_word(word: str) -> str:
    """One word, or what a sign that stands for several makes of it.

    The stroked d is replaced by hand: it has no decomposition, so normalising alone would leave it standing.
    """
    decomposed = unicodedata.normalize("NFKD", word.translate(_STROKED_D))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def tidy(text: str) -> str:
    """A name as it is kept: NFC, one blank between words, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def given_name(name: str) -> str:
    """The last word, by which people are greeted; empty for an empty name."""
    words = name.split()
    return words[-1] if words else ""


def masked_name(name: str) -> str:
    """Enough to ask "is it you?" and not enough to say who has a number: *N. T. Ánh*."""
    *before, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in before), last])
