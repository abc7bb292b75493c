"""What the stages left of every line, remembered from one quote to the next.

A line that no group promotion shares with others comes out the same as long as the same promotions hold for
it; lines that are shared come out the same as long as their whole company is the same. Only the rest is
walked again.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from loyalty.program.model import Tier
from loyalty.quote.clusters import owners_of
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import LineDiscount
from loyalty.quote.stages import StageWalker, Walk

_KEPT_PER_LINE = 4
_KEPT_LEAST = 64
"""Lines and companies that are gone are forgotten once there are so many more than the basket needs."""


class Outcomes(NamedTuple):
    """Lines after all stages, by place: what is left, and what each rule took off, in stage order."""

    left: Sequence[int]
    discounts: Sequence[tuple[LineDiscount, ...]]
    is_proven: bool


def outcomes_of(walk: Walk) -> Outcomes:
    """How the lines of a walk come out of it."""
    return Outcomes(walk.left, list(map(tuple, walk.discounts)), not walk.unproven)


class _Outcome(NamedTuple):
    """One line after all stages."""

    left: int
    discounts: tuple[LineDiscount, ...]
    is_proven: bool


class _Company(NamedTuple):
    """Lines that group promotions share, directly or through others, and what holds for each of them."""

    lines: tuple[LineFacts, ...]
    held: tuple[int, ...]


_UNKNOWN = _Outcome(0, (), is_proven=False)


class OutcomeMemory:
    """Walks the lines of one basket after another, as few of them as will do."""

    def __init__(self, rules: CompiledProgram) -> None:
        self._rules = rules
        self._tier: Tier | None = None
        self._alone: dict[LineFacts, tuple[int, _Outcome]] = {}
        self._companies: dict[_Company, list[_Outcome]] = {}
        self._owners: dict[int, int] = {}

    def outcomes(self, lines: Sequence[LineFacts], walker: StageWalker) -> Outcomes:
        """How each line comes out of the stages."""
        self._forget(walker.tier, len(lines))
        discounts = walker.holding & self._rules.discounts
        shared = discounts & self._rules.groups
        held = [line.has & discounts for line in lines]
        found = [_UNKNOWN] * len(lines)
        alone = self._recall_alone(lines, held, shared, found)
        strangers = self._recall_companies(lines, held, shared, found)
        unknown = sorted([*alone, *[place for _, places in strangers for place in places]])
        if unknown:
            self._walk(walker, lines, unknown, found)
        for place in alone:
            self._alone[lines[place]] = (held[place], found[place])
        for company, places in strangers:
            self._companies[company] = [found[place] for place in places]
        return Outcomes(
            [outcome.left for outcome in found],
            [outcome.discounts for outcome in found],
            all(outcome.is_proven for outcome in found),
        )

    def _forget(self, tier: Tier | None, lines: int) -> None:
        """Forgets what another tier came to, and what has piled up."""
        if tier is not self._tier:
            self._tier = tier
            self._alone.clear()
            self._companies.clear()
        if len(self._alone) > _KEPT_PER_LINE * lines + _KEPT_LEAST:
            self._alone.clear()
        if len(self._companies) > lines + _KEPT_LEAST:
            self._companies.clear()

    def _recall_alone(
        self,
        lines: Sequence[LineFacts],
        held: Sequence[int],
        shared: int,
        found: list[_Outcome],
    ) -> list[int]:
        """Fills in the lines alone that are known; the places of those that are not."""
        unknown: list[int] = []
        alone = self._alone
        for place, line in enumerate(lines):
            bits = held[place]
            if bits & shared:
                continue
            known = alone.get(line)
            if known is not None and known[0] == bits:
                found[place] = known[1]
            else:
                unknown.append(place)
        return unknown

    def _recall_companies(
        self,
        lines: Sequence[LineFacts],
        held: Sequence[int],
        shared: int,
        found: list[_Outcome],
    ) -> list[tuple[_Company, list[int]]]:
        """Fills in the companies that are known; those that are not, with their places."""
        unknown: list[tuple[_Company, list[int]]] = []
        for places in self._by_company([bits & shared for bits in held]):
            lines_here = tuple([lines[place] for place in places])
            company = _Company(lines_here, tuple([held[place] for place in places]))
            known = self._companies.get(company)
            if known is None:
                unknown.append((company, places))
            else:
                for place, outcome in zip(places, known, strict=True):
                    found[place] = outcome
        return unknown

    def _by_company(self, rows: Sequence[int]) -> Iterable[list[int]]:
        """The places of each company; rows without bits are of none."""
        different = set(rows)
        different.discard(0)
        if different != self._owners.keys():
            self._owners = owners_of(different)
        companies: dict[int, list[int]] = {bits: [] for bits in self._owners.values()}
        for place, row in enumerate(rows):
            if row:
                companies[self._owners[row]].append(place)
        return companies.values()

    def _walk(
        self,
        walker: StageWalker,
        lines: Sequence[LineFacts],
        places: Sequence[int],
        found: list[_Outcome],
    ) -> None:
        walk = walker.walk([lines[place] for place in places])
        outcomes = zip(places, walk.left, walk.discounts, strict=True)
        for index, (place, left, discounts) in enumerate(outcomes):
            found[place] = _Outcome(left, tuple(discounts), index not in walk.unproven)
