"""A sale that is done, as it was kept: what receipts, reprints and voids work on, never today's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from loyalty.units import Money, Points, Quantity
from loyalty.wire.exchange import Exchanged
from loyalty.wire.extras import SaleExtras
from loyalty.wire.prepaid import GiftSold, GiftUsed
from loyalty.wire.wallet import WalletPaidIn, WalletUsed
from terminal.by_hand import ByHand
from terminal.goods import Unit

if TYPE_CHECKING:
    from loyalty.quote.model import RuleStamps

TenderKind = Literal["cash", "card", "transfer", "gift", "wallet", "exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """One way of paying: `amount` of the sale is paid, `given` was handed over (0: exactly the amount).

    `confirmed_by_hand`: a transfer the cashier saw, with no notice from a bank. `card` is the gift card that
    pays, and `gift` what of its money did, once the sale is settled; `wallet` is what of the member's did;
    `exchange` is what goods brought back had been paid with.
    """

    kind: TenderKind
    amount: Money
    given: Money = Money(0)
    confirmed_by_hand: bool = False
    card: str = ""
    gift: GiftUsed | None = None
    wallet: WalletUsed | None = None
    exchange: Exchanged | None = None

    @property
    def change(self) -> Money:
        """What goes back to the customer."""
        return Money(max(0, self.given - self.amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptNumber:
    """A receipt's number: counted at the till, read by people as `label`, by scanners as 16 `digits`."""

    number: int
    label: str
    digits: str


class RuleAmount(NamedTuple):
    """What one rule took off. `label` is the rule's name for people."""

    rule: str
    amount: Money
    label: str = ""


class RulePoints(NamedTuple):
    """What one rule gave in points. `label` is the rule's name for people."""

    rule: str
    points: Points
    label: str = ""


