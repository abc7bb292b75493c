"""A sale between its quote and its journal event: what the event says beside points, and the sale out of it.

Which points it burned and earned is in the event's own parts; this is for vouchers, cards and challenges.
"""

from datetime import datetime

from loyalty.account.sold import GivenReward, Sale, TakesPart
from loyalty.quote.challenges import KeptChallenge
from loyalty.quote.model import Quote
from loyalty.quote.stamps import KeptStamps
from loyalty.units import Points
from loyalty.wire.extras import ChallengeOf, ClaimUsed, DrawOf, RewardGiven, SaleExtras, StampsOf
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import kept_sale

NO_EXTRAS = SaleExtras()
NOTHING = Points(0)


def extras_of(
    sale: Sale,
    quote: Quote,
    claims: tuple[ClaimUsed, ...] = (),
    *,
    referral_points: Points = NOTHING,
) -> SaleExtras | None:
    """What the event says of it; None where there is nothing to say."""
    extras = SaleExtras(
        rewards=tuple(
            RewardGiven(each.rule, each.points, each.amount, tuple(each.by_line))
            for each in quote.rewards
            if each.points
        ),
        stamps=tuple(
            StampsOf(each.card, each.name, each.per, each.amount, each.lines) for each in sale.stamps
        ),
        challenges=tuple(ChallengeOf(each.challenge, each.measure, each.lines) for each in sale.challenges),
        draws=tuple(DrawOf(each.draw, each.name) for each in sale.draws),
        claims=claims,
        referral_points=referral_points,
    )
    return None if extras == NO_EXTRAS else extras


def told_sale(body: SaleSettled, at: datetime) -> Sale:
    """The sale that an event tells; `at` is when it was made."""
    extras = body.extras or NO_EXTRAS
    kept = kept_sale(body, {})
    stamps = tuple(
        KeptStamps(card=each.card, name=each.name, per=each.per, amount=each.amount, lines=each.lines)
        for each in extras.stamps
    )
    rules = {each.rule for each in body.discounts} | {each.rule for each in body.earned}
    rules |= {each.rule for each in extras.rewards}
    rules |= {each.card for each in stamps if each.stamps_for(kept)} | {each.draw for each in extras.draws}
    burned = Points(body.burn.points if body.burn else 0)
    return Sale(
        id=body.sale,
        at=at,
        kept=kept,
        skus=tuple(line.sku for line in body.lines),
        line_rules=tuple(frozenset(each.rule for each in line.discounts) for line in body.lines),
        rules=frozenset(rules),
        earned=Points(body.earned_points),
        burned=burned,
        spent=Points(burned + sum(each.points for each in extras.rewards)),
        used_codes=body.used_codes,
        rewards=tuple(GivenReward(each.rule, Points(each.points)) for each in extras.rewards),
        stamps=stamps,
        challenges=tuple(
            KeptChallenge(challenge=each.challenge, measure=each.measure, lines=each.lines)
            for each in extras.challenges
        ),
        draws=tuple(TakesPart(each.draw, each.name) for each in extras.draws),
    )
