"""Members by the words of a name, best first, among a million.

As typed with accents, then the folded whole, then the folded prefix of the given name, then the prefix of
any word, then a likeness judged on at most 200 candidates. Each step reads an index and stops when the list
is full.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from unicodedata import ucd_3_2_0

from sqlalchemy import Connection, Executable, bindparam, select, text

from loyalty.identity.names import fold, tidy
from terminal.store.members import MemberRecord, Members
from terminal.store.tables import members

MAX_CANDIDATES = 200
MAX_WORDS = 6
LEAST_LIKENESS = 0.72
LEAST_FUZZY_LETTERS = 3

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
_HIGHEST_LETTER = "\U0010ffff"


class MemberSearch:
    """Finds active members by name on one connection."""

    __slots__ = ("_connection", "_members")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._members = Members(connection)

    def by_name(self, typed: str, *, most: int) -> tuple[MemberRecord, ...]:
        """Those whose names have the words of `typed`, with or without accents; best first."""
        name, folded = tidy(typed), fold(typed)
        if not folded:
            return ()
        rows: dict[int, int] = {}
        for rank, found in enumerate(self._steps(name, folded, most)):
            for row in found:
                rows.setdefault(row, rank)
            if len(rows) >= most:
                break
        return tuple((self._ranked(rows) or self._alike(folded))[:most])

    def _steps(self, name: str, folded: str, most: int) -> Iterator[list[int]]:
        yield self._rows(_AS_TYPED, folded=folded, name=name, titled=name.title(), most=most)
        yield self._rows(_WHOLE, folded=folded, most=most)
        yield self._rows(_GIVEN, start=folded, below=folded + _HIGHEST_LETTER, most=most)
        yield self._having(_words_of(folded))

    def _having(self, starts: list[str]) -> list[int]:
        """Some rows of names in which each of these begins a word; none for no words."""
        if not starts:
            return []
        query = " AND ".join(f'"{start}"*' for start in starts)
        return self._rows(_WORDS, words=query, most=MAX_CANDIDATES)

    def _rows(self, query: Executable, /, **values: str | int) -> list[int]:
        return [row for (row,) in self._connection.execute(query, values)]

    def _ranked(self, rows: dict[int, int]) -> list[MemberRecord]:
        if not rows:
            return []
        found = self._members.by_rows(list(rows))
        return sorted(found, key=lambda record: (rows[record.row], record.name, record.member))

    def _alike(self, folded: str) -> list[MemberRecord]:
        """The likest of those whose words begin with the same two letters, or else the same one."""
        words = _words_of(folded)
        if max(map(len, words), default=0) < LEAST_FUZZY_LETTERS:
            return []
        for letters in (2, 1):
            records = self._members.by_rows(self._having([word[:letters] for word in words]))
            scored = [(_likeness(folded, fold(record.name)), record) for record in records]
            near = [(score, record) for score, record in scored if score >= LEAST_LIKENESS]
            if near:
                near.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].member))
                return [record for _, record in near]
        return []


def _likeness(typed: str, name: str) -> float:
    """From 0 to 1: the whole name, or its last words where fewer were typed."""
    count = len(typed.split())
    tail = " ".join(name.split()[-count:])
    return max(SequenceMatcher(None, typed, name).ratio(), SequenceMatcher(None, typed, tail).ratio())


def _words_of(folded: str) -> list[str]:
    """The words as the index has them: runs of letters and digits, at most `MAX_WORDS`.

    A word with anything else in it would be a phrase to FTS5, which an index with `detail=none` refuses. Its
    tables are older than Python's: a letter they may not have parts words here as it does there.
    """
    parted = (letter if ucd_3_2_0.category(letter)[0] in "LN" else " " for letter in folded)
    return "".join(parted).split()[:MAX_WORDS]
