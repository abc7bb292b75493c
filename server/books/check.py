"""The invariants of one member's books, as sentences about what does not hold; none when all is well."""

from collections import defaultdict

from server.books.model import Books


def faults(books: Books) -> list[str]:
    """What is wrong with lots, leases and what is owed."""
    found = [*_lease_faults(books), *_lot_faults(books)]
    if books.owed < 0:
        found.append(f"{books.owed} points are owed")
    return found


def _lease_faults(books: Books) -> list[str]:
    found: list[str] = []
    for lease in books.leases.values():
        if sum(part.points for part in lease.slices) != lease.amount:
            found.append(f"the slices of lease {lease.lease} are not its amount {lease.amount}")
        if sum(part.spent for part in lease.slices) != lease.spent:
            found.append(f"the slices of lease {lease.lease} have not spent its {lease.spent}")
        if not 0 <= lease.spent <= lease.amount:
            found.append(f"lease {lease.lease} has spent {lease.spent} of {lease.amount}")
        if not 0 <= lease.lost <= (lease.freed or lease.amount):
            found.append(f"the house lost {lease.lost} by lease {lease.lease}, which exposed less")
    return found


def _lot_faults(books: Books) -> list[str]:
    found: list[str] = []
    held: dict[str, int] = defaultdict(int)
    for lease in books.leases.values():
        for part in lease.slices if lease.state != "closed" else ():
            held[part.lot] += part.points - part.spent
    for lot in books.lots.values():
        if not 0 <= lot.reserved <= lot.remaining <= lot.granted - lot.expired:
            found.append(f"lot {lot.lot} has {lot.remaining} of {lot.granted}, {lot.reserved} reserved")
        if lot.reserved != held.pop(lot.lot, 0):
            found.append(f"lot {lot.lot} has {lot.reserved} reserved, its leases hold another figure")
    missing = {lot: points for lot, points in held.items() if points}
    return found + [
        f"leases hold {points} of lot {lot}, which is not there" for lot, points in missing.items()
    ]
