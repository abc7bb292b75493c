"""Reads `when` of a promotion."""

import re
from collections.abc import Mapping

from loyalty.basket import TENDERS, Tender
from loyalty.program import values
from loyalty.program.conditions import (
    ALWAYS,
    BIRTHDAY_SPANS,
    PERIODS,
    WEEKDAYS,
    BirthdaySpan,
    HourSpan,
    Limit,
    When,
)
from loyalty.program.references import References
from loyalty.program.table import Table, shown
from loyalty.units import Money

WHEN_KEYS = (
    *("from", "until", "weekdays", "hours", "tiers", "birthday", "first_purchase", "min_spend"),
    *("memberships", "stores", "segments", "code", "voucher", "paid_with", "limit", "members_only"),
)

_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
_DAY_MINUTES = 24 * 60
_NOTHING: Mapping[str, str] = {}


FOR_MEMBERS: Mapping[str, str] = {
    "voucher": "no voucher opens this, only promotions are opened by one",
    "members_only": "this is for members only, whatever is written",
}
"""Conditions that say nothing about what only members have, and what is wrong with them there."""


def read_when(
    promotion: Table,
    tier_ids: tuple[str, ...],
    references: References,
    *,
    barred: Mapping[str, str] = _NOTHING,
) -> When:
    """The conditions of one promotion; left out, none but that it is for members.

    `barred` are conditions that may not be given here, with what is wrong with each.
    """
    when = promotion.table("when")
    if when is None:
        return ALWAYS
    when.check_keys((key for key in WHEN_KEYS if key not in barred), elsewhere=barred)
    is_a_tier_lost = when.report.torn.may_have_headed() or (when.report.is_torn and "" in tier_ids)
    tiers = _names(when, "tiers") if is_a_tier_lost else values.choices(when, "tiers", tier_ids)
    weekdays = values.choices(when, "weekdays", WEEKDAYS)
    paid_with: tuple[Tender, ...] | None = values.choices(when, "paid_with", TENDERS)
    memberships = references.read_all(when, "memberships", "membership", is_open=True)
    birthday: BirthdaySpan = values.choice(when, "birthday", BIRTHDAY_SPANS, "day")
    return When(
        starts=values.day(when, "from"),
        ends=values.day(when, "until"),
        weekdays=None if weekdays is None else frozenset(map(WEEKDAYS.index, weekdays)),
        hours=_read_hours(when),
        tiers=None if tiers is None else frozenset(tiers),
        birthday=birthday if "birthday" in when else None,
        first_purchase=values.flag(when, "first_purchase"),
        min_spend=Money(values.whole(when, "min_spend")) if "min_spend" in when else None,
        memberships=None if memberships is None else frozenset(memberships),
        stores=_names(when, "stores"),
        segments=_names(when, "segments"),
        code=values.text(when, "code") if "code" in when else None,
        voucher=values.flag(when, "voucher"),
        paid_with=None if paid_with is None else frozenset(paid_with),
        limit=read_limit(when),
        members_only=values.flag(when, "members_only", default=True),
    )


def _names(when: Table, key: str) -> frozenset[str] | None:
    names = values.texts(when, key)
    return None if names is None else frozenset(names)


def _read_hours(when: Table) -> tuple[HourSpan, ...] | None:
    spans = values.texts(when, "hours")
    if spans is None:
        return None
    found: list[HourSpan] = []
    for index, text in enumerate(spans):
        match = _SPAN.fullmatch(text)
        if match:
            hour, minute, end_hour, end_minute = match.groups()
            end = int(end_hour) * 60 + int(end_minute) if end_hour else _DAY_MINUTES
            found.append(HourSpan(int(hour) * 60 + int(minute), end))
        else:
            right = 'write a start and an end, as "08:00-12:00"; only an end may be 24:00'
            when.fault_item("hours", index, f"{shown(text)} is not a span of hours", right)
    return tuple(found)


def read_limit(when: Table) -> Limit | None:
    """The limit that a table sets, if it sets one."""
    limit = when.table("limit")
    if limit is None:
        return None
    limit.check_keys(("times", "per"))
    limit.need("times", "per")
    return Limit(values.whole(limit, "times", 1, least=1), values.choice(limit, "per", PERIODS, "ever"))
