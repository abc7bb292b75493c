"""What was changed from tills in the settings of their stores, as rows that never change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from server.store.tables.tenancy import store_deeds


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRecord:
    """One of them: of which store, by whom, at which till, and the settings as they are since, as JSON."""

    store: str
    deed: str
    settings: str
    till: str
    by: str
    at: datetime


def was_done(connection: Connection, tenant: str, store: str, deed: str) -> bool:
    """Whether this deed was done before."""
    held = store_deeds.c
    mine = (held.tenant == tenant) & (held.store == store) & (held.deed == deed)
    return connection.execute(select(held.deed).where(mine)).first() is not None


def insert_record(connection: Connection, tenant: str, record: StoreRecord) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(store_deeds), {"tenant": tenant} | asdict(record))
