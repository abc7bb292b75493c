"""Members by the words of a name, best first, among a million.

As typed with accents, then the folded whole, then the folded prefix of the given name, then the prefix of
any word, then a likeness judged on at most 200 candidates. Each step reads an index and stops when the list
is full.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from sqlalchemy import Connection, bindparam, select, text

from loyalty.identity.names import fold, tidy
from terminal.store.members import MemberRecord, Members
from terminal.store.tables import members

MAX_CANDIDATES = 200
MAX_WORDS = 6
LEAST_LIKENESS = 0.72
LEAST_FUZZY_LETTERS = 3

_AS_TYPED = (
    select(members.c.row)
    .where(members.c.folded == bindparam("folded"), members.c.name == bindparam("name"))
    .limit(bindparam("most"))
)
_WHOLE = select(members.c.row).where(members.c.folded == bindparam("folded")).limit(bindparam("most"))
_GIVEN = (
    select(members.c.row)
    .where(members.c.given >= bindparam("from"), members.c.given < bindparam("below"))
    .order_by(members.c.given)
    .limit(bindparam("most"))
)
_WORDS = text("SELECT rowid FROM member_words WHERE words MATCH :query LIMIT :most")
_HIGHEST_LETTER = "\U0010ffff"


def members_by_name(connection: Connection, typed: str, *, most: int) -> tuple[MemberRecord, ...]:
    """Active members whose names have the words of `typed`, with or without accents."""
    name, folded = tidy(typed), fold(typed)
    if not folded:
        return ()
    rows: dict[int, int] = {}
    for rank, found in enumerate(_steps(connection, name, folded, most)):
        for row in found:
            rows.setdefault(row, rank)
        if len(rows) >= most:
            break
    directory = Members(connection)
    records = _ranked(directory, rows) or _alike(connection, directory, folded)
    return tuple(records[:most])


def _steps(connection: Connection, name: str, folded: str, most: int) -> Iterator[list[int]]:
    as_typed = connection.execute(_AS_TYPED, {"folded": folded, "name": name, "most": most})
    yield [row for (row,) in as_typed]
    yield [row for (row,) in connection.execute(_WHOLE, {"folded": folded, "most": most})]
    span = {"from": folded, "below": folded + _HIGHEST_LETTER, "most": most}
    yield [row for (row,) in connection.execute(_GIVEN, span)]
    query = " AND ".join(f"{_quoted(word)}*" for word in folded.split()[:MAX_WORDS])
    yield [row for (row,) in connection.execute(_WORDS, {"query": query, "most": MAX_CANDIDATES})]


def _ranked(directory: Members, rows: dict[int, int]) -> list[MemberRecord]:
    if not rows:
        return []
    found = directory.by_rows(list(rows))
    return sorted(found, key=lambda record: (rows[record.row], record.name, record.member))


def _alike(connection: Connection, directory: Members, folded: str) -> list[MemberRecord]:
    """The likest of those whose words begin with the same two letters, or else the same one."""
    words = folded.split()[:MAX_WORDS]
    if max(map(len, words)) < LEAST_FUZZY_LETTERS:
        return []
    for letters in (2, 1):
        query = " AND ".join(f"{_quoted(word[:letters])}*" for word in words)
        rows = [row for (row,) in connection.execute(_WORDS, {"query": query, "most": MAX_CANDIDATES})]
        scored = [(_likeness(folded, fold(record.name)), record) for record in directory.by_rows(rows)]
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


def _quoted(word: str) -> str:
    """A word as FTS5 takes any text: in double quotes."""
    return '"' + word.replace('"', '""') + '"'
