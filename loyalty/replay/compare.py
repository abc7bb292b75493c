"""Prices one past sale under a draft, and says what would have been different.

The member stands as the sale found them: the tier and the points of then. What a draft would have made of
these by then is not worked out, since that is another past.
"""

from dataclasses import dataclass, replace

from loyalty.basket import Basket
from loyalty.misread import Misread
from loyalty.program import Program
from loyalty.program.model import PointRules
from loyalty.quote import BurnRefused, Quote, quote
from loyalty.refusals import BasketRefused, SentenceRefused
from loyalty.replay.model import Figures, PastSale, figures_of
from loyalty.sentences import say
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One sale before and under the draft.

    `burn_short` are the points that were to be burned and that the draft would not have taken. `is_astray`
    says that one of the two programs is the very one that priced the sale, and comes to something else now.
    """

    sale: PastSale
    before: Figures
    after: Figures
    burn_short: Points
    is_astray: bool

    @property
    def is_change(self) -> bool:
        """Whether anything of it differs: what is paid, what is earned, or which rule did it."""
        return self.before != self.after

    @property
    def money(self) -> Money:
        """How much more would have been left to pay; below 0, how much less."""
        return Money(self.after.total - self.before.total)

    @property
    def points(self) -> Points:
        """How many more points the member would have afterwards; below 0, how many fewer."""
        earned = self.after.earned_points - self.before.earned_points
        return Points(earned - (self.after.burned_points - self.before.burned_points))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that took off or gave something, before or after, in the order of before, then after."""
        sides = (self.before, self.after)
        return tuple(dict.fromkeys(rule for side in sides for rule in (*side.discounts, *side.earned)))


def compare(sale: PastSale, *, draft: Program, against: Program | None = None) -> Difference:
    """The sale under the draft beside what it was kept at; `against` another program, beside that.

    Raises:
        BasketRefused: one of the programs cannot price it, as where it lacks the member's tier.
    """
    after, burn_short = _price(draft, sale.basket, "fault-draft-prices-not")
    before = sale.kept if against is None else _price(against, sale.basket, "fault-other-prices-not")[0]
    if before is None:
        raise BasketRefused([Misread("quote", say("fault-missing"))])
    is_astray = _is_astray(sale, draft, after) or (against is not None and _is_astray(sale, against, before))
    return Difference(sale=sale, before=before, after=after, burn_short=burn_short, is_astray=is_astray)


def _price(program: Program, basket: Basket, why_not: str) -> tuple[Figures, Points]:
    """What a basket comes to, with as many of the asked points burned as can be, and how many cannot."""
    try:
        priced, short = _quote_as_far(program, basket)
    except BasketRefused as refused:
        faults = [Misread("basket", say(why_not), fault) for fault in refused.faults]
        raise BasketRefused(faults) from refused
    return figures_of(priced), short


def _quote_as_far(program: Program, basket: Basket) -> tuple[Quote, Points]:
    """The quote, with what the program does not take left out: points, wallet money, rewards it lacks."""
    known = tuple(each for each in basket.rewards if program.reward(each.id))
    basket = basket if known == basket.rewards else replace(basket, rewards=known)
    try:
        return quote(program, basket), Points(0)
    except BurnRefused as refused:
        asked = Points(int(refused.params["asked"]))
        burned = _burnable(program.points, asked, refused.max_points)
        fitted = replace(basket, burn_points=burned)
    except SentenceRefused as refused:
        if refused.code != "wallet-over-max":
            raise BasketRefused([Misread("", refused.sentence)]) from refused
        return _quote_as_far(program, replace(basket, wallet_amount="max"))
    return _quote_as_far(program, fitted)[0], Points(asked - burned)


def _burnable(rules: PointRules, asked: Points, most: Points) -> Points:
    """The most points up to these that can be burned."""
    points = min(asked, most) // rules.burn_step * rules.burn_step
    return Points(points if points >= rules.burn_min else 0)


def _is_astray(sale: PastSale, program: Program, now: Figures) -> bool:
    return sale.kept is not None and sale.fingerprint == program.fingerprint != "" and sale.kept != now
