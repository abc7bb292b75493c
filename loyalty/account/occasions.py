"""Vouchers that time brings: a welcome, a birthday, a member who stayed away, a tier that was reached.

What fell due between two moments is issued once, at the second, dated on the day it was due.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from loyalty.account.calendar import local_day
from loyalty.account.model import Account, OnItsWay
from loyalty.account.purchases import standing_of
from loyalty.account.section import Section
from loyalty.account.vouchers import issue
from loyalty.periods import birthday_in
from loyalty.program.model import Program
from loyalty.program.vouchers import Occasion, VoucherRule
from loyalty.sentences import say

_MOMENT = timedelta(microseconds=1)
_Due = Callable[[Program, Account, VoucherRule, datetime], "list[tuple[date, str]]"]
"""The days on which a voucher is due by a moment, each with what it is for."""


def _welcome(program: Program, account: Account, _rule: VoucherRule, at: datetime) -> list[tuple[date, str]]:
    return [(local_day(at, program.zone), "welcome")] if account.seen_at is None else []


def _birthday(program: Program, account: Account, rule: VoucherRule, at: datetime) -> list[tuple[date, str]]:
    """Due so many days before the birthday; for who is new in between, at once.

    Two who share an account and a birthday have one between them.
    """
    if account.birthday is None and not account.more_birthdays:
        return []
    today = local_day(at, program.zone)
    seen = None if account.seen_at is None else local_day(account.seen_at, program.zone)
    due: list[tuple[date, str]] = []
    born = dict.fromkeys(each for each in (account.birthday, *account.more_birthdays) if each is not None)
    years = range(today.year - 1, min(today.year + 1, date.max.year) + 1)
    for birthday in (birthday_in(each, year) for each in born for year in years):
        day = birthday - timedelta(days=min(rule.lead_days, (birthday - date.min).days))
        is_new = birthday >= today if seen is None else day > seen
        if day <= today and is_new:
            due.append((today if seen is None else day, birthday.isoformat()))
    return due


def _win_back(program: Program, account: Account, rule: VoucherRule, at: datetime) -> list[tuple[date, str]]:
    """Due once so many days have passed since the last purchase that was kept."""
    kept = [each for each in account.purchases if not each.purchase.is_returned]
    if not kept or account.seen_at is None:
        return []
    last = max(kept, key=lambda each: each.purchase.at)
    bought = local_day(last.purchase.at, program.zone)
    today, seen = local_day(at, program.zone), local_day(account.seen_at, program.zone)
    if (today - bought).days < rule.away_days or (seen - bought).days >= rule.away_days:
        return []
    return [(bought + timedelta(days=rule.away_days), last.sale)]


def _tier(program: Program, account: Account, rule: VoucherRule, at: datetime) -> list[tuple[date, str]]:
    """Due at each of its tiers that was risen to since the member was last told of a tier."""
    ids = [tier.id for tier in program.tiers]
    if account.tier not in ids:
        return []
    before = ids.index(account.tier)
    now = ids.index(standing_of(program, account, at).tier.id)
    reached = ids[before + 1 : now + 1]
    return [(local_day(at, program.zone), tier) for tier in reached if tier in rule.tiers]


_DUE: Mapping[Occasion, _Due] = {
    "welcome": _welcome,
    "birthday": _birthday,
    "win-back": _win_back,
    "tier": _tier,
}


def _on_day(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    so_far = _expire(program, at, so_far)
    for rule in program.vouchers:
        due = _DUE.get(rule.issue)
        for day, origin in due(program, so_far.account, rule, at) if due else ():
            so_far = _issue_due(program, so_far, rule, day, origin, at)
    return so_far


def _issue_due(
    program: Program, so_far: OnItsWay, rule: VoucherRule, day: date, origin: str, at: datetime
) -> OnItsWay:
    """Issues what was due on a day, once for its origin but for tiers; not what nobody could use any more."""
    had = [each for each in so_far.account.vouchers if (each.rule, each.origin) == (rule.id, origin)]
    if had and rule.issue != "tier":
        return so_far
    is_today = day >= local_day(at, program.zone)
    issued_at = at if is_today else datetime.combine(day, time(), program.zone)
    issued = issue(program, so_far, rule, issued_at, origin=origin)
    new = issued.account.vouchers[len(so_far.account.vouchers) :]
    return so_far if any(each.state(at) == "expired" for each in new) else issued


def _expire(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    """Tells of vouchers that have died unused since the account was last seen."""
    seen = so_far.account.seen_at
    for each in so_far.account.vouchers:
        died = each.state(at) == "expired" and seen is not None and each.state(seen) != "expired"
        if died and each.ends_at is not None:
            last = local_day(each.ends_at - _MOMENT, program.zone)
            so_far = so_far.tell(say("voucher-expired", name=each.name, code=each.code, day=last))
    return so_far


SECTION = Section(on_day=_on_day)
"""Goes before `purchases`, which notes the tier that was told of."""
