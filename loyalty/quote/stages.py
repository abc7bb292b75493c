"""Takes lines through the stages: what each rule takes off each line, and what is left in the end.

What holds is decided before; burning and points come after.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from loyalty.limits import AMOUNT_LIMIT
from loyalty.program.model import AmountOff, BuyGet, Gift, Tier
from loyalty.quote.best_set import choose
from loyalty.quote.buy_get import BuyGetContender
from loyalty.quote.clusters import Cluster
from loyalty.quote.compiled import CompiledProgram, GroupPromotion, StageRules
from loyalty.quote.contenders import Contender, Field, GiftContender, SplitContender
from loyalty.quote.courses import Courses
from loyalty.quote.ladder import Best
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import LineDiscount

_line_discount = cast(
    "Callable[[tuple[str, int]], LineDiscount]", partial(tuple[str, int].__new__, LineDiscount)
)
"""Makes a discount in half the time of a call by its name: each scan makes hundreds of them."""

_WORK_PER_PROMOTION = 40
_WORK_PER_LINE = 100
"""What a search may do in a cluster too large to be chosen exactly."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Lines after all stages, by place: what is left of each, and what was taken off it, in stage order.

    `unproven` are places where a search stood in for the exact choice.
    """

    left: list[int]
    discounts: list[Sequence[LineDiscount]]
    unproven: set[int]


@dataclass(slots=True)
class Walk:
    """Some lines on their way through the stages together, by their place among those lines.

    `left` is what remains of each, `room` how much price cuts may still take off it, `discounts` what was
    taken so far, in stage order. `unproven` are places where a search stood in for the exact choice.
    """

    facts: Sequence[LineFacts]
    left: list[int]
    room: list[int]
    discounts: list[list[LineDiscount]]
    unproven: set[int]

    def give(self, place: int, rule: str, amount: int) -> None:
        """Takes an amount off a line, leaving the room for price cuts as it is."""
        self.left[place] -= amount
        self.discounts[place].append(_line_discount((rule, amount)))


@dataclass(frozen=True, slots=True)
class StageWalker:
    """Walks lines through the stages in one situation: the bits of what holds, and the member's tier.

    `sized` are the rewards whose size was chosen, as they were chosen, by number.
    """

    rules: CompiledProgram
    holding: int
    tier: Tier | None
    sized: Mapping[int, GroupPromotion] = field(default_factory=dict[int, GroupPromotion])

    def walk(self, facts: Sequence[LineFacts]) -> Walked:
        """Takes lines through all stages.

        No group promotion that holds may share one of them with a line that is not among them.
        """
        courses = Courses.of(self.rules, self.holding, self.tier)
        shared, known, ids = self.holding & self.rules.groups, courses.known, courses.ids
        walked = Walked([], [], set())
        lefts, discounts = walked.left, walked.discounts
        together: list[int] = []
        for place, line in enumerate(facts):
            taken: list[LineDiscount] = []
            has, left = line.has, line.gross
            if has & shared:
                together.append(place)
            else:
                room, quantity = line.cap, line.line.quantity
                course = known.get(has)
                for offer, skips_discounted in courses.learn(has) if course is None else course:
                    if skips_discounted and taken:
                        continue
                    best = offer(left, room, quantity)
                    if best is not None:
                        amount, rule = best
                        left -= amount
                        room -= amount
                        taken.append(_line_discount((ids[rule], amount)))
                        if not room:
                            break
            lefts.append(left)
            discounts.append(taken)
        if together:
            self._walk_together(facts, together, walked)
        return walked

    def _walk_together(self, facts: Sequence[LineFacts], places: Sequence[int], walked: Walked) -> None:
        """Takes the lines that group promotions may have through the stages."""
        lines = [facts[place] for place in places]
        gross = [line.gross for line in lines]
        walk = Walk(lines, gross, [line.cap for line in lines], [[] for _ in lines], set())
        for stage in self.rules.stages:
            if stage.is_tier:
                self._tier_stage(walk)
            elif stage.all & self.holding:
                self._stage(stage, walk)
        for place, left, discounts in zip(places, walk.left, walk.discounts, strict=True):
            walked.left[place], walked.discounts[place] = left, discounts
        walked.unproven.update([places[index] for index in walk.unproven])

    def _tier_stage(self, walk: Walk) -> None:
        tier = self.tier
        if tier is None or not tier.percent_off.numerator:
            return
        bit, rule = self.rules.tier_bits[tier.id], tier.rule
        skips_discounted = self.rules.program.discounts.tier_skips_discounted
        doubled, divisor = 2 * tier.percent_off.numerator, 100 * tier.percent_off.denominator
        twice = 2 * divisor
        lefts, rooms = walk.left, walk.room
        columns = zip(walk.facts, lefts, rooms, walk.discounts, strict=True)
        for place, (line, left, room, discounts) in enumerate(columns):
            if room and line.has & bit and not (skips_discounted and discounts):
                amount = (left * doubled + divisor) // twice
                if amount > room:
                    amount = room
                if amount:
                    lefts[place] = left - amount
                    rooms[place] = room - amount
                    discounts.append(_line_discount((rule, amount)))

    def _stage(self, stage: StageRules, walk: Walk) -> None:
        bests = self._line_bests(stage, walk)
        groups = stage.groups & self.holding
        if groups:
            rows = tuple([line.has & groups for line in walk.facts])
            for cluster in self.rules.clusters.of(rows):
                for place in self._settle(stage, cluster, walk, bests):
                    bests.pop(place, None)
        ids, lefts, rooms, discounts = self.rules.ids, walk.left, walk.room, walk.discounts
        make = _line_discount
        for place, (amount, rule) in bests.items():
            lefts[place] -= amount
            rooms[place] -= amount
            discounts[place].append(make((ids[rule], amount)))

    def _line_bests(self, stage: StageRules, walk: Walk) -> dict[int, Best]:
        """Each line's best line promotion, where that takes anything."""
        bests: dict[int, Best] = {}
        promotions = stage.lines & self.holding
        if not promotions:
            return bests
        known, make = stage.ladder.known_offers, stage.ladder.offer
        for place, (line, left, room) in enumerate(zip(walk.facts, walk.left, walk.room, strict=True)):
            bits = line.has & promotions
            if bits and room:
                offer = known.get(bits) or make(bits)
                best = offer(left, room, line.line.quantity)
                if best is not None:
                    bests[place] = best
        return bests

    def _settle(self, stage: StageRules, cluster: Cluster, walk: Walk, bests: dict[int, Best]) -> list[int]:
        """Chooses in a cluster and takes off what the chosen take; the places of all lines they have."""
        places, numbers, patches = cluster.places, cluster.numbers, cluster.patches
        left = [walk.left[place] for place in places]
        most = list(map(min, left, [walk.room[place] for place in places]))
        units = [walk.facts[place].units for place in places]
        floors = [bests[place][0] if place in bests else 0 for place in places]
        field = Field(left, most, units, patches)
        rules, sized = stage.group_rules, self.sized
        contenders = [
            _contender(sized.get(rule) or rules[rule], field, on)
            for rule, on in zip(numbers, patches.on, strict=True)
        ]
        choice = choose(contenders, patches, floors, work=self._work(cluster))
        if not choice.is_proven:
            walk.unproven.update(places)
        had: list[int] = []
        for chosen, local_places, shares in choice.taken:
            rule = numbers[chosen]
            is_cut = not isinstance(rules[rule], BuyGet | Gift)
            for local, amount in zip(local_places, shares, strict=True):
                place = places[local]
                had.append(place)
                if amount:
                    walk.give(place, self.rules.ids[rule], amount)
                    walk.room[place] -= amount if is_cut else 0
        return had

    def _work(self, cluster: Cluster) -> int:
        of_lines = _WORK_PER_LINE * len(cluster.places) // len(self.rules.stages)
        return _WORK_PER_PROMOTION * len(cluster.numbers) + of_lines


def _contender(promotion: GroupPromotion, field: Field, patches: int) -> Contender:
    """The promotion at work on some patches of a field."""
    if isinstance(promotion, BuyGet):
        return BuyGetContender(promotion, field, patches)
    if isinstance(promotion, Gift):
        return GiftContender(promotion.quantity, field, patches)
    if isinstance(promotion, AmountOff):
        return SplitContender(promotion.amount, None, field, patches)
    most = AMOUNT_LIMIT if promotion.max_amount is None else promotion.max_amount
    return SplitContender(most, promotion.percent, field, patches)
