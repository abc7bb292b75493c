"""What is lent in training, where no server lends: all that the made-up members have is at this till.

A real till's wishes stay wishes until the server answers. Only `terminal.bootstrap` knows which of the two it
is.
"""

from typing import TYPE_CHECKING, Protocol

from loyalty.units import Points
from terminal.membership import AttachedMember, HeldClaim, HeldLease, LeaseSlice
from terminal.standing import is_spendable

if TYPE_CHECKING:
    from terminal.store.books import Unit

_PAID_IN, _BONUS = "practice-money", "practice-bonus"


class Lender(Protocol):
    """Answers wishes in the transaction that notes them."""

    def lease(self, unit: "Unit", wish: HeldLease, member: AttachedMember) -> HeldLease:
        """The lease as it is from now on."""
        ...

    def claim(self, unit: "Unit", wish: HeldClaim) -> HeldClaim:
        """The claim as it is from now on."""
        ...


class ServerLends:
    """The server answers, later."""

    def lease(self, unit: "Unit", wish: HeldLease, member: AttachedMember) -> HeldLease:
        """Still a wish."""
        del unit, member
        return wish

    def claim(self, unit: "Unit", wish: HeldClaim) -> HeldClaim:
        """Still a wish."""
        del unit
        return wish


class PracticeLends:
    """Everything is granted at once."""

    def lease(self, unit: "Unit", wish: HeldLease, member: AttachedMember) -> HeldLease:
        """All points that may be spent by now, or all that is in the wallet."""
        slices = _money_of(member) if wish.account == "wallet" else _points_of(member, unit)
        return unit.leases.open(wish, slices)

    def claim(self, unit: "Unit", wish: HeldClaim) -> HeldClaim:
        """It is there to be used."""
        return unit.claims.open(wish)


def _points_of(member: AttachedMember, unit: "Unit") -> tuple[LeaseSlice, ...]:
    at = unit.now()
    return tuple(
        LeaseSlice(lot=lot.lot, points=lot.points, dies_at=lot.dies_at)
        for lot in member.lots
        if is_spendable(lot, at)
    )


def _money_of(member: AttachedMember) -> tuple[LeaseSlice, ...]:
    wallet = member.wallet
    if wallet is None:
        return ()
    paid_in = LeaseSlice(lot=_PAID_IN, points=Points(wallet.balance - wallet.bonus))
    bonus = LeaseSlice(lot=_BONUS, points=Points(wallet.bonus), dies_at=wallet.dies_at, is_bonus=True)
    return tuple(each for each in (paid_in, bonus) if each.points)
