"""Vouchers in an account: issued on their occasion, used once, restored by a refund, cancelled or expired.

Which occasions time brings (welcome, birthday, win-back, tier) is in `loyalty.account.occasions`; what other
sections give is issued by them, through `issue`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from loyalty.account.asked import Asked
from loyalty.account.calendar import local_day
from loyalty.account.issued import UsedVoucher, Voucher
from loyalty.account.model import Account, Figures, OnItsWay, Passing, Return, Settling, SoldRecord
from loyalty.account.points import Holding
from loyalty.account.purchases import standing_of
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.lots import last_slices
from loyalty.periods import period_of
from loyalty.program.model import Program
from loyalty.program.rewards import VoucherReward
from loyalty.program.vouchers import VoucherRule
from loyalty.refund import KeptSale
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say
from loyalty.units import Points

_MOMENT = timedelta(microseconds=1)


def open_vouchers(account: Account, at: datetime) -> Mapping[str, str]:
    """The codes that can be used at a moment, each with its promotion: what a basket's member holds."""
    return {each.code: each.promotion for each in account.vouchers if each.state(at) == "open"}


def issue(
    program: Program,
    so_far: OnItsWay,
    rule: VoucherRule,
    at: datetime,
    *,
    origin: str = "",
    points: Points = Points(0),
) -> OnItsWay:
    """Issues one voucher, with the first of the fresh codes; none where its limit says that is enough.

    Raises:
        SentenceRefused: `voucher-no-code`, no fresh code is left.
    """
    if is_at_limit(program, so_far.account, rule, at):
        return so_far
    codes = fresh_codes(so_far)
    if not codes:
        raise SentenceRefused(say("voucher-no-code"))
    promotion = program.promotion(rule.promotion)
    starts_at, ends_at = _term(program, rule, at)
    voucher = Voucher(
        code=codes[0],
        rule=rule.id,
        promotion=rule.promotion,
        name=promotion.name if promotion else rule.id,
        issue=rule.issue,
        issued_at=at,
        starts_at=starts_at,
        ends_at=ends_at,
        origin=origin,
        points=points,
    )
    account = replace(so_far.account, vouchers=(*so_far.account.vouchers, voucher))
    return replace(so_far, account=account, codes=codes[1:]).tell(_issued(program, voucher))


def fresh_codes(so_far: Passing) -> Sequence[str]:
    """The codes left to issue, from the first on that no voucher of the account has."""
    known = {each.code for each in so_far.account.vouchers}
    fresh = (place for place, code in enumerate(so_far.codes) if code not in known)
    return so_far.codes[next(fresh, len(so_far.codes)) :]


def issue_by_hand(program: Program, so_far: OnItsWay, rule: VoucherRule, at: datetime) -> OnItsWay:
    """Issues a voucher that somebody decided on: an apology after a complaint.

    Raises:
        SentenceRefused: `voucher-limit`, the member has had as many as there may be; `voucher-no-code`.
    """
    if rule.limit is not None and is_at_limit(program, so_far.account, rule, at):
        name = program.promotion(rule.promotion)
        raise SentenceRefused(say("voucher-limit", name=name.name if name else "", times=rule.limit.times))
    return issue(program, so_far, rule, at)


def is_at_limit(program: Program, account: Account, rule: VoucherRule, at: datetime) -> bool:
    """Whether the member has been issued as many of this kind as a period may see."""
    return _left(program, account, rule, at) == 0


def vouchers_left(program: Program, account: Account, at: datetime) -> Mapping[str, int]:
    """How many more vouchers of each kind that has a limit the member may be issued in the period."""
    left = ((rule.id, _left(program, account, rule, at)) for rule in program.vouchers)
    return {rule: count for rule, count in left if count is not None}


def _left(program: Program, account: Account, rule: VoucherRule, at: datetime) -> int | None:
    limit = rule.limit
    if limit is None:
        return None
    now = period_of(limit.per, local_day(at, program.zone), account.birthday)
    days = [
        local_day(each.issued_at, program.zone)
        for each in account.vouchers
        if each.rule == rule.id and not each.is_cancelled
    ]
    return max(0, limit.times - sum(period_of(limit.per, day, account.birthday) == now for day in days))


def changed(account: Account, code: str, change: Callable[[Voucher], Voucher]) -> Account:
    """The account with one voucher changed."""
    vouchers = tuple(change(each) if each.code == code else each for each in account.vouchers)
    return replace(account, vouchers=vouchers)


def cancel(so_far: OnItsWay, voucher: Voucher) -> OnItsWay:
    """Takes an unused voucher back."""
    account = changed(so_far.account, voucher.code, lambda each: replace(each, is_cancelled=True))
    return replace(so_far, account=account).tell(
        say("voucher-cancelled", name=voucher.name, code=voucher.code)
    )


def hand_back(program: Program, account: Account, record: SoldRecord, code: str, at: datetime) -> Settling:
    """A voucher that points bought in a sale is handed back unused: its points come back.

    Raises:
        SentenceRefused: `voucher-not-handed-back`, the sale bought no such voucher, or it is used or gone.
    """
    bought = (each for each in account.vouchers if each.code == code and each.origin == record.id)
    voucher = next((each for each in bought if each.points and each.state(at) in ("open", "waiting")), None)
    if voucher is None:
        raise SentenceRefused(say("voucher-not-handed-back", code=code))
    holding = Holding(account)
    left, coming = last_slices(record.burned, voucher.points)
    for part in coming:
        holding.give_back(part, burned_at=record.at, returned_at=at, zone=program.zone)
    kept = replace(record.kept, unbound_points=Points(record.kept.unbound_points - voucher.points))
    settling = Settling(holding.account, record=replace(record, burned=left, kept=kept))
    settling = cancel(settling, voucher)
    return settling.tell(say("points-given-back", points=voucher.points, unit=program.points.unit))


