"""A quote: what a basket costs under a program, to the unit, with the rule and the reason of every figure.

Values only; the shape that goes over a pipe or a wire is written in `loyalty.quote.quote_json`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from loyalty.sentences import Sentence, say
from loyalty.units import Money, Points

if TYPE_CHECKING:
    from loyalty.approvals import NeededApproval
    from loyalty.basket import Basket
    from loyalty.program.model import Program
    from loyalty.quote.wallet import WalletPayment


class LineDiscount(NamedTuple):
    """What one rule took off one line. A named tuple, since each scan makes one for every line and rule."""

    rule: str
    amount: Money


class QuoteLine(NamedTuple):
    """One line, priced. A named tuple, since each scan makes one for every line.

    `net` is gross less discounts, before `burned`, which is the line's share of the burned amount. `vat`
    and `vat_base` add up to `net`, less `burned` where burning counts as a discount. `discounts` are in
    stage order.
    """

    sku: str
    gross: Money
    net: Money
    burned: Money
    earned_points: Points
    burned_points: Points
    vat: Money
    vat_base: Money
    discounts: tuple[LineDiscount, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the reasons of a quote are told from: the program, the basket and the priced lines."""

    program: "Program"
    basket: "Basket"
    lines: tuple[QuoteLine, ...]
    wallet: "WalletPayment | None" = None


@dataclass(slots=True)
class RuleDiscount:
    """What one rule took off the whole basket. Not frozen, only because that would make every scan slower."""

    rule: str
    amount: Money
    grounds: Grounds = field(repr=False, compare=False)

    @property
    def why(self) -> Sentence:
        """Why, with its figures; put into words only when it is asked for, off the path of a scan."""
        from loyalty.quote.whys import discount_why

        return discount_why(self)


