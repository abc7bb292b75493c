"""The lines of a quote as the promotions of its program see them, found out for all promotions at once.

For what is told of a sale after it is priced; pricing has facts of its own, without what it need not ask.
"""

from collections.abc import Sequence

from loyalty.basket import BasketLine
from loyalty.program.model import Discount, MultiplyPoints, Program, Promotion
from loyalty.program.selectors import Selector
from loyalty.quote.model import Grounds, QuoteLine
from loyalty.units import Money


def kept_from(promotion: Promotion, program: Program) -> Sequence[Selector]:
    """What selects the lines that a promotion may not look at: for a discount those that are excluded.

    Nothing that gives points, stamps or a chance looks at products that have nothing to do with points, and
    of top-ups only what multiplies points.
    """
    apart = program.set_apart
    if isinstance(promotion, Discount):
        return program.discounts.exclude, apart.from_discounts
    if isinstance(promotion, MultiplyPoints):
        return (apart.from_points,)
    return apart.from_points, apart.to_wallet


class SeenLines:
    """Each line with the bits of all selectors that select it, whether or not something keeps it out."""

    def __init__(self, grounds: Grounds) -> None:
        program = grounds.program
        select = program.compiled.index.selecting
        self._spends = program.compiled.spends
        self._priced = grounds.lines
        self._lines = grounds.basket.lines
        self._bits = [select(line.sku, line.category, line.brand, line.tags) for line in self._lines]
        self._program = program
        self._places: dict[type[Promotion], list[int]] = {}
        self._spent: dict[tuple[int, type[Promotion]], int] = {}

    def _looked_at(self, promotion: Promotion) -> list[int]:
        """The places of the lines that promotions of its kind may look at."""
        kind = type(promotion)
        if kind not in self._places:
            excluded = kept_from(promotion, self._program)
            lines = enumerate(self._lines)
            self._places[kind] = [place for place, line in lines if not any(map(line.is_selected, excluded))]
        return self._places[kind]

    def of(self, number: int, promotion: Promotion) -> list[BasketLine]:
        """The lines that a promotion may have, by its number in the program."""
        flag = 1 << number
        return [self._lines[place] for place in self._looked_at(promotion) if self._bits[place] & flag]

    def priced(self, number: int) -> list[QuoteLine]:
        """All the lines that a promotion selects, priced; those too that something keeps out."""
        flag = 1 << number
        return [line for bits, line in zip(self._bits, self._priced, strict=True) if bits & flag]

    def missing_spend(self, number: int, promotion: Promotion) -> Money:
        """How much more must be bought of what counts for the `min_spend` of a promotion."""
        rule = self._spends.get(number)
        if rule is None:
            return Money(0)
        counted = (rule.bit, type(promotion))
        if counted not in self._spent:
            flag = 1 << rule.bit
            gross = [
                self._priced[place].gross for place in self._looked_at(promotion) if self._bits[place] & flag
            ]
            self._spent[counted] = sum(gross)
        return Money(max(0, rule.least - self._spent[counted]))