def _term(program: Program, rule: VoucherRule, at: datetime) -> tuple[datetime, datetime | None]:
    """From when it can be used, and the first moment at which it is gone."""
    today = local_day(at, program.zone)
    first = _later(today, rule.starts_after_days)
    starts_at = _midnight(program, first) if rule.starts_after_days else at
    if rule.days is not None:
        return starts_at, _midnight(program, _later(first, rule.days + 1))
    until = rule.until
    if isinstance(until, datetime):
        moment = until if until.tzinfo is not None else until.replace(tzinfo=program.zone)
        return starts_at, moment + _MOMENT
    return starts_at, None if until is None else _midnight(program, _later(until, 1))


def _later(day: date, days: int) -> date:
    """A day so many days later, and not past the calendar."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _midnight(program: Program, day: date) -> datetime:
    return datetime.combine(day, time(), program.zone)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    """Uses the vouchers through which something was given, and issues those that points have bought."""
    used: list[UsedVoucher] = []
    held = {each.code: each for each in so_far.account.vouchers}
    for code in sale.used_codes:
        if code in held and held[code].redeemed_at is None:
            account = changed(so_far.account, code, lambda each: each.redeemed(sale.id, sale.at))
            so_far = replace(so_far, account=account)
            so_far = so_far.tell(say("voucher-redeemed", name=held[code].name, code=code))
            used.append(UsedVoucher(code, sale.lines_with(held[code].promotion)))
    so_far = replace(so_far, record=replace(so_far.record, used=tuple(used)))
    for given in sale.rewards:
        reward = program.reward(given.rule)
        kind = program.voucher(reward.voucher) if isinstance(reward, VoucherReward) else None
        if kind is not None:
            so_far = issue(program, so_far, kind, sale.at, origin=sale.id, points=given.points)
    return so_far


def _on_asked(_program: Program, account: Account, asked: Asked) -> Asked:
    """The points of a voucher that was used do not come back with the last of the sale."""
    if not asked.is_last:
        return asked
    gone = [
        each.points
        for each in account.vouchers
        if each.origin == asked.record.id and each.redeemed_at is not None
    ]
    unbound = Points(max(0, asked.record.kept.unbound_points - sum(gone)))
    kept = replace(asked.record.kept, unbound_points=unbound)
    return replace(asked, record=replace(asked.record, kept=kept))


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    """Restores what was used for goods that are all back; takes back what the sale bought, with its last."""
    left: list[UsedVoucher] = []
    for used in so_far.record.used:
        if not _is_back(back.refund.sale, used.lines):
            left.append(used)
            continue
        account = changed(so_far.account, used.code, lambda each: each.restored(back.at, program.zone))
        so_far = replace(so_far, account=account)
        restored = next(each for each in account.vouchers if each.code == used.code)
        so_far = so_far.tell(_restored(program, restored))
    so_far = replace(so_far, record=replace(so_far.record, used=tuple(left)))
    if back.is_last:
        for voucher in so_far.account.vouchers:
            if voucher.origin == so_far.record.id and voucher.points and voucher.is_unused:
                so_far = cancel(so_far, voucher)
    return so_far


def _lose_tiers(program: Program, back: Return, so_far: Settling) -> Settling:
    """A tier that was reached by what is back now gives no voucher: what was not used is taken back."""
    ids = [tier.id for tier in program.tiers]
    held = ids.index(standing_of(program, so_far.account, back.at + _MOMENT).tier.id)
    for voucher in so_far.account.vouchers:
        if voucher.issue == "tier" and voucher.origin in ids[held + 1 :] and voucher.is_unused:
            so_far = cancel(so_far, voucher)
    return so_far


def _is_back(sale: KeptSale, places: tuple[int, ...]) -> bool:
    """Whether everything on these lines has come back; without lines, the whole sale."""
    lines = [sale.lines[place] for place in places] or sale.lines
    return all(line.returned == line.quantity for line in lines)


def _issued(program: Program, voucher: Voucher) -> Sentence:
    day = _last_day(program, voucher)
    if day is None:
        return say("voucher-issued-for-ever", name=voucher.name, code=voucher.code)
    return say("voucher-issued", name=voucher.name, code=voucher.code, day=day)


def _restored(program: Program, voucher: Voucher) -> Sentence:
    day = _last_day(program, voucher)
    if day is None:
        return say("voucher-restored", name=voucher.name, code=voucher.code)
    return say("voucher-restored-until", name=voucher.name, code=voucher.code, day=day)


def _last_day(program: Program, voucher: Voucher) -> date | None:
    """The last local day on which it can be used."""
    return None if voucher.ends_at is None else local_day(voucher.ends_at - _MOMENT, program.zone)


def _figures(_program: Program, account: Account, at: datetime) -> Figures:
    counts: dict[str, int] = {}
    for each in account.vouchers:
        if each.state(at) in ("open", "waiting"):
            counts[each.rule] = counts.get(each.rule, 0) + 1
    return {"vouchers": counts}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    for each in account.vouchers:
        if each.state(at) in ("open", "waiting"):
            day = _last_day(program, each)
            if each.state(at) == "waiting":
                first = local_day(each.starts_at, program.zone)
                yield say("has-voucher-from", name=each.name, code=each.code, day=first)
            elif day is None:
                yield say("has-voucher", name=each.name, code=each.code)
            else:
                yield say("has-voucher-until", name=each.name, code=each.code, day=day)


SECTION = Section(on_sale=_on_sale, on_asked=_on_asked, on_refund=_on_refund, figures=_figures, told=_told)

TIERS = Section(on_refund=_lose_tiers)
"""Goes after `purchases`, whose standing it looks at."""
