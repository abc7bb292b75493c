"""What is said of the money in a member's wallet: paid in with a bonus, used to pay, taken back.

Money that was paid in never dies, and a bonus never becomes cash: the two are told apart everywhere, each a
lot of its own. A lease of a wallet's money names the member, and says `wallet` for its account.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Between, Count, Id, Moment, Most
from loyalty.wire.prepaid import MAX_SLICES, MoneySlice

_MOST_LINES: Final = 1_000
_Slices = Annotated[tuple[MoneySlice, ...], Most(MAX_SLICES)]
_ByLine = Annotated[tuple[Amount, ...], Most(_MOST_LINES)]


@dataclass(frozen=True, slots=True)
class WalletUsed(Message):
    """Beside a tender: inside which lease the wallet paid, from which payments in and bonuses.

    `by_line` is each line's share of it, and `bonus_by_line` what of that was bonus: a return goes by them.
    `earns` is false where the money earned its points as it was paid in, and counted for the tier then.
    """

    lease: Id
    paid: _Slices
    bonus: _Slices
    by_line: _ByLine
    bonus_by_line: _ByLine
    earns: bool = True

    @property
    def amount(self) -> int:
        """What the slices come to."""
        return sum(part.amount for part in (*self.paid, *self.bonus))

    @property
    def lots(self) -> frozenset[str]:
        """The lots that it was taken from."""
        return frozenset(part.lot for part in (*self.paid, *self.bonus))


@dataclass(frozen=True, slots=True)
class WalletPaidIn(Message):
    """What a sale pays into its member's wallet: the money of one of its lines, and the bonus for it.

    It is no revenue. `lot` names the payment, `bonus_lot` the bonus, which dies at `dies_at` (None: never).
    """

    line: Annotated[int, Between(0, _MOST_LINES - 1)]
    amount: Amount
    lot: Id
    bonus: Amount = 0
    bonus_lot: Id | None = None
    dies_at: Moment | None = None

    @property
    def lots(self) -> frozenset[str]:
        """The lots that it makes."""
        return frozenset({self.lot} if self.bonus_lot is None else {self.lot, self.bonus_lot})


@dataclass(frozen=True, slots=True)
class WalletTakenBack(Message):
    """A top-up is brought back: all that is left of it leaves the wallet, inside a lease.

    `paid` is what was left of the money, `bonus` of the bonus. `money` is paid out: `paid` less the bonus
    that was spent, which has then been paid for.
    """

    lease: Id
    paid: Amount
    bonus: Amount
    money: Amount


@dataclass(frozen=True, slots=True)
class TopUpState(Message):
    """One payment in of which something is left: of it, of its bonus, and what was spent of the bonus."""

    sale: Id
    paid: Amount
    bonus: Amount
    bonus_spent: Amount

    @property
    def money(self) -> int:
        """What bringing it back pays out."""
        return max(0, self.paid - self.bonus_spent)


@dataclass(frozen=True, slots=True)
class WalletState(Message):
    """A member's wallet: what can be spent of it, reserved by leases included, and what of that is bonus.

    `available` is the same without what is reserved. `dying` of the bonus dies next, at `dies_at`.
    """

    balance: Count
    available: Count
    bonus: Count
    dying: Count = 0
    dies_at: Moment | None = None
    top_ups: Annotated[tuple[TopUpState, ...], Most(MAX_SLICES)] = ()
