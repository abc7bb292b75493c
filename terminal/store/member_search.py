"""Members by the words of a name, best first, among a million.

As typed with accents, then the folded whole, then the folded prefix of the given name, then the prefix of
any word; where nobody is found, the same with each word corrected by one slip of the hand, then a likeness
judged on at most 200 candidates. Each step reads an index and stops when the list is full.
"""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, select, text

from loyalty.identity.names import fold, tidy
from terminal.store.members import MemberRecord, Members
from terminal.store.name_words import LEAST_FUZZY_LETTERS, NameWords, words_of
from terminal.store.tables import members

MAX_CANDIDATES: Final = 200
LEAST_LIKENESS: Final = 0.72

Named = tuple[int, str, str, str]
"""What a name is ranked by: the row, the name, its folded form, the member's id."""

_AS_TYPED = (
    select(members.c.row)
    .where(
        members.c.folded == bindparam("folded"),
        members.c.name.in_([bindparam("name"), bindparam("titled")]),
    )
    .limit(bindparam("most"))
)
_WHOLE = select(members.c.row).where(members.c.folded == bindparam("folded")).limit(bindparam("most"))
_GIVEN = (
    select(members.c.row)
    .where(members.c.given >= bindparam("start"), members.c.given < bindparam("below"))
    .order_by(members.c.given)
    .limit(bindparam("most"))
)
_WORDS = text("SELECT rowid FROM member_words WHERE member_words MATCH :words LIMIT :most")
_NAMES = text(
    'SELECT "row", name, folded, member FROM members'
    " WHERE \"row\" IN (SELECT value FROM json_each(:rows)) AND state IN ('active', 'person')"
)
_HIGHEST_LETTER: Final = "\U0010ffff"


class MemberSearch:
    """Finds active members by name on one connection."""

    __slots__ = ("_connection", "_members", "_vocabulary")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._members = Members(connection)
        self._vocabulary = NameWords(connection)

    def by_name(self, typed: str, *, most: int) -> tuple[MemberRecord, ...]:
        """Those whose names have the words of `typed`, with or without accents; best first."""
        name, folded = tidy(typed), fold(typed)
        if not folded:
            return ()
        ranks: dict[int, int] = {}
        for rank, found in enumerate(self._steps(name, folded, most)):
            for row in found:
                ranks.setdefault(row, rank)
            if len(ranks) >= most:
                break
        return self._ranked(ranks, most) or self._alike(folded, most)

    def _steps(self, name: str, folded: str, most: int) -> Iterator[list[int]]:
        yield self._rows(_AS_TYPED, folded=folded, name=name, titled=name.title(), most=most)
        yield self._rows(_WHOLE, folded=folded, most=most)
        yield self._rows(_GIVEN, start=folded, below=folded + _HIGHEST_LETTER, most=most)
        yield self._having([self._begun(word) for word in words_of(folded)])

    def _begun(self, start: str) -> str:
        """What matches every word that begins so: the words themselves where they are few."""
        words = self._vocabulary.begun_with(start)
        return f'"{start}"*' if words is None else _any_of(words)

    def _corrected(self, word: str) -> str:
        """What matches the word, what it begins, and all that it may have been meant for."""
        return _any_of([*(self._vocabulary.begun_with(word) or (word,)), *self._vocabulary.near(word)])

    def _having(self, groups: list[str]) -> list[int]:
        """Some rows of names that have a word of each group; none for no groups, or an empty one."""
        if not groups or not all(groups):
            return []
        return self._rows(_WORDS, words=" AND ".join(groups), most=MAX_CANDIDATES)

    def _rows(self, query: Executable, /, **values: str | int) -> list[int]:
        return [row for (row,) in self._connection.execute(query, values)]

    def _ranked(self, ranks: dict[int, int], most: int) -> tuple[MemberRecord, ...]:
        """The first so many by rank and name, of those that are active."""
        names = self._names(list(ranks))
        return self._records(sorted(names, key=lambda each: (ranks[each[0]], each[1], each[3])), most)

    def _alike(self, folded: str, most: int) -> tuple[MemberRecord, ...]:
        """Whoever may have been meant: each word one slip away, or else the likest by their beginnings."""
        words = words_of(folded)
        if max(map(len, words), default=0) < LEAST_FUZZY_LETTERS:
            return ()
        slips = self._names(self._having([self._corrected(word) for word in words]))
        if slips:
            slips.sort(key=lambda each: (-_as_typed(words, each[2]), each[1], each[3]))
            return self._records(slips, most)
        for letters in (2, 1):
            names = self._names(self._having([f'"{word[:letters]}"*' for word in words]))
            scored = [(_likeness(folded, each[2]), each) for each in names]
            near = [(score, each) for score, each in scored if score >= LEAST_LIKENESS]
            if near:
                near.sort(key=lambda pair: (-pair[0], pair[1][1], pair[1][3]))
                return self._records([each for _, each in near], most)
        return ()

    def _names(self, rows: list[int]) -> list[Named]:
        if not rows:
            return []
        return [_named(*row) for row in self._connection.execute(_NAMES, {"rows": json.dumps(rows)})]

    def _records(self, names: list[Named], most: int) -> tuple[MemberRecord, ...]:
        """The whole of the first so many, in this order."""
        wanted = [each[0] for each in names[:most]]
        held = {record.row: record for record in self._members.by_rows(wanted)}
        return tuple(held[row] for row in wanted)


def _named(row: int, name: str, folded: str, member: str) -> Named:
    return row, name, folded, member


def _as_typed(words: Sequence[str], name: str) -> int:
    """How many of the typed words stand in the name as they were typed."""
    return len(set(words) & set(name.split()))


def _any_of(words: Sequence[str]) -> str:
    """What matches any of these words; empty for none."""
    named = " OR ".join(f'"{word}"' for word in words)
    return f"({named})" if words else ""


def _likeness(typed: str, name: str) -> float:
    """From 0 to 1: the whole name, or its last words where fewer were typed."""
    count = len(typed.split())
    tail = " ".join(name.split()[-count:])
    return max(SequenceMatcher(None, typed, name).ratio(), SequenceMatcher(None, typed, tail).ratio())
