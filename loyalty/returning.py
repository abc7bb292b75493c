"""Two sides of a return beside what it comes to: which lots get points back, by which means the money goes.

Values in, values out. What a return comes to is `refund`; who may give a sale back, and what is journalled of
it, is the till's and the server's.
"""

from collections.abc import Iterable, Mapping
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


def _rounded_up(amount: int, step: int) -> int:
    whole = max(1, step)
    return -(-amount // whole) * whole
