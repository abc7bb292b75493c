"""Where a member stands by the program of today: the tier, and what was used of limited promotions. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from loyalty.basket_json import birthday_from_text
from loyalty.periods import period_of
from loyalty.program import Program
from loyalty.program.caps import NO_LIMITS
from loyalty.tiers import tier_at
from loyalty.units import Points
from loyalty.wire.canonical import MAX_INT
from loyalty.wire.feed import MemberDay
from server.model import KeptPurchase, Profile
from server.values import altered

_MOMENT = timedelta(milliseconds=1)
_LONGEST_DAY = timedelta(days=2)
"""No local day is as long, whatever a country does with its clocks: what was before is of another."""


def history_since(program: Program | None, now: datetime) -> datetime | None:
    """From when on purchases can matter; None: for ever."""
    if program is None:
        return now
    periods = {limit.per for limit in program.limited.values()}
    if program.standing.window == "lifetime" or "ever" in periods:
        return None
    return now.replace(month=1, day=1, hour=0, minute=0) - timedelta(days=368)


def stand(
    profile: Profile,
    purchases: Iterable[KeptPurchase],
    program: Program,
    now: datetime,
    *,
    granted: Iterable[str] = (),
    revision: int | None = None,
) -> Profile:
    """The profile with the tier and the measure that all purchases so far, the last included, come to.

    A measure is told as a whole number of a message: from where those end it grows no more.

    `granted` are the tiers of paid memberships that run; `revision` is the profile's from here on, where that
    is another.
    """
    standing = tier_at(program, purchases, now + _MOMENT, granted=tuple(granted))
    return altered(
        profile,
        tier=standing.tier.id,
        measure=min(standing.measure, MAX_INT),
        revision=profile.revision if revision is None else revision,
    )


def used(
    program: Program | None, purchases: Iterable[KeptPurchase], *, at: datetime, birthday: str | None
) -> Mapping[str, int]:
    """In how many sales of its running period each limited promotion gave something.

    Sales that were taken back do not count.
    """
    if program is None or not program.limited:
        return {}
    limits = program.limited
    given = [each for each in purchases if not each.voided and not limits.keys().isdisjoint(each.rules)]
    if not given:
        return {}
    local = at.astimezone(program.zone).date()
    born = birthday_from_text(birthday or "")
    days = [(each.at.astimezone(program.zone).date(), each.rules) for each in given]
    counts: dict[str, int] = {}
    for rule, limit in limits.items():
        period = period_of(limit.per, local, born)
        counts[rule] = sum(rule in rules and period_of(limit.per, day, born) == period for day, rules in days)
    return {rule: count for rule, count in counts.items() if count}


def day_of(program: Program | None, purchases: Iterable[KeptPurchase], *, at: datetime) -> MemberDay | None:
    """What the member's sales of the local day came to; `None` where no program asks for it.

    One that limits days does, and so does one that counts visits: tills count a day once with what was told.
    """
    if program is None or (program.limits is NO_LIMITS and program.standing.measure != "visits"):
        return None
    today, since = at.astimezone(program.zone).date(), at - _LONGEST_DAY
    recent = [each for each in purchases if each.at > since and not each.voided]
    todays = [each for each in recent if each.at.astimezone(program.zone).date() == today]
    earned = Points(min(MAX_INT, sum(max(0, each.points) for each in todays)))
    return MemberDay(date=today.isoformat(), earned=earned, sales=len(todays))
