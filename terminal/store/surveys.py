"""When each member was asked the survey's question last at this till; made by `schema/0004_surveys.sql`.

What was answered is in the journal alone. Another till's questions are not known here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Table, Text, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from terminal.clock import from_timestamp, timestamp
from terminal.store.tables.base import metadata

survey_asked = Table(
    "survey_asked",
    metadata,
    Column("member", Text, primary_key=True),
    Column("sale", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
_LAST = select(survey_asked.c.sale, survey_asked.c.at).where(survey_asked.c.member == bindparam("member"))
_PUT = insert(survey_asked)
_ASK = _PUT.on_conflict_do_update(
    index_elements=[survey_asked.c.member],
    set_={"sale": _PUT.excluded.sale, "at": _PUT.excluded.at},
)


@dataclass(frozen=True, slots=True)
class LastAsked:
    """The sale about which a member was asked last, and when."""

    sale: str
    at: datetime


class Surveys:
    """Who was asked, and when."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_asked(self, member: str) -> LastAsked | None:
        """When this member was asked last; None where never at this till."""
        row = self._connection.execute(_LAST, {"member": member}).first()
        return None if row is None else LastAsked(row.sale, from_timestamp(row.at))

    def ask(self, member: str, *, sale: str, at: datetime) -> None:
        """Keep that this member is asked about this sale."""
        self._connection.execute(_ASK, {"member": member, "sale": sale, "at": timestamp(at)})
