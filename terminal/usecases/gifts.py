"""Gift cards at the counter: sold and topped up, scanned to pay, looked at, taken off again with their sale.

A card pays only inside a lease of its money that this till holds, so that no two tills spend the same; it is
wanted as soon as the card is scanned. Selling works without a network; paying with a card that was not
scanned before the network went does not.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.codes import GiftCard, classify
from loyalty.lots import end_of_month
from loyalty.units import Money, Points
from loyalty.wire.messages import CALLED_BACK
from loyalty.wire.prepaid import GiftSold, GiftState, GiftTakenBack
from terminal.clock import timestamp
from terminal.gift_sale import TAIL, with_gift
from terminal.in_force import in_force_now
from terminal.membership import AHEAD, HeldLease
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.gift_pins import check_gift_pin
from terminal.usecases.leases import end_lease, end_unspent, lease_trouble

if TYPE_CHECKING:
    from datetime import datetime

    from terminal.pricing_memory import InForce
    from terminal.sale import SettledSale, Tender
    from terminal.store.books import Unit

GIFT: Final = "gift"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftInHand:
    """A card as the counter sees it: how the server last told of it, None where it never did."""

    card: str
    state: GiftState | None

    @property
    def tail(self) -> str:
        """The end of the number."""
        return self.card[-TAIL:]


def look_at_gift(till: Till, card: str) -> GiftInHand:
    """What this till knows of a card. Raises Refused: `gift-number`."""
    _check_number(card)
    with till.store.read() as reading:
        return GiftInHand(card=card, state=till.lender.gift_state(reading, card, at=till.clock.now()))


def sell_gift(till: Till, open_sale: OpenSale, card: str, amount: Money) -> OpenSale:
    """The sale with so much money on a card, whether it is new or has some already.

    Raises:
        Refused: `gift-number`, `gift-not-sold` (the store sells none), `gift-amount` (least, most),
            `gift-amounts` (amounts: the only ones), `gift-blocked`, `gift-replaced`, `too-many-gifts`.
    """
    _check_number(card)
    rules = in_force_now(till).settings.gift_cards
    if rules is None:
        raise Refused("gift-not-sold")
    if rules.amounts and amount not in rules.amounts:
        raise Refused("gift-amounts", amounts=", ".join(str(each) for each in rules.amounts))
    if not rules.least <= amount <= rules.most:
        raise Refused("gift-amount", least=rules.least, most=rules.most)
    _check_usable(look_at_gift(till, card))
    gifts = with_gift(open_sale.gifts, line=open_sale.next_line, card=card, amount=amount)
    return replace(open_sale, gifts=gifts, next_line=open_sale.next_line + 1)


def present_gift(till: Till, session: Session, open_sale: OpenSale, card: str, *, pin: str = "") -> OpenSale:
    """The sale with a card that is to pay for it: a lease of all that is on it is wanted.

    Scanned again, a card whose lease is no good any more gets another one.

    Raises:
        Refused: `gift-number`, `gift-blocked`, `gift-replaced`, `gift-pin-…` (see `check_gift_pin`),
            `gift-is-sold`: this very sale sells it.
    """
    found = look_at_gift(till, card)
    _check_usable(found)
    if any(each.card == card for each in open_sale.gifts):
        raise Refused("gift-is-sold", tail=card[-TAIL:])
    is_shown = card in open_sale.gift_pins or check_gift_pin(till, found.state, pin)
    pins = open_sale.gift_pins | {card} if is_shown else open_sale.gift_pins
    with till.store.write() as unit:
        held = next((each for each in open_sale.gift_cards if each.member == card), None)
        now = None if held is None else unit.leases.by_id(held.lease)
        if now is not None and now.state in {"wanted", "asked", "open"} and lease_is_good(till, now):
            lease = now
        else:
            end_unspent(unit, session.operator, held)
            wish = unit.leases.want(lease=till.new_id(), member=card, sale=open_sale.sale, account=GIFT)
            lease = till.lender.gift(unit, wish)
    till.nudge_sync()
    return replace(open_sale, gift_cards=(*without(open_sale, card), lease), gift_pins=pins)


def refresh_gifts(till: Till, open_sale: OpenSale) -> OpenSale:
    """The sale with the leases of its cards as they are now; for after a sync."""
    with till.store.read() as reading:
        now = [reading.leases.by_id(each.lease) for each in open_sale.gift_cards]
    return replace(open_sale, gift_cards=tuple(each for each in now if each is not None))


def put_back_gift(till: Till, session: Session, open_sale: OpenSale, card: str) -> OpenSale:
    """The sale without a card that was to pay; its money is free again."""
    with till.store.write() as unit:
        for each in open_sale.gift_cards:
            if each.member == card:
                end_unspent(unit, session.operator, each)
    till.nudge_sync()
    return replace(open_sale, gift_cards=without(open_sale, card))


def without(open_sale: OpenSale, card: str) -> tuple[HeldLease, ...]:
    """The other cards that are to pay."""
    return tuple(each for each in open_sale.gift_cards if each.member != card)


def gift_trouble(till: Till, lease: HeldLease) -> Refused | None:
    """Why a card cannot pay now; None where it can.

    `gift-waiting` (no answer yet: just asked, or offline), `gift-called-back` (another till holds its money
    and was asked for it), `gift-refused-…` by what the server said, `gift-expired`, `gift-frozen`.
    """
    trouble, tail = lease_trouble(till, lease), lease.member[-TAIL:]
    if trouble is None:
        return None
    if trouble.code == "lease-refused":
        return Refused(_REFUSALS.get(lease.why, "gift-refused"), tail=tail, why=lease.why)
    code = "gift-called-back" if lease.why == CALLED_BACK else trouble.code.replace("lease-", "gift-")
    return Refused(code, tail=tail)


_REFUSALS = {
    "nothing-available": "gift-empty",
    "gift-unknown": "gift-unknown",
    "gift-blocked": "gift-blocked",
    "gift-replaced": "gift-replaced",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardToPay:
    """A card that was scanned to pay: what it can pay with now, and why not more where that is nothing."""

    card: str
    amount: Money
    trouble: Refused | None


def cards_to_pay(till: Till, open_sale: OpenSale) -> tuple[CardToPay, ...]:
    """The cards of a sale as its leases have them."""
    now = till.clock.now()
    return tuple(
        CardToPay(card=each.member, amount=Money(each.spendable(now)), trouble=gift_trouble(till, each))
        for each in open_sale.gift_cards
    )


def lease_is_good(till: Till, lease: HeldLease) -> bool:
    """Whether it may still be spent, or be granted yet."""
    return lease.until is None or till.clock.now() < lease.until


def leases_of_now(till: Till, unit: "Unit", open_sale: OpenSale) -> dict[str, HeldLease]:
    """The cards of a sale that can pay, with their leases as they are in this very transaction."""
    held = [unit.leases.by_id(each.lease) for each in open_sale.gift_cards]
    return {each.member: each for each in held if each is not None and lease_trouble(till, each) is None}


def check_paying(till: Till, unit: "Unit", open_sale: OpenSale, tenders: "tuple[Tender, ...]") -> None:
    """Check that every card that is to pay can, with a sentence that names the card.

    Raises:
        Refused: as `gift_trouble`, and `gift-missing`, `gift-pin-needed`.
    """
    leases = {each.member: each.lease for each in open_sale.gift_cards}
    for tender in tenders:
        if tender.kind != GIFT:
            continue
        held = unit.leases.by_id(leases.get(tender.card, ""))
        if held is None:
            raise Refused("gift-missing", tail=tender.card[-TAIL:])
        trouble = gift_trouble(till, held)
        if trouble is not None:
            raise trouble
        state = unit.gifts.by_card(tender.card)
        if state is not None and state.pin_hash and tender.card not in open_sale.gift_pins:
            raise Refused("gift-pin-needed")


def end_gift_leases(unit: "Unit", operator: str, open_sale: OpenSale, sale: "SettledSale | None") -> None:
    """End what the till was lent of the cards of a sale that is over, with what it spent."""
    paid = {} if sale is None else {each.gift.lease: each.amount for each in sale.tenders if each.gift}
    for lease in open_sale.gift_cards:
        if lease.lease in paid:
            end_lease(unit, operator, lease, spent=Points(paid[lease.lease]))
        else:
            end_unspent(unit, operator, lease)


def sold_gifts(till: Till, force: "InForce", open_sale: OpenSale, at: "datetime") -> tuple[GiftSold, ...]:
    """What the sale puts on cards, as it is kept: each payment in with its name and its last day."""
    rules = force.settings.gift_cards
    dies_at = end_of_month(at.astimezone(force.zone), rules.months) if rules is not None else None
    died = None if dies_at is None else timestamp(dies_at)
    return tuple(GiftSold(each.card, each.amount, till.new_id(), died) for each in open_sale.gifts)


def off_cards(till: Till, unit: "Unit", sale: "SettledSale") -> tuple[GiftTakenBack, ...]:
    """What a void takes off the cards that its sale had put money on: all of it, inside leases.

    They end after the void is written (`end_taken_back`): the server reads the one before the other.

    Raises:
        Refused: `gift-void-waits`: the server was asked for the card's money just now, or has not answered;
    """
    found: list[GiftTakenBack] = []
    for gift in sale.gifts:
        held = next((each for each in _held(unit, gift.card) if _covers(till, each, gift)), None)
        if held is None:
            raise Refused("gift-void-waits", tail=gift.card[-TAIL:])
        found.append(GiftTakenBack(gift.card, gift.lot, gift.amount, held.lease))
    return tuple(found)


def end_taken_back(unit: "Unit", operator: str, taken: tuple[GiftTakenBack, ...]) -> None:
    """End the leases inside which a void took money off cards."""
    for each in taken:
        held = unit.leases.by_id(each.lease)
        if held is not None:
            end_lease(unit, operator, held, spent=Points(each.amount))


def want_for_void(till: Till, session: Session, sale: "SettledSale") -> None:
    """Ask for the money on the cards that a sale to be voided had put it on, unless that is under way."""
    with till.store.write() as unit:
        for gift in sale.gifts:
            held = _held(unit, gift.card)
            if any(each.state in {"wanted", "asked"} or _covers(till, each, gift) for each in held):
                continue
            for each in held:
                end_unspent(unit, session.operator, each)
            wish = unit.leases.want(lease=till.new_id(), member=gift.card, sale=AHEAD, account=GIFT)
            till.lender.gift(unit, wish)
    till.nudge_sync()


def _covers(till: Till, lease: HeldLease, gift: GiftSold) -> bool:
    return lease_trouble(till, lease) is None and any(
        part.lot == gift.lot and part.points >= gift.amount for part in lease.slices
    )


def _held(unit: "Unit", card: str) -> list[HeldLease]:
    return [each for each, _ in unit.leases.live() if each.account == GIFT and each.member == card]


def _check_number(card: str) -> None:
    if classify(card) != GiftCard(card, holds=True):
        raise Refused("gift-number", card=card)


def _check_usable(found: GiftInHand) -> None:
    if found.state is not None and found.state.state in {"blocked", "replaced"}:
        raise Refused(f"gift-{found.state.state}", card=found.card, tail=found.tail)
