"""A basket as the rules see it: what is being bought, when and where, by whom and with what in hand.

Values only. How a basket is read from JSON is in `loyalty.basket_json`; what may not pass, whoever made the
basket, is checked where it is priced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from loyalty.units import Money, Points, Quantity

if TYPE_CHECKING:
    from loyalty.program.selectors import Selector

Tender = Literal["cash", "card", "transfer", "wallet"]
TENDERS: tuple[Tender, ...] = ("cash", "card", "transfer", "wallet")


@dataclass(frozen=True, slots=True)
class Birthday:
    """A month and a day that some year has, 29 February among them; the year only where it is known."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class BasketLine:
    """So much of one product at one price; `unit_price` includes the VAT of `vat_percent`."""

    sku: str
    quantity: Quantity
    unit_price: Money
    name: str = ""
    category: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    vat_percent: Decimal | None = None

    def is_selected(self, selector: "Selector") -> bool:
        """Whether a selector is about this line."""
        return selector.matches(sku=self.sku, category=self.category, brand=self.brand, tags=self.tags)


@dataclass(frozen=True, slots=True)
class Today:
    """What a member's sales of the local day came to before this one; burned are the points that paid."""

    earned: Points = Points(0)
    burned: Points = Points(0)
    sales: int = 0


NOTHING_TODAY = Today()


@dataclass(frozen=True, slots=True)
class WalletMoney:
    """Prepaid money that can be spent now: what was paid in, and bonuses that are alive."""

    paid: Money = Money(0)
    bonus: Money = Money(0)

    @property
    def total(self) -> Money:
        """Both together."""
        return Money(self.paid + self.bonus)


EMPTY_WALLET = WalletMoney()


@dataclass(frozen=True, slots=True)
class BasketMember:
    """The member as the sale began: `tier` and spendable `points` (below 0: owed) count as they were then.

    `purchases` is how many came before this one; `vouchers` says which promotion each voucher was issued
    from; `used` says in how many sales of the current period each limited promotion was used; `stamps` is
    what is on each stamp card, below 0 where stamps are owed. `card_shown` is false where somebody only named
    a phone number: showed no card, and nothing in place of it. `withheld` are rules that another till may be
    giving at this moment (see `loyalty.claimable`): they do not hold here. `vouchers_left` says how many more
    vouchers of a kind may be issued, by the rule's id; of a kind that is not named, any number.
    """

    tier: str
    points: Points
    birthday: Birthday | None = None
    purchases: int = 0
    memberships: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    vouchers: Mapping[str, str] = field(default_factory=dict[str, str])
    used: Mapping[str, int] = field(default_factory=dict[str, int])
    today: Today = NOTHING_TODAY
    stamps: Mapping[str, int] = field(default_factory=dict[str, int])
    wallet: WalletMoney = EMPTY_WALLET
    challenges: Mapping[str, int] = field(default_factory=dict[str, int])
    visited: tuple[str, ...] = ()
    card_shown: bool = True
    withheld: frozenset[str] = frozenset()
    vouchers_left: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class PriceByHand:
    """A line whose unit price a cashier set: what it was before, and whether that is called a discount."""

    list_price: Money
    is_discount: bool = False


@dataclass(frozen=True, slots=True)
class AskedReward:
    """A reward that the member wants; `points` where its size is chosen, or as it was shown."""

    id: str
    points: Points | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything a price depends on; `at` carries an offset, `codes` are codes and vouchers as presented.

    `rewards` are in the order in which they were asked for; `stock` says how many of a reward the store has
    left today. `by_hand` are prices that the cashier set, by the place of their line, and `taken_off` is what
    the cashier has taken off by hand in this shift before; nothing of a price depends on these two, only what
    a manager must approve.
    """

    at: datetime
    lines: tuple[BasketLine, ...]
    store: str = ""
    member: BasketMember | None = None
    codes: tuple[str, ...] = ()
    paid_with: tuple[Tender, ...] = ()
    burn_points: Points | Literal["max"] = Points(0)
    rewards: tuple[AskedReward, ...] = ()
    stock: Mapping[str, int] = field(default_factory=dict[str, int])
    wallet_amount: Money | Literal["max"] = Money(0)
    by_hand: Mapping[int, PriceByHand] = field(default_factory=dict[int, PriceByHand])
    taken_off: Money = Money(0)
