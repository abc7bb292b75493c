"""Challenges in an account: progress that sales add and returns undo, and the prizes that go with it.

How many prizes there are follows from the progress alone, so that any order of returns ends alike: what the
progress is no longer worth is taken back, the newest prize first. A voucher that was used cannot be taken
back; no other is given until the progress is worth more than were given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from loyalty.account.calendar import local_day
from loyalty.account.feats import Feat, FeatSale
from loyalty.account.model import Account, Figures, Return, Settling
from loyalty.account.points import Holding
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.vouchers import cancel, issue
from loyalty.lots import lot_for
from loyalty.periods import period_begins
from loyalty.program.challenges import Challenge
from loyalty.program.model import Program
from loyalty.quote.challenge_whys import challenge_why
from loyalty.sentences import Sentence, say


def progress_of(program: Program, account: Account, at: datetime) -> Mapping[str, int]:
    """How far the member is with every challenge of the program in the running period, 0 left out."""
    return {feat.challenge: feat.have for feat in _running(program, account, at) if feat.have}


def visited_today(program: Program, account: Account, at: datetime) -> tuple[str, ...]:
    """The challenges by visits that count today already."""
    today = local_day(at, program.zone)
    return tuple(
        feat.challenge
        for feat in _running(program, account, at)
        if feat.measure == "visits" and any(each.worth and each.day == today for each in feat.sales)
    )


def _running(program: Program, account: Account, at: datetime) -> Iterator[Feat]:
    """What the member has begun of the program's challenges in the periods that run."""
    today = local_day(at, program.zone)
    periods = {each.id: period_begins(each.per, today) for each in program.challenges}
    return (feat for feat in account.feats if periods.get(feat.challenge) == feat.since)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    day = local_day(sale.at, program.zone)
    for kept in sale.challenges:
        challenge = next((each for each in program.challenges if each.id == kept.challenge), None)
        if challenge is None:
            continue
        feat = _feat_of(so_far.account, challenge, sale, program)
        worth = kept.worth(so_far.record.kept)
        feat = replace(feat, sales=(*feat.sales, FeatSale(sale.id, day, worth)))
        record = replace(so_far.record, challenges=(*so_far.record.challenges, kept))
        so_far = replace(so_far, record=record)
        so_far = so_far.tell(_said(feat, program, is_done=feat.due > len(feat.given)))
        so_far = _settle(program, so_far, feat, sale.at)
    return so_far


def _feat_of(account: Account, challenge: Challenge, sale: Sale, program: Program) -> Feat:
    since = period_begins(challenge.per, local_day(sale.at, program.zone))
    begun = (each for each in account.feats if (each.challenge, each.since) == (challenge.id, since))
    new = Feat(
        challenge=challenge.id,
        name=challenge.name,
        measure=challenge.measure,
        since=since,
        goal=challenge.goal,
        times=challenge.times,
        points=challenge.points,
        voucher=challenge.voucher,
    )
    return next(begun, new)


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    kept = {each.challenge: each.worth(back.refund.sale) for each in so_far.record.challenges}
    for feat in so_far.account.feats:
        if feat.challenge in kept and any(each.sale == so_far.record.id for each in feat.sales):
            sales = tuple(
                replace(each, worth=kept[feat.challenge]) if each.sale == so_far.record.id else each
                for each in feat.sales
            )
            now = replace(feat, sales=sales)
            if now.have != feat.have:
                so_far = so_far.tell(_said(now, program, is_done=False))
            so_far = _settle(program, so_far, now, back.at)
        elif len(feat.given) > feat.due:
            so_far = _settle(program, so_far, feat, back.at)
    return so_far


def _settle(program: Program, so_far: Settling, feat: Feat, at: datetime) -> Settling:
    """Gives the prizes that the progress is worth now, and takes back those that it is not.

    Ends where nothing changes: a voucher's limit is reached, or the newest was used.
    """
    change = _give if len(feat.given) < feat.due else _take_back
    while len(feat.given) != feat.due:
        so_far, now = change(program, so_far, feat, at)
        if now == feat:
            break
        feat = now
    return replace(so_far, account=replace(so_far.account, feats=_with(so_far.account.feats, feat)))


def _with(feats: tuple[Feat, ...], feat: Feat) -> tuple[Feat, ...]:
    """The feats with one as it is now, in its place or at the end."""
    keys = [(each.challenge, each.since) for each in feats]
    place = keys.index((feat.challenge, feat.since)) if (feat.challenge, feat.since) in keys else len(feats)
    return (*feats[:place], feat, *feats[place + 1 :])


def _give(program: Program, so_far: Settling, feat: Feat, at: datetime) -> tuple[Settling, Feat]:
    if feat.voucher:
        return _issue(program, so_far, feat, at)
    lot_id = f"{so_far.record.id}/{feat.lot_of(len(feat.given) + 1)}"
    holding = Holding(so_far.account)
    holding.earn(lot_for(program, lot_id=lot_id, points=feat.points, earned_at=at))
    so_far = replace(so_far, account=holding.account)
    told = say("challenge-points", name=feat.name, points=feat.points, unit=program.points.unit)
    return so_far.tell(told), replace(feat, given=(*feat.given, lot_id))


def _issue(program: Program, so_far: Settling, feat: Feat, at: datetime) -> tuple[Settling, Feat]:
    rule = program.voucher(feat.voucher)
    before = len(so_far.account.vouchers)
    if rule is not None:
        so_far = issue(program, so_far, rule, at, origin=so_far.record.id)
    issued = tuple(voucher.code for voucher in so_far.account.vouchers[before:])
    return so_far, replace(feat, given=(*feat.given, *issued))


def _take_back(program: Program, so_far: Settling, feat: Feat, at: datetime) -> tuple[Settling, Feat]:
    newest, left = feat.given[-1], replace(feat, given=feat.given[:-1])
    if feat.voucher:
        unused = [each for each in so_far.account.vouchers if each.code == newest and each.is_unused]
        return (cancel(so_far, unused[0]), left) if unused else (so_far, feat)
    holding = Holding(so_far.account)
    holding.take_back(newest, feat.points, at)
    so_far = replace(so_far, account=holding.account)
    told = say("challenge-points-taken-back", name=feat.name, points=feat.points, unit=program.points.unit)
    return so_far.tell(told), left


def _said(feat: Feat, program: Program, *, is_done: bool) -> Sentence:
    return challenge_why(feat, is_done=is_done, currency=program.currency)


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    return {"challenges": progress_of(program, account, at)} if program.challenges else {}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    for feat in _running(program, account, at):
        if feat.have:
            yield _said(feat, program, is_done=bool(feat.due))


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, figures=_figures, told=_told)
