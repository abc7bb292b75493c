"""How much of a member's points one till is lent, and what kept it from being more. Pure.

Whose points they are, and that nobody else is lent the same ones, is the server's books' matter.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from loyalty.program.leases import LeaseRules
from loyalty.units import Points

LendingCap = Literal["", "lent-elsewhere", "share-cap", "member-cap", "till-cap"]
"""What kept a lease small: other tills hold the rest, or one of the program's limits; nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A member's points at the moment of asking, and what is lent already.

    `balance` is alive and spendable, less what is owed; `free` is what of it no till holds. `member_lent` is
    what all tills hold of this member's, `till_lent` what the asking till holds of everybody's.
    """

    balance: Points
    free: Points
    member_lent: Points = Points(0)
    till_lent: Points = Points(0)


@dataclass(frozen=True, slots=True)
class Lendable:
    """So many points can be lent; `cap` says what kept it from being all that was asked for."""

    points: Points
    cap: LendingCap


def lendable(rules: LeaseRules, standing: Standing, *, asked: Points, ahead: bool = False) -> Lendable:
    """What one ask gets: `asked` points, 0 for as many as there are; `ahead` is placed beforehand."""
    wanted = min(asked, standing.balance) if asked else standing.balance
    share = rules.share_percent
    most = rules.member_max
    if ahead and rules.ahead is not None:
        share = rules.ahead.share_percent
        most = _least(most, rules.ahead.most)
    caps: list[tuple[LendingCap, int]] = [
        ("lent-elsewhere", standing.free),
        ("share-cap", standing.balance * share.numerator // (100 * share.denominator)),
    ]
    if most is not None:
        caps.append(("member-cap", most - standing.member_lent))
    if rules.till_max is not None:
        caps.append(("till-cap", rules.till_max - standing.till_lent))
    cap, least = min(caps, key=lambda each: each[1])
    if least >= wanted:
        return Lendable(Points(wanted), "")
    return Lendable(Points(max(0, least)), cap)


def lease_life(rules: LeaseRules, *, ahead: bool = False) -> timedelta:
    """For how long a till may spend what it is lent; nothing is freed by time."""
    if ahead and rules.ahead is not None:
        return timedelta(hours=rules.ahead.hours)
    return timedelta(minutes=rules.minutes)


def _least(one: Points | None, other: Points | None) -> Points | None:
    given = [each for each in (one, other) if each is not None]
    return min(given) if given else None
