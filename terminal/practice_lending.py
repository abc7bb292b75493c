"""What is lent in training, where no server lends: all that the made-up members have is at this till.

So is what the training's own sales put on gift cards and into wallets. A real till's wishes stay wishes
until the server answers. Only `terminal.bootstrap` knows which of the two it is.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from loyalty.units import Money
from loyalty.wire.prepaid import GiftState
from terminal.clock import timestamp
from terminal.membership import AttachedMember, HeldClaim, HeldLease, LeaseSlice
from terminal.practice_gifts import on_practice_card, was_sold_in_practice
from terminal.practice_wallets import in_practice_wallet, left_of_practice_top_up
from terminal.standing import is_spendable

if TYPE_CHECKING:
    from loyalty.wire.wallet import WalletPaidIn
    from terminal.store.books import Reading, Unit

TopUpLeft: TypeAlias = tuple[Money, Money, Money]
"""What is left of a payment in, of its bonus, and what was spent of the bonus."""


class Lender(Protocol):
    """Answers wishes in the transaction that notes them."""

    @property
    def is_quick(self) -> bool:
        """Whether it answers at once: its leases never end by themselves, so that each is wanted anew."""
        ...

    def wallet(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """The lease of a wallet's money as it is from now on."""
        ...

    def top_up_left(
        self, reading: "Reading", member: AttachedMember, sale: str, made: "WalletPaidIn"
    ) -> TopUpLeft | None:
        """What is known of a payment in of which something is left; None where nothing is."""
        ...

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

    is_quick = False

    def wallet(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """Still a wish."""
        del unit
        return wish

    def top_up_left(
        self, reading: "Reading", member: AttachedMember, sale: str, made: "WalletPaidIn"
    ) -> TopUpLeft | None:
        """As the server told of it last."""
        del reading, made
        return None if member.wallet is None else member.wallet.top_ups.get(sale)

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

    is_quick = True

    def wallet(self, unit: "Unit", wish: HeldLease) -> HeldLease:
        """All that the training's own sales have paid in and left there."""
        slices = in_practice_wallet(unit, wish.member)
        return unit.leases.open(wish, slices) if slices else unit.leases.refuse(wish, "nothing-available")

    def top_up_left(
        self, reading: "Reading", member: AttachedMember, sale: str, made: "WalletPaidIn"
    ) -> TopUpLeft | None:
        """What the training's own sales have left of it."""
        del sale
        return left_of_practice_top_up(reading, member.member, made)

    def lease(self, unit: "Unit", wish: HeldLease, member: AttachedMember) -> HeldLease:
        """All points that may be spent by now."""
        return unit.leases.open(wish, _points_of(member, unit))

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
