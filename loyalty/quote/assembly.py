"""Puts a quote together from what the stages, the burning and the earning came to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import cast

from loyalty.basket import Basket
from loyalty.limits import AMOUNT_LIMIT
from loyalty.misread import Misread
from loyalty.program.model import Program, Tier
from loyalty.quote.asking import GivenReward
from loyalty.quote.burning import Burned
from loyalty.quote.earning import Earned
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import (
    Burn,
    Grounds,
    LineDiscount,
    PointCut,
    Quote,
    QuoteLine,
    RuleDiscount,
    RuleEarning,
    RuleReward,
)
from loyalty.quote.outcomes import Outcomes
from loyalty.quote.wallet import WalletPayment
from loyalty.refusals import BasketRefused
from loyalty.sentences import say
from loyalty.units import Money, Points

_quote_line = cast("Callable[[tuple[object, ...]], QuoteLine]", partial(tuple[object].__new__, QuoteLine))
"""Makes a line in half the time of a call by its name: each scan makes one for every line."""


def quote_line(
    line: LineFacts, net: int, discounts: tuple[LineDiscount, ...], earned_points: int
) -> QuoteLine:
    """One priced line of a sale that burns no points."""
    multiplier, half, divisor = line.vat
    vat = (net * multiplier + half) // divisor
    return QuoteLine(
        sku=line.line.sku,
        gross=Money(line.gross),
        net=Money(net),
        burned=Money(0),
        earned_points=Points(earned_points),
        burned_points=Points(0),
        vat=Money(vat),
        vat_base=Money(net - vat),
        discounts=discounts,
    )


def quote_lines(
    program: Program,
    lines: Sequence[LineFacts],
    outcomes: Outcomes,
    burned: Burned,
    earned: Sequence[int],
) -> tuple[QuoteLine, ...]:
    """All priced lines at once, column by column; `earned` is empty where nobody earns."""
    nets = outcomes.left
    taxables = nets
    if burned.amount and program.points.burn_as == "discount":
        taxables = [net - amount for net, amount in zip(nets, burned.amounts, strict=True)]
    vats = [
        (taxable * multiplier + half) // divisor
        for (multiplier, half, divisor), taxable in zip([line.vat for line in lines], taxables, strict=True)
    ]
    columns = zip(
        [line.line.sku for line in lines],
        [line.gross for line in lines],
        nets,
        burned.amounts,
        earned or [0] * len(nets),
        burned.line_points,
        vats,
        map(int.__sub__, taxables, vats),
        outcomes.discounts,
        strict=True,
    )
    return tuple(map(_quote_line, columns))


def totals_of(discounts: Iterable[Iterable[LineDiscount]]) -> dict[str, int]:
    """What each rule took off, in the order in which the lines name them."""
    totals: dict[str, int] = {}
    for rule, amount in chain.from_iterable(discounts):
        if rule in totals:
            totals[rule] += amount
        else:
            totals[rule] = amount
    return totals


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts of one quote; `totals` is what each rule took off, `rewards` what each asked one came to."""

    program: Program
    basket: Basket
    tier: Tier | None
    lines: tuple[QuoteLine, ...]
    totals: Mapping[str, int]
    burned: Burned
    earned: Earned
    rewards: tuple[GivenReward, ...] = ()
    wallet: WalletPayment | None = None

    def quote(self, *, is_proven: bool) -> Quote:
        """The quote.

        Raises:
            BasketRefused: it earns more points than there can be.
        """
        burned = self.burned
        wallet = self.wallet
        grounds = Grounds(self.program, self.basket, self.lines, wallet)
        totals = cast("Mapping[str, Money]", self.totals)
        discounts = tuple([RuleDiscount(rule, amount, grounds) for rule, amount in totals.items()])
        earned = self._earned(grounds)
        return Quote(
            currency=self.program.currency,
            subtotal=Money(sum([line.gross for line in self.lines])),
            total=Money(
                sum([line.net for line in self.lines]) - burned.amount - (wallet.amount if wallet else 0)
            ),
            optimal=is_proven,
            lines=self.lines,
            discounts=discounts,
            burn=Burn(burned.points, burned.amount, burned.max_points),
            earned=earned,
            earned_points=_sum_points(earned),
            used_codes=self._used_codes(discounts, earned),
            cut=self._cut(grounds),
            rewards=tuple([_rule_reward(each, grounds) for each in self.rewards]),
            wallet=wallet,
            grounds=grounds,
        )

    def _earned(self, grounds: Grounds) -> tuple[RuleEarning, ...]:
        ids = self._ids()
        cut = self.earned.cut
        if cut is None:
            by_rule = cast("Iterable[tuple[int, Points]]", self.earned.by_rule)
            return tuple([RuleEarning(ids[rule], points, grounds) for rule, points in by_rule])
        before = dict(cut.uncut)
        return tuple(
            [
                RuleEarning(ids[rule], Points(points), grounds, Points(before[rule]))
                for rule, points in self.earned.by_rule
            ]
        )

    def _cut(self, grounds: Grounds) -> PointCut | None:
        cut = self.earned.cut
        if cut is None:
            return None
        ids = self._ids()
        return PointCut(cut.rule, cut.points, frozenset(ids[rule] for rule, _ in cut.uncut), grounds)

    def _ids(self) -> tuple[str, ...]:
        # `BASE` and `BY_TIER` are -2 and -1, and so the last of these.
        return (*self.program.compiled.ids, "base", self.tier.rule if self.tier else "")

    def _used_codes(
        self,
        discounts: Iterable[RuleDiscount],
        earned: Iterable[RuleEarning],
    ) -> tuple[str, ...]:
        """The codes and vouchers through which something was given, as presented, each once."""
        member, codes = self.basket.member, self.basket.codes
        if not codes:
            return ()
        rules = {each.rule for each in discounts} | {each.rule for each in earned}
        used: set[str] = set()
        asked = [each.reward.rule for each in self.rewards]
        for promotion in (*self.program.promotions, *asked):
            when = promotion.when
            if promotion.id not in rules:
                continue
            if when.code is not None:
                used.add(when.code)
            if when.voucher and member is not None:
                used.add(next(code for code in codes if member.vouchers.get(code) == promotion.id))
        return tuple([code for code in dict.fromkeys(codes) if code in used])


def _rule_reward(given: GivenReward, grounds: Grounds) -> RuleReward:
    return RuleReward(
        rule=given.reward.id,
        points=given.points,
        amount=given.amount,
        by_line=given.by_line,
        refusals=given.refusals,
        grounds=grounds,
    )


def _sum_points(earned: Iterable[RuleEarning]) -> Points:
    points = sum([each.points for each in earned])
    if points >= AMOUNT_LIMIT:
        raise BasketRefused([Misread("lines", say("fault-earn-over", points=points, most=AMOUNT_LIMIT - 1))])
    return Points(points)
