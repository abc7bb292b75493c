"""What a program keeps of one member, and of each sale so that a refund can undo it.

Values only: how each event changes them is in the module of each section. Nothing is worked out anew from
today's rules when a sale comes back; whatever a refund must undo is in the sale's `SoldRecord`. Random ids
and codes are never made here, they come in as values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self, TypeVar

from loyalty.account.cards import HeldCard
from loyalty.account.debts import Debt, owed_of
from loyalty.account.entries import Entry
from loyalty.account.feats import Feat
from loyalty.account.issued import UsedVoucher, Voucher
from loyalty.account.recommended import Friend, Notice, PassedOver, Recommendation, one_of
from loyalty.account.terms import Term
from loyalty.account.top_ups import PurseSlice, TopUpLeft
from loyalty.account.uses import BenefitUse
from loyalty.account.won import Won
from loyalty.basket import Birthday
from loyalty.lots import Lot, LotSlice
from loyalty.quote.challenges import KeptChallenge
from loyalty.quote.stamps import KeptStamps
from loyalty.refund import KeptSale, Refund
from loyalty.sentences import Sentence
from loyalty.tiers import Purchase
from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class KeptPurchase:
    """One sale as it counts today, with the rules that gave something in it, and the points it burned."""

    sale: str
    purchase: Purchase
    rules: frozenset[str] = frozenset()
    burned: Points = Points(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a program keeps of one member.

    `tier` is the one that was last told of; which tier counts at a moment is always worked out. `seen_at`
    is how far time has passed for it: what the calendar gives or ends between two moments is done once.
    `birthday` is the one that years are counted by; where several persons share the account, the others'
    bring what a birthday brings too. `person` is a key that all accounts of one person share, empty where
    it is not known. `asked_at` is when the survey's question was put to the member last. `resting` are
    recommendations beside the one that counts, of others whom the member turned out to be; `passed_over` are
    the member's own that rest so.
    """

    id: str = ""
    person: str = ""
    birthday: Birthday | None = None
    more_birthdays: tuple[Birthday, ...] = ()
    segments: tuple[str, ...] = ()
    seen_at: datetime | None = None
    asked_at: datetime | None = None
    tier: str = ""
    lots: tuple[Lot, ...] = ()
    debts: tuple[Debt, ...] = ()
    purchases: tuple[KeptPurchase, ...] = ()
    memberships: tuple[Term, ...] = ()
    wallet: tuple[TopUpLeft, ...] = ()
    feats: tuple[Feat, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    cards: tuple[HeldCard, ...] = ()
    uses: tuple[BenefitUse, ...] = ()
    recommendation: Recommendation | None = None
    friends: tuple[Friend, ...] = ()
    won: tuple[Won, ...] = ()
    resting: tuple[Recommendation, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """All there are, the one that counts first."""
        return (*(() if self.recommendation is None else (self.recommendation,)), *self.resting)

    def recommended(self, held: Iterable[Recommendation]) -> "Account":
        """The same with these: see `recommended.one_of`."""
        first, others = one_of(held)
        return replace(self, recommendation=first, resting=others)

    @property
    def owed(self) -> Points:
        """Points that were taken back after they had been spent, and that nothing has paid yet."""
        return owed_of(self.debts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldRecord:
    """What one sale keeps: its lines, and for each section what a refund must undo.

    `id` is that of the lot that it earned, too; `burned` is what is still to come back of the points it
    burned, in the order in which they were taken; `apart` are the lines that count for no tier, `paid_in`
    those that topped up a wallet; `draws` are those that the sale takes part in; `from_wallet` is what is
    still to come back to the wallet that paid, and `is_wallet_spend` says whether that counts for the tier;
    `used` are the vouchers that it used and that have not been restored, `stamps` what it stamps cards for.
    """

    id: str
    at: datetime
    kept: KeptSale
    burned: tuple[LotSlice, ...] = ()
    apart: frozenset[int] = frozenset()
    paid_in: frozenset[int] = frozenset()
    draws: tuple[Entry, ...] = ()
    challenges: tuple[KeptChallenge, ...] = ()
    from_wallet: tuple[PurseSlice, ...] = ()
    is_wallet_spend: bool = True
    used: tuple[UsedVoucher, ...] = ()
    stamps: tuple[KeptStamps, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What comes back of one sale: the refund as the lines make it, and when."""

    at: datetime
    refund: Refund

    @property
    def is_last(self) -> bool:
        """Whether nothing of the sale is left with the member."""
        return all(line.returned == line.quantity for line in self.refund.sale.lines)


@dataclass(frozen=True, slots=True)
class Passing:
    """An account on its way through the sections: what happened so far, and the fresh codes left to issue."""

    account: Account
    news: tuple[Sentence, ...] = ()
    codes: Sequence[str] = ()

    def tell(self, *sentences: Sentence) -> Self:
        """The same with more to tell."""
        return replace(self, news=(*self.news, *sentences))


@dataclass(frozen=True, slots=True)
class Settling(Passing):
    """An account and the record of a sale, on their way; `notices` are for the accounts of other members."""

    record: SoldRecord = field(kw_only=True)
    notices: tuple[Notice, ...] = ()


OnItsWay = TypeVar("OnItsWay", bound=Passing)
"""An account on its way, and with it the record of a sale or nothing."""

Figures = Mapping[str, object]
"""Named figures of an account at a moment: whole numbers, texts, lists and tables of them."""
