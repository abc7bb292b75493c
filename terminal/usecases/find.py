"""The one box: what was scanned or typed, told apart by shape and looked up."""

from dataclasses import dataclass
from typing import Literal

from loyalty.units import Money, Quantity
from terminal.goods import Product
from terminal.membership import AttachedMember, MemberRow
from terminal.sale import SettledSale
from terminal.till import Till

Suggestion = Literal["none", "scan-again", "enrol", "ask-server", "search-goods", "sell-as-amount"]
"""The nearest thing to do. `enrol` and `ask-server` go with `value` = the number; `sell-as-amount` with an amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFound:
    """One product. `quantity` was typed before it (`3*…`), else None: one piece, or weigh it if it is sold by kg."""

    product: Product
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFound:
    """An amount was typed (`=25000`, `25k`, `25.000`): to be sold as that price of `product`, an open-price one."""

    product: Product
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFound:
    """One member, for certain: by card, or by the whole phone number."""

    member: AttachedMember


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersFound:
    """Members to choose from, best first; also where a part of a number or a name hit only one."""

    rows: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsFound:
    """Products to choose from, best first."""

    rows: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedFound:
    """Members and products to choose from."""

    members: tuple[MemberRow, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFound:
    """A receipt of this till."""

    sale: SettledSale


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFound:
    """A code or voucher to present: `open_sale.add_code`."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """Nothing. `code` is the sentence to show (`error.<code>`, with {text}), `value` belongs to the suggestion."""

    kind: Literal["product", "card", "phone", "receipt", "words", "bank-qr", "empty"]
    code: str
    text: str
    suggestion: Suggestion = "none"
    value: str = ""


Found = (
    ProductFound
    | AmountFound
    | MemberFound
    | MembersFound
    | ProductsFound
    | MixedFound
    | ReceiptFound
    | VoucherFound
    | NothingFound
)


def find(till: Till, text: str) -> Found:
    """What `text` stands for here. Never raises for what a person may type; a barcode with a wrong digit says so."""
    raise NotImplementedError


def find_members(till: Till, text: str) -> MembersFound | MemberFound | NothingFound:
    """The same among members only (F4)."""
    raise NotImplementedError


def find_products(till: Till, text: str) -> ProductsFound | NothingFound:
    """The same among products only (F3); an empty text lists the first ones by name."""
    raise NotImplementedError
