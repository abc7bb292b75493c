"""A member's purchases: what the tier is measured by, and how often limited promotions were used."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from loyalty.account.calendar import local_day
from loyalty.account.granted import granted_tiers
from loyalty.account.model import Account, Figures, KeptPurchase, OnItsWay, Return, Settling
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.basket import Today
from loyalty.periods import period_of
from loyalty.program.model import Program
from loyalty.sentences import Sentence, say
from loyalty.tiers import Purchase, TierStanding, tier_at
from loyalty.units import Money, Points


def standing_of(program: Program, account: Account, at: datetime) -> TierStanding:
    """The tier that counts for a sale at this moment, the measure, and what is missing for the next."""
    granted = granted_tiers(program, account, at)
    return tier_at(program, (kept.purchase for kept in account.purchases), at, granted=granted)


def purchases_before(account: Account, at: datetime) -> int:
    """In how many sales before this moment the member bought something and kept it."""
    past = (kept.purchase for kept in account.purchases)
    return sum(purchase.at < at and not purchase.is_returned for purchase in past)


def today_of(program: Program, account: Account, at: datetime) -> Today:
    """What the member's sales of the local day came to before this moment, returns taken off."""
    day = local_day(at, program.zone)
    todays = [
        kept
        for kept in account.purchases
        if kept.purchase.at < at and local_day(kept.purchase.at, program.zone) == day
    ]
    return Today(
        earned=Points(sum(kept.purchase.points for kept in todays)),
        burned=Points(sum(kept.burned for kept in todays)),
        sales=sum(not kept.purchase.is_returned for kept in todays),
    )


def used_counts(program: Program, account: Account, at: datetime) -> Mapping[str, int]:
    """In how many sales of its running period each limited promotion gave something.

    Sales of which nothing is left do not count; a promotion that was never used is left out.
    """
    today = at.astimezone(program.zone).date()
    kept = [each for each in account.purchases if not each.purchase.is_returned]
    days = [(each.purchase.at.astimezone(program.zone).date(), each.rules) for each in kept]
    counts: dict[str, int] = {}
    for rule, limit in program.limited.items():
        now = period_of(limit.per, today, account.birthday)
        counts[rule] = sum(
            rule in rules and period_of(limit.per, day, account.birthday) == now for day, rules in days
        )
    return {rule: count for rule, count in counts.items() if count}


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    """Keeps the purchase. Products apart from points count for no tier, and alone they are none."""
    products = program.set_apart.no_points
    apart = frozenset(place for place, sku in enumerate(sale.skus) if sku in products)
    is_spend = sale.wallet is None or sale.wallet.earns
    so_far = replace(so_far, record=replace(so_far.record, apart=apart, is_wallet_spend=is_spend))
    counted = [line for place, line in enumerate(so_far.record.kept.lines) if place not in apart]
    if not counted:
        return so_far
    spend = sum(line.net - line.burned - (0 if is_spend else line.wallet) for line in counted)
    purchase = Purchase(sale.at, spend=Money(spend), points=sale.earned)
    kept = KeptPurchase(sale.id, purchase, sale.rules, sale.burned)
    purchases = (*so_far.account.purchases, kept)
    return replace(so_far, account=replace(so_far.account, purchases=purchases))


def _on_refund(_program: Program, back: Return, so_far: Settling) -> Settling:
    account, apart = so_far.account, so_far.record.apart
    parts = [part for part in back.refund.lines if part.line not in apart]
    is_spend = so_far.record.is_wallet_spend
    money = sum(part.money - (0 if is_spend else part.to_wallet) for part in parts)
    left = [line for place, line in enumerate(back.refund.sale.lines) if place not in apart]
    is_returned = all(line.returned == line.quantity for line in left)
    burned = Points(sum(line.points_still_paid for line in back.refund.sale.lines))

    def returned(kept: KeptPurchase) -> KeptPurchase:
        purchase = kept.purchase
        points = Points(purchase.points - back.refund.points_taken)
        after = Purchase(purchase.at, Money(purchase.spend - money), points, is_returned)
        return replace(kept, purchase=after, burned=burned)

    purchases = tuple(returned(kept) if kept.sale == so_far.record.id else kept for kept in account.purchases)
    return replace(so_far, account=replace(account, purchases=purchases))


def _on_day(program: Program, at: datetime, so_far: OnItsWay) -> OnItsWay:
    """Notes a tier that has become another, and tells of it."""
    account = so_far.account
    tier = standing_of(program, account, at).tier
    if account.tier == tier.id:
        return so_far
    ids = [each.id for each in program.tiers]
    if account.tier not in ids:
        return replace(so_far, account=replace(account, tier=tier.id))
    code = "tier-risen" if ids.index(tier.id) > ids.index(account.tier) else "tier-fallen"
    so_far = replace(so_far, account=replace(account, tier=tier.id))
    return so_far.tell(say(code, name=tier.name))


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    standing = standing_of(program, account, at)
    return {
        "tier": standing.tier.id,
        "measure": standing.measure,
        "missing": standing.missing,
        "purchases": purchases_before(account, at),
        "used": used_counts(program, account, at),
    }


_MEASURED = {"spend": "tier-by-spend", "points": "tier-by-points", "visits": "tier-by-visits"}
_MISSING = {"spend": "next-tier-by-spend", "points": "next-tier-by-points", "visits": "next-tier-by-visits"}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    standing = standing_of(program, account, at)
    unit, currency, measure = program.points.unit, program.currency, program.standing.measure
    yield say(
        _MEASURED[measure],
        name=standing.tier.name,
        measure=standing.measure,
        unit=unit,
        currency=currency,
    )
    if standing.next_tier is not None:
        yield say(
            _MISSING[measure],
            name=standing.next_tier.name,
            missing=standing.missing,
            unit=unit,
            currency=currency,
        )


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, on_day=_on_day, figures=_figures, told=_told)
