"""What a sale adds to each challenge of the program, and how far the member is with it.

Off the path of a scan: nothing of a price depends on challenges.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.basket import BasketMember
from loyalty.program.challenges import Challenge, ChallengeMeasure
from loyalty.quote.counting import counted_lines, holds
from loyalty.quote.model import Quote, RuleChallenge
from loyalty.quote.situation import Situation
from loyalty.refund import KeptSale, paid_back
from loyalty.refund_json import kept_sale


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChallenge:
    """What a sale keeps of one challenge: the measure as it was then, and the places of lines that count."""

    challenge: str
    measure: ChallengeMeasure
    lines: tuple[int, ...]

    def worth(self, sale: KeptSale) -> int:
        """What the sale adds, with what has come back of it taken off: 1 for a visit, money or units."""
        kept = [sale.lines[place] for place in self.lines]
        if self.measure == "visits":
            return int(any(line.returned < line.quantity for line in kept))
        if self.measure == "spend":
            return sum(line.net - line.burned - paid_back(line, line.returned) for line in kept)
        parts = [(line.quantity // 1000, line.quantity - line.returned, line.quantity) for line in kept]
        return sum(units * left // quantity for units, left, quantity in parts)


def kept_challenges(quote: Quote) -> Iterator[tuple[Challenge, KeptChallenge]]:
    """Every challenge whose conditions hold and that has lines to count, with what the sale keeps of it."""
    grounds = quote.grounds
    situation = Situation.of(grounds.basket, grounds.program.zone)
    for challenge in grounds.program.challenges:
        lines = counted_lines(challenge.rule, grounds)
        if lines and holds(challenge.rule, grounds, situation):
            kept = KeptChallenge(challenge=challenge.id, measure=challenge.measure, lines=lines)
            yield challenge, kept


def challenges_of(quote: Quote) -> tuple[RuleChallenge, ...]:
    """The challenges that the sale brings forward, in file order."""
    member = quote.grounds.basket.member
    if member is None:
        return ()
    sale = kept_sale(quote)
    pairs = ((challenge, _adds(member, kept, sale)) for challenge, kept in kept_challenges(quote))
    return tuple(_brought_forward(challenge, member, adds, quote) for challenge, adds in pairs if adds)


def _adds(member: BasketMember, kept: KeptChallenge, sale: KeptSale) -> int:
    """What the sale adds; a second visit of a day adds nothing."""
    return 0 if kept.challenge in member.visited else kept.worth(sale)


def _brought_forward(challenge: Challenge, member: BasketMember, adds: int, quote: Quote) -> RuleChallenge:
    before = member.challenges.get(challenge.id, 0)
    reached = [min(challenge.times, have // challenge.goal) for have in (before, before + adds)]
    program = quote.grounds.program
    return RuleChallenge(
        challenge=challenge.id,
        name=challenge.name,
        measure=challenge.measure,
        adds=adds,
        have=before + adds,
        goal=challenge.goal,
        times=challenge.times,
        reached=reached[1] - reached[0],
        currency=program.currency,
    )
