"""Rewards as values: what points buy at the till, beside paying with them.

A reward that takes something off competes as the group promotion it holds; one that is for later, or for
somebody else, has only that promotion's conditions. What a basket gets of them is `loyalty.quote.asking`'s
matter, how they are read `loyalty.program.read_rewards`'s.
"""

from dataclasses import dataclass, replace

from loyalty.program.model import AmountOff, Promotion
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many points the customer may choose to give: multiples of `step` from `least` to `most`."""

    least: Points
    step: Points
    most: Points | None = None

    def fewest_that_pay(self, points: Points) -> Points:
        """The fewest that may be chosen and are at least so many."""
        wanted = max(points, self.least)
        return Points(-(-wanted // self.step) * self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """One `[[reward]]`: `price` is what it costs, or what may be chosen.

    `rule` is the promotion as which it competes; where that is no `Discount`, only its conditions count.
    `stock_per_day` is how many a store gives away on one local day; `None` is as many as are asked for.
    `stock_ahead` is how many of them each till of the store has in hand before anybody asks, for when there
    is no network.
    """

    rule: Promotion
    price: Points | Sizes
    stock_per_day: int | None = None
    stock_ahead: int = 1

    @property
    def id(self) -> str:
        """The id under which it is asked for and explained; no promotion has it."""
        return self.rule.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.rule.name

    @property
    def least_points(self) -> Points:
        """The fewest points it is to be had for."""
        return self.price.fewest_that_pay(Points(0)) if isinstance(self.price, Sizes) else self.price

    def rule_for(self, points: Points, worth: Money) -> Promotion:
        """The promotion as which it competes for so many points, each worth this much."""
        if isinstance(self.rule, AmountOff) and isinstance(self.price, Sizes):
            return replace(self.rule, amount=Money(points * worth))
        return self.rule

    def cost(self, asked: Points, given: Money, worth: Money) -> Points:
        """What it costs once it gave so much: nothing for nothing.

        Of a size that was chosen, no more points than pay for what was given.
        """
        if not given:
            return Points(0)
        if isinstance(self.price, Sizes):
            return min(asked, self.price.fewest_that_pay(Points(-(-given // worth))))
        return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationReward(Reward):
    """The shop gives what the points are worth to a cause."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherReward(Reward):
    """A voucher for later: `voucher` is the id of the `[[voucher]]` it is issued by."""

    voucher: str
