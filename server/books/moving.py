"""Lots, leases and debts that pass from one member's books to another's, and back: a merge and its undoing.

Nothing is earned or spent by it: each side posts against the pot's `merged`, and the two sum to nothing.
A lot passes whole, with what it once granted, so that a later void finds it as it was. A lot's name is its
holder's own: where both have one of a name (a till that was tampered with has used another member's), the
two are one from then on, with the points of both.
"""

from collections.abc import Iterable

from loyalty.errors import Refused
from loyalty.lots import burn_from
from loyalty.units import Points
from server.books.model import Books, Cause, HeldLot
from server.books.points import pay_owed
from server.values import altered


def move(
    source: Books,
    target: Books,
    *,
    lots: Iterable[str],
    leases: Iterable[str],
    owed: Points,
    out: Cause,
    into: Cause,
) -> None:
    """Pass these lots, these leases and so much of what is owed; what the target owes is paid at once.

    Raises:
        Refused: `points-lent` (a lease that stays holds a part of a lot that would go); nothing was moved.
    """
    going, lent = set(lots) & source.lots.keys(), set(leases) & source.leases.keys()
    _check_whole(source, going, lent)
    for name in sorted(going):
        _move_lot(source, target, name, out, into)
    for name in sorted(lent):
        target.leases[name] = source.leases.pop(name)
    if owed:
        source.owed, target.owed = Points(source.owed - owed), Points(target.owed + owed)
        pot = source.pot
        source.post(kind="merge", key="owed", cause=out, amounts={pot.owed: owed, pot.merged: -owed})
        target.post(kind="merge", key="owed", cause=into, amounts={pot.owed: -owed, pot.merged: owed})
    pay_owed(target, into)


def _check_whole(source: Books, lots: set[str], leases: set[str]) -> None:
    for lease in source.leases.values():
        if lease.state == "closed":
            continue
        goes = {part.lot for part in lease.slices} & lots
        if goes and lease.lease not in leases:
            raise Refused("points-lent", lease=lease.lease)


def _move_lot(source: Books, target: Books, name: str, out: Cause, into: Cause) -> None:
    pot, points, key = source.pot, source.lots[name].remaining, f"merge/{name}"
    source.post(kind="merge", key=key, cause=out, lot=name, amounts={pot.held: -points, pot.merged: points})
    held, here = source.lots.pop(name), target.lots.get(name)
    target.lots[name] = held if here is None else _together(here, held)
    target.post(kind="merge", key=key, cause=into, lot=name, amounts={pot.held: points, pot.merged: -points})


def _together(here: HeldLot, held: HeldLot) -> HeldLot:
    """Two lots of one name: all that was in either, for as long as the longer-lived; a bonus, if one is."""
    ends = (here.dies_at, held.dies_at)
    return altered(
        here,
        granted=Points(here.granted + held.granted),
        remaining=Points(here.remaining + held.remaining),
        reserved=Points(here.reserved + held.reserved),
        expired=Points(here.expired + held.expired),
        dies_at=None if None in ends else max(end for end in ends if end is not None),
        is_bonus=here.is_bonus or held.is_bonus,
    )


def pass_points(source: Books, target: Books, points: Points, *, out: Cause, into: Cause, name: str) -> None:
    """Pass so many points that can be spent now, in the order of burning, into lots that die when those do.

    `name` begins the names of the new lots. What the target owes is paid at once.

    Raises:
        Refused: `household-points` (available); nothing was moved.
    """
    available = source.available(out.at)
    if points > available:
        raise Refused("household-points", available=available)
    pot = source.pot
    for number, part in enumerate(burn_from(source.free_lots(out.at), points, out.at), 1):
        held, key = source.lots[part.lot], f"pass/{part.lot}"
        source.change_lot(part.lot, remaining=-part.points)
        source.post(
            kind="merge",
            key=key,
            cause=out,
            lot=part.lot,
            amounts={pot.held: -part.points, pot.merged: part.points},
        )
        lot = altered(
            held, lot=f"{name}:{number}", granted=part.points, remaining=part.points, reserved=Points(0),
            expired=Points(0), sale=None,
        )  # fmt: skip
        target.lots[lot.lot] = lot
        target.post(
            kind="merge",
            key=key,
            cause=into,
            lot=lot.lot,
            amounts={pot.held: part.points, pot.merged: -part.points},
        )
    pay_owed(target, into)
