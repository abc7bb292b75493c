"""What the feed carries to every till beside members, as rows: operators, programs, goods."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import ProductRow
from server.model import Operator, PublishedProgram
from server.store.compiled import Later, Row, Statement
from server.store.operators import note_standing
from server.store.shelf import save_codes
from server.store.tables.tenancy import operators, products, programs
from server.store.upsert import upsert

_OPERATOR_FIELDS = ("operator", "code", "name", "role", "pin_hash", "state")
_PROGRAM_FIELDS = ("version", "name", "text", "fingerprint", "valid_from")

_OF_TENANT = programs.c.tenant == bindparam("of_tenant")
_FINGERPRINTS = Statement(select(programs.c.version, programs.c.fingerprint).where(_OF_TENANT))
_NEWEST = Statement(select(programs).where(_OF_TENANT).order_by(programs.c.version.desc()).limit(1))
_PUBLISHED = Statement(select(programs).where(_OF_TENANT, programs.c.version == bindparam("of_version")))


def save_operators(connection: Connection, tenant: str, rows: Iterable[Operator], at: datetime) -> None:
    """Store operators, new ones and changed ones, and what role each has from now on."""
    known = list(rows)
    upsert(
        connection,
        operators,
        [{"tenant": tenant} | {name: getattr(row, name) for name in _OPERATOR_FIELDS} for row in known],
    )
    note_standing(connection, tenant, known, at)


def list_operators(connection: Connection, tenant: str) -> list[Operator]:
    """All operators of a tenant, by code."""
    query = select(operators).where(operators.c.tenant == tenant).order_by(operators.c.code)
    return [
        Operator(**{name: row[name] for name in _OPERATOR_FIELDS})
        for row in connection.execute(query).mappings()
    ]


def insert_program(connection: Connection, tenant: str, program: PublishedProgram) -> None:
    """Add a version of the tenant's program; a version never changes."""
    row = {name: getattr(program, name) for name in _PROGRAM_FIELDS}
    connection.execute(insert(programs), {"tenant": tenant} | row)


def find_program(connection: Connection, tenant: str, version: int | None = None) -> PublishedProgram | None:
    """One version of the program; the newest where none is named."""
    return ask_program(connection, tenant, version)()


def ask_program(
    connection: Connection, tenant: str, version: int | None = None
) -> Later[PublishedProgram | None]:
    """The same, once it is wanted."""
    if version is None:
        asked = _NEWEST.ask(connection, of_tenant=tenant)
    else:
        asked = _PUBLISHED.ask(connection, of_tenant=tenant, of_version=version)
    return lambda: next(map(_published, asked.rows()), None)


def programs_with_draws(connection: Connection, tenant: str) -> list[PublishedProgram]:
    """Every version that may have a draw, the newest first."""
    mine = (programs.c.tenant == tenant) & programs.c.text.contains("draw")
    query = select(programs).where(mine).order_by(programs.c.version.desc())
    return [_published(dict(row)) for row in connection.execute(query).mappings()]


def save_products(connection: Connection, tenant: str, rows: Iterable[ProductRow]) -> None:
    """Store goods, new ones and changed ones, and whose their bar codes are."""
    held = list(rows)
    upsert(
        connection,
        products,
        [
            {
                "tenant": tenant,
                "sku": row.sku,
                "body": canonical_bytes(row.to_json()).decode(),
                "unit_price": row.unit_price,
            }
            for row in held
        ],
    )
    save_codes(connection, tenant, held)


def load_products(
    connection: Connection, tenant: str, skus: Collection[str] | None = None
) -> dict[str, ProductRow]:
    """These goods by SKU; all of them where none are named."""
    query = select(products.c.sku, products.c.body).where(products.c.tenant == tenant)
    if skus is not None:
        query = query.where(products.c.sku.in_(skus))
    return {row.sku: ProductRow.from_json(json.loads(row.body)) for row in connection.execute(query)}


def ask_fingerprints(connection: Connection, tenant: str) -> Later[dict[int, str]]:
    """The fingerprint of every version of the program that was published."""
    asked = _FINGERPRINTS.ask(connection, of_tenant=tenant)
    return lambda: {row["version"]: row["fingerprint"] for row in asked.rows()}


def _published(row: Row) -> PublishedProgram:
    return PublishedProgram(**{name: row[name] for name in _PROGRAM_FIELDS})
