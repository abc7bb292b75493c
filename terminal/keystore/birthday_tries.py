"""When a member's birthday was told wrong at this till, kept outside the database: a restart forgets nothing.

A try is counted before the day is looked at, so that switching the till off in the middle gains nothing. No
member is named. What lies further off than the asked span, ahead of the clock too, is dropped as the next is
counted: a clock that was wrong shuts nobody out for good.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Final

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyStore

MOST_KEPT: Final = 256
"""Members of whom tries are kept; beyond it those that nobody has tried for longest go."""

_Tries = dict[str, list[int]]
"""Moments in seconds since 1970, by member."""


def tries_within(keys: KeyStore, *, member: str, now: datetime, span: timedelta) -> int:
    """How often this member's birthday was tried within so long of now, since it was last right.

    Raises:
        Unavailable: the key store does not answer, or what it holds are no tries.
    """
    return len(_near(_read(keys).get(_name(member), []), now, span))


def count_birthday_try(keys: KeyStore, *, member: str, now: datetime, span: timedelta) -> None:
    """Count a try, durably, before the day is looked at.

    Raises:
        Unavailable: as `tries_within`; the day must not be looked at.
    """
    name, tries = _name(member), _read(keys)
    mine = [*_near(tries.pop(name, []), now, span), int(now.timestamp())]
    others = {each: _near(moments, now, span) for each, moments in tries.items()}
    _write(keys, {each: moments for each, moments in others.items() if moments} | {name: mine})


def forgive_birthday_tries(keys: KeyStore, *, member: str) -> None:
    """The day was right: what was counted until now weighs nothing more.

    Raises:
        Unavailable: as `tries_within`.
    """
    tries = _read(keys)
    tries.pop(_name(member), None)
    _write(keys, tries)


def _near(moments: list[int], now: datetime, span: timedelta) -> list[int]:
    seconds = int(now.timestamp())
    return [each for each in moments if abs(seconds - each) < span.total_seconds()]


def _name(member: str) -> str:
    return hashlib.sha256(member.encode()).hexdigest()[:24]


def _read(keys: KeyStore) -> _Tries:
    kept = keys.get("birthday-tries")
    if kept is None:
        return {}
    try:
        return {str(name): [int(each) for each in moments] for name, moments in json.loads(kept).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise Unavailable("birthday-tries-damaged", retry=False, place=keys.place) from error


def _write(keys: KeyStore, tries: _Tries) -> None:
    newest = dict(list(tries.items())[-MOST_KEPT:])
    keys.set("birthday-tries", json.dumps(newest).encode("ascii"))
