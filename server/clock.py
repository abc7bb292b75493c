"""The server's time, and the one text form it takes in the database and on the wire."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol

import msgspec

_ENCODER = msgspec.json.Encoder()
BEHIND_MOST: Final = timedelta(days=31)
"""By so much a till's clock may seem behind what came before; more is a clock that has no battery."""


class Clock(Protocol):
    """Where the time comes from, so that a test can move it."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, aware, in UTC, cut to milliseconds."""
        moment = datetime.now(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@lru_cache(maxsize=8_192)
def moment_text(moment: datetime) -> str:
    """`2026-11-25T11:30:00.123Z`; sorts as text as it does in time. Takes any aware moment."""
    utc = moment.astimezone(UTC)
    text = _ENCODER.encode(utc).decode()  # `isoformat` takes some times as long
    return f"{text[1:24]}Z" if utc.microsecond else f"{text[1:20]}.000Z"


@lru_cache(maxsize=8_192)
def parse_moment(text: str) -> datetime:
    """The moment that `moment_text` wrote; aware, UTC. Raises ValueError for any other form."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return moment.astimezone(UTC)
