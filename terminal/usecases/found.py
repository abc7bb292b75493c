"""What the one box can come up with. Values only; the looking is in `find`."""

from dataclasses import dataclass
from typing import Literal

from loyalty.units import Money, Quantity
from loyalty.wire.prepaid import GiftState
from terminal.goods import Product
from terminal.membership import AttachedMember, MemberRow
from terminal.sale import SettledSale

Kind = Literal["product", "card", "phone", "receipt", "words", "bank-qr", "bank-card", "empty"]
"""What a text looked like."""

Suggestion = Literal[
    "none", "scan-again", "enrol", "ask-server", "search-goods", "sell-as-amount", "add-product"
]
"""The nearest thing to do: `enrol` and `ask-server` with the number, `sell-as-amount` with the amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFound:
    """One product. `quantity` was typed before it (`3*…`); None: one piece, or weigh it if it goes by kg."""

    product: Product
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFound:
    """An amount, to be the price of `product`.

    It was typed (`=25000`, `25k`, `25.000`) and `product` is an open-price one, or a scale had printed it.
    """

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
    """Members and products to choose from; or a voucher and the product that has the same number."""

    members: tuple[MemberRow, ...]
    products: tuple[Product, ...]
    voucher: "VoucherFound | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFound:
    """A receipt of this till."""

    sale: SettledSale


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFound:
    """A code or voucher to present: `open_sale.add_code`. What it is worth, the quote says."""

    code: str
    is_for_all: bool = False
    """Whether it is a code of the program's, for whoever brings it, and no voucher's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftFound:
    """A gift card, to sell or top up; `state` as the server last told of it, None where it never did.

    `is_sold` says whether the store puts money on cards at all.
    """

    card: str
    state: GiftState | None
    is_sold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """Nothing. `code` is the sentence to show (`error.<code>`, with {text}); `value` goes with `suggestion`.

    `near` is whose number is one slip away, names and numbers masked: a question, never an answer.
    The text of what looks like a bank card is not kept.
    """

    kind: Kind
    code: str
    text: str
    suggestion: Suggestion = "none"
    value: str = ""
    near: tuple[MemberRow, ...] = ()


Found = (
    ProductFound
    | AmountFound
    | MemberFound
    | MembersFound
    | ProductsFound
    | MixedFound
    | ReceiptFound
    | VoucherFound
    | GiftFound
    | NothingFound
)
