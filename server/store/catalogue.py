"""What the feed carries to every till beside members, as rows: operators, programs, goods."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import ProductRow
from server.model import Operator, PublishedProgram
from server.store.compiled import Later, Row, Statement
from server.store.operators import note_standing
from server.store.shelf import save_codes
from server.store.tables.base import Moment
from server.store.tables.tenancy import operators, products, programs
from server.store.upsert import upsert

_OPERATOR_FIELDS = ("operator", "code", "name", "role", "pin_hash", "state")
_PROGRAM_FIELDS = ("version", "name", "text", "fingerprint", "valid_from")

_OF_TENANT = programs.c.tenant == bindparam("of_tenant")
_VERSIONS = Statement(
    select(programs.c.version, programs.c.fingerprint, programs.c.valid_from).where(_OF_TENANT),
    shares=True,
)
_LATEST_FIRST = (programs.c.valid_from.desc(), programs.c.version.desc())
_IN_FORCE = Statement(
    select(programs)
    .where(_OF_TENANT, programs.c.valid_from <= bindparam("by", type_=Moment()))
    .order_by(*_LATEST_FIRST)
    .limit(1)
)
_FIRST = Statement(
    select(programs).where(_OF_TENANT).order_by(programs.c.valid_from, programs.c.version.desc()).limit(1)
)
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


def find_program(connection: Connection, tenant: str, version: int) -> PublishedProgram | None:
    """One version of the program."""
    rows = _PUBLISHED.rows(connection, of_tenant=tenant, of_version=version)
    return next(map(_published, rows), None)


def program_in_force(connection: Connection, tenant: str, at: datetime) -> PublishedProgram | None:
    """The version that is in force at a moment, as `version_in_force`; None while none is published."""
    rows = _IN_FORCE.rows(connection, of_tenant=tenant, by=at) or _FIRST.rows(connection, of_tenant=tenant)
    return next(map(_published, rows), None)


def newest_version(connection: Connection, tenant: str) -> int:
    """The version that was published last, in force or not; 0 while there is none."""
    query = select(func.max(programs.c.version)).where(programs.c.tenant == tenant)
    return connection.execute(query).scalar_one() or 0


def newest_programs(connection: Connection, tenant: str, most: int) -> list[PublishedProgram]:
    """The versions that were published last, the newest first."""
    query = (
        select(programs).where(programs.c.tenant == tenant).order_by(programs.c.version.desc()).limit(most)
    )
    return [_published(dict(row)) for row in connection.execute(query).mappings()]


def programs_with_draws(connection: Connection, tenant: str, at: datetime) -> list[PublishedProgram]:
    """Every version that may have a draw: the newest first, what has not begun by then last."""
    mine = (programs.c.tenant == tenant) & programs.c.text.contains("draw")
    query = select(programs).where(mine).order_by(programs.c.version.desc())
    found = [_published(dict(row)) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda each: each.valid_from > at)


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


def prices_apart(connection: Connection, tenant: str) -> Iterator[tuple[str, int, int]]:
    """SKU, the price as it is kept, and the one that tills are told, wherever the two differ."""
    query = select(products.c.sku, products.c.unit_price, products.c.body)
    for row in connection.execute(query.where(products.c.tenant == tenant)):
        told = ProductRow.from_json(json.loads(row.body)).unit_price
        if told != row.unit_price:
            yield row.sku, row.unit_price, told


def load_products(
    connection: Connection, tenant: str, skus: Collection[str] | None = None
) -> dict[str, ProductRow]:
    """These goods by SKU; all of them where none are named."""
    query = select(products.c.sku, products.c.body).where(products.c.tenant == tenant)
    if skus is not None:
        query = query.where(products.c.sku.in_(skus))
    return {row.sku: ProductRow.from_json(json.loads(row.body)) for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class ProgramVersion:
    """What tells a version of the program from the others, and from when on it is in force."""

    fingerprint: str
    valid_from: datetime


def ask_versions(connection: Connection, tenant: str) -> Later[dict[int, ProgramVersion]]:
    """Every version of the program that was published."""
    asked = _VERSIONS.ask(connection, of_tenant=tenant)
    return lambda: {
        row["version"]: ProgramVersion(row["fingerprint"], row["valid_from"]) for row in asked.rows()
    }


def version_in_force(versions: Mapping[int, ProgramVersion], at: datetime) -> int:
    """Which one is in force at a moment: the latest that has begun; 0 where there is none at all.

    Of two that begin together the one published later; by a clock that is behind every beginning the first.
    """
    begun = [(each.valid_from, version) for version, each in versions.items() if each.valid_from <= at]
    if begun:
        return max(begun)[1]
    coming = [(each.valid_from, -version) for version, each in versions.items()]
    return -min(coming)[1] if coming else 0


def _published(row: Row) -> PublishedProgram:
    return PublishedProgram(**{name: row[name] for name in _PROGRAM_FIELDS})
