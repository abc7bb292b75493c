"""Spends that come after their lease was taken from the till: nothing is dropped, and no member pays twice.

Two ways lead here. A manager reclaimed the lease, and the till had spent of it. Or the till's disk lived
twice, and both lives spent of one lease. What the lease still holds is the member's and pays first; the rest
is the house's loss, and is at most what the lease exposed.
"""

from collections.abc import Iterable

from loyalty.errors import Refused
from loyalty.units import Points
from server.books.leasing import Holder
from server.books.model import Books, Cause, HeldSlice, Lease
from server.books.points import spend
from server.values import altered


def is_late(lease: Lease | None, holder: Holder, *, now_at: int) -> bool:
    """Whether what `holder` spent of the lease comes late; `now_at` is the till's incarnation of today."""
    if lease is None or (lease.till, lease.incarnation) != (holder.till, holder.incarnation):
        return False
    return lease.freed > 0 or (lease.state != "open" and holder.incarnation < now_at)


def spend_late(
    books: Books, lease_id: str, taken: Iterable[HeldSlice], cause: Cause, *, unissue: bool = False
) -> tuple[HeldSlice, ...]:
    """Post a late burn (see `points.spend`); gives what of it the house bears, by lot.

    Raises:
        Refused: `lease-overspent`: more than the lease exposed, which no till of ours can have had.
    """
    lease = books.leases[lease_id]
    is_over = lease.state == "closed"
    left = {part.lot: 0 if is_over else part.points - part.spent for part in lease.slices}
    members, houses = list[HeldSlice](), list[HeldSlice]()
    for part in taken:
        covered = Points(min(part.points, left.get(part.lot, 0)))
        left[part.lot] = left.get(part.lot, 0) - covered
        members += [HeldSlice(part.lot, covered)] if covered else []
        houses += [HeldSlice(part.lot, Points(part.points - covered))] if covered < part.points else []
    lost = sum(part.points for part in houses)
    exposed = lease.freed or lease.amount
    if lease.lost + lost > exposed:
        raise Refused("lease-overspent", lease=lease_id, asked=lost, left=exposed - lease.lost)
    spend(books, lease_id, members, cause, unissue=unissue)
    for part in houses:
        _post_loss(books, part, cause, lease=lease_id, unissue=unissue)
    books.leases[lease_id] = altered(books.leases[lease_id], lost=Points(lease.lost + lost))
    return tuple(houses)


def undo_loss(books: Books, part: HeldSlice, cause: Cause, *, burned_by: str) -> None:
    """Take back a loss: the sale that made it was voided. `burned_by` is that sale's operation."""
    books.post(
        kind="house-loss-undone",
        key=f"undo-loss/{part.lot}",
        cause=cause,
        lot=part.lot,
        redeeming_store=cause.store,
        reverses=f"{burned_by}/loss/{part.lot}",
        amounts={books.pot.used: -part.points, books.pot.house_loss: part.points},
    )


def _post_loss(books: Books, part: HeldSlice, cause: Cause, *, lease: str, unissue: bool) -> None:
    into = books.pot.issued if unissue else books.pot.used
    books.post(
        kind="house-loss",
        key=f"loss/{part.lot}",
        cause=cause,
        lot=part.lot,
        lease=lease,
        redeeming_store=cause.store,
        amounts={into: part.points, books.pot.house_loss: -part.points},
    )
