"""Takes a basket through the stages: what each rule takes off each line, and what is left in the end.

What holds is decided before; burning and points come after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loyalty.program.model import BuyGet, Gift, Tier
from loyalty.quote.best_set import Rivals, choose
from loyalty.quote.bits import lowest, members
from loyalty.quote.compiled import CompiledProgram, StageRules
from loyalty.quote.contenders import Field, contender
from loyalty.quote.line_facts import LineFacts

BY_TIER = -1
"""Stands for the member's tier where a promotion is named by its number."""

Taken = tuple[int, int]
"""A rule, by the number of its promotion or `BY_TIER`, and what it takes off a line."""

_WORK_PER_PROMOTION = 50
_WORK_PER_LINE = 150
"""What a search may do in a cluster too large to be chosen exactly."""


@dataclass(slots=True)
class Walk:
    """Some lines on their way through the stages, by their place among those lines.

    `left` is what remains of each, `room` how much price cuts may still take off it, `taken` what was taken
    so far.
    """

    facts: Sequence[LineFacts]
    left: list[int]
    room: list[int]
    taken: list[list[Taken]]
    is_proven: bool = True

    def cut(self, place: int, rule: int, amount: int) -> None:
        """A price cut, which uses up room."""
        self.room[place] -= amount
        self.give(place, rule, amount)

    def give(self, place: int, rule: int, amount: int) -> None:
        """A discount that is no price cut."""
        self.left[place] -= amount
        self.taken[place].append((rule, amount))


@dataclass(frozen=True, slots=True)
class StageWalker:
    """Walks lines through the stages in one situation: the bits of what holds, and the member's tier."""

    rules: CompiledProgram
    holding: int
    tier: Tier | None

    def walk(self, facts: Sequence[LineFacts]) -> Walk:
        """Takes lines through all stages.

        No group promotion that holds may share one of them with a line that is not among them.
        """
        walk = Walk(facts, [line.gross for line in facts], [line.cap for line in facts], [[] for _ in facts])
        for stage in self.rules.stages:
            if stage.is_tier:
                self._tier_stage(walk)
            else:
                self._stage(stage, walk)
        return walk

    def _tier_stage(self, walk: Walk) -> None:
        tier = self.tier
        if tier is None or not tier.percent_off.numerator:
            return
        bit = self.rules.tier_bits[tier.id]
        skips_discounted = self.rules.program.discounts.tier_skips_discounted
        for place, line in enumerate(walk.facts):
            if line.tiers & bit and not (skips_discounted and walk.taken[place]):
                left = walk.left[place]
                amount = min(tier.percent_off.percent_of(left), left, walk.room[place])
                if amount:
                    walk.cut(place, BY_TIER, amount)

    def _stage(self, stage: StageRules, walk: Walk) -> None:
        bests = self._line_bests(stage, walk)
        groups = stage.groups & self.holding
        if groups:
            rows = {place: bits for place, line in enumerate(walk.facts) if (bits := line.has & groups)}
            for bits, places in clusters(rows):
                rivals = _Cluster(stage, walk, members(bits), places)
                for place in rivals.settle(rows, bests, self._work(bits, places)):
                    bests.pop(place, None)
        for place, (amount, rule) in bests.items():
            walk.cut(place, rule, amount)

    def _line_bests(self, stage: StageRules, walk: Walk) -> dict[int, tuple[int, int]]:
        """The amount and the rule of each line's best line promotion, where that takes anything."""
        lines = stage.lines & self.holding
        bests: dict[int, tuple[int, int]] = {}
        if not lines:
            return bests
        find = stage.ladder.best
        for place, line in enumerate(walk.facts):
            bits = line.has & lines
            if bits:
                left = walk.left[place]
                most = min(left, walk.room[place])
                amount, rule = find(bits, left=left, most=most, quantity=line.line.quantity)
                if amount:
                    bests[place] = (amount, rule)
        return bests

    def _work(self, bits: int, places: Sequence[int]) -> int:
        of_lines = _WORK_PER_LINE * len(places) // len(self.rules.stages)
        return _WORK_PER_PROMOTION * bits.bit_count() + of_lines


@dataclass(frozen=True, slots=True)
class _Cluster:
    """The group promotions of a stage that share lines, and the places of those lines, both rising."""

    stage: StageRules
    walk: Walk
    numbers: Sequence[int]
    places: Sequence[int]

    def settle(self, rows: Mapping[int, int], bests: Mapping[int, tuple[int, int]], work: int) -> list[int]:
        """Chooses, and takes off what the chosen take; the places of all lines that they have."""
        walk = self.walk
        left = [walk.left[place] for place in self.places]
        most = [min(walk.room[place], walk.left[place]) for place in self.places]
        field = Field(left, most, [walk.facts[place].units for place in self.places])
        contenders = [contender(self.stage.group_rules[number], field) for number in self.numbers]
        floors = [bests[place][0] if place in bests else 0 for place in self.places]
        choice = choose(Rivals(contenders, self._rows(rows), floors), work=work)
        had: list[int] = []
        for number, taken in choice.taken:
            shares = contenders[number].shares(taken)
            had.extend(self._take(self.numbers[number], taken, shares))
        walk.is_proven = walk.is_proven and choice.is_proven
        return had

    def _rows(self, rows: Mapping[int, int]) -> list[int]:
        """The bits of each line with the cluster's promotions numbered from 0."""
        first = self.numbers[0]
        if self.numbers[-1] - first == len(self.numbers) - 1:
            return [rows[place] >> first for place in self.places]
        numbers = {number: index for index, number in enumerate(self.numbers)}
        return [sum(1 << numbers[number] for number in members(rows[place])) for place in self.places]

    def _take(self, rule: int, taken: Sequence[int], shares: Sequence[int]) -> list[int]:
        is_cut = not isinstance(self.stage.group_rules[rule], BuyGet | Gift)
        had = [self.places[index] for index in taken]
        for place, amount in zip(had, shares, strict=True):
            if amount and is_cut:
                self.walk.cut(place, rule, amount)
            elif amount:
                self.walk.give(place, rule, amount)
        return had


def clusters(rows: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    """Rows whose bits meet, directly or through others: the bits and the keys of each cluster."""
    separate: list[int] = []
    seen = 0
    for bits in set(rows.values()):
        joined = bits
        if bits & seen:
            apart = [other for other in separate if not other & bits]
            joined = sum(other for other in separate if other & bits) | bits
            separate = apart
        separate.append(joined)
        seen |= bits
    owners = {number: bits for bits in separate for number in members(bits)}
    found: dict[int, list[int]] = {}
    for key, bits in rows.items():
        found.setdefault(owners[lowest(bits)], []).append(key)
    return list(found.items())
