"""Tenants and their stores as rows."""

import json
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from loyalty.wire.canonical import JsonObject, canonical_bytes
from server.model import Store
from server.store.compiled import Statement
from server.store.tables.tenancy import stores, tenants

_HOLD_STORE = Statement(
    select(stores.c.store)
    .where(stores.c.tenant == bindparam("of_tenant"), stores.c.store == bindparam("of_store"))
    .with_for_update()
)


def insert_tenant(connection: Connection, *, tenant: str, code: str, name: str, at: datetime) -> None:
    """Add a tenant."""
    connection.execute(insert(tenants), {"tenant": tenant, "code": code, "name": name, "created_at": at})


def lock_tenant(connection: Connection, tenant: str) -> None:
    """Hold a tenant to the end of the transaction: what people do once for all of it comes one by one."""
    connection.execute(select(tenants.c.tenant).where(tenants.c.tenant == tenant).with_for_update())


def tenant_by_code(connection: Connection, code: str) -> str | None:
    """The id of a tenant, by the code people use."""
    return connection.execute(select(tenants.c.tenant).where(tenants.c.code == code)).scalar_one_or_none()


def tenant_codes(connection: Connection) -> list[str]:
    """The codes of all tenants."""
    return list(connection.execute(select(tenants.c.code).order_by(tenants.c.code)).scalars())


def insert_store(connection: Connection, tenant: str, store: Store) -> None:
    """Add a store."""
    row = {
        "tenant": tenant,
        "store": store.store,
        "code": store.code,
        "settings": canonical_bytes(store.settings).decode(),
    }
    connection.execute(insert(stores), row)


def save_store_settings(connection: Connection, tenant: str, store: str, settings: JsonObject) -> None:
    """Give a store other settings."""
    one = (stores.c.tenant == tenant) & (stores.c.store == store)
    connection.execute(update(stores).where(one).values(settings=canonical_bytes(settings).decode()))


def lock_store(connection: Connection, tenant: str, store: str) -> None:
    """Hold a store to the end of the transaction; after members and gift cards, never before."""
    _HOLD_STORE.rows(connection, of_tenant=tenant, of_store=store)


def list_stores(connection: Connection, tenant: str) -> list[Store]:
    """All stores of a tenant, by code."""
    query = select(stores).where(stores.c.tenant == tenant).order_by(stores.c.code)
    return [Store(row.store, row.code, json.loads(row.settings)) for row in connection.execute(query)]
