"""What the partners of one pool of points owe each other for the points that were earned and burned.

A partner pays the pool for every point that is earned at its stores, and is paid for each burned there.
What was earned with one and burned with another is owed by the first to the second; the rest is between each
partner and the pool. Whose lots were burned is the caller's to know: a lot has the id of the sale that earned
it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from loyalty.program.model import Program
from loyalty.program.partners import Partner
from loyalty.units import Money, Points

POOL = ""
"""The party that holds the pool: the shop whose program it is, and all its stores that are no partner's."""


@dataclass(frozen=True, slots=True)
class Earned:
    """Points earned at a store; below 0 where they were taken back."""

    store: str
    points: Points


@dataclass(frozen=True, slots=True)
class Burned:
    """Points burned at a store that had been earned at another; below 0 where they came back."""

    store: str
    earned_at: str
    points: Points


class Debt(NamedTuple):
    """One party pays another so much; parties are partners by id, or the pool."""

    payer: str
    payee: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPoints:
    """The points of one partner, returns taken off; `outstanding` is what was earned there and not burned."""

    earned: Points
    burned: Points
    outstanding: Points


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a span of time comes to.

    `owes` says for each pair of different parties what the first owes the second, before anything is set off;
    `points` has each partner's; `flows` how many points earned with the first were burned with the second.
    """

    parties: tuple[str, ...]
    owes: Mapping[tuple[str, str], Money]
    points: Mapping[str, PartyPoints]
    flows: Mapping[tuple[str, str], Points]

    def position(self, party: str) -> Money:
        """What a party is owed less what it owes; the positions of all parties add up to 0."""
        owed = sum(amount for (_, payee), amount in self.owes.items() if payee == party)
        return Money(owed - sum(amount for (payer, _), amount in self.owes.items() if payer == party))

    def debts(self) -> tuple[Debt, ...]:
        """What is left to pay between each two parties once it is set off, in the order of the file."""
        found: list[Debt] = []
        for place, first in enumerate(self.parties):
            for second in self.parties[place + 1 :]:
                amount = self.owes.get((first, second), 0) - self.owes.get((second, first), 0)
                if amount > 0:
                    found.append(Debt(first, second, Money(amount)))
                elif amount < 0:
                    found.append(Debt(second, first, Money(-amount)))
        return tuple(found)


def settle(program: Program, movements: Iterable[Earned | Burned]) -> Settlement:
    """What the partners owe each other and the pool for these movements, in any order."""
    partners = {store: partner for partner in program.partners for store in partner.stores}
    tally = _Tally()
    for movement in movements:
        tally.add(movement, partners)
    return tally.settlement(program)


def together(settlements: Iterable[Settlement]) -> Settlement:
    """What several settlements come to as one, of whichever programs; parties in the order of the first."""
    parties: dict[str, None] = {POOL: None}
    owes, flows = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    earned, burned, outstanding = Counter[str](), Counter[str](), Counter[str]()
    for each in settlements:
        parties |= dict.fromkeys(each.parties)
        owes.update(each.owes)
        flows.update(each.flows)
        for party, points in each.points.items():
            earned[party] += points.earned
            burned[party] += points.burned
            outstanding[party] += points.outstanding
    return Settlement(
        parties=tuple(parties),
        owes={pair: Money(amount) for pair, amount in sorted(owes.items()) if amount},
        points={
            party: PartyPoints(
                earned=Points(earned[party]),
                burned=Points(burned[party]),
                outstanding=Points(outstanding[party]),
            )
            for party in parties
        },
        flows={pair: Points(points) for pair, points in sorted(flows.items()) if points},
    )


def price_of_burn(program: Program, *, earned_at: str, burned_at: str) -> Money:
    """What the store that gave a point owes the one that was paid with it.

    Between stores of one party it is what the point pays there, between parties what the second one receives.
    """
    partners = {store: partner for partner in program.partners for store in partner.stores}
    at = _party(partners, burned_at)
    if at == _party(partners, earned_at):
        return program.points_at(burned_at).worth
    return _receives(program, at)


@dataclass
class _Tally:
    """The movements added up by party."""

    earned: Counter[str] = field(default_factory=Counter[str])
    flows: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def add(self, movement: Earned | Burned, partners: Mapping[str, Partner]) -> None:
        at = _party(partners, movement.store)
        if isinstance(movement, Earned):
            self.earned[at] += movement.points
        else:
            self.flows[_party(partners, movement.earned_at), at] += movement.points

    def settlement(self, program: Program) -> Settlement:
        parties = (POOL, *[partner.id for partner in program.partners])
        owes: Counter[tuple[str, str]] = Counter()
        for partner in program.partners:
            owes[partner.id, POOL] += self.earned[partner.id] * partner.pays_per_point
        for (origin, at), points in self.flows.items():
            amount = points * _receives(program, at)
            # Whoever was paid for the points pays for their being burned; the pool where that was the pool.
            owes[origin, at] += amount
            owes[origin, POOL] -= amount
        return Settlement(
            parties=parties,
            owes={
                pair: Money(amount) for pair, amount in sorted(owes.items()) if amount and pair[0] != pair[1]
            },
            points={party: self._points(party) for party in parties},
            flows={pair: Points(points) for pair, points in sorted(self.flows.items()) if points},
        )

    def _points(self, party: str) -> PartyPoints:
        spent = sum(points for (origin, _), points in self.flows.items() if origin == party)
        burned = sum(points for (_, at), points in self.flows.items() if at == party)
        return PartyPoints(
            earned=Points(self.earned[party]),
            burned=Points(burned),
            outstanding=Points(self.earned[party] - spent),
        )


def _party(partners: Mapping[str, Partner], store: str) -> str:
    partner = partners.get(store)
    return partner.id if partner else POOL


def _receives(program: Program, party: str) -> Money:
    return next((each.receives_per_point for each in program.partners if each.id == party), Money(0))
