"""What is lent in training, where no server lends: all that the made-up members have is at this till.

So is what the training's own sales put on gift cards. A real till's wishes stay wishes until the server
answers. Only `terminal.bootstrap` knows which of the two it is.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from loyalty.units import Points
from loyalty.wire.prepaid import GiftState
from terminal.clock import timestamp
from terminal.membership import AttachedMember, HeldClaim, HeldLease, LeaseSlice
from terminal.practice_gifts import on_practice_card, was_sold_in_practice
from terminal.standing import is_spendable

if TYPE_CHECKING:
    from terminal.store.books import Reading, Unit

_PAID_IN, _BONUS = "practice-money", "practice-bonus"


class Lender(Protocol):
    """Answers wishes in the transaction that notes them."""

    def lease(self, unit: "Unit", wish: HeldLease, member: AttachedMember) -> HeldLease:
        """The lease as it is from now on."""
        ...

    def gift(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """The lease of a gift card's money as it is from now on."""
        ...

    def gift_state(self, reading: "Reading", card: str, *, at: datetime) -> GiftState | None:
        """What is told of a gift card; None where nobody told of it."""
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

    def gift(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """Still a wish."""
        del unit
        return wish

    def gift_state(self, reading: "Reading", card: str, *, at: datetime) -> GiftState | None:
        """As the server told of it last."""
        del at
        return reading.gifts.by_card(card)

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

    def gift(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """All that the training's own sales have put on the card and left there."""
        slices = on_practice_card(unit, wish.member)
        if slices:
            return unit.leases.open(wish, slices)
        was_sold = was_sold_in_practice(unit, wish.member)
        return unit.leases.refuse(wish, "nothing-available" if was_sold else "gift-unknown")

    def gift_state(self, reading: "Reading", card: str, *, at: datetime) -> GiftState | None:
        """The same as figures; a card that the training did not sell is a new one."""
        slices = on_practice_card(reading, card)
        dying = [each.dies_at for each in slices if each.dies_at is not None]
        balance = sum(each.points for each in slices)
        return GiftState(
            card=card,
            state="active" if was_sold_in_practice(reading, card) else "new",
            balance=balance,
            available=balance,
            dies_at=timestamp(min(dying)) if dying else None,
            revision=0,
            at=timestamp(at),
        )

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
