"""Puts a quote together from what the stages, the burning and the earning came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from loyalty.basket import Basket
from loyalty.limits import AMOUNT_LIMIT
from loyalty.program.model import Program
from loyalty.quote.burning import Burned
from loyalty.quote.earning import BASE, Earned
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import Burn, Grounds, LineDiscount, Quote, QuoteLine, RuleDiscount, RuleEarning
from loyalty.quote.outcomes import Outcome
from loyalty.quote.stages import BY_TIER
from loyalty.refusals import BasketRefused
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts of one quote."""

    program: Program
    basket: Basket
    facts: Sequence[LineFacts]
    outcomes: Sequence[Outcome]
    burned: Burned
    earned: Earned

    def quote(self) -> Quote:
        """The quote.

        Raises:
            BasketRefused: it earns more points than there can be.
        """
        earned_points = sum([points for _, points in self.earned.by_rule])
        if earned_points >= AMOUNT_LIMIT:
            what = f"they earn {earned_points} points, at most {AMOUNT_LIMIT - 1} are allowed"
            raise BasketRefused([f"lines: {what}"])
        lines = self._lines()
        grounds = Grounds(self.program, self.basket, lines)
        totals = self._totals()
        discounts = tuple([RuleDiscount(rule, Money(amount), grounds) for rule, amount in totals.items()])
        earned = self._earned(grounds)
        burned = self.burned
        return Quote(
            currency=self.program.currency,
            subtotal=Money(sum([line.gross for line in self.facts])),
            total=Money(sum([outcome.left for outcome in self.outcomes]) - burned.amount),
            optimal=all(outcome.is_proven for outcome in self.outcomes),
            lines=lines,
            discounts=discounts,
            burn=Burn(burned.points, burned.amount, burned.max_points),
            earned=earned,
            earned_points=Points(earned_points),
            used_codes=self._used_codes({*totals, *[each.rule for each in earned]}),
            grounds=grounds,
        )

    def _lines(self) -> tuple[QuoteLine, ...]:
        nets = [outcome.left for outcome in self.outcomes]
        burned = self.burned
        vats = self._vats(nets)
        columns = zip(
            [line.line.sku for line in self.facts],
            [line.gross for line in self.facts],
            nets,
            burned.amounts,
            self.earned.by_line or [0] * len(nets),
            burned.line_points,
            [vat for vat, _ in vats],
            [vat_base for _, vat_base in vats],
            [outcome.discounts for outcome in self.outcomes],
            strict=True,
        )
        return tuple(map(QuoteLine._make, columns))

    def _vats(self, nets: Sequence[int]) -> list[tuple[int, int]]:
        """VAT and what it is taken of, for each line."""
        taxables = nets
        if self.program.points.burn_as == "discount":
            taxables = [net - amount for net, amount in zip(nets, self.burned.amounts, strict=True)]
        vats: list[tuple[int, int]] = []
        for line, taxable in zip(self.facts, taxables, strict=True):
            multiplier, divisor = line.vat
            vat = (2 * taxable * multiplier + divisor) // (2 * divisor)
            vats.append((vat, taxable - vat))
        return vats

    def _totals(self) -> dict[str, int]:
        """What each rule took off, in the order in which the lines name them."""
        totals: dict[str, int] = {}
        discounts: chain[LineDiscount] = chain.from_iterable([outcome.discounts for outcome in self.outcomes])
        for rule, amount in discounts:
            if rule in totals:
                totals[rule] += amount
            else:
                totals[rule] = amount
        return totals

    def _earned(self, grounds: Grounds) -> tuple[RuleEarning, ...]:
        member = self.basket.member
        tier = self.program.tier(member.tier) if member else None
        names = {BASE: "base", BY_TIER: tier.rule if tier else ""}
        promotions = self.program.promotions
        return tuple(
            [
                RuleEarning(names[rule] if rule < 0 else promotions[rule].id, Points(points), grounds)
                for rule, points in self.earned.by_rule
            ],
        )

    def _used_codes(self, rules: set[str]) -> tuple[str, ...]:
        """The codes and vouchers through which these rules gave something, as presented, each once."""
        member, codes = self.basket.member, self.basket.codes
        if not codes:
            return ()
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
