"""Members by the words of a name, best first, among a million.

As typed with accents, then the folded whole, then the folded prefix of the given name, then the prefix of
any word; where nobody is found, the same with the words corrected by one slip of the hand, first those that
nobody's name has, then all of them; then a likeness judged on at most 200 names. Each step reads an index and
stops when the list is full; only who is shown is read whole.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, cast

from sqlalchemy import Connection, bindparam, literal_column, select, text

from loyalty.identity.names import fold, tidy
from terminal.store.members import MemberRecord, Members
from terminal.store.name_forms import NameForms
from terminal.store.name_words import LEAST_FUZZY_LETTERS, NameWords, words_of
from terminal.store.prepared import Prepared
from terminal.store.tables.members import members

MAX_CANDIDATES: Final = 200
LEAST_LIKENESS: Final = 0.72

Named = tuple[int, str, str]
"""What a name is ranked by: the row, the name, its folded form."""

_IS_ACTIVE = (members.c.state == literal_column("'active'")) | (members.c.state == literal_column("'person'"))
_NAMED = select(members.c.row, members.c.name, members.c.folded).where(_IS_ACTIVE).limit(bindparam("most"))
_WHOLE = _NAMED.where(members.c.folded == bindparam("folded"))
_AS_TYPED = Prepared(_WHOLE.where(members.c.name.in_([bindparam("name"), bindparam("titled")])))
_FOLDED = Prepared(_WHOLE)
_GIVEN = Prepared(
    _NAMED.where(members.c.given >= bindparam("start"), members.c.given < bindparam("below")).order_by(
        members.c.given
    )
)
_CALLED = Prepared(
    text(
        'SELECT members."row", members.name, members.folded FROM json_each(:names) AS called'
        " CROSS JOIN members ON members.folded = called.value"
        " WHERE members.state IN ('active', 'person') LIMIT :most"
    )
)
_HIGHEST_LETTER: Final = "\U0010ffff"


class MemberSearch:
    """Finds active members by name on one connection."""

    __slots__ = ("_connection", "_forms", "_members", "_vocabulary")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._members = Members(connection)
        self._forms = NameForms(connection)
        self._vocabulary = NameWords(connection)

    def by_name(self, typed: str, *, most: int) -> tuple[MemberRecord, ...]:
        """Those whose names have the words of `typed`, with or without accents; best first."""
        name, folded = tidy(typed), fold(typed)
        if not folded:
            return ()
        ranks: dict[Named, int] = {}
        for rank, found in enumerate(self._steps(name, folded, most)):
            for named in found:
                ranks.setdefault(named, rank)
            if len(ranks) >= most:
                break
        if not ranks:
            return self._alike(folded, most)
        return self._best(list(ranks), most, by=lambda named: ranks[named])

    def _steps(self, name: str, folded: str, most: int) -> Iterator[list[Named]]:
        at_most: dict[str, str | int] = {"folded": folded, "most": most}
        yield self._named(_AS_TYPED, name=name, titled=name.title(), **at_most)
        yield self._named(_FOLDED, **at_most)
        yield self._named(_GIVEN, start=folded, below=folded + _HIGHEST_LETTER, most=most)
        yield self._having([self._begun(word) for word in words_of(folded)], most)

    def _alike(self, folded: str, most: int) -> tuple[MemberRecord, ...]:
        """Whoever may have been meant: each word one slip away, or else the likest by their beginnings."""
        words = words_of(folded)
        if max(map(len, words), default=0) < LEAST_FUZZY_LETTERS:
            return ()
        slips = self._slips(words, most)
        if slips:
            return self._best(slips, most, by=lambda named: -_as_typed(words, named[2]))
        scores = self._likeness_of(folded, words)
        likest = sorted(scores, key=lambda each: -scores[each])
        return self._best(self._called(likest), most, by=lambda named: -scores[named[2]])

    def _likeness_of(self, folded: str, words: Sequence[str]) -> dict[str, float]:
        """How like the names are that begin alike; of those that are like enough."""
        for letters in (2, 1):
            starts = " AND ".join(f'"{word[:letters]}"*' for word in words)
            names = [each for some in self._forms.having(starts, most=MAX_CANDIDATES) for each in some]
            scores = {each: _likeness(folded, each) for each in names}
            near = {each: score for each, score in scores.items() if score >= LEAST_LIKENESS}
            if near:
                return near
        return {}

    def _slips(self, words: Sequence[str], most: int) -> list[Named]:
        """Who is found with what is in nobody's name corrected; where those are few, with every word."""
        begun = [self._begun(word) for word in words]
        strict = [known or self._corrected(word) for known, word in zip(begun, words, strict=True)]
        found = self._having(strict, most) if strict != begun else []
        if len(found) < most:
            found += self._having([self._corrected(word) for word in words], most)
        return list(dict.fromkeys(found))

    def _begun(self, start: str) -> str:
        """What matches every word that begins so: the words themselves where they are few."""
        words = self._vocabulary.begun_with(start)
        return f'"{start}"*' if words is None else _any_of(words)

    def _corrected(self, word: str) -> str:
        """What matches the word, what it begins, and all that it may have been meant for."""
        return _any_of([*(self._vocabulary.begun_with(word) or (word,)), *self._vocabulary.near(word)])

    def _having(self, groups: Sequence[str], most: int) -> list[Named]:
        """Some whose names have a word of each group, a full list where there are so many."""
        found: list[Named] = []
        if groups and all(groups):
            for names in self._forms.having(" AND ".join(groups), most=MAX_CANDIDATES):
                found += self._called(names)
                if len(found) >= most:
                    break
        return found

    def _called(self, names: Sequence[str]) -> list[Named]:
        """Some of those who are called so."""
        return self._named(_CALLED, names=json.dumps(names), most=MAX_CANDIDATES)

    def _named(self, query: Prepared, **values: str | int) -> list[Named]:
        return cast("list[Named]", query.all(self._connection, values))

    def _best(
        self, found: list[Named], most: int, *, by: Callable[[Named], float]
    ) -> tuple[MemberRecord, ...]:
        """The whole of the first so many, by `by` and then by name."""
        ranks = {named[0]: (by(named), named[1]) for named in found}
        rows = sorted(ranks, key=lambda row: (*ranks[row], row))[:most]
        held = self._members.by_rows(rows)
        return tuple(sorted(held, key=lambda record: (*ranks[record.row], record.member)))


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
