"""Puts a quote together from what the stages, the burning and the earning came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.basket import Basket
from loyalty.limits import AMOUNT_LIMIT
from loyalty.program.model import Program, Tier
from loyalty.quote.burning import Burned
from loyalty.quote.earning import BASE, Earned
from loyalty.quote.model import Burn, Grounds, LineDiscount, Quote, QuoteLine, RuleDiscount, RuleEarning
from loyalty.quote.stages import BY_TIER, Walk
from loyalty.refusals import BasketRefused
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts of one quote."""

    program: Program
    basket: Basket
    tier: Tier | None
    walk: Walk
    burned: Burned
    earned: Earned

    def quote(self) -> Quote:
        """The quote.

        Raises:
            BasketRefused: it earns more points than there can be.
        """
        names = self._names()
        lines = self._lines(names)
        grounds = Grounds(self.program, self.basket, lines)
        burned = self.burned
        totals = _totals(lines)
        earned_points = sum(points for _, points in self.earned.by_rule)
        if earned_points >= AMOUNT_LIMIT:
            raise BasketRefused(
                [f"lines: they earn {earned_points} points, at most {AMOUNT_LIMIT - 1} are allowed"]
            )
        earned = tuple(
            RuleEarning(names[rule], Points(points), grounds) for rule, points in self.earned.by_rule
        )
        return Quote(
            currency=self.program.currency,
            subtotal=Money(sum(line.gross for line in lines)),
            total=Money(sum(self.walk.left) - burned.amount),
            optimal=self.walk.is_proven,
            lines=lines,
            discounts=tuple(RuleDiscount(rule, Money(amount), grounds) for rule, amount in totals.items()),
            burn=Burn(burned.points, burned.amount, burned.max_points),
            earned=earned,
            earned_points=Points(earned_points),
            used_codes=self._used_codes({*totals, *(each.rule for each in earned)}),
            grounds=grounds,
        )

    def _names(self) -> dict[int, str]:
        """The ids of the rules by the numbers that stand for them."""
        names = {number: promotion.id for number, promotion in enumerate(self.program.promotions)}
        names[BASE] = "base"
        names[BY_TIER] = self.tier.rule if self.tier else ""
        return names

    def _lines(self, names: dict[int, str]) -> tuple[QuoteLine, ...]:
        walk, burned = self.walk, self.burned
        earned = self.earned.by_line or [0] * len(walk.facts)
        return tuple(
            QuoteLine(
                facts.line.sku,
                Money(facts.gross),
                Money(net),
                Money(amount),
                Points(line_earned),
                Points(line_points),
                Money(vat),
                Money(vat_base),
                tuple([LineDiscount(names[rule], Money(off)) for rule, off in taken]),
            )
            for facts, net, taken, amount, line_points, line_earned, (vat, vat_base) in zip(
                walk.facts,
                walk.left,
                walk.taken,
                burned.amounts,
                burned.line_points,
                earned,
                self._vats(),
                strict=True,
            )
        )

    def _vats(self) -> list[tuple[int, int]]:
        """VAT and what it is taken of, for each line."""
        taxables: Sequence[int] = self.walk.left
        if self.program.points.burn_as == "discount":
            taxables = [net - amount for net, amount in zip(taxables, self.burned.amounts, strict=True)]
        vats: list[tuple[int, int]] = []
        for facts, taxable in zip(self.walk.facts, taxables, strict=True):
            multiplier, divisor = facts.vat
            vat = (2 * taxable * multiplier + divisor) // (2 * divisor)
            vats.append((vat, taxable - vat))
        return vats

    def _used_codes(self, rules: set[str]) -> tuple[str, ...]:
        """The codes and vouchers through which these rules gave something, as presented, each once."""
        member = self.basket.member
        used: set[str] = set()
        for promotion in self.program.promotions:
            when = promotion.when
            if promotion.id not in rules:
                continue
            if when.code is not None:
                used.add(when.code)
            if when.voucher and member is not None:
                used.add(
                    next(code for code in self.basket.codes if member.vouchers.get(code) == promotion.id)
                )
        return tuple(code for code in dict.fromkeys(self.basket.codes) if code in used)


def _totals(lines: Sequence[QuoteLine]) -> dict[str, int]:
    """What each rule took off, in the order in which the lines name them."""
    totals: dict[str, int] = {}
    for line in lines:
        for rule, amount in line.discounts:
            totals[rule] = totals.get(rule, 0) + amount
    return totals
