"""What a store gives away of a reward on one day: kept for its tills one by one, given, and left. Pure.

Each of them is a claim like a member's, but many tills have one at a time: never more together than the day's
stock. The day of one is the local day on which it was granted, so no till's clock has a part in it. What was
given by a sale that was taken back whole can be given again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Final

from server.books.leasing import Holder
from server.keeping.claims import Claim, Claims

_LONGEST: Final = 64
"""No id of a claim is longer."""


def taken(claims: Mapping[str, Claim], thing: str, *, on: date, zone: tzinfo) -> int:
    """How many of a day's are given away or kept for a till; no more than these are gone."""
    return sum(
        each.thing == thing and is_taken(each) and each.granted_at.astimezone(zone).date() == on
        for each in claims.values()
    )


def is_taken(claim: Claim) -> bool:
    """Whether it is kept for a till, or given by a sale that stands."""
    return claim.state != "closed" or bool(claim.used_by and not claim.freed)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The moment at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def count_beside(claims: Claims, *, thing: str, sale: str, place: int, holder: Holder, at: datetime) -> None:
    """Count one that a sale gave with nothing kept for it: by a till of old, or after a manager's word.

    `place` is that of the reward among those of the sale; `at` a moment of the day that it counts for.
    """
    name = _name(sale, place)
    given = Claim(
        claim=name,
        thing=thing,
        till=holder.till,
        incarnation=holder.incarnation,
        granted_at=at,
        until=at,
        state="closed",
        used_by=sale,
    )
    claims.setdefault(name, given)


def put_back(claims: Claims, sale: str) -> None:
    """What a sale gave can be given again: it was taken back whole."""
    for name, each in claims.items():
        if each.used_by == sale and not each.freed:
            claims[name] = replace(each, freed=True)


def named_for(sale: str, rewards: int) -> Iterable[str]:
    """The names under which what a sale gave is counted where no claim was kept for it."""
    return (_name(sale, place) for place in range(rewards))


def _name(sale: str, place: int) -> str:
    """Of a sale whose id leaves no room for the place, by what it hashes to."""
    name = f"{sale}.{place}"
    return name if len(name) <= _LONGEST else f"given-{sha256(name.encode()).hexdigest()[:40]}"
