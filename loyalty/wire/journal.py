"""The bodies of the journal's events that the server acts on, version 1; the till writes them once, for ever.

Only keys that some reader needs are required; what is there for people and auditors has a default. Kinds with
nothing to act on (sign-ins, shifts, drawers, reprints) have no class: any object will do. No body holds
personal data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.units import Money, Points
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed
from loyalty.wire.cash import CashMoved
from loyalty.wire.claims import ClaimClosed
from loyalty.wire.codec import Message
from loyalty.wire.earned import PointsOf, SaleLot, SaleProgram
from loyalty.wire.exchange import EXCHANGE
from loyalty.wire.extras import SaleExtras
from loyalty.wire.feed import Percent
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.limits import Amount, AnyInt, Count, Id, Key, Most, Words
from loyalty.wire.prepaid import MAX_GIFTS, GiftSold, GiftTakenBack, GiftUsed, HeldAccount
from loyalty.wire.refunding import SaleReleased
from loyalty.wire.rehoming import EventRehomed, TillRehomed
from loyalty.wire.returning import GoodsReturned, SaleRefunded
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from loyalty.wire.sold import MAX_APPROVED, MAX_LINES, BurnSlice, QuantityText, SaleTender
from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack, WalletUsed


@dataclass(frozen=True, slots=True)
class MemberEnrolled(Message):
    """A member exists from here on; the person travels beside.

    `referrer` is the member who recommended the program to them, where they named one.
    """

    member: Id
    card: Key | None = None
    referrer: Id | None = None


@dataclass(frozen=True, slots=True)
class CardLinked(Message):
    """A card is the member's from here on."""

    member: Id
    card: Key


@dataclass(frozen=True, slots=True)
class CardBlocked(Message):
    """A card of the member's is good for nothing any more; a member may have others.

    `approver` is the manager whose word it was, where somebody else did it.
    """

    member: Id
    card: Key
    why: Literal["lost", "broken", "other"] = "other"
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class LeaseClosed(Message):
    """The till is done with a lease; `spent` is what its sales took from it, and the rest is free again.

    Of a gift card's money, `member` is the card.
    """

    lease: Id
    member: Id
    spent: Amount
    account: HeldAccount = "points"


@dataclass(frozen=True, slots=True)
class AmountOf(Message):
    """Money that one rule took off."""

    rule: Key
    amount: Amount


@dataclass(frozen=True, slots=True)
class SaleLine(Message):
    """A line as it was sold; `net` is before its share of burned points, which is `burned`.

    Where somebody set its price, `by_hand` says what that is called, `list_price` what it was, `reason` why
    by its code, `asked_by` and `approver` who wanted it and who allowed it.
    """

    sku: Key
    quantity: QuantityText
    unit_price: Amount
    gross: Amount
    net: Amount
    burned: Amount
    earned_points: Amount
    burned_points: Amount
    vat: Amount = 0
    vat_base: Amount = 0
    vat_percent: Percent | None = None
    name: Words = ""
    category: Words = ""
    brand: Words = ""
    tags: Annotated[tuple[Key, ...], Most(64)] = ()
    discounts: Annotated[tuple[AmountOf, ...], Most(2_000)] = ()
    by_hand: Literal["price", "discount"] | None = None
    list_price: Amount | None = None
    reason: Key | None = None
    asked_by: Id | None = None
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class SaleBurn(Message):
    """Points that paid a part, inside which lease, from which lots.

    `reward_points` are those that rewards cost; the slices are of both. `card_shown` is false where somebody
    only named themselves; an earlier till does not say it. `shown` is what stood in for the card, and None
    for the card itself: an earlier server, which does not read it, takes it for the card.
    """

    points: Amount
    amount: Amount
    lease: Id
    slices: Annotated[tuple[BurnSlice, ...], Most(10_000)]
    reward_points: Amount = 0
    card_shown: bool = True
    shown: Key | None = None


@dataclass(frozen=True, slots=True)
class SaleReceipt(Message):
    """The receipt's number: counted at the till, as people read it, as scanners read it."""

    number: Count
    label: Key
    digits: Key


