"""What the pay screen knows.

The sale, what it comes to with this way of paying, what was taken and typed so far.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from terminal.sale import Tender, TenderKind
from terminal.settings import StoreSettings
from terminal.usecases.cash import CashDue, round_cash
from ui.presenters.checkout.model import Said
from ui.presenters.errands import Priced, TransferCode
from ui.presenters.pay.approving import Asking

if TYPE_CHECKING:
    from loyalty.quote.model import Quote

METHODS: Final[tuple[TenderKind, ...]] = ("cash", "transfer", "card")
MOST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PayModel:
    """All of it.

    `typed` is the digits typed, empty for exactly what is due; `stuck` is a payment of unknown outcome.
    `asking` is there while somebody else is asked for their word, `approver` is who has given it.
    """

    priced: Priced
    settings: StoreSettings
    method: TenderKind = "cash"
    typed: str = ""
    parts: tuple[Tender, ...] = ()
    pricing: bool = False
    taking: bool = False
    stuck: bool = False
    code: TransferCode | None = None
    asking: Asking | None = None
    approver: str = ""
    said: Said | None = None

    @property
    def quote(self) -> "Quote":
        """What the sale comes to, paid this way."""
        return self.priced.quote

    @property
    def left(self) -> Money:
        """What is left to take after the parts taken so far, before rounding."""
        return Money(self.quote.total - sum(part.amount for part in self.parts))

    @property
    def cash(self) -> CashDue:
        """What is left, in cash."""
        return round_cash(self.left, self.settings)

    @property
    def due(self) -> Money:
        """What to ask for, paid this way."""
        return self.cash.due if self.method == "cash" else self.left

    @property
    def given(self) -> Money:
        """What was handed over: as typed, or exactly what is due."""
        return Money(int(self.typed)) if self.typed else self.due

    @property
    def is_part(self) -> bool:
        """Whether this is less than what is due, and so the first of several payments."""
        return bool(self.typed) and 0 < self.given < self.due

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does something now."""
        if self.pricing or self.taking:
            return False
        if self.asking is not None:
            return self.asking.can_enter
        return self.stuck or self.is_part or self.given >= self.due

    @property
    def tender(self) -> Tender:
        """The payment as it stands on the screen."""
        amount = min(self.given, self.due)
        return Tender(
            kind=self.method,
            amount=amount,
            given=self.given if self.method == "cash" else Money(0),
            confirmed_by_hand=self.method == "transfer",
        )

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """All payments, once this one is taken."""
        return self.parts if self.due == 0 else (*self.parts, self.tender)
