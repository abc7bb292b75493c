"""The names that members have, each folded name once: what words of a name point to.

A million members have some hundred thousand names between them, so words meet among names, and only who is
called by one of those is looked up among members. A name that nobody has any longer is not kept.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, text

from terminal.store.name_words import NameWords
from terminal.store.prepared import Prepared

_KNOWN = Prepared(text("SELECT folded FROM name_forms WHERE folded IN (SELECT value FROM json_each(:names))"))
_ADD = Prepared(text("INSERT INTO name_forms (folded) SELECT value FROM json_each(:names)"))
_ADD_WORDS = Prepared(
    text(
        "INSERT INTO form_words (rowid, words) SELECT form, folded FROM name_forms"
        " WHERE folded IN (SELECT value FROM json_each(:names))"
    )
)
_UNUSED = text(
    "SELECT form, folded FROM name_forms AS it WHERE folded IN (SELECT value FROM json_each(:names))"
    " AND NOT EXISTS (SELECT 1 FROM members WHERE members.folded = it.folded)"
)
_DROP = text("DELETE FROM name_forms WHERE form = :form")
_DROP_WORDS = text("DELETE FROM form_words WHERE rowid = :form")
_HAVING = Prepared(text("SELECT rowid FROM form_words WHERE form_words MATCH :words LIMIT :most"))
_FOLDED = Prepared(text("SELECT folded FROM name_forms WHERE form IN (SELECT value FROM json_each(:forms))"))
AT_ONCE: Final = 40
"""Names that are looked at before it is asked whether more are needed."""


class NameForms:
    """The names on one connection."""

    __slots__ = ("_connection", "_vocabulary")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._vocabulary = NameWords(connection)

    def add(self, names: Iterable[str]) -> None:
        """Take folded names in; an empty one is none."""
        wanted = set(names) - {""}
        known = {folded for (folded,) in _KNOWN.all(self._connection, {"names": _listed(wanted)})}
        fresh = sorted(wanted - known)
        if not fresh:
            return
        listed = {"names": _listed(fresh)}
        _ADD.run(self._connection, listed)
        _ADD_WORDS.run(self._connection, listed)
        self._vocabulary.add(fresh)

    def drop_unused(self, names: Iterable[str]) -> None:
        """Forget those of these folded names that no member has any longer, and their words."""
        unused = self._connection.execute(_UNUSED, {"names": _listed(names)}).all()
        if not unused:
            return
        forms = [{"form": form} for form, _ in unused]
        self._connection.execute(_DROP_WORDS, forms)
        self._connection.execute(_DROP, forms)
        self._vocabulary.drop_unused([folded for _, folded in unused])

    def having(self, words: str, *, most: int) -> Iterator[list[str]]:
        """Some folded names that match those words, at most so many, a few at a time."""
        found = [form for (form,) in _HAVING.all(self._connection, {"words": words, "most": most})]
        for first in range(0, len(found), AT_ONCE):
            some = json.dumps(found[first : first + AT_ONCE])
            yield [folded for (folded,) in _FOLDED.all(self._connection, {"forms": some})]


def _listed(names: Iterable[str] | Sequence[str]) -> str:
    return json.dumps(sorted(names))
