"""Two sides of a return beside what it comes to: which lots get points back, by which means the money goes.

Values in, values out. What a return comes to is `refund`; who may give a sale back, and what is journalled of
it, is the till's and the server's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.lots import LotSlice, last_slices
from loyalty.units import Money, Points

CASH: Final = "cash"
GIFT: Final = "gift"
"""A gift card: what it paid goes back to it and never becomes cash."""
NOTHING: Final = Money(0)


def back_to_lots(
    burned: Iterable[tuple[str, Points]], *, before: Points, now: Points
) -> tuple[tuple[str, Points], ...]:
    """The lots that `now` points go back to, after `before` of the sale's have gone: the last taken first.

    `burned` are lots with the points that the sale took of each, in the order in which it took them.
    """
    slices = tuple(LotSlice(lot, points, None) for lot, points in burned)
    left, _ = last_slices(slices, before)
    _, coming = last_slices(left, now)
    sums: dict[str, Points] = {}
    for part in coming:
        sums[part.lot] = Points(sums.get(part.lot, 0) + part.points)
    return tuple(sums.items())


def pay_back(
    paid: Mapping[str, Money],
    given: Mapping[str, Money],
    *,
    exact: Money,
    is_whole: bool,
    cash_step: int,
    in_cash: bool = False,
) -> dict[str, Money]:
    """By which means the next return's money goes out: as it came in, cash last.

    `paid` is what was received by each means, in the order in which it goes back; `given` what has gone back
    by each so far. `exact` is what everything that has come back comes to, this return with it, before
    rounding. Cash is rounded up to `cash_step`, over all returns of the sale together, and never above what
    was received; once nothing is left of the sale (`is_whole`) exactly what was received has gone back.
    `in_cash` pays all of it in cash, whatever it was paid with, but for what gift cards paid.
    """
    left = exact - sum(given.values())
    room = sum(paid.values()) - sum(given.values())
    back: dict[str, Money] = {}
    for means, amount in paid.items():
        part = min(left, room, amount - given.get(means, 0))
        if means != CASH and (means == GIFT or not in_cash) and part > 0:
            back[means] = Money(part)
            left, room = left - part, room - part
    if not in_cash:
        room = min(room, paid.get(CASH, NOTHING) - given.get(CASH, NOTHING))
    cash = room if is_whole else min(room, _rounded_up(left, cash_step))
    if cash > 0:
        back[CASH] = Money(cash)
    return back


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgainst:
    """Money for goods brought back, set against new goods.

    `credit` is what of it pays for them, by the means it had come in by; `paid_out` what goes out all the
    same. `rounding` is that of the new sale: at most 0, there where cash goes out.
    """

    credit: Mapping[str, Money]
    paid_out: Mapping[str, Money]
    rounding: Money

    @property
    def amount(self) -> Money:
        """What the goods brought back pay."""
        return Money(sum(self.credit.values()))


def set_against(back: Mapping[str, Money], total: Money, *, cash_step: int) -> SetAgainst:
    """Let money that would go out by these means, cash last, pay for goods of `total`; what is over goes out.

    Cash is kept back first, so that what goes out goes by the way it came in; it is rounded up to
    `cash_step`, never above what would have gone out.
    """
    over = max(0, sum(back.values()) - total)
    paid_out: dict[str, Money] = {}
    for means, amount in back.items():
        part = min(over, amount)
        over -= part
        if means == CASH:
            part = min(amount, _rounded_up(part, cash_step))
        if part:
            paid_out[means] = Money(part)
    credit = {means: Money(amount - paid_out.get(means, 0)) for means, amount in back.items()}
    short = min(0, sum(credit.values()) - total) if paid_out else 0
    return SetAgainst(
        credit={means: amount for means, amount in credit.items() if amount},
        paid_out=paid_out,
        rounding=Money(short),
    )


def _rounded_up(amount: int, step: int) -> int:
    whole = max(1, step)
    return -(-amount // whole) * whole
