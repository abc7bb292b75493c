"""What is in a wallet in training: worked out from the training's own sales, as no server keeps it.

Nobody in training begins with a wallet.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.units import Money, Points
from loyalty.wire.journal import SaleSettled
from terminal.clock import from_timestamp
from terminal.membership import LeaseSlice
from terminal.practice_sales import Voided, practice_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loyalty.wire.prepaid import MoneySlice
    from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack
    from terminal.practice_sales import Returned
    from terminal.store.books import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lot:
    granted: int
    left: int
    dies_at: datetime | None = None
    is_bonus: bool = False


def in_practice_wallet(reading: "Reading", member: str) -> tuple[LeaseSlice, ...]:
    """What is left of each payment in and of each bonus, the oldest first."""
    return tuple(
        LeaseSlice(lot=name, points=Points(lot.left), dies_at=lot.dies_at, is_bonus=lot.is_bonus)
        for name, lot in _lots(reading, member).items()
        if lot.left > 0
    )


def left_of_practice_top_up(
    reading: "Reading", member: str, made: "WalletPaidIn"
) -> tuple[Money, Money, Money] | None:
    """What is left of a payment in, of its bonus, and what was spent of the bonus; None without the money."""
    lots = _lots(reading, member)
    paid, bonus = lots.get(made.lot), lots.get(made.bonus_lot or "")
    if paid is None or paid.left <= 0:
        return None
    if bonus is None or not bonus.is_bonus:
        return Money(paid.left), Money(0), Money(0)
    return Money(paid.left), Money(bonus.left), Money(bonus.granted - bonus.left)


def _lots(reading: "Reading", member: str) -> dict[str, _Lot]:
    lots: dict[str, _Lot] = {}
    for step in practice_steps(reading):
        if isinstance(step, SaleSettled):
            if step.member == member:
                _sell(lots, step)
        elif step.sale.member == member:
            _bring_back(lots, step)
    return lots


def _sell(lots: dict[str, _Lot], sale: SaleSettled) -> None:
    made = sale.top_up
    if made is not None:
        lots[made.lot] = _Lot(granted=made.amount, left=made.amount)
    if made is not None and made.bonus_lot is not None:
        died = None if made.dies_at is None else from_timestamp(made.dies_at)
        lots[made.bonus_lot] = _Lot(granted=made.bonus, left=made.bonus, dies_at=died, is_bonus=True)
    _move(lots, _used(sale), sign=-1)


def _bring_back(lots: dict[str, _Lot], step: "Voided | Returned") -> None:
    if isinstance(step, Voided):
        _move(lots, _used(step.sale), sign=1)
        taken = step.void.top_up
    else:
        _move(lots, step.to_wallet, sign=1)
        taken = step.body.top_up
    if taken is not None and step.sale.top_up is not None:
        _take_out(lots, step.sale.top_up, taken)


def _take_out(lots: dict[str, _Lot], made: "WalletPaidIn", taken: "WalletTakenBack") -> None:
    """The spent part of the bonus is paid for with that: what comes back of it later is the member's own."""
    paid = lots[made.lot]
    lots[made.lot] = replace(paid, left=paid.left - taken.paid)
    if made.bonus_lot is not None:
        bonus = lots[made.bonus_lot]
        left = bonus.left - taken.bonus
        lots[made.bonus_lot] = replace(bonus, left=left, is_bonus=False, dies_at=None)


def _used(sale: SaleSettled) -> "Iterable[MoneySlice]":
    used = sale.from_wallet
    return () if used is None else (*used.paid, *used.bonus)


def _move(lots: dict[str, _Lot], parts: "Iterable[MoneySlice]", *, sign: int) -> None:
    for part in parts:
        lot = lots[part.lot]
        lots[part.lot] = replace(lot, left=lot.left + sign * part.amount)
