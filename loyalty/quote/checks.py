"""The conditions of a promotion as questions to ask of a situation, and which promotions they leave.

`min_spend` is not among them: it depends on what is bought and is asked after the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from loyalty.basket import BasketMember
from loyalty.program.conditions import When
from loyalty.program.model import Promotion
from loyalty.quote.situation import Situation

Check = Callable[[Situation], bool]
_MemberCheck = Callable[[BasketMember], bool]


@dataclass(frozen=True, slots=True)
class HoldingRules:
    """Tells which promotions hold in a situation, as the bits of one whole number.

    `for_all` and `for_members` hold without being asked, for anyone and for any member; each of `asked` has
    the bits of the promotions that ask for the same, and what must be true.
    """

    for_all: int
    for_members: int
    asked: tuple[tuple[int, tuple[Check, ...]], ...]

    def holding(self, situation: Situation) -> int:
        """The bits of the promotions whose conditions, other than `min_spend`, hold."""
        bits = self.for_all
        if situation.member is not None:
            bits |= self.for_members
        for askers, checks in self.asked:
            for check in checks:
                if not check(situation):
                    break
            else:
                bits |= askers
        return bits


def holding_rules(promotions: Sequence[Promotion]) -> HoldingRules:
    """The rules for these promotions; bit *n* is the *n*-th of them."""
    alike: dict[tuple[When, str], list[int]] = {}
    for number, promotion in enumerate(promotions):
        alike.setdefault(_asking(promotion), []).append(number)
    for_all = for_members = 0
    asked: list[tuple[int, tuple[Check, ...]]] = []
    for numbers in alike.values():
        first, askers = promotions[numbers[0]], sum([1 << number for number in numbers])
        checks = tuple(checks_of(first))
        if not checks and first.when.members_only:
            for_members |= askers
        elif not checks:
            for_all |= askers
        else:
            needs_member = (_has_member,) if first.when.members_only else ()
            asked.append((askers, (*needs_member, *checks)))
    return HoldingRules(for_all, for_members, tuple(asked))


def _asking(promotion: Promotion) -> tuple[When, str]:
    """What a promotion asks of a situation: the same for two of which always both hold, or neither."""
    when = replace(promotion.when, min_spend=None)
    is_its_own = when.voucher or when.first_purchase or when.limit is not None
    return when, promotion.id if is_its_own else ""


def checks_of(promotion: Promotion) -> list[Check]:
    """What must be true of the situation, leaving out that there must be a member, and `min_spend`."""
    when = promotion.when
    checks: list[Check] = []
    if when.starts is not None:
        checks.append(has_begun(when.starts))
    if when.ends is not None:
        checks.append(has_not_ended(when.ends))
    checks.extend(_place_and_time(when))
    checks.extend(_about_member(check) for check in _member_checks(promotion))
    if when.code is not None:
        checks.append(_presents_code(when.code))
    if when.voucher:
        checks.append(_presents_voucher(promotion.id))
    return checks


def has_begun(starts: date | datetime) -> Check:
    """Whether the sale is on or after a day, or at or after a moment."""
    if not isinstance(starts, datetime):
        return lambda situation: situation.today >= starts
    if starts.tzinfo is None:
        return lambda situation: situation.local >= starts
    return lambda situation: situation.at >= starts


def has_not_ended(ends: date | datetime) -> Check:
    """Whether the sale is on or before a day, or at or before a moment."""
    if not isinstance(ends, datetime):
        return lambda situation: situation.today <= ends
    if ends.tzinfo is None:
        return lambda situation: situation.local <= ends
    return lambda situation: situation.at <= ends


def _has_member(situation: Situation) -> bool:
    return situation.member is not None


def _place_and_time(when: When) -> list[Check]:
    checks: list[Check] = []
    weekdays, hours, stores, tenders = when.weekdays, when.hours, when.stores, when.paid_with
    if weekdays is not None:
        checks.append(lambda situation: situation.weekday in weekdays)
    if hours is not None:
        checks.append(lambda situation: any(span.holds(situation.minute) for span in hours))
    if stores is not None:
        checks.append(lambda situation: situation.store in stores)
    if tenders is not None:
        checks.append(lambda situation: bool(situation.tenders) and situation.tenders <= tenders)
    span = when.birthday
    if span is not None:
        checks.append(lambda situation: span in situation.birthdays)
    return checks


def _member_checks(promotion: Promotion) -> list[_MemberCheck]:
    when = promotion.when
    checks: list[_MemberCheck] = []
    tiers, memberships, segments, limit = when.tiers, when.memberships, when.segments, when.limit
    if tiers is not None:
        checks.append(lambda member: member.tier in tiers)
    if when.first_purchase:
        checks.append(lambda member: member.purchases == 0)
    if memberships is not None:
        checks.append(lambda member: not memberships.isdisjoint(member.memberships))
    if segments is not None:
        checks.append(lambda member: not segments.isdisjoint(member.segments))
    if limit is not None:
        checks.append(lambda member: member.used.get(promotion.id, 0) < limit.times)
    if limit is not None or when.first_purchase:
        checks.append(lambda member: promotion.id not in member.withheld)
    return checks


def _about_member(check: _MemberCheck) -> Check:
    return lambda situation: situation.member is not None and check(situation.member)


def _presents_code(code: str) -> Check:
    return lambda situation: code in situation.codes


def _presents_voucher(rule: str) -> Check:
    return lambda situation: rule in situation.issued
