"""Which till may give a sale back where that is no longer the one that sold it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, select

from server.model import KnownSale, TillAccount
from server.store.compiled import Later, Statement
from server.store.sales import known_sales_where
from server.store.tables.journal import sale_locks, sales
from server.store.upsert import upsert

_OF_TILL = Statement(
    select(sale_locks)
    .where(sale_locks.c.tenant == bindparam("of_tenant"), sale_locks.c.till == bindparam("of_till"))
    .order_by(sale_locks.c.sale),
    shares=True,
)


LockState = Literal["asked", "given", "taken"]


@dataclass(frozen=True, slots=True)
class SaleLock:
    """A sale that another till asked for, `asked` until the one that sold it has let it go.

    `taken`: the other has heard so, and gives it back by itself from then on.
    """

    till: str
    incarnation: int
    sale: str
    holder: str
    state: LockState


def find_sales(connection: Connection, tenant: str, receipt: str) -> list[KnownSale]:
    """The sales with these digits on their receipts: more than one where two tills had the same number."""
    found = known_sales_where(connection, (sales.c.tenant == tenant) & (sales.c.receipt == receipt))
    return list(found.values())


def find_lock(connection: Connection, tenant: str, known: KnownSale) -> SaleLock | None:
    """The lock on a sale; None where nobody else has asked for it."""
    query = select(sale_locks).where(
        sale_locks.c.tenant == tenant,
        sale_locks.c.till == known.till,
        sale_locks.c.incarnation == known.incarnation,
        sale_locks.c.sale == known.body.sale,
    )
    row = connection.execute(query.with_for_update()).mappings().one_or_none()
    return None if row is None else _lock(row)


def _lock(row: Mapping[Any, Any]) -> SaleLock:
    state: LockState = row["state"] if row["handed_at"] is None else "taken"
    return SaleLock(row["till"], row["incarnation"], row["sale"], row["holder"], state)


def save_locks(connection: Connection, tenant: str, locks: Iterable[SaleLock], at: datetime) -> None:
    """Keep locks, new ones and changed ones."""
    rows = [
        {
            "tenant": tenant,
            "till": lock.till,
            "incarnation": lock.incarnation,
            "sale": lock.sale,
            "holder": lock.holder,
            "state": "asked" if lock.state == "asked" else "given",
            "at": at,
            "handed_at": at if lock.state == "taken" else None,
        }
        for lock in locks
    ]
    upsert(connection, sale_locks, rows)


def ask_locks(connection: Connection, till: TillAccount) -> Later[list[SaleLock]]:
    """The locks on what a till sold, in any of its lives."""
    asked = _OF_TILL.ask(connection, of_tenant=till.tenant, of_till=till.till)
    return lambda: [_lock(row) for row in asked.rows()]


def sales_given_to(connection: Connection, till: TillAccount, ids: Collection[str]) -> dict[str, KnownSale]:
    """Those of these sales that another till sold and this one may give back."""
    if not ids:
        return {}
    same = and_(*(sale_locks.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "sale")))
    given = select(sale_locks.c.sale).where(
        same, sale_locks.c.holder == till.till, sale_locks.c.state == "given"
    )
    mine = (sales.c.tenant == till.tenant) & sales.c.sale.in_(ids) & given.exists()
    return known_sales_where(connection, mine)
