"""A sale that came back whole at another store's till: what it gave of its store's stock can be given again.

A sitting has only the stock of its till's store open. Another store's row is locked after all that the batch
has locked; two stores that give back each other's are a deadlock, which is run again.
"""

from server.model import KnownSale
from server.store.claims import free_used
from server.store.database import Connection
from server.store.tenancy import lock_store
from server.store.tills import find_till
from server.usecases.sitting import Sitting
from server.usecases.stocking import rewards_of, stock_names


def free_elsewhere(connection: Connection, sitting: Sitting) -> None:
    """Free, for that same day, what sales of other stores gave that this batch has taken back whole."""
    for known in sitting.new_sales.values():
        store = _store_elsewhere(connection, sitting, known)
        if store is not None:
            lock_store(connection, sitting.till.tenant, store)
            names = stock_names([known.body])
            free_used(connection, sitting.till.tenant, store, names, sale=known.body.sale)


def _store_elsewhere(connection: Connection, sitting: Sitting, known: KnownSale) -> str | None:
    if known.till == sitting.till.till or known.voided_by is None or not rewards_of(known.body):
        return None
    till = find_till(connection, known.till)
    return None if till is None or till.store == sitting.till.store else till.store