@dataclass(slots=True)
class RuleEarning:
    """What points one rule gave for the whole basket; the rule may be `base`. Not frozen, as above.

    `before_cut` is what it gave before a limit of the program cut it, `None` where none did; why it gave them
    is told of these.
    """

    rule: str
    points: Points
    grounds: Grounds = field(repr=False, compare=False)
    before_cut: Points | None = None

    @property
    def why(self) -> Sentence:
        """Why, with its figures; put into words only when it is asked for, off the path of a scan."""
        from loyalty.quote.whys import earning_why

        return earning_why(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReward:
    """What one reward that was asked for came to, or why it was not given.

    `amount` is what it took off, or what is donated; 0 for a voucher. `by_line` are its points by the line
    that they belong to, line by line; empty where they belong to the sale as a whole, or there are none.
    """

    rule: str
    points: Points
    amount: Money
    by_line: tuple[int, ...]
    refusals: tuple[Sentence, ...]
    grounds: Grounds = field(repr=False, compare=False)

    @property
    def whys(self) -> tuple[Sentence, ...]:
        """Why it was given, or every reason why not; put into words only when it is asked for."""
        from loyalty.quote.reward_whys import reward_whys

        return reward_whys(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStamps:
    """What one sale stamps on one card: `have` are on the card afterwards, `full` cards are full by it.

    A full card gives its voucher, and the stamps beyond the goal begin the next. Where the voucher's limit is
    reached they stay on the card, which then has its goal or more. Below 0 stamps are owed.
    """

    card: str
    name: str
    stamps: int
    have: int
    goal: int
    full: int

    @property
    def is_at_limit(self) -> bool:
        """Whether the card is full and gives no voucher for it: the member has had all there may be."""
        return self.have >= self.goal

    @property
    def why(self) -> Sentence:
        """What is stamped, with its figures."""
        if self.have < 0:
            return say("stamps-pay-owed", name=self.name, stamps=self.stamps, owed=-self.have)
        code = "stamps-full" if self.full else "stamps-given"
        if self.is_at_limit:
            code = "stamps-full-last" if self.full else "stamps-at-limit"
        return say(code, name=self.name, stamps=self.stamps, have=self.have, goal=self.goal, full=self.full)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChallenge:
    """What a sale adds to a challenge: `have` is the progress after it, `reached` how many goals by it.

    A period sees up to `times` goals.
    """

    challenge: str
    name: str
    measure: str
    adds: int
    have: int
    goal: int
    times: int
    reached: int
    currency: str

    @property
    def why(self) -> Sentence:
        """How far the member is with it, with its figures."""
        from loyalty.quote.challenge_whys import challenge_why

        return challenge_why(self, is_done=bool(self.reached), currency=self.currency)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Something that the basket could still reach: what is missing of money, of units and of points.

    Where nothing is missing it need only be asked for.
    """

    rule: str
    name: str
    money: Money
    units: int
    points: Points
    whys: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PointCut:
    """Points that a limit of the program took off all that was earned; `rules` are those that gave them."""

    rule: str
    points: Points
    rules: frozenset[str]
    grounds: Grounds = field(repr=False, compare=False)

    @property
    def why(self) -> Sentence:
        """Why, with its figures."""
        from loyalty.quote.whys import cut_why

        return cut_why(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawEntry:
    """A draw of the program: whether this sale takes part in it, and why, or every reason why not."""

    draw: str
    name: str
    is_in: bool
    whys: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Burn:
    """The points burned, the amount they pay, and the most that this sale could burn."""

    points: Points
    amount: Money
    max_points: Points


@dataclass(frozen=True, slots=True)
class Missed:
    """A promotion that gave nothing: every reason there is, the first one first to be told.

    `missing` is the spend that would do, 0 where that is not what is missing.
    """

    rule: str
    name: str
    whys: tuple[Sentence, ...]
    missing: Money


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The price of a basket. Rules that gave nothing are in neither list.

    `total` is what is left to pay: the sum of the lines' net less the burned amount and what a wallet paid;
    `wallet` is `None` where the program has none, or the sale no member. `optimal` is false
    only where a search stood in for the exact choice between more than ten promotions that compete for the
    same lines. `rewards` are all that were asked for, those that could not be had among them. Not slotted:
    what is worked out when it is first asked for is kept, off the path of a scan.
    """

    currency: str
    subtotal: Money
    total: Money
    optimal: bool
    lines: tuple[QuoteLine, ...]
    discounts: tuple[RuleDiscount, ...]
    burn: Burn
    earned: tuple[RuleEarning, ...]
    earned_points: Points
    used_codes: tuple[str, ...]
    cut: PointCut | None = None
    rewards: tuple[RuleReward, ...] = ()
    wallet: "WalletPayment | None" = None
    grounds: Grounds = field(repr=False, compare=False)

    @property
    def spent_points(self) -> Points:
        """All the points that the member gives for this sale: to rewards, and burned."""
        return Points(self.burn.points + sum([each.points for each in self.rewards]))

    @property
    def unbound_points(self) -> Points:
        """The points of rewards that belong to no line, and come back with the whole sale only."""
        return Points(sum([each.points for each in self.rewards if not each.by_line]))

    def reward_points_on(self, place: int) -> Points:
        """The points of rewards that belong to a line."""
        return Points(sum([each.by_line[place] for each in self.rewards if each.by_line]))

    @cached_property
    def missed(self) -> tuple[Missed, ...]:
        """The promotions that gave nothing, in file order, each with why and what is missing."""
        from loyalty.quote.missed import missed_promotions

        return missed_promotions(self)

    @cached_property
    def draws(self) -> tuple[DrawEntry, ...]:
        """The draws of the program, in file order, with whether this sale takes part."""
        from loyalty.quote.entering import draw_entries

        return draw_entries(self)

    @cached_property
    def stamps(self) -> tuple[RuleStamps, ...]:
        """The punch cards that the sale stamps, in file order."""
        from loyalty.quote.stamps import stamps_of

        return stamps_of(self)

    @cached_property
    def challenges(self) -> tuple[RuleChallenge, ...]:
        """The challenges that the sale brings forward, in file order."""
        from loyalty.quote.challenges import challenges_of

        return challenges_of(self)

    @cached_property
    def approvals(self) -> "tuple[NeededApproval, ...]":
        """What a manager must approve before this can be sold, every reason there is."""
        from loyalty.quote.approving import approvals_of

        return approvals_of(self)

    @cached_property
    def reachable(self) -> tuple[Reachable, ...]:
        """What the basket could still reach, promotions and rewards in file order, with what is missing."""
        from loyalty.quote.reachable import reachable

        return reachable(self)
