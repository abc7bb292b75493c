"""What all tables share: the metadata with its naming of constraints, and the column types."""

from datetime import datetime

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

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        del dialect
        return None if value is None else moment_text(value)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """From text."""
        del dialect
        return None if value is None else parse_moment(str(value))


Id = String(64)
Code = String(200)
Whole = BigInteger
