"""Goods under lock, as a till's word or a file changes them; whose each bar code is; and what was changed."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from loyalty.wire.canonical import JsonObject, canonical_bytes
from loyalty.wire.feed import ProductRow
from server.store.chunks import chunks
from server.store.tables.tenancy import product_codes, product_history, tenants
from server.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class ShelfChange:
    """One line of the history: what was said of a product, by whom; nobody where a file did."""

    sku: str
    change: str
    kind: str
    by: str
    approver: str | None
    at: datetime
    body: JsonObject


def lock_shelf(connection: Connection, tenant: str) -> None:
    """Let nobody else change goods of the tenant until the transaction is over.

    Two may name one product that is not there yet, or one bar code.
    """
    connection.execute(select(tenants.c.tenant).where(tenants.c.tenant == tenant).with_for_update())


def holders_of(connection: Connection, tenant: str, codes: Collection[str]) -> dict[str, str]:
    """Which product each of these bar codes belongs to, as far as to any."""
    found: dict[str, str] = {}
    for some in chunks(codes):
        query = select(product_codes.c.code, product_codes.c.sku).where(
            product_codes.c.tenant == tenant, product_codes.c.code.in_(some)
        )
        found |= {row.code: row.sku for row in connection.execute(query)}
    return found


def save_codes(connection: Connection, tenant: str, rows: Collection[ProductRow]) -> None:
    """Note the bar codes of these goods, in place of what they had."""
    for some in chunks([row.sku for row in rows]):
        connection.execute(
            delete(product_codes).where(product_codes.c.tenant == tenant, product_codes.c.sku.in_(some))
        )
    codes = [{"tenant": tenant, "code": code, "sku": row.sku} for row in rows for code in row.barcodes]
    upsert(connection, product_codes, codes)


def keep_history(connection: Connection, tenant: str, changes: Iterable[ShelfChange]) -> None:
    """Add lines to the history, which never changes."""
    rows = [
        {
            "tenant": tenant,
            "sku": each.sku,
            "change": each.change,
            "kind": each.kind,
            "by": each.by,
            "approver": each.approver,
            "at": each.at,
            "body": canonical_bytes(each.body).decode(),
        }
        for each in changes
    ]
    if rows:
        connection.execute(insert(product_history), rows)


def history_of(connection: Connection, tenant: str, sku: str) -> list[ShelfChange]:
    """All that was said of a product, oldest first."""
    query = (
        select(product_history)
        .where(product_history.c.tenant == tenant, product_history.c.sku == sku)
        .order_by(product_history.c.at, product_history.c.change)
    )
    return [
        ShelfChange(
            sku=row["sku"],
            change=row["change"],
            kind=row["kind"],
            by=row["by"],
            approver=row["approver"],
            at=row["at"],
            body=json.loads(row["body"]),
        )
        for row in connection.execute(query).mappings()
    ]