@dataclass(frozen=True, slots=True)
class SaleSettled(Message):
    """A sale that is done, with all that its refund and its bookkeeping will ever need.

    `approved` are the limits of the program that it passes, and `approver` is whose word allowed that;
    nobody's where who sold it may approve.
    `gifts` is what it put on gift cards: `to_pay` has it, `total` has not. `top_up` is what one of its lines
    paid into the member's wallet: both have it. `exchange` is the operation of the return that it
    is bound to. `person` is who of a household stood at the counter. `paid_nothing` are the ways of paying
    that were chosen and came to nothing: they made the price as the others did.
    """

    sale: Id
    member: Id | None
    program: SaleProgram
    lines: Annotated[tuple[SaleLine, ...], Most(MAX_LINES)]
    discounts: Annotated[tuple[AmountOf, ...], Most(4_000)]
    earned_points: Amount
    lot: SaleLot | None
    burn: SaleBurn | None
    subtotal: Amount
    total: Amount
    rounding: AnyInt
    to_pay: Amount
    earned: Annotated[tuple[PointsOf, ...], Most(4_000)] = ()
    tenders: Annotated[tuple[SaleTender, ...], Most(64)] = ()
    used_codes: Annotated[tuple[Key, ...], Most(64)] = ()
    receipt: SaleReceipt | None = None
    shift: Id | None = None
    extras: SaleExtras | None = None
    approver: Id | None = None
    approved: Annotated[tuple[Key, ...], Most(MAX_APPROVED)] = ()
    gifts: Annotated[tuple[GiftSold, ...], Most(MAX_GIFTS)] = ()
    top_up: WalletPaidIn | None = None
    person: Id | None = None
    exchange: Id | None = None
    paid_nothing: Annotated[tuple[Key, ...], Most(8)] = ()

    @property
    def credit(self) -> int:
        """What goods brought back paid of it."""
        return sum([tender.amount for tender in self.tenders if tender.kind == EXCHANGE])

    @property
    def paid_in(self) -> int:
        """What it paid into the member's wallet."""
        return 0 if self.top_up is None else self.top_up.amount

    @property
    def paid_for_goods(self) -> int:
        """What came in for the goods: all of it, but for what was put on gift cards and into the wallet."""
        return self.to_pay - sum(gift.amount for gift in self.gifts) - self.paid_in

    @property
    def from_wallet(self) -> WalletUsed | None:
        """What the member's wallet paid of it."""
        for tender in self.tenders:
            if tender.wallet is not None:
                return tender.wallet
        return None

    @property
    def wallet_lots(self) -> frozenset[str]:
        """The lots of the wallet's that it made, or was paid from."""
        made = frozenset[str]() if self.top_up is None else self.top_up.lots
        return made if self.from_wallet is None else made | self.from_wallet.lots

    @property
    def gift_tenders(self) -> tuple[GiftUsed, ...]:
        """What gift cards paid of it."""
        return tuple([tender.gift for tender in self.tenders if tender.gift is not None])

    @property
    def gift_cards(self) -> frozenset[str]:
        """The cards that it sold, topped up or was paid with."""
        return frozenset((*(each.card for each in self.gifts), *(each.card for each in self.gift_tenders)))


@dataclass(frozen=True, slots=True)
class Refunded(Message):
    """What a refund paid back and what it did to the points."""

    money: Money
    points_taken: Points
    points_returned: Points


@dataclass(frozen=True, slots=True)
class SaleVoided(Message):
    """Everything that was left of a sale was taken back, at the till that made it."""

    sale: Id
    refund: Refunded
    receipt_label: Words = ""
    tenders: Annotated[tuple[SaleTender, ...], Most(64)] = ()
    gifts: Annotated[tuple[GiftTakenBack, ...], Most(MAX_GIFTS)] = ()
    top_up: WalletTakenBack | None = None


BODIES: Mapping[str, type[Message]] = {
    "member_enrolled": MemberEnrolled,
    "card_linked": CardLinked,
    "card_blocked": CardBlocked,
    "lease_closed": LeaseClosed,
    "claim_closed": ClaimClosed,
    "sale_settled": SaleSettled,
    "sale_voided": SaleVoided,
    "sale_released": SaleReleased,
    "sale_refunded": SaleRefunded,
    "goods_returned": GoodsReturned,
    "receipt_claimed": ReceiptClaimed,
    "benefit_used": BenefitUsed,
    "benefit_taken_back": BenefitTakenBack,
    "product_changed": ProductChanged,
    "price_set": PriceSet,
    "price_withdrawn": PriceWithdrawn,
    "cash_moved": CashMoved,
    "till_rehomed": TillRehomed,
    "event_rehomed": EventRehomed,
}
"""Which class reads the body of an event of each kind."""

QUIET_KINDS = frozenset(
    {
        "operator_signed_in",
        "sign_in_refused",
        "operator_signed_out",
        "shift_opened",
        "shift_closed",
        "drawer_counted",
        "day_closed",
        "receipt_reprinted",
        "drawer_opened",
        "survey_answered",
        "override_given",
        "cards_made",
        "operator_changed",
        "member_changed",
        "store_changed",
        "draw_opened",
        "program_published",
        "data_imported",
        "data_exported",
        "note_written",
        "note_done",
        "consent_said",
        "apology_given",
    }
)
"""Kinds that are kept and change nothing else."""
