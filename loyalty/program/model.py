"""A loyalty program as values: what one checked file promises, and nothing of how it is written or priced."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from loyalty.program.apart import SetApart, set_apart
from loyalty.program.benefits import Benefit
from loyalty.program.caps import NO_LIMITS, Limits
from loyalty.program.conditions import ALWAYS, Limit, When
from loyalty.program.leases import USUAL_LEASES, LeaseRules
from loyalty.program.memberships import Membership
from loyalty.program.referral import ReferralRules
from loyalty.program.selectors import EVERY_LINE, NO_LINE, Selector
from loyalty.program.wallet import WalletRules
from loyalty.rates import Rate
from loyalty.units import Money, Points

if TYPE_CHECKING:
    from loyalty.program.challenges import Challenge
    from loyalty.program.draws import Draw
    from loyalty.program.partners import Partner
    from loyalty.program.rewards import Reward
    from loyalty.program.stamp_cards import StampCard
    from loyalty.program.survey import Survey
    from loyalty.program.vouchers import VoucherRule
    from loyalty.quote.compiled import CompiledProgram

BurnedAs = Literal["tender", "discount"]
Measure = Literal["spend", "points", "visits"]
Window = Literal["lifetime", "calendar-year", "rolling-12-months"]
MEASURES: tuple[Measure, ...] = ("spend", "points", "visits")
WINDOWS: tuple[Window, ...] = ("lifetime", "calendar-year", "rolling-12-months")
BonusPer = Literal["sale", "unit"]
BONUS_PER: tuple[BonusPer, ...] = ("sale", "unit")

TIER_STAGE = "tier"
"""The stage whose one rule is the member's tier; no promotion may name it."""

