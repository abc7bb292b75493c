"""What is said of money that cards hold: sold, topped up, used to pay, taken back with the sale.

A gift card is nobody's: its number of 16 digits is all that anyone knows of it. A lease of its money names
the card where a lease of points names the member, and `account` says which of the two it is. What is said of
the money in members' wallets is in `wallet`.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Count, Id, Moment, Most, Pattern, Words

HeldAccount = Literal["points", "gift", "wallet"]
"""Whose of what a lease is: points of a member, money on a gift card, money in a member's wallet."""
MAX_GIFTS = 64
"""Gift cards that one sale sells, and that it takes back."""
MAX_SLICES = 10_000

GiftNumber = Annotated[str, Pattern(r"95\d{14}", "the 16 digits of a gift card, beginning with 95")]


@dataclass(frozen=True, slots=True)
class MoneySlice(Message):
    """Money taken from one payment in, or from the bonus for one."""

    lot: Id
    amount: Amount


@dataclass(frozen=True, slots=True)
class GiftSold(Message):
    """Money that a sale puts on a gift card, for the first time or once more; `dies_at` None is never.

    It is no revenue: no line of the goods is for it, and no rule sees it. `lot` names the payment.
    """

    card: GiftNumber
    amount: Amount
    lot: Id
    dies_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class GiftUsed(Message):
    """Beside a tender: the card that paid, inside which lease, from which payments in."""

    card: GiftNumber
    lease: Id
    slices: Annotated[tuple[MoneySlice, ...], Most(MAX_SLICES)]

    @property
    def amount(self) -> int:
        """What the slices come to."""
        return sum(part.amount for part in self.slices)


@dataclass(frozen=True, slots=True)
class GiftTakenBack(Message):
    """The money of one `GiftSold` leaves its card with the sale that is voided: inside a lease, and whole."""

    card: GiftNumber
    lot: Id
    amount: Amount
    lease: Id


@dataclass(frozen=True, slots=True)
class GiftState(Message):
    """One gift card as of `revision`; key is its number.

    `balance` is what is on it and alive at `at`, reserved by leases included; `available` the same without. A
    card that is `new` was never sold. `pin_hash` is an Argon2id PHC string over the PIN with the tenant's
    pepper, empty where the card has none. A body with a revision below the one held is old: pass it over.
    """

    card: GiftNumber
    state: Literal["new", "active", "blocked", "replaced"]
    balance: Count
    available: Count
    dies_at: Moment | None
    revision: Count
    at: Moment
    replaced_by: GiftNumber | None = None
    pin_hash: Words = ""