class SoldLine(NamedTuple):
    """A line as it was sold; `net` is before its share of burned points, which is `burned`.

    A named tuple, and so are the rules' shares of it: paying makes one for every line while a customer waits.
    """

    sku: str
    name: str
    quantity: Quantity
    unit_price: Money
    gross: Money
    net: Money
    burned: Money
    earned_points: Points
    burned_points: Points
    vat: Money
    vat_base: Money
    vat_percent: Decimal | None = None
    category: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    discounts: tuple[RuleAmount, ...] = ()
    by_hand: ByHand | None = None
    note: str = ""
    unit: Unit = "piece"

    @property
    def list_gross(self) -> Money:
        """What it came to before somebody set its price; its gross where nobody did."""
        if self.by_hand is None:
            return self.gross
        return Money((self.quantity * self.by_hand.list_price * 2 + 1000) // 2000)

    @property
    def off_by_hand(self) -> Money:
        """What was taken off by hand; 0 where the price was raised."""
        return Money(max(0, self.list_gross - self.gross))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedLot:
    """The lot that a sale's points became. None: at once, or never."""

    lot: str
    points: Points
    spendable_from: datetime | None
    dies_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnedSlice:
    """Points taken from one lot, and when it would have died; None of one that never does."""

    lot: str
    points: Points
    dies_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldBurn:
    """Points that paid a part, inside which lease, from which lots.

    `reward_points` are those that rewards cost; the slices are of both. `card_shown` is false where somebody
    only named themselves; `shown` is what stood in for the card, empty for the card itself.
    """

    points: Points
    amount: Money
    lease: str
    slices: tuple[BurnedSlice, ...]
    reward_points: Points = Points(0)
    card_shown: bool = True
    shown: str = ""

    @property
    def spent(self) -> Points:
        """All the points that the sale took out of the lease."""
        return Points(self.points + self.reward_points)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleMember:
    """The member of a sale as the receipt shows one; name and phone are empty once the person was erased.

    `points_before` is the balance shown before the sale; `points_after` the one it left; `expiring_points`
    of them die at `expiring_at`, the next to die. `person` is who of a household bought, and `sharing` how
    many share it. `tier_reached` is the name of the higher tier that the sale lifted them to, empty for none.
    """

    member: str
    name: str
    phone_tail: str
    tier: str
    tier_name: str
    points_before: Points
    points_after: Points
    worth_after: Money
    expiring_points: Points = Points(0)
    expiring_at: datetime | None = None
    person: str = ""
    sharing: int = 0
    as_of: datetime | None = None
    revision: int = 0
    tier_reached: str = ""

    @property
    def who(self) -> str:
        """Who stood there: of a household the person."""
        return self.person or self.member


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledSale:
    """A sale that is in the journal. `at` is aware, in the store's own time zone.

    `to_pay` is `total + rounding` with what was put on gift cards, `gifts`; `gifts_left` is what a card has
    after it, as far as the till knew. `top_up` is what a line of it paid into the member's wallet, which has
    `wallet_after` then, as far as the till knew; None where it has nothing to do with one. `rounding` is
    below 0 where it favours the customer. `seq` is its place in the journal, `mark` the first digits of its
    hash there; `voided` is true once everything in it was taken back. `approved` are the limits of the
    program that it passes, `approver` is whose word allowed it, empty where the operator's own was enough.
    `note` is printed, and stays at this till. `exchange` is the return that it is bound to, empty for none;
    `given_back` is what that paid out all the same, there only as long as the sale is in front.
    `paid_nothing` are the ways of paying that were chosen and came to nothing. `stamped` are the punch cards
    that it stamped, with what is on each then, as far as the till knew.
    """

    sale: str
    seq: int
    receipt: ReceiptNumber
    at: datetime
    shift: str
    operator: str
    operator_name: str
    till_name: str
    program_version: int
    program_fingerprint: str
    member: SaleMember | None
    lines: tuple[SoldLine, ...]
    discounts: tuple[RuleAmount, ...]
    earned: tuple[RulePoints, ...]
    earned_points: Points
    lot: EarnedLot | None
    burn: SoldBurn | None
    subtotal: Money
    total: Money
    rounding: Money
    to_pay: Money
    tenders: tuple[Tender, ...]
    paid_nothing: tuple[TenderKind, ...] = ()
    used_codes: tuple[str, ...] = ()
    approver: str = ""
    approved: tuple[str, ...] = ()
    extras: SaleExtras | None = None
    gifts: tuple[GiftSold, ...] = ()
    gifts_left: Mapping[str, Money] = field(default_factory=dict[str, Money])
    top_up: WalletPaidIn | None = None
    exchange: str = ""
    given_back: tuple[Tender, ...] = ()
    wallet_after: Money | None = None
    stamped: "tuple[RuleStamps, ...]" = ()
    currency: str = "VND"
    voided: bool = False
    mark: str = ""
    note: str = ""

    @property
    def is_spending(self) -> bool:
        """Whether it took anything out of a lease, or used what was kept for this till."""
        claims = () if self.extras is None else self.extras.claims
        return bool(self.burn or claims) or any(tender.gift or tender.wallet for tender in self.tenders)

    @property
    def from_wallet(self) -> WalletUsed | None:
        """What the member's wallet paid of it."""
        return next((tender.wallet for tender in self.tenders if tender.wallet is not None), None)

    @property
    def gift_money(self) -> Money:
        """What it put on gift cards."""
        return Money(sum(gift.amount for gift in self.gifts))

    @property
    def change(self) -> Money:
        """What goes back to the customer in cash."""
        return Money(sum(tender.change for tender in self.tenders))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidedSale:
    """A void that is in the journal: everything that was left of `sale` was taken back."""

    void: str
    seq: int
    receipt_label: str
    at: datetime
    shift: str
    operator: str
    operator_name: str
    till_name: str
    sale: SettledSale
    money: Money
    points_taken: Points
    points_returned: Points
    tenders: tuple[Tender, ...]

    @property
    def gifts_left(self) -> Mapping[str, Money]:
        """What each gift card that paid has now, by what the till knew when it did."""
        return {
            card: Money(left + sum(each.amount for each in self.tenders if each.card == card))
            for card, left in self.sale.gifts_left.items()
        }

    @property
    def wallet_after(self) -> Money | None:
        """What the member's wallet has now, by what the till knew; None where the sale left it alone."""
        left, made = self.sale.wallet_after, self.sale.top_up
        if left is None:
            return None
        back = sum(each.amount for each in self.tenders if each.kind == "wallet")
        return Money(max(0, left + back - (0 if made is None else made.amount + made.bonus)))
