"""Which day it is in a store, by its own clock on the wall."""

from zoneinfo import ZoneInfo

from loyalty.wire.feed import StoreSettings
from server.context import Server
from server.store.database import Connection
from server.store.tenancy import list_stores


def day_in(connection: Connection, server: Server, tenant: str, store: str | None = None) -> str:
    """The day, like `2026-12-07`; in the tenant's first store if none is named, in UTC without any."""
    stores = [each for each in list_stores(connection, tenant) if store is None or each.store == store]
    zone = StoreSettings.from_json(stores[0].settings).timezone if stores else "UTC"
    return server.clock.now().astimezone(ZoneInfo(zone)).date().isoformat()
