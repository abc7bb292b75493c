"""What only wallets do: a payment in with its bonus, and the two brought back together. Pure.

The money and its bonus are a lot each, in one sale's name. When the payment is brought back, the bonus that
was spent is paid for out of what is left of the money; from then on it is the member's own money, so that its
lot is a bonus no more: what comes back into it later never dies and may be brought back by nobody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.units import Money, Points
from server.books import late, leasing
from server.books.leasing import Holder
from server.books.model import Books, Cause, HeldLot, HeldSlice
from server.books.points import spend
from server.values import altered


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpLeft:
    """What is left of one payment in and of its bonus, and what was spent of the bonus."""

    sale: str
    paid: Money
    bonus: Money
    bonus_spent: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtBack:
    """All that is left of a payment in and of its bonus, of which `money` is paid out."""

    lot: str
    bonus_lot: str | None
    paid: Money
    bonus: Money
    money: Money


def top_ups_left(books: Books) -> Iterator[TopUpLeft]:
    """The payments in of which something is left, in the order in which they were made."""
    bonuses = {lot.sale: lot for lot in books.lots.values() if lot.is_bonus}
    for lot in sorted(books.lots.values(), key=lambda each: (each.earned_at, each.lot)):
        if lot.sale is not None and not lot.is_bonus and lot.remaining:
            bonus = bonuses.get(lot.sale)
            yield TopUpLeft(
                sale=lot.sale,
                paid=Money(lot.remaining),
                bonus=Money(0 if bonus is None else bonus.remaining),
                bonus_spent=Money(0 if bonus is None else bonus_spent(bonus)),
            )


def bonus_spent(lot: HeldLot | None) -> Points:
    """What was spent of a bonus: of one that is nobody's bonus any more, nothing."""
    if lot is None or not lot.is_bonus:
        return Points(0)
    return Points(lot.granted - lot.remaining - lot.expired)


def bring_back(
    books: Books, lease_id: str, holder: Holder, back: BroughtBack, cause: Cause, *, now_at: int
) -> None:
    """Take what is left of a payment out of the wallet, inside a lease of the till's.

    `now_at` is the till's incarnation of today. What comes back of the bonus meanwhile has been paid for too.

    Raises:
        Refused: `top-up-differs`: more would be paid out than is left of the money less the spent bonus;
            `lease-…`.
    """
    bonus_lot = None if back.bonus_lot is None else books.lots.get(back.bonus_lot)
    settled = back.paid - back.money
    if back.money > back.paid or settled < bonus_spent(bonus_lot):
        raise Refused("top-up-differs", left=back.paid, asked=back.money)
    parts = [HeldSlice(back.lot, Points(back.paid))] if back.paid else []
    if back.bonus and back.bonus_lot is not None:
        parts.append(HeldSlice(back.bonus_lot, Points(back.bonus)))
    if late.is_late(books.leases.get(lease_id), holder, now_at=now_at):
        late.spend_late(books, lease_id, parts, cause, unissue=True)
    else:
        leasing.held_by(books, lease_id, holder)
        spend(books, lease_id, parts, cause, unissue=True)
    if settled and bonus_lot is not None:
        books.post(
            kind="settle-bonus",
            key=f"settle/{bonus_lot.lot}",
            cause=cause,
            lot=bonus_lot.lot,
            amounts={books.pot.issued: -settled, books.pot.added: settled},
        )
    if bonus_lot is not None:
        now = books.lots[bonus_lot.lot]
        books.lots[now.lot] = altered(now, is_bonus=False, dies_at=None)
