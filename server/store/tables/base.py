"""What all tables share: the metadata with its naming of constraints, and the column types."""

from datetime import datetime
from functools import lru_cache
from typing import Final, Protocol

from sqlalchemy import BigInteger, Dialect, MetaData, String, TypeDecorator

from server.clock import moment_text, parse_moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC text with milliseconds: the same in every database, sorted as in time."""

    impl = String(24)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> "_Writer":
        """To text."""
        del dialect
        return _to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> "_Reader":
        """From text."""
        del dialect, coltype
        return _from_text


class _Writer(Protocol):
    def __call__(self, value: datetime | None) -> str | None: ...


class _Reader(Protocol):
    def __call__(self, value: str | None) -> datetime | None: ...


@lru_cache(maxsize=8_192)
def _to_text(value: datetime | None) -> str | None:
    return None if value is None else moment_text(value)


@lru_cache(maxsize=8_192)
def _from_text(value: str | None) -> datetime | None:
    return None if value is None else parse_moment(value)


ONE_LINE: Final = {"one_line": True}
"""Of a column whose texts have no line breaks in them: in JSON they are escapes."""
Id = String(64)
Code = String(200)
Whole = BigInteger
