"""Puts a quote together from what the stages, the burning and the earning came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from loyalty.basket import Basket
from loyalty.limits import AMOUNT_LIMIT
from loyalty.program.model import Program, Tier
from loyalty.quote.burning import Burned
from loyalty.quote.earning import Earned
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import Burn, Grounds, Quote, QuoteLine, RuleDiscount, RuleEarning
from loyalty.quote.outcomes import Outcomes
from loyalty.refusals import BasketRefused
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts of one quote."""

    program: Program
    basket: Basket
    tier: Tier | None
    lines: Sequence[LineFacts]
    outcomes: Outcomes
    burned: Burned
    earned: Earned

    def quote(self) -> Quote:
        """The quote.

        Raises:
            BasketRefused: it earns more points than there can be.
        """
        gross = [line.gross for line in self.lines]
        lines = self._lines(gross)
        grounds = Grounds(self.program, self.basket, lines)
        discounts = self._discounts(grounds)
        earned = self._earned(grounds)
        burned = self.burned
        return Quote(
            currency=self.program.currency,
            subtotal=Money(sum(gross)),
            total=Money(sum(self.outcomes.left) - burned.amount),
            optimal=self.outcomes.is_proven,
            lines=lines,
            discounts=discounts,
            burn=Burn(burned.points, burned.amount, burned.max_points),
            earned=earned,
            earned_points=_sum_points(earned),
            used_codes=self._used_codes(discounts, earned),
            grounds=grounds,
        )

    def _lines(self, gross: Sequence[int]) -> tuple[QuoteLine, ...]:
        nets, burned = self.outcomes.left, self.burned
        taxables = nets
        if burned.amount and self.program.points.burn_as == "discount":
            taxables = [net - amount for net, amount in zip(nets, burned.amounts, strict=True)]
        vats = [
            (2 * taxable * line.vat[0] + line.vat[1]) // (2 * line.vat[1])
            for line, taxable in zip(self.lines, taxables, strict=True)
        ]
        columns = zip(
            [line.line.sku for line in self.lines],
            gross,
            nets,
            burned.amounts,
            self.earned.by_line or [0] * len(nets),
            burned.line_points,
            vats,
            map(int.__sub__, taxables, vats),
            self.outcomes.discounts,
            strict=True,
        )
        return tuple(map(QuoteLine._make, columns))

    def _discounts(self, grounds: Grounds) -> tuple[RuleDiscount, ...]:
        """What each rule took off, in the order in which the lines name them."""
        totals: dict[str, int] = {}
        for rule, amount in chain.from_iterable(self.outcomes.discounts):
            if rule in totals:
                totals[rule] += amount
            else:
                totals[rule] = amount
        return tuple([RuleDiscount(rule, Money(amount), grounds) for rule, amount in totals.items()])

    def _earned(self, grounds: Grounds) -> tuple[RuleEarning, ...]:
        # `BASE` and `BY_TIER` are -2 and -1, and so the last of these.
        ids = (*self.program.compiled.ids, "base", self.tier.rule if self.tier else "")
        return tuple(
            [RuleEarning(ids[rule], Points(points), grounds) for rule, points in self.earned.by_rule]
        )

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
        for promotion in self.program.promotions:
            when = promotion.when
            if promotion.id not in rules:
                continue
            if when.code is not None:
                used.add(when.code)
            if when.voucher and member is not None:
                used.add(next(code for code in codes if member.vouchers.get(code) == promotion.id))
        return tuple([code for code in dict.fromkeys(codes) if code in used])


def _sum_points(earned: Iterable[RuleEarning]) -> Points:
    points = sum([each.points for each in earned])
    if points >= AMOUNT_LIMIT:
        raise BasketRefused([f"lines: they earn {points} points, at most {AMOUNT_LIMIT - 1} are allowed"])
    return Points(points)
