"""Leases: granted, frozen, closed. Nothing here is freed by time, and a closed lease never comes back."""

from datetime import datetime

from msgspec import Struct

from loyalty.errors import Refused
from loyalty.lots import burn_from
from loyalty.units import Points
from server.books.model import Books, Cause, HeldSlice, Lease
from server.books.points import expire, pay_owed
from server.values import altered


class Holder(Struct, frozen=True):
    """One till in one incarnation: who holds a lease."""

    till: str
    incarnation: int


def grant(
    books: Books,
    *,
    lease: str,
    holder: Holder,
    points: Points,
    at: datetime,
    until: datetime,
    cap: str | None = None,
) -> None:
    """Reserve points for a till: as many as are asked and available; 0 asks for all that is available.

    Asking again for a lease that the till holds changes nothing, whatever is asked.

    Raises:
        Refused: `lease-closed` (a late duplicate must not revive it), `lease-of-another-till`,
        `nothing-available`.
    """
    held = books.leases.get(lease)
    if held is not None:
        if (held.till, held.incarnation) != (holder.till, holder.incarnation):
            raise Refused("lease-of-another-till", lease=lease)
        if held.state == "closed":
            raise Refused("lease-closed", lease=lease)
        return
    available = books.available(at)
    amount = Points(min(points, available) if points else available)
    if amount <= 0:
        raise Refused("nothing-available", lease=lease)
    parts = burn_from(books.free_lots(at), amount, at)
    for part in parts:
        books.change_lot(part.lot, reserved=part.points)
    books.leases[lease] = Lease(
        lease=lease,
        till=holder.till,
        incarnation=holder.incarnation,
        amount=amount,
        granted_at=at,
        until=until,
        slices=tuple(HeldSlice(part.lot, part.points) for part in parts),
        cap=cap,
        account=books.pot.name,
    )


def held_by(books: Books, lease: str, holder: Holder) -> Lease:
    """The lease, if this till may spend from it.

    Raises:
        Refused: `lease-unknown`, `lease-of-another-till`, `lease-frozen`, `lease-closed`.
    """
    held = books.leases.get(lease)
    if held is None:
        raise Refused("lease-unknown", lease=lease)
    if (held.till, held.incarnation) != (holder.till, holder.incarnation):
        raise Refused("lease-of-another-till", lease=lease)
    if held.state != "open":
        raise Refused(f"lease-{held.state}", lease=lease)
    return held


def close(books: Books, lease: str, holder: Holder, *, spent: int, cause: Cause) -> None:
    """End a lease at its till's word: what was not spent is free, and pays what is owed first.

    A lease nobody ever granted leaves a tombstone: its ask may still be under way. Closing twice changes
    nothing.

    Raises:
        Refused: `lease-of-another-till`, `lease-frozen`, `lease-spent-differs` (an event of the till's is
            missing or was not believed; a person has to look).
    """
    if lease not in books.leases:
        books.leases[lease] = Lease(
            lease=lease,
            till=holder.till,
            incarnation=holder.incarnation,
            amount=Points(0),
            granted_at=cause.at,
            until=cause.at,
            state="closed",
            account=books.pot.name,
        )
    held = books.leases[lease]
    if held.state == "closed" and (held.till, held.incarnation) == (holder.till, holder.incarnation):
        return
    held = held_by(books, lease, holder)
    if held.spent != spent:
        raise Refused("lease-spent-differs", lease=lease, said=spent, known=held.spent)
    for part in held.left:
        books.change_lot(part.lot, reserved=part.spent - part.points)
    books.leases[lease] = altered(held, state="closed")
    expire(books, cause)
    pay_owed(books, cause)


def reclaim(books: Books, lease: str, cause: Cause) -> Points:
    """End a lease at a manager's word, whatever its till has spent meanwhile; gives what is free again by it.

    What the till turns out to have spent of it is for the house to bear, at most what was freed (see `late`).

    Raises:
        Refused: `lease-unknown`, `lease-closed`.
    """
    held = books.leases.get(lease)
    if held is None:
        raise Refused("lease-unknown", lease=lease)
    if held.state == "closed":
        raise Refused("lease-closed", lease=lease)
    for part in held.left:
        books.change_lot(part.lot, reserved=part.spent - part.points)
    left = Points(held.amount - held.spent)
    freed = Points(left + held.lost) if left else left
    books.leases[lease] = altered(held, state="closed", freed=freed)
    expire(books, cause)
    pay_owed(books, cause)
    return left


def freeze(books: Books, lease: str, holder: Holder) -> None:
    """Hold an open lease of this till's until a person has looked; any other is left alone."""
    held = books.leases.get(lease)
    if held is None or (held.till, held.incarnation) != (holder.till, holder.incarnation):
        return
    if held.state == "open":
        books.leases[lease] = altered(held, state="frozen")
