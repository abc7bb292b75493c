"""Recommendations in an account: who may recommend whom, and the points of both sides, given and taken back.

The friend's sale decides. What it means for the referrer, whose account is another, goes there as a `Notice`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from loyalty.account.calendar import local_day
from loyalty.account.model import Account, Figures, OnItsWay, Passing, Return, Settling, SoldRecord
from loyalty.account.points import Holding
from loyalty.account.purchases import purchases_before
from loyalty.account.recommended import Friend, Notice, Recommendation
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.vouchers import cancel, issue
from loyalty.lots import lot_for
from loyalty.periods import period_of
from loyalty.program.model import Program
from loyalty.program.referral import ReferralRules
from loyalty.refund import KeptSale, paid_back
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Points

_TOLD_FOR: Final = timedelta(days=60)
"""So long whoever comes hears of a friend who had been recommended before."""


def recommend(
    program: Program,
    friend: Account,
    by: Account,
    at: datetime,
    *,
    referrer_of: Callable[[str], str],
) -> Account:
    """The friend's account, recommended by another member.

    `referrer_of` says who recommended a member, empty where nobody did. Two accounts with the same `person`
    are one person's.

    Raises:
        SentenceRefused: `referral-none` (the program has none), `referral-self`, `referral-loop`,
            `referral-already`, `referral-not-new`.
    """
    if program.referral is None:
        raise SentenceRefused(say("referral-none"))
    if friend.id == by.id or (friend.person and friend.person == by.person):
        raise SentenceRefused(say("referral-self"))
    if friend.id in _chain(by.id, referrer_of):
        raise SentenceRefused(say("referral-loop"))
    if friend.recommendation is not None:
        raise SentenceRefused(say("referral-already"))
    if purchases_before(friend, at):
        raise SentenceRefused(say("referral-not-new"))
    return replace(friend, recommendation=Recommendation(by=by.id, at=at))


def settle_notice(
    program: Program, account: Account, notice: Notice, *, codes: Sequence[str] = ()
) -> Passing:
    """The referrer's account once a friend's sale counts, or no longer does; `codes` are fresh ones.

    Raises:
        SentenceRefused: `voucher-no-code`.
    """
    so_far = Passing(account, codes=codes)
    if not notice.counts:
        return _take_back(program, so_far, notice)
    rules = program.referral
    if rules is None or any(each.sale == notice.sale for each in account.friends):
        return so_far  # of one name only one sale counts: another till's, made up, would want the same lot
    if _is_at_cap(program, account, rules, notice.at):
        return so_far.tell(say("referral-cap", times=rules.cap.times if rules.cap else 0))
    points = rules.points_referrer
    so_far, code = _issue(program, so_far, rules.voucher_referrer, notice.sale, notice.at)
    friend = Friend(id=notice.friend, sale=notice.sale, at=notice.at, points=points, voucher=code)
    friends = (*so_far.account.friends, friend)
    so_far = replace(so_far, account=replace(so_far.account, friends=friends))
    return _give(program, so_far, thanks_of(notice.sale), points, notice.at, code="referral-won")


def thanks_of(sale: str) -> str:
    """What the lot is called that a friend's sale gives whoever recommended the friend."""
    return f"{sale}/referrer"


def friends_of(sale: str) -> str:
    """What the lot is called that a friend's sale gives the friend."""
    return f"{sale}/friend"


def _is_at_cap(program: Program, account: Account, rules: ReferralRules, at: datetime) -> bool:
    if rules.cap is None:
        return False
    now = period_of(rules.cap.per, local_day(at, program.zone))
    days = (local_day(friend.at, program.zone) for friend in account.friends)
    return sum(period_of(rules.cap.per, day) == now for day in days) >= rules.cap.times


def _take_back(program: Program, so_far: Passing, notice: Notice) -> Passing:
    friends = so_far.account.friends
    told_of = (notice.sale, notice.friend)  # another till's, made up for another friend, takes nothing back
    gone = next((each for each in friends if (each.sale, each.id) == told_of), None)
    if gone is None:
        return so_far
    left = tuple(each for each in friends if each != gone)
    so_far = _cancel(so_far, gone.voucher)
    holding = Holding(replace(so_far.account, friends=left))
    holding.take_back(thanks_of(gone.sale), gone.points, notice.at)
    so_far = replace(so_far, account=holding.account)
    taken = say("referral-lost", points=gone.points, unit=program.points.unit)
    return so_far.tell(taken) if gone.points else so_far


