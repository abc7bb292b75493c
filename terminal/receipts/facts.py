"""What the slips beside the receipt are made from: plain values, gathered by whoever has them printed.

A slip prints what it is given; nothing is looked up or worked out here. Moments are aware.
"""

from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money, Points, Quantity
from loyalty.wire.vat_back import VatBack
from resources.catalogue import Language
from terminal.goods import Unit
from terminal.sale import SaleMember, Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which slip this is, when it was made, by whom and where."""

    label: str
    at: datetime
    operator_name: str
    till_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """Goods that came back: `amount` is the money for them, above 0."""

    name: str
    quantity: Quantity
    amount: Money
    unit: Unit = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundSlip:
    """A part of a sale that was taken back, or goods without a receipt (`sale_label` empty).

    `tenders` is how `money` was given back, `approved_by` who had to allow it. `points_after` is the balance
    after it, None where nobody knows. `held` is what was kept of a membership for the days that are gone,
    `vat` what came back with the goods of the VAT that their receipt had said; without one, what is in the
    money at the rates of the products.
    """

    origin: Origin
    lines: tuple[ReturnedLine, ...]
    money: Money
    tenders: tuple[Tender, ...]
    sale_label: str = ""
    sale_at: datetime | None = None
    reason: str = ""
    rounding: Money = Money(0)
    member: SaleMember | None = None
    points_taken: Points = Points(0)
    points_returned: Points = Points(0)
    points_after: Points | None = None
    approved_by: str = ""
    held: Money = Money(0)
    vat: tuple[VatBack, ...] = ()
    currency: str = "VND"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSlip:
    """A card that a member can use until the plastic one is there. `digits` are the card's 16."""

    origin: Origin
    digits: str
    member_name: str
    tier_name: str = ""
    valid_until: datetime | None = None
    currency: str = "VND"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSlip:
    """What a member agreed to, or took back, in the words and the language in which it was said to them."""

    origin: Origin
    member_name: str
    phone_tail: str
    text: str
    text_version: str
    language: Language
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSlip:
    """A voucher on paper: `worth` says in words what it gives (empty: nobody knows), `digits` is its code.

    `conditions` are sentences. `to_name` is the member it is for, empty for whoever brings it.
    """

    origin: Origin
    digits: str
    worth: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    reason: str = ""
    to_name: str = ""
    conditions: tuple[str, ...] = ()
    currency: str = "VND"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpSlip:
    """Money paid into a member's wallet: the `price`, the `bonus` on top, the balance before and after."""

    origin: Origin
    member: SaleMember
    price: Money
    bonus: Money
    balance_before: Money
    balance_after: Money
    tenders: tuple[Tender, ...]
    bonus_until: datetime | None = None
    currency: str = "VND"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClaimSlip:
    """Points of a receipt that were claimed afterwards: whose receipt, by which rules, the balance then.

    `earned` are rules in words with their points; `gone` are points of what had come back before,
    `stamps` are cards with how often they are stamped.
    """

    origin: Origin
    sale_label: str
    sale_at: datetime
    member: SaleMember
    earned: tuple[tuple[str, Points], ...]
    gone: Points
    stamps: tuple[tuple[str, int], ...]
    points: Points
    points_after: Points
    approved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSlip:
    """A printer's test: its name, how it is connected, what it guarantees and how it is set, in words."""

    at: datetime
    till_name: str
    printer_name: str
    facts: tuple[tuple[str, str], ...] = ()
    guarantee: str = ""
    digits: str = "9812345678901238"
