"""What a line meets that no group promotion can have: its best line promotion in each stage, and its tier.

Which those are is the same for all goods that the same rules select, whatever they cost and however many they
are; so it is found out once and remembered, for as long as the same line promotions hold for the same tier.
"""

from typing import TYPE_CHECKING

from loyalty.program.model import Tier
from loyalty.quote.ladder import Best, Offer

if TYPE_CHECKING:
    from loyalty.quote.compiled import CompiledProgram

SITUATIONS_KEPT = 64
COURSES_KEPT = 4096
"""What a program remembers: so many sets of promotions that held, and of each so many sorts of goods."""

Course = tuple[tuple[Offer, bool], ...]
"""What is offered for a line, in the order of the stages; and whether only where nothing was taken before."""


class Courses:
    """The courses of lines under the line promotions that hold and the tier of the member.

    The numbers that offers name their promotions by are those of `ids`.
    """

    def __init__(self, rules: "CompiledProgram", holding: int, tier: Tier | None) -> None:
        self.known: dict[int, Course] = {}
        self.ids = rules.ids if tier is None else (*rules.ids, tier.rule)
        self._rules = rules
        self._holding = holding
        self._tier = tier

    @classmethod
    def of(cls, rules: "CompiledProgram", holding: int, tier: Tier | None) -> "Courses":
        """Those of a situation, as the program remembers them."""
        situation = (holding & rules.discounts & ~rules.groups, "" if tier is None else tier.id)
        found = rules.courses.get(situation)
        if found is None:
            if len(rules.courses) >= SITUATIONS_KEPT:
                rules.courses.clear()
            found = rules.courses[situation] = cls(rules, holding, tier)
        return found

    def learn(self, has: int) -> Course:
        """The course of lines that have these bits; it is known from then on."""
        if len(self.known) >= COURSES_KEPT:
            self.known.clear()
        steps: list[tuple[Offer, bool]] = []
        for stage in self._rules.stages:
            promotions = has & stage.lines & self._holding
            if promotions:
                steps.append((stage.ladder.offer_of(promotions), False))
            elif stage.is_tier and self._tier is not None and has & self._rules.tier_bits[self._tier.id]:
                steps.append((self._of_tier(self._tier), self._rules.program.discounts.tier_skips_discounted))
        course = self.known[has] = tuple(steps)
        return course

    def _of_tier(self, tier: Tier) -> Offer:
        doubled, divisor = 2 * tier.percent_off.numerator, 100 * tier.percent_off.denominator
        twice, number = 2 * divisor, len(self.ids) - 1

        def offer(left: int, most: int, _quantity: int) -> Best | None:
            amount = min((left * doubled + divisor) // twice, most)
            return (amount, number) if amount else None

        return offer
