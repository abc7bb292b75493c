"""Gift cards in the open sale: money that it puts on cards, and cards that are to pay for it. Pure.

Neither is a line of the goods: no rule sees it. Which cards may be sold, and what a card holds, is for the
use case `gifts`, which knows the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.prepaid import MAX_GIFTS, GiftUsed, MoneySlice
from terminal.membership import HeldLease
from terminal.sale import Tender

TAIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGift:
    """Money that goes on a card with this sale; `line` names it like a line of the goods."""

    line: int
    card: str
    amount: Money

    @property
    def tail(self) -> str:
        """The end of the number, as people tell cards apart."""
        return self.card[-TAIL:]


def with_gift(gifts: Sequence[OpenGift], *, line: int, card: str, amount: Money) -> tuple[OpenGift, ...]:
    """With so much more on that card; once for each card, the newest amount.

    Raises:
        Refused: `too-many-gifts`.
    """
    others = tuple(each for each in gifts if each.card != card)
    if len(others) >= MAX_GIFTS:
        raise Refused("too-many-gifts", limit=MAX_GIFTS)
    return (*others, OpenGift(line=line, card=card, amount=amount))


def gift_money(gifts: Sequence[OpenGift]) -> Money:
    """What a sale puts on cards altogether."""
    return Money(sum(each.amount for each in gifts))


def pay_with_gifts(
    tenders: Sequence[Tender], leases: Mapping[str, HeldLease], *, goods: Money
) -> tuple[Tender, ...]:
    """The tenders, each of a card with the lease and the payments in that its money comes from.

    `goods` is what the goods come to: cards pay for nothing else.

    Raises:
        Refused: `gift-missing` (no card was scanned for it), `gift-twice`, `gift-over` (most),
            `lease-too-small`.
    """
    cards = [tender.card for tender in tenders if tender.kind == "gift"]
    if len(set(cards)) != len(cards):
        raise Refused("gift-twice")
    if sum(tender.amount for tender in tenders if tender.kind == "gift") > goods:
        raise Refused("gift-over", most=goods)
    return tuple(_paid(tender, leases) if tender.kind == "gift" else tender for tender in tenders)


def _paid(tender: Tender, leases: Mapping[str, HeldLease]) -> Tender:
    lease = leases.get(tender.card)
    if lease is None:
        raise Refused("gift-missing", tail=tender.card[-TAIL:])
    missing, slices = int(tender.amount), list[MoneySlice]()
    for part in lease.slices:
        taken = min(missing, int(part.points))
        slices += [MoneySlice(part.lot, taken)] if taken else []
        missing -= taken
    if missing:
        raise Refused("lease-too-small", asked=tender.amount, missing=missing)
    return replace(tender, gift=GiftUsed(tender.card, lease.lease, tuple(slices)))
