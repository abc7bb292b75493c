"""The vocabulary of members' names: some thousand folded words, whatever the number of members.

A word that was begun is completed from it, and one that was mistyped corrected by it, before any name is
looked at: what then meets in the index of names is whole words. A word that no member has any longer is not
kept.
"""

import json
from collections.abc import Iterable
from string import ascii_lowercase, digits
from typing import Final
from unicodedata import ucd_3_2_0

from sqlalchemy import Connection, bindparam, delete, select, text

from terminal.store.prepared import Prepared
from terminal.store.tables.members import name_words

MAX_WORDS: Final = 6
MOST_COMPLETIONS: Final = 40
LEAST_FUZZY_LETTERS: Final = 3
"""A shorter word is one slip away from too many others."""

_ADD = Prepared(
    text(
        "INSERT INTO name_words (word) SELECT value FROM json_each(:words) WHERE true ON CONFLICT DO NOTHING"
    )
)
_DROP = delete(name_words).where(name_words.c.word == bindparam("unused"))
_IS_USED = text("SELECT rowid FROM form_words WHERE form_words MATCH :word LIMIT 1")
_BEGUN = Prepared(
    select(name_words.c.word)
    .where(name_words.c.word >= bindparam("start"), name_words.c.word < bindparam("below"))
    .order_by(name_words.c.word)
    .limit(bindparam("most"))
)
_KNOWN = Prepared(text("SELECT word FROM name_words WHERE word IN (SELECT value FROM json_each(:words))"))
_HIGHEST_LETTER: Final = "\U0010ffff"
_LETTERS: Final = ascii_lowercase + digits


class NameWords:
    """The words on one connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, names: Iterable[str]) -> None:
        """Take the words of folded names in."""
        words = {word for name in names for word in words_of(name, most=None)}
        if words:
            _ADD.run(self._connection, {"words": json.dumps(sorted(words))})

    def drop_unused(self, names: Iterable[str]) -> None:
        """Forget those words of these folded names that no member's name has any longer."""
        for word in sorted({word for name in names for word in words_of(name, most=None)}):
            if self._connection.execute(_IS_USED, {"word": f'"{word}"'}).first() is None:
                self._connection.execute(_DROP, {"unused": word})

    def begun_with(self, start: str) -> tuple[str, ...] | None:
        """The words that begin so; None where there are more than are worth naming."""
        span = {"start": start, "below": start + _HIGHEST_LETTER, "most": MOST_COMPLETIONS + 1}
        words = tuple(word for (word,) in _BEGUN.all(self._connection, span))
        return None if len(words) > MOST_COMPLETIONS else words

    def near(self, word: str) -> tuple[str, ...]:
        """The words that one slip of the hand makes this one of: a letter more, less, wrong, two swapped."""
        if len(word) < LEAST_FUZZY_LETTERS:
            return ()
        spellings = {"words": json.dumps(one_slip_from(word))}
        return tuple(near for (near,) in _KNOWN.all(self._connection, spellings))


def one_slip_from(word: str) -> list[str]:
    """Every word that one letter left out, put in, changed or swapped with its neighbour makes of it."""
    found: set[str] = set()
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        found.update(f"{before}{letter}{after}" for letter in _LETTERS)
        if after:
            found.add(before + after[1:])
            found.update(f"{before}{letter}{after[1:]}" for letter in _LETTERS)
        if len(after) > 1:
            found.add(before + after[1] + after[0] + after[2:])
    return sorted(found - {word})


def words_of(folded: str, *, most: int | None = MAX_WORDS) -> list[str]:
    """The words as the index has them: runs of letters and digits, at most so many.

    A word with anything else in it would be a phrase to FTS5, which an index with `detail=none` refuses. Its
    tables are older than Python's: a letter they may not have parts words here as it does there.
    """
    parted = (letter if ucd_3_2_0.category(letter)[0] in "LN" else " " for letter in folded)
    return "".join(parted).split()[:most]
