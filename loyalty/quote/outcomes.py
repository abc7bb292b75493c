"""What the stages left of every line, remembered from one quote to the next.

A line that no group promotion shares with others comes out the same as long as the same promotions hold;
lines that are shared come out the same as long as their whole company is the same. Only the rest is walked
again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from loyalty.quote.clusters import owners_of
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.model import LineDiscount
from loyalty.quote.stages import StageWalker, Walked

_KEPT_PER_LINE = 4
_KEPT_LEAST = 64
"""Lines and companies that are gone are forgotten once there are so many more than the basket needs."""


class Outcomes(NamedTuple):
    """Lines after all stages, by place: what is left, and what each rule took off, in stage order."""

    left: Sequence[int]
    discounts: Sequence[tuple[LineDiscount, ...]]
    is_proven: bool


def outcomes_of(walk: Walked) -> Outcomes:
    """How the lines of a walk come out of it."""
    return Outcomes(walk.left, list(map(tuple, walk.discounts)), not walk.unproven)


class Outcome(NamedTuple):
    """One line after all stages; known again by identity."""

    line: LineFacts
    left: int
    discounts: tuple[LineDiscount, ...]
    is_proven: bool


def columns_of(outcomes: Sequence[Outcome]) -> Outcomes:
    """Outcomes known one by one, column by column."""
    return Outcomes(
        [outcome.left for outcome in outcomes],
        [outcome.discounts for outcome in outcomes],
        all(outcome.is_proven for outcome in outcomes),
    )


class OutcomeMemory:
    """Walks the lines of one basket after another, in one situation, as few of them as will do."""

    def __init__(self, walker: StageWalker) -> None:
        self._walker = walker
        self._shared = walker.holding & walker.rules.groups
        self._alone: dict[LineFacts, Outcome] = {}
        self._companies: dict[tuple[LineFacts, ...], list[Outcome]] = {}
        self._owners: dict[int, int] = {}
        self._lines: list[LineFacts] = []
        self._found: list[Outcome] = []

    def outcomes(self, lines: list[LineFacts]) -> list[Outcome]:
        """How each line comes out of the stages."""
        self._forget(len(lines))
        before = len(self._lines)
        come = lines[before:]
        if lines[:before] == self._lines and not any(line.has & self._shared for line in come):
            found = self._found + self._outcomes(come)
        else:
            found = self._outcomes(lines)
        self._lines, self._found = lines, found
        return found

    def _outcomes(self, lines: Sequence[LineFacts]) -> list[Outcome]:
        """The outcomes of whole companies and of lines that stand alone."""
        known: dict[int, Outcome] = {}
        unknown: list[int] = []
        strangers: list[list[int]] = []
        for place, line in enumerate(lines):
            if not line.has & self._shared:
                outcome = self._alone.get(line)
                if outcome is None:
                    unknown.append(place)
                else:
                    known[place] = outcome
        shared = {place: row for place, line in enumerate(lines) if (row := line.has & self._shared)}
        for places in self._by_company(shared):
            company = self._companies.get(tuple([lines[place] for place in places]))
            if company is None:
                strangers.append(places)
                unknown += places
            else:
                known.update(zip(places, company, strict=True))
        if unknown:
            self._walk(lines, sorted(unknown), known)
        for places in strangers:
            self._companies[tuple([lines[place] for place in places])] = [known[place] for place in places]
        return [known[place] for place in range(len(lines))]

    def _walk(self, lines: Sequence[LineFacts], places: Sequence[int], known: dict[int, Outcome]) -> None:
        """Walks the lines at these places, and remembers those that stand alone."""
        facts = [lines[place] for place in places]
        walk = self._walker.walk(facts)
        outcomes = zip(places, facts, walk.left, walk.discounts, strict=True)
        for index, (place, line, left, discounts) in enumerate(outcomes):
            outcome = known[place] = Outcome(line, left, tuple(discounts), index not in walk.unproven)
            if not line.has & self._shared:
                self._alone[line] = outcome

    def _by_company(self, rows: Mapping[int, int]) -> Iterable[list[int]]:
        """The places of each company."""
        different = set(rows.values())
        if different and different != self._owners.keys():
            self._owners = owners_of(different)
        companies: dict[int, list[int]] = {}
        for place, row in rows.items():
            companies.setdefault(self._owners[row], []).append(place)
        return companies.values()

    def _forget(self, lines: int) -> None:
        """Forgets what has piled up."""
        if len(self._alone) > _KEPT_PER_LINE * lines + _KEPT_LEAST:
            self._alone.clear()
        if len(self._companies) > lines + _KEPT_LEAST:
            self._companies.clear()
