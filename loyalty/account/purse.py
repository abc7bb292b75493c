"""A member's prepaid money while it changes: what comes out of it, and what comes back.

Three things hold in whatever order it happens: nothing is lost, the money never becomes more than was paid in
and promised, and a bonus never becomes cash.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from loyalty.account.model import Account
from loyalty.account.top_ups import Bonus, PurseSlice, TopUpLeft
from loyalty.basket import WalletMoney
from loyalty.errors import Refused
from loyalty.lots import life_after_return
from loyalty.units import Money

_NEVER = datetime.max.replace(tzinfo=UTC)


class Purse:
    """The top-ups of one member, by the sale that paid them in."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._top_ups = {top_up.sale: top_up for top_up in account.wallet}

    @property
    def account(self) -> Account:
        """The account with its wallet as it is now."""
        return replace(self._account, wallet=tuple(self._top_ups.values()))

    def add(self, top_up: TopUpLeft) -> None:
        """A new top-up."""
        self._top_ups[top_up.sale] = top_up

    def spend(self, *, paid: Money, bonus: Money, at: datetime) -> tuple[PurseSlice, ...]:
        """Takes money that was paid in, the oldest first, and bonus, that which dies first.

        Raises:
            Refused: `not-enough-in-wallet`; nothing is taken.
        """
        bonuses = [
            PurseSlice(top_up.sale, part.amount, is_bonus=True, dies_at=part.dies_at)
            for top_up in self._top_ups.values()
            for part in top_up.bonuses
            if part.is_alive(at)
        ]
        bonuses.sort(key=lambda part: part.dies_at or _NEVER)
        money = [PurseSlice(each.sale, each.paid, is_bonus=False) for each in self._top_ups.values()]
        slices = (*_first(bonuses, bonus), *_first(money, paid))
        if sum(part.amount for part in slices) < paid + bonus:
            raise Refused("not-enough-in-wallet", asked=paid + bonus)
        for part in slices:
            self._put(part, -part.amount)
        return slices

    def give_back(self, part: PurseSlice, *, spent_at: datetime, returned_at: datetime, zone: tzinfo) -> None:
        """Spent money comes back to its top-up.

        A bonus that was taken off as the top-up was paid back has become the member's own money. One that has
        died since lives as many more days as it had left when it was spent.
        """
        top_up = self._top_ups[part.top_up]
        own = Money(min(part.amount, top_up.settled) if part.is_bonus else 0)
        if own:
            self._top_ups[part.top_up] = replace(
                top_up,
                paid=Money(top_up.paid + own),
                promised=Money(top_up.promised - own),
                settled=Money(top_up.settled - own),
            )
        dies_at = life_after_return(part.dies_at, burned_at=spent_at, returned_at=returned_at, zone=zone)
        self._put(replace(part, dies_at=dies_at), part.amount - own)

    def pay_back(self, sale: str) -> None:
        """A top-up is paid back: what is left of it is gone, and the bonus that was spent is settled."""
        top_up = self._top_ups[sale]
        spent = top_up.bonus_spent
        self._top_ups[sale] = replace(
            top_up,
            amount=Money(top_up.amount - top_up.refundable),
            promised=Money(spent + top_up.settled),
            paid=Money(0),
            bonuses=(),
            settled=Money(spent + top_up.settled),
        )

    def _put(self, part: PurseSlice, amount: int) -> None:
        """Adds so much to where a slice is from, or takes it off."""
        top_up = self._top_ups[part.top_up]
        if not part.is_bonus:
            self._top_ups[part.top_up] = replace(top_up, paid=Money(top_up.paid + amount))
            return
        left = {bonus.dies_at: bonus.amount for bonus in top_up.bonuses}
        left[part.dies_at] = Money(left.get(part.dies_at, 0) + amount)
        bonuses = tuple(Bonus(each, dies_at) for dies_at, each in left.items() if each)
        self._top_ups[part.top_up] = replace(top_up, bonuses=bonuses)


def money_of(account: Account, at: datetime) -> WalletMoney:
    """What can be spent of a wallet at a moment."""
    paid = sum(top_up.paid for top_up in account.wallet)
    return WalletMoney(Money(paid), Money(sum(top_up.bonus_at(at) for top_up in account.wallet)))


def _first(parts: Iterable[PurseSlice], amount: Money) -> list[PurseSlice]:
    """So much of the parts, in their order; less where there is less."""
    found: list[PurseSlice] = []
    for part in parts:
        taken = Money(min(part.amount, amount))
        if taken:
            found.append(replace(part, amount=taken))
            amount = Money(amount - taken)
    return found
