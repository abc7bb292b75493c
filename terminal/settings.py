"""What the shop decided and the server sends down, and who this till is. Values only."""

from dataclasses import dataclass
from typing import Literal

from loyalty.identity.card_rules import NO_RULES, CardRules
from loyalty.units import Money
from loyalty.wire.cash import PAID_OUT_ALONE
from loyalty.wire.feed import GiftRules

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Where transfers go: `bin` is the six digits VietQR knows the bank by."""

    bin: str
    account: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The settings of this till's store. `cash_rounding` is a step in minor units; 0 or 1 is none.

    Without `gift_cards` the store sells none; it takes them all the same. More than `paid_out_alone` a
    cashier pays out of the drawer with a second person only. `code` is how programs name the store, empty
    until the server has said it.
    """

    store_name: str
    address: str = ""
    language: Language = "vi"
    bank: Bank | None = None
    cash_rounding: Money = Money(0)
    receipt_footer: str = ""
    currency: str = "VND"
    timezone: str = "Asia/Ho_Chi_Minh"
    phone_region: str = "VN"
    card_rules: CardRules = NO_RULES
    gift_cards: GiftRules | None = None
    paid_out_alone: Money = Money(PAID_OUT_ALONE)
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TillIdentity:
    """Who this till is since it was paired. `code` reads `Q2` on receipts; `number` is in their digits."""

    tenant: str
    store: str
    till: str
    code: str
    name: str
    number: int
    incarnation: int