NOTHING_OFF = Rate(0, 1)
ALL_OFF = Rate(100, 1)
ONCE = Rate(1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRules:
    """How points are earned and burned: `[points]`."""

    earn: Points
    per_amount: Money
    worth: Money
    unit: str = ""
    burn_min: Points = Points(0)
    burn_step: Points = Points(1)
    burn_max_percent: Rate = ALL_OFF
    expire_months: int = 0
    pending_days: int = 0
    burn_as: BurnedAs = "tender"
    exclude: Selector = NO_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountRules:
    """What holds for all discounts together: `[discounts]`."""

    stages: tuple[str, ...] = ("promotion", TIER_STAGE, "voucher")
    max_percent: Rate = ALL_OFF
    exclude: Selector = NO_LINE
    tier_skips_discounted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRules:
    """What a member's tier is measured by: `[tiers]`."""

    measure: Measure = "spend"
    window: Window = "rolling-12-months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier, reached at `at` of the measure: `[[tier]]`."""

    id: str
    name: str
    at: int
    percent_off: Rate = NOTHING_OFF
    multiplier: Rate = ONCE
    on: Selector = EVERY_LINE

    @property
    def rule(self) -> str:
        """The id under which the tier's discounts and points are explained."""
        return f"tier:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What every `[[promotion]]` has; what it does is its kind's matter."""

    id: str
    name: str
    when: When = ALWAYS
    on: Selector = EVERY_LINE

    @property
    def spend_selector(self) -> Selector:
        """The lines whose gross counts for `min_spend`."""
        return self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount(Promotion):
    """A promotion that takes money off, in one stage."""

    stage: str = "promotion"


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentOff(Discount):
    """So many per cent off each line; with `max_amount` it is one promotion for all its lines together."""

    percent: Rate
    max_amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice(Discount):
    """Each line at this price a unit, where that is less: kind `price`."""

    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountOff(Discount):
    """One amount off all its lines together."""

    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyGet(Discount):
    """Of each `buy` + `get` units the cheapest `get` go at `percent` off."""

    buy: int
    get: int
    percent: Rate = ALL_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift(Discount):
    """Up to `quantity` units of one product are free; `on` is always that product."""

    sku: str
    quantity: int = 1

    @property
    def spend_selector(self) -> Selector:
        """Everything but the gift itself."""
        return Selector(except_skus=frozenset({self.sku}))


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiplyPoints(Promotion):
    """Raises the factor of its lines by `factor` − 1."""

    factor: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusPoints(Promotion):
    """Flat points: once a sale, or for each whole unit."""

    points: Points
    per: BonusPer = "sale"


@dataclass(frozen=True, kw_only=True)
class Program:
    """One checked program; `fingerprint` is the SHA-256 of the file's text in hexadecimal digits.

    Not slotted: `compiled` is worked out once, when it is first asked for, and kept.
    """

    name: str
    currency: str
    zone: ZoneInfo
    points: PointRules
    discounts: DiscountRules
    standing: StandingRules
    tiers: tuple[Tier, ...]
    promotions: tuple[Promotion, ...]
    draws: "tuple[Draw, ...]" = ()
    partners: "tuple[Partner, ...]" = ()
    limits: Limits = NO_LIMITS
    survey: "Survey | None" = None
    memberships: tuple[Membership, ...] = ()
    leases: LeaseRules = USUAL_LEASES
    rewards: "tuple[Reward, ...]" = ()
    vouchers: "tuple[VoucherRule, ...]" = ()
    stamp_cards: "tuple[StampCard, ...]" = ()
    wallet: WalletRules | None = None
    challenges: "tuple[Challenge, ...]" = ()
    referral: ReferralRules | None = None
    benefits: tuple[Benefit, ...] = ()
    fingerprint: str = field(default="", compare=False)

    @property
    def timezone(self) -> str:
        """The name of the zone whose calendar and clock the program goes by."""
        return str(self.zone)

    def tier(self, tier_id: str) -> Tier | None:
        """The tier of this id, if the program has one."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)

    def promotion(self, promotion_id: str) -> Promotion | None:
        """The promotion of this id, if the program has one."""
        return next((each for each in self.promotions if each.id == promotion_id), None)

    def draw(self, draw_id: str) -> "Draw | None":
        """The draw of this id, if the program has one."""
        return next((each for each in self.draws if each.id == draw_id), None)

    def sold_as(self, sku: str) -> Membership | None:
        """The membership that this product sells, if it sells one."""
        return next((each for each in self.memberships if each.sku == sku), None)

    def points_at(self, store: str) -> PointRules:
        """The rules of points as they are at a store: a partner has rates of its own there."""
        return self._points_by_store.get(store, self.points) if self.partners else self.points

    @cached_property
    def _points_by_store(self) -> dict[str, PointRules]:
        return {
            store: replace(self.points, earn=each.earn, per_amount=each.per_amount, worth=each.worth)
            for each in self.partners
            for store in each.stores
        }

    def benefit(self, benefit_id: str) -> Benefit | None:
        """The benefit of this id, if the program has one."""
        return next((each for each in self.benefits if each.id == benefit_id), None)

    @cached_property
    def set_apart(self) -> SetApart:
        """The products that are not goods: what their lines are kept out of."""
        return set_apart(self.memberships, self.wallet)

    def reward(self, reward_id: str) -> "Reward | None":
        """The reward of this id, if the program has one."""
        return next((each for each in self.rewards if each.id == reward_id), None)

    @cached_property
    def rules(self) -> dict[str, Promotion]:
        """Promotions, and the rewards as the promotions they compete as, by id."""
        return {each.id: each for each in (*self.promotions, *(reward.rule for reward in self.rewards))}

    @cached_property
    def stocked(self) -> "dict[str, Reward]":
        """The rewards of which a store gives away only so many a day, by id."""
        return {each.id: each for each in self.rewards if each.stock_per_day is not None}

    @cached_property
    def limited(self) -> dict[str, Limit]:
        """The limits of promotions, draws, rewards and stamp cards, by id; few have one."""
        rules = [*self.promotions, *(draw.rule for draw in self.draws)]
        rules += [*(reward.rule for reward in self.rewards), *(card.rule for card in self.stamp_cards)]
        return {each.id: each.when.limit for each in rules if each.when.limit is not None}

    @cached_property
    def claimable(self) -> tuple[Promotion, ...]:
        """Those of `rules` that a till may give only while something is kept for it.

        They have a limit, are for the first purchase, or are rewards of which there are so many a day.
        """
        return tuple(
            each
            for each in self.rules.values()
            if each.when.limit is not None or each.when.first_purchase or each.id in self.stocked
        )

    def voucher(self, voucher_id: str) -> "VoucherRule | None":
        """The kind of voucher of this id, if the program has one."""
        return next((each for each in self.vouchers if each.id == voucher_id), None)

    @cached_property
    def compiled(self) -> "CompiledProgram":
        """The program as the pricing works on it."""
        from loyalty.quote.compiled import compile_program

        return compile_program(self)