def _chain(first: str, referrer_of: Callable[[str], str]) -> Iterator[str]:
    """A member and all who recommended them, one by the other; ends where it comes round."""
    seen: set[str] = set()
    while first and first not in seen:
        yield first
        seen.add(first)
        first = referrer_of(first)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    rules, recommendation = program.referral, so_far.account.recommendation
    if rules is None or recommendation is None or recommendation.sale:
        return so_far
    days = (local_day(sale.at, program.zone) - local_day(recommendation.at, program.zone)).days
    is_late = rules.within_days is not None and days > rules.within_days
    record = so_far.record
    if is_late or not _is_enough(record, record.kept, rules.min_spend):
        return so_far
    so_far, code = _issue(program, so_far, rules.voucher_friend, sale.id, sale.at)
    counted = replace(
        recommendation, voucher=code, sale=sale.id, points=rules.points_friend, min_spend=rules.min_spend
    )
    so_far = replace(so_far, account=replace(so_far.account, recommendation=counted))
    so_far = _give(program, so_far, friends_of(sale.id), rules.points_friend, sale.at, code="referral-points")
    return _notify(so_far, counted, sale.at, counts=True)


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    record, held = so_far.record, so_far.account.recommendations
    recommendation = next((each for each in held if each.sale == record.id), None)
    if recommendation is None:
        return so_far
    if _is_enough(record, back.refund.sale, recommendation.min_spend) and not back.is_last:
        return so_far
    so_far = _cancel(so_far, recommendation.voucher)
    left = chain.from_iterable(_waits(each) if each is recommendation else (each,) for each in held)
    holding = Holding(so_far.account.recommended(left))
    holding.take_back(friends_of(record.id), recommendation.points, back.at)
    taken = say("referral-taken-back", points=recommendation.points, unit=program.points.unit)
    so_far = replace(so_far, account=holding.account)
    so_far = so_far.tell(taken) if recommendation.points else so_far
    return _notify(so_far, recommendation, back.at, counts=False)


def _waits(recommendation: Recommendation) -> Iterable[Recommendation]:
    """What is left of one whose sale came back: another may count, but for a friend who was forgotten."""
    if not recommendation.is_forgotten:
        yield Recommendation(by=recommendation.by, at=recommendation.at)


def _is_enough(record: SoldRecord, sale: KeptSale, least: int) -> bool:
    """Whether what was kept of the goods comes to so much; a sale of no goods is none."""
    no_goods = record.apart | record.paid_in
    goods = [line for place, line in enumerate(sale.lines) if place not in no_goods]
    kept = sum(line.net - line.burned - paid_back(line, line.returned) for line in goods)
    return bool(goods) and kept >= least


def _give(
    program: Program, so_far: OnItsWay, lot_id: str, points: Points, at: datetime, *, code: str
) -> OnItsWay:
    if not points:
        return so_far
    holding = Holding(so_far.account)
    holding.earn(lot_for(program, lot_id=lot_id, points=points, earned_at=at))
    given = say(code, points=points, unit=program.points.unit)
    return replace(so_far, account=holding.account).tell(given)


def _issue(program: Program, so_far: OnItsWay, voucher: str, sale: str, at: datetime) -> tuple[OnItsWay, str]:
    """Issues the voucher there is for it; its code, empty where there is none."""
    rule = program.voucher(voucher)
    before = len(so_far.account.vouchers)
    if rule is not None:
        so_far = issue(program, so_far, rule, at, origin=sale)
    issued = so_far.account.vouchers[before:]
    return so_far, issued[0].code if issued else ""


def _cancel(so_far: OnItsWay, code: str) -> OnItsWay:
    """Takes the voucher back if nobody has used it."""
    for voucher in so_far.account.vouchers:
        if voucher.code == code and voucher.is_unused:
            so_far = cancel(so_far, voucher)
    return so_far


def _notify(so_far: Settling, recommendation: Recommendation, at: datetime, *, counts: bool) -> Settling:
    notice = Notice(
        to=recommendation.by,
        friend=so_far.account.id,
        sale=recommendation.sale,
        at=at,
        counts=counts,
    )
    return replace(so_far, notices=(*so_far.notices, notice))


def _figures(program: Program, account: Account, _at: datetime) -> Figures:
    if program.referral is None:
        return {}
    by = account.recommendation.by if account.recommendation else ""
    return {"recommended_by": by, "friends": len(account.friends)}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    rules, recommendation = program.referral, account.recommendation
    if rules is not None and recommendation is not None and not recommendation.sale:
        days = (local_day(at, program.zone) - local_day(recommendation.at, program.zone)).days
        if rules.within_days is None or days <= rules.within_days:
            yield say(
                "referral-open",
                points=rules.points_friend,
                least=rules.min_spend,
                currency=program.currency,
                unit=program.points.unit,
            )
    if account.friends:
        yield say("has-friends", friends=len(account.friends))
    passed_over = [each for each in account.passed_over if at - each.at < _TOLD_FOR]
    if program.referral is not None and passed_over:
        yield say("friends-passed-over", friends=len(passed_over))


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, figures=_figures, told=_told)
