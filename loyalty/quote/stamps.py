"""What a sale stamps on each punch card of the program, line by line, and what is on the card afterwards.

Off the path of a scan: nothing of a price depends on stamps. What a member's cards hold over time, and what a
refund takes off them, is in `loyalty.account.stamps`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

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


class HasStamps(Protocol):
    """Whoever has stamp cards: what is on them, and how many more vouchers of a kind there may be."""

    @property
    def stamps(self) -> Mapping[str, int]:
        """By the card's id."""
        ...

    @property
    def vouchers_left(self) -> Mapping[str, int]:
        """By the voucher rule's id; of a rule that is not named, any number."""
        ...


def stamps_of(quote: Quote, holder: HasStamps | None = None) -> tuple[RuleStamps, ...]:
    """The cards that the sale stamps, in file order.

    `holder` is the member where what they have is not what the basket says: goods of an earlier sale that
    came back since took their stamps along.
    """
    member = quote.grounds.basket.member
    if member is None:
        return ()
    stamping = tuple(kept_stamps(quote))
    if not stamping:
        return ()
    holder = holder or member
    left = dict(holder.vouchers_left)
    sale = kept_sale(quote)
    found: list[RuleStamps] = []
    for kept in stamping:
        card = next(each for each in quote.grounds.program.stamp_cards if each.id == kept.card)
        stamps = kept.stamps_for(sale)
        if stamps:
            found.append(_stamped(card, holder.stamps.get(card.id, card.start), stamps, left))
    return tuple(found)


def kept_stamps(quote: Quote) -> Iterator[KeptStamps]:
    """What the sale keeps of every card whose conditions hold and that has lines to stamp for."""
    grounds = quote.grounds
    situation = Situation.of(grounds.basket, grounds.program.zone)
    for card in grounds.program.stamp_cards:
        lines = counted_lines(card.rule, grounds)
        if lines and holds(card.rule, grounds, situation):
            yield KeptStamps(card=card.id, name=card.name, per=card.per, amount=card.amount, lines=lines)


def _stamped(card: StampCard, before: int, stamps: int, left: dict[str, int]) -> RuleStamps:
    """One card; the vouchers that it gives are taken off those that are `left`, for the cards after it."""
    have = before + stamps
    full = max(0, have) // card.goal
    if card.voucher in left:
        full = min(full, left[card.voucher])
        left[card.voucher] -= full
    return RuleStamps(
        card=card.id, name=card.name, stamps=stamps, have=have - full * card.goal, goal=card.goal, full=full
    )
