"""What a sale stamps on each punch card of the program, line by line, and what is on the card afterwards.

Off the path of a scan: nothing of a price depends on stamps. What a member's cards hold over time, and what a
refund takes off them, is in `loyalty.account.stamps`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loyalty.program.stamp_cards import StampCard, StampPer
from loyalty.quote.counting import counted_lines, holds
from loyalty.quote.model import Quote, RuleStamps
from loyalty.quote.situation import Situation
from loyalty.refund import KeptSale, paid_back
from loyalty.refund_json import kept_sale


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStamps:
    """What a sale keeps of one card: the places of the lines that count, and what a stamp is for.

    `per` and `amount` are the card's as it was then, whatever the program says later.
    """

    card: str
    name: str
    per: StampPer
    amount: int
    lines: tuple[int, ...]

    def stamps_for(self, sale: KeptSale) -> int:
        """How many stamps the sale is good for, with what has come back of it taken off."""
        kept = [sale.lines[place] for place in self.lines]
        if self.per == "visit":
            return int(any(line.returned < line.quantity for line in kept))
        if self.per == "unit":
            whole = ((line.quantity // 1000, line.quantity - line.returned, line.quantity) for line in kept)
            return sum(units * left // quantity for units, left, quantity in whole)
        paid = (line.net - line.burned - paid_back(line, line.returned) for line in kept)
        return sum(paid) // self.amount


def stamps_of(quote: Quote, held: Mapping[str, int] | None = None) -> tuple[RuleStamps, ...]:
    """The cards that the sale stamps, in file order.

    `held` is what is on the member's cards where it is not what the basket says: goods of an earlier sale
    that came back since took theirs along.
    """
    member = quote.grounds.basket.member
    if member is None:
        return ()
    sale = kept_sale(quote)
    found: list[RuleStamps] = []
    for kept in kept_stamps(quote):
        card = next(each for each in quote.grounds.program.stamp_cards if each.id == kept.card)
        stamps = kept.stamps_for(sale)
        if stamps:
            found.append(_stamped(card, member.stamps if held is None else held, stamps))
    return tuple(found)


def kept_stamps(quote: Quote) -> Iterator[KeptStamps]:
    """What the sale keeps of every card whose conditions hold and that has lines to stamp for."""
    grounds = quote.grounds
    situation = Situation.of(grounds.basket, grounds.program.zone)
    for card in grounds.program.stamp_cards:
        lines = counted_lines(card.rule, grounds)
        if lines and holds(card.rule, grounds, situation):
            yield KeptStamps(card=card.id, name=card.name, per=card.per, amount=card.amount, lines=lines)


def _stamped(card: StampCard, held: Mapping[str, int], stamps: int) -> RuleStamps:
    before = held.get(card.id, card.start)
    full, have = divmod(before + stamps, card.goal) if before + stamps > 0 else (0, before + stamps)
    return RuleStamps(card=card.id, name=card.name, stamps=stamps, have=have, goal=card.goal, full=full)
