"""Gift cards of the sample till: what is on each, and whether the server lends it at once."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money, Points
from loyalty.wire.prepaid import GiftSold, GiftState
from terminal.gift_sale import TAIL, with_gift
from terminal.membership import HeldLease, LeaseSlice, LeaseState
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.usecases.gifts import CardToPay
from ui.presenters.errands import GiftsInHand

GIFT_CARD = card_number(150, scheme=GIFT_SCHEME)
"""With 150,000 on it."""
EMPTY_CARD = card_number(0, scheme=GIFT_SCHEME)
FEWEST = Money(10_000)


@dataclass
class SampleGifts:
    """`on_cards` is what is on each gift card; tests change it, whether it is lent, whether any is sold."""

    on_cards: dict[str, Money] = field(default_factory=lambda: {GIFT_CARD: Money(150_000)})
    lends_cards: bool = True
    sells_gifts: bool = True
    card_pins: dict[str, str] = field(default_factory=dict[str, str])

    def sell_gift(self, sale: OpenSale, card: str, amount: Money) -> OpenSale:
        """The sale with so much money on a gift card, 10,000 at the least."""
        if amount < FEWEST:
            raise Refused("gift-amount", least=FEWEST, most=9_000_000)
        gifts = with_gift(sale.gifts, line=sale.next_line, card=card, amount=amount)
        return replace(sale, gifts=gifts, next_line=sale.next_line + 1)

    def present_gift(self, session: Session, sale: OpenSale, card: str, *, pin: str = "") -> GiftsInHand:
        """The sale with a gift card that is to pay."""
        del session
        if pin != self.card_pins.get(card, pin):
            raise Refused("gift-pin-wrong", tries_left=4) if pin else Refused("gift-pin-needed")
        others = tuple(each for each in sale.gift_cards if each.member != card)
        return self.refresh_gifts(replace(sale, gift_cards=(*others, self._gift_lease(card))))

    def refresh_gifts(self, sale: OpenSale) -> GiftsInHand:
        """The sale with its gift cards as they are now."""
        leases = tuple(self._gift_lease(each.member) for each in sale.gift_cards)
        cards = tuple(
            CardToPay(card=each.member, amount=money_of(each), trouble=_why(each)) for each in leases
        )
        return GiftsInHand(sale=replace(sale, gift_cards=leases), cards=cards)

    def put_back_gifts(self, session: Session, sale: OpenSale) -> OpenSale:
        """The sale without gift cards that are to pay."""
        del session
        return replace(sale, gift_cards=())

    def gift_state(self, card: str, at: datetime) -> GiftState | None:
        """What the server told of a card."""
        held = self.on_cards.get(card)
        if held is None:
            return None
        moment = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return GiftState(card, "active", held, held, None, 1, moment)

    def sold_gifts(self, sale: OpenSale) -> tuple[GiftSold, ...]:
        """What a sale puts on cards, as it is kept."""
        return tuple(GiftSold(each.card, each.amount, f"gift-{each.line}") for each in sale.gifts)

    def _gift_lease(self, card: str) -> HeldLease:
        held = self.on_cards.get(card, Money(0))
        is_lent = self.lends_cards and held > 0
        state: LeaseState = "open" if is_lent else "asked" if not self.lends_cards else "refused"
        return HeldLease(
            lease=f"lease-{card}",
            member=card,
            state=state,
            amount=Points(held if is_lent else 0),
            slices=(LeaseSlice(lot="lot-gift", points=Points(held)),) if is_lent else (),
            account="gift",
        )


def money_of(lease: HeldLease) -> Money:
    """What a lease of the sample's can pay."""
    return Money(lease.amount - lease.spent)


def _why(lease: HeldLease) -> Refused | None:
    if lease.state == "open":
        return None
    return Refused("gift-waiting" if lease.state == "asked" else "gift-empty", tail=lease.member[-TAIL:])
