"""Points that come and go: earned, taken back, owed and paid, burned and given back, expired."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from loyalty.errors import Refused
from loyalty.lots import LotSlice, burn_from, returned_lot
from loyalty.units import Points
from server.books.model import Books, Cause, HeldLot, HeldSlice
from server.clock import BEHIND_MOST
from server.values import altered


def earn(books: Books, lot: HeldLot, cause: Cause, *, imported: bool = False) -> None:
    """Add a lot, and pay what is owed out of it first; `imported` is an opening balance.

    Raises:
        Refused: `lot-exists`.
    """
    if lot.lot in books.lots:
        raise Refused("lot-exists", lot=lot.lot)
    books.lots[lot.lot] = lot
    pot = books.pot
    against = pot.added if lot.is_bonus else pot.issued
    books.post(
        kind="opening" if imported else pot.to_issue,
        key=f"earn/{lot.lot}",
        cause=cause,
        lot=lot.lot,
        amounts={pot.held: lot.granted, pot.opening if imported else against: -lot.granted},
    )
    if books.owed > 0:
        _pay_owed_from(books, lot.lot, lot.granted, cause)


def take_back(books: Books, lot_id: str, points: Points, cause: Cause) -> None:
    """Take earned points back out of their own lot; what was spent already is owed (see `pay_owed`).

    What died in the lot unspent counts as given back.

    Raises:
        Refused: `lot-unknown`.
    """
    lot = books.lots.get(lot_id)
    if lot is None:
        raise Refused("lot-unknown", lot=lot_id)
    taken = min(points, lot.free)
    died = min(points - taken, lot.expired)
    owed, pot = points - taken - died, books.pot
    books.change_lot(lot_id, remaining=-taken, expired=-died)
    books.owed = Points(books.owed + owed)
    books.post(
        kind="take-back",
        key=f"take-back/{lot_id}",
        cause=cause,
        lot=lot_id,
        amounts={pot.held: -taken, pot.owed: -owed, pot.expired: -died, pot.issued: points},
    )


def pay_owed(books: Books, cause: Cause) -> None:
    """Pay what is owed out of what can be spent at the cause's moment, in the order of burning."""
    if books.owed <= 0:
        return
    free = books.free_lots(cause.at)
    payable = Points(min(books.owed, sum(lot.points for lot in free)))
    for part in burn_from(free, payable, cause.at):
        _pay_owed_from(books, part.lot, part.points, cause)


def spend(
    books: Books, lease_id: str, taken: Iterable[HeldSlice], cause: Cause, *, unissue: bool = False
) -> None:
    """Post the burn of a sale: these points of these lots, all of them reserved by the lease.

    `unissue`: they pay for nothing. The sale that they came from was taken back, and they go with it.

    Raises:
        Refused: `lease-overspent`. That the lease is open and whose it is has been checked
        (`leasing.held_by`).
    """
    lease = books.leases[lease_id]
    left = {held.lot: held.points - held.spent for held in lease.slices}
    wanted: dict[str, int] = {}
    for part in taken:
        wanted[part.lot] = wanted.get(part.lot, 0) + part.points
    for lot, points in wanted.items():
        if points > left.get(lot, 0):
            raise Refused("lease-overspent", lease=lease_id, lot=lot, asked=points, left=left.get(lot, 0))
    for lot, points in wanted.items():
        books.change_lot(lot, remaining=-points, reserved=-points)
        _post_spend(books, lease_id, HeldSlice(lot, Points(points)), cause, unissue=unissue)
    slices = tuple(altered(held, spent=Points(held.spent + wanted.get(held.lot, 0))) for held in lease.slices)
    spent = Points(lease.spent + sum(wanted.values()))
    books.leases[lease_id] = altered(lease, slices=slices, spent=spent)


def give_back(
    books: Books,
    lot_id: str,
    points: Points,
    cause: Cause,
    *,
    burned_at: datetime,
    burned_by: str,
    zone: tzinfo,
    burned_from: str = "",
) -> None:
    """Put burned points back into their lot, which lives on as if they had never left.

    One that has died since lives as many more days as it had left when it was burned, by the zone's calendar.
    `burned_by` is the operation that burned them, `burned_from` the lot if it was another. `burned_at` is the
    till's word: nothing is burned before it was earned, so one that is far earlier gives no longer life.

    Raises:
        Refused: `lot-unknown`.
    """
    lot = books.lots.get(lot_id)
    if lot is None:
        raise Refused("lot-unknown", lot=lot_id)
    part = LotSlice(lot_id, points, lot.dies_at)
    burned_at = max(burned_at, lot.earned_at - BEHIND_MOST)
    back = returned_lot(part, burned_at=burned_at, returned_at=cause.at, zone=zone)
    books.lots[lot_id] = altered(lot, dies_at=back.dies_at)
    books.change_lot(lot_id, remaining=points)
    books.post(
        kind="give-back",
        key=f"give-back/{lot_id}",
        cause=cause,
        lot=lot_id,
        redeeming_store=cause.store,
        reverses=f"{burned_by}/burn/{burned_from or lot_id}",
        amounts={books.pot.held: points, books.pot.used: -points},
    )


def expire(books: Books, cause: Cause) -> None:
    """Sweep what is dead at the cause's moment; what a lease reserves lives until the lease is closed."""
    for lot in books.dead_lots(cause.at):
        books.change_lot(lot.lot, remaining=-lot.free, expired=lot.free)
        books.post(
            kind="expire",
            key=f"expire/{lot.lot}",
            cause=cause,
            lot=lot.lot,
            amounts={books.pot.held: -lot.free, books.pot.expired: lot.free},
        )


def unexpire(books: Books, lot_id: str, points: Points, cause: Cause) -> None:
    """Put back what expired of a lot, because a lease that was lost had held it: at most what has expired."""
    books.change_lot(lot_id, remaining=points, expired=-points)
    books.post(
        kind="unexpire",
        key=f"unexpire/{lot_id}",
        cause=cause,
        lot=lot_id,
        amounts={books.pot.held: points, books.pot.expired: -points},
    )


def owe_again(books: Books, lot_id: str, points: Points, cause: Cause) -> None:
    """Put back what was taken of a lot for a return or a debt, because a lost lease had held it: it is owed.

    At most what those took of it.
    """
    books.change_lot(lot_id, remaining=points)
    books.owed = Points(books.owed + points)
    books.post(
        kind="owe-again",
        key=f"owe-again/{lot_id}",
        cause=cause,
        lot=lot_id,
        amounts={books.pot.held: points, books.pot.owed: -points},
    )


def _post_spend(books: Books, lease: str, part: HeldSlice, cause: Cause, *, unissue: bool) -> None:
    pot = books.pot
    back = pot.added if books.lots[part.lot].is_bonus else pot.issued
    books.post(
        kind="take-back" if unissue else pot.to_use,
        key=f"{'take-back' if unissue else 'burn'}/{part.lot}",
        cause=cause,
        lot=part.lot,
        lease=lease,
        redeeming_store=None if unissue else cause.store,
        amounts={pot.held: -part.points, back if unissue else pot.used: part.points},
    )


def _pay_owed_from(books: Books, lot: str, points: Points, cause: Cause) -> None:
    paid = Points(min(books.owed, points))
    if paid <= 0:
        return
    books.change_lot(lot, remaining=-paid)
    books.owed = Points(books.owed - paid)
    books.post(
        kind="pay-owed",
        key=f"pay-owed/{lot}",
        cause=cause,
        lot=lot,
        amounts={books.pot.held: -paid, books.pot.owed: paid},
    )
