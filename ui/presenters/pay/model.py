"""What the pay screen knows.

The sale, what it comes to with this way of paying, what was taken and typed so far.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from terminal.exchange import credit_tender, paid_out
from terminal.gift_sale import gift_money
from terminal.offers import takes_of_member
from terminal.sale import Tender, TenderKind
from terminal.settings import StoreSettings
from terminal.usecases.cash import CashDue, round_cash
from ui.presenters.checkout.model import Said
from ui.presenters.drawer_count import LARGEST
from ui.presenters.errands import Priced, TransferCode
from ui.presenters.pay.approving import Asking
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from loyalty.quote.model import Quote
    from loyalty.returning import SetAgainst
    from terminal.open_sale import OpenSale
    from terminal.usecases.gifts import CardToPay

METHODS: Final[tuple[TenderKind, ...]] = ("cash", "transfer", "card", "gift")
WALLET: Final[TenderKind] = "wallet"
"""Offered beside the others where the program has wallets and the sale a member."""
PREPAID: Final[frozenset[TenderKind]] = frozenset({"gift", WALLET})
MOST_DIGITS: Final = 12
ONLY_BACK: Final = Said(key="pay.member-erased-back", tone=Tone.ATTENTION)
"""Whose sale it is was erased, and what was to pay of it, or what they were to have, with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayModel:
    """All of it.

    `typed` is the digits typed, empty for exactly what is due; `stuck` is a payment of unknown outcome.
    `asking` is there while somebody else is asked for their word, `approver` is who has given it; `ahead` are
    the keys pressed while it is looked up who may, None while it is not. `cards` are
    the gift cards scanned so far, `gift` is the one that pays next, empty for none. `asked_about` is what was
    handed over by what was typed, where it was asked whether so much was. `is_nameless` once the member was
    erased elsewhere.
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
    ahead: tuple[str, ...] | None = None
    approver: str = ""
    cards: "tuple[CardToPay, ...]" = ()
    gift: str = ""
    asked_about: Money | None = None
    is_nameless: bool = False
    said: Said | None = None

    @property
    def sale(self) -> "OpenSale":
        """The sale as it is written: without the name of a member who was erased."""
        sale = self.priced.sale
        if not self.is_nameless or sale.member is None:
            return sale
        return replace(sale, member=sale.member.without_person())

    @property
    def hangs_on_member(self) -> bool:
        """Whether it uses what the server holds for the member and lends, or pays for what they would have.

        A membership or money in a wallet would be nobody's.
        """
        sale = self.priced.sale
        if sale.member is None:
            return False
        has_voucher = any(code in sale.member.vouchers for code in self.quote.used_codes)
        has_money = bool(self.quote.spent_points or self.by_wallet) or self.method == WALLET
        for_them = self.quote.grounds.program.set_apart.all
        buys = any(line.sku in for_them for line in sale.lines)
        return has_money or has_voucher or buys or takes_of_member(self.quote)

    @property
    def has_lost_its_member(self) -> bool:
        """Whether what was to pay went with who was erased: there is only the way back."""
        return self.is_nameless and self.hangs_on_member and not self.stuck

    @property
    def told(self) -> Said | None:
        """What is said; where there is only the way back, that, whatever was pressed since."""
        return self.said or (ONLY_BACK if self.has_lost_its_member else None)

    @property
    def quote(self) -> "Quote":
        """What the sale comes to, paid this way."""
        return self.priced.quote

    @property
    def methods(self) -> tuple[TenderKind, ...]:
        """The ways to pay this sale."""
        return METHODS if self.priced.wallet is None else (*METHODS, WALLET)

    @property
    def total(self) -> Money:
        """What the goods come to, whatever the wallet pays of it, and what is put on gift cards."""
        by_wallet = 0 if self.quote.wallet is None else self.quote.wallet.amount
        return Money(self.quote.total + by_wallet + gift_money(self.priced.sale.gifts))

    @property
    def by_wallet(self) -> Money:
        """What was taken from the wallet so far."""
        return Money(sum(part.amount for part in self.parts if part.kind == WALLET))

    @property
    def wallet_most(self) -> Money:
        """The most that the wallet can still pay of what is left, beside what it paid of this sale."""
        held, payment = self.priced.wallet, self.quote.wallet
        if held is None or held.trouble is not None or payment is None:
            return Money(0)
        return Money(max(0, min(payment.max_amount - self.by_wallet, self.left)))

    @property
    def card(self) -> "CardToPay | None":
        """The gift card that pays next."""
        return next((each for each in self.cards if each.card == self.gift), None)

    @property
    def from_card(self) -> Money:
        """The most that it can pay of what is left: of the goods, cards pay for nothing else."""
        if self.card is None:
            return Money(0)
        by_cards = sum(part.amount for part in self.parts if part.kind == "gift")
        paid_in = 0 if self.quote.wallet is None else self.quote.wallet.topped_up
        left = self.card.amount - self.by_card(self.gift)
        return Money(max(0, min(left, self.left, self.quote.total - paid_in - by_cards)))

    def by_card(self, card: str) -> Money:
        """What was taken from that gift card so far."""
        return Money(sum(part.amount for part in self.parts if part.kind == "gift" and part.card == card))

    @property
    def is_pin(self) -> bool:
        """Whether what is typed is the PIN of the gift card that is scanned next."""
        return self.method == "gift" and not self.gift and not self.goes_out

    @property
    def split(self) -> "SetAgainst | None":
        """What goods brought back pay of it, and what goes out; None where nothing comes back."""
        exchange = self.priced.sale.exchange
        if exchange is None:
            return None
        return exchange.against(self.total, cash_step=self.settings.cash_rounding)

    @property
    def credit(self) -> tuple[Tender, ...]:
        """What goods brought back pay, as a payment that nobody hands over."""
        tender = None if self.split is None else credit_tender(self.split)
        return () if tender is None else (tender,)

    @property
    def goes_out(self) -> tuple[Tender, ...]:
        """What the customer is given, where more comes back than is taken."""
        return () if self.split is None else paid_out(self.split)

    @property
    def left(self) -> Money:
        """What is left to take after the parts taken so far, before rounding."""
        paid = sum(part.amount for part in (*self.credit, *self.parts))
        return Money(self.total - paid if not self.goes_out else 0)

    @property
    def cash(self) -> CashDue:
        """What is left, in cash."""
        return round_cash(self.left, self.settings)

    @property
    def due(self) -> Money:
        """What to ask for, paid this way."""
        return self.cash.due if self.method == "cash" else self.left

    @property
    def asked(self) -> Money:
        """What is taken where nothing is typed."""
        if self.method == WALLET:
            return self.wallet_most
        return self.from_card if self.method == "gift" else self.due

    @property
    def given(self) -> Money:
        """What was handed over: as typed, or exactly what is due."""
        return Money(int(self.typed)) if self.typed and not self.is_pin else self.asked

    @property
    def is_needless(self) -> bool:
        """Whether a note was handed over that all of it would come back for, so that a digit may be wrong."""
        return self.method == "cash" and self.given - self.due >= LARGEST and self.given != self.asked_about

    @property
    def is_part(self) -> bool:
        """Whether this is less than what is due, and so the first of several payments."""
        return (bool(self.typed) or self.method in PREPAID) and 0 < self.given < self.due

    def typed_for(self, method: TenderKind) -> str:
        """The digits typed that stay for another way to pay: those of a part that it can take too.

        What is no less than what is left was handed over for this way alone, and a gift card's digits may
        be its PIN.
        """
        most = self.wallet_most if method == WALLET else Money(self.left - 1)
        is_part = bool(self.typed) and 0 < int(self.typed) <= most
        return self.typed if is_part and "gift" not in {self.method, method} else ""

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does something: now, or once it is priced."""
        if self.taking or self.ahead is not None or self.has_lost_its_member:
            return False
        if self.goes_out and self.asking is None:
            return True
        if self.method == "gift" and not self.stuck:
            return 0 < self.given <= self.from_card
        if self.asking is not None:
            return self.asking.can_enter
        if self.method == WALLET and not self.stuck:
            return 0 < self.given <= self.wallet_most
        return self.stuck or self.is_part or self.given >= self.due

    @property
    def figures(self) -> tuple[object, ...]:
        """What the screen says is taken by a press in the corner: the same figures are the same press."""
        return self.method, self.given, self.due, self.total, self.tenders, self.asking

    @property
    def tender(self) -> Tender:
        """The payment as it stands on the screen."""
        amount = min(self.given, self.due)
        return Tender(
            kind=self.method,
            amount=amount,
            given=self.given if self.method == "cash" else Money(0),
            confirmed_by_hand=self.method == "transfer",
            card=self.gift if self.method == "gift" else "",
        )

    @property
    def taken(self) -> tuple[Tender, ...]:
        """The parts with this payment; what one gift card or the wallet pays is one part of it."""
        new = self.tender
        same = [part for part in self.parts if new.kind in PREPAID and _by(part) == _by(new)]
        others = tuple(part for part in self.parts if part not in same)
        return (*others, replace(new, amount=Money(new.amount + sum(part.amount for part in same))))

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """All payments, once this one is taken; one of nothing too, since its way to pay made the price."""
        return (*self.credit, *(self.parts if self.goes_out else self.taken))


def _by(tender: Tender) -> tuple[TenderKind, str]:
    return tender.kind, tender.card
