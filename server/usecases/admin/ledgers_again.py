"""Lots and leases one by one, of points and of money: what is kept of each against its postings and parts."""

from collections.abc import Iterator

from server.store.database import Connection
from server.store.derived import leases_that_differ, lots_that_differ
from server.store.derived_lots import (
    leases_not_their_slices,
    lots_given_otherwise,
    lots_lent_otherwise,
)
from server.store.posted_points import lots_of_two_stores
from server.store.tables.ledger import OF_MONEY, OF_POINTS


def ledger_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Figures of lots and leases that nothing else comes to."""
    for ledger, holds in ((OF_POINTS, "member"), (OF_MONEY, "money of")):
        for holder, lot, kept, posted in lots_that_differ(connection, tenant, ledger=ledger):
            yield f"{holds} {holder}: lot {lot} has {kept}, its postings come to {posted}"
        for lease, kept, posted in leases_that_differ(connection, tenant, ledger=ledger):
            yield f"lease {lease}: {kept} were spent of it, its postings come to {posted}"
        for holder, lot, kept, held in lots_lent_otherwise(connection, tenant, ledger=ledger):
            yield f"{holds} {holder}: {kept} of lot {lot} are lent, its leases come to {held}"
        for lease, figure, kept, made in leases_not_their_slices(connection, tenant, ledger=ledger):
            yield f"lease {lease}: {figure} is {kept}, its parts come to {made}"
        for lot, figure, kept, posted in lots_given_otherwise(connection, tenant, ledger=ledger):
            yield f"lot {lot}: {figure} is {kept}, its postings come to {posted}"
    for lot in lots_of_two_stores(connection, tenant):
        yield f"lot {lot}: its postings name several stores that gave it"
