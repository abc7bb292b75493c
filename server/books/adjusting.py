"""Points given or taken by hand, against an account of their own."""

from loyalty.errors import Refused
from loyalty.lots import burn_from
from loyalty.units import Points
from server.books import points
from server.books.model import Books, Cause, HeldLot


def give(books: Books, lot: HeldLot, cause: Cause) -> None:
    """Add a lot that nothing was bought for; what is owed is paid out of it first.

    Raises:
        Refused: `lot-exists`.
    """
    if lot.lot in books.lots:
        raise Refused("lot-exists", lot=lot.lot)
    books.lots[lot.lot] = lot
    pot = books.pot
    books.post(
        kind="adjust",
        key=f"adjust/{lot.lot}",
        cause=cause,
        lot=lot.lot,
        amounts={pot.held: lot.granted, pot.adjusted: -lot.granted},
    )
    points.pay_owed(books, cause)


def take(books: Books, wanted: Points, cause: Cause) -> None:
    """Take points out of what is free, in the order in which they would be burned.

    Raises:
        Refused: `points-short` (available): there is less that is neither leased nor still to come.
    """
    free = books.free_lots(cause.at)
    available = sum(lot.points for lot in free)
    if available < wanted:
        raise Refused("points-short", wanted=wanted, available=available)
    for part in burn_from(free, wanted, cause.at):
        books.change_lot(part.lot, remaining=-part.points)
        books.post(
            kind="adjust",
            key=f"adjust/{part.lot}",
            cause=cause,
            lot=part.lot,
            amounts={books.pot.held: -part.points, books.pot.adjusted: part.points},
        )
