"""Tills and the one-time codes that pair them, as rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from server.model import PairingCode, TillAccount
from server.store.compiled import Later, Statement
from server.store.tables.tenancy import pairing_codes, tills

_FIELDS = ("tenant", "store", "till", "code", "number", "name", "state", "incarnation", "public_key")
_FIND = select(tills).where(tills.c.till == bindparam("of_till"))
_BY_ID = Statement(_FIND, shares=True)
_LOCKED = Statement(_FIND.with_for_update())


def insert_till(connection: Connection, till: TillAccount) -> None:
    """Add a till, not yet paired."""
    connection.execute(insert(tills), {name: getattr(till, name) for name in _FIELDS})


def find_till(connection: Connection, till: str, *, for_update: bool = False) -> TillAccount | None:
    """A till by its id; `for_update` keeps others from pairing it meanwhile."""
    if not for_update:
        return ask_till(connection, till)()
    return next(map(_till, _LOCKED.rows(connection, of_till=till)), None)


def ask_till(connection: Connection, till: str) -> Later[TillAccount | None]:
    """A till by its id, once it is wanted."""
    asked = _BY_ID.ask(connection, of_till=till)
    return lambda: next(map(_till, asked.rows()), None)


def list_tills(connection: Connection, tenant: str) -> list[TillAccount]:
    """All tills of a tenant, by number."""
    query = select(tills).where(tills.c.tenant == tenant).order_by(tills.c.number)
    return [_till(row) for row in connection.execute(query).mappings()]


def save_till(connection: Connection, till: TillAccount) -> None:
    """Store what pairing or revoking changed."""
    connection.execute(
        update(tills)
        .where(tills.c.till == till.till)
        .values(state=till.state, incarnation=till.incarnation, public_key=till.public_key)
    )


def find_till_by_number(connection: Connection, tenant: str, number: int) -> TillAccount | None:
    """The till of a tenant that has a number, locked: nobody is told meanwhile that it is theirs."""
    query = select(tills).where(tills.c.tenant == tenant, tills.c.number == number)
    row = connection.execute(query.with_for_update()).mappings().one_or_none()
    return None if row is None else _till(row)


def rename_till(connection: Connection, till: str, new_id: str) -> None:
    """Give a till that was never paired another id: nothing but its codes names it yet."""
    for table in (tills, pairing_codes):
        connection.execute(update(table).where(table.c.till == till).values(till=new_id))


def renumber_till(connection: Connection, till: TillAccount, number: int, other: TillAccount | None) -> None:
    """Give a till another number; the `other` till that has it, if one has, gets the till's own for it."""
    if other is not None:
        _number(connection, till, 0)  # no two have one number, not even for a moment
        _number(connection, other, till.number)
    _number(connection, till, number)


def _number(connection: Connection, till: TillAccount, number: int) -> None:
    connection.execute(update(tills).where(tills.c.till == till.till).values(number=number))


def insert_pairing_code(
    connection: Connection, *, code_hash: bytes, tenant: str, till: str, expires_at: datetime
) -> None:
    """Keep a one-time code, by its hash."""
    row = {"code_hash": code_hash, "tenant": tenant, "till": till, "expires_at": expires_at, "used_at": None}
    connection.execute(insert(pairing_codes), row)


def lock_pairing_code(connection: Connection, code_hash: bytes) -> PairingCode | None:
    """A code, locked: two tills that show the same one come one by one."""
    query = select(
        pairing_codes.c.tenant, pairing_codes.c.till, pairing_codes.c.expires_at, pairing_codes.c.used_at
    ).where(pairing_codes.c.code_hash == code_hash)
    row = connection.execute(query.with_for_update()).one_or_none()
    return None if row is None else PairingCode(row.tenant, row.till, row.expires_at, row.used_at)


def use_pairing_code(connection: Connection, code_hash: bytes, at: datetime) -> None:
    """A code is good for one till."""
    connection.execute(update(pairing_codes).where(pairing_codes.c.code_hash == code_hash).values(used_at=at))


def void_pairing_codes(connection: Connection, till: str, at: datetime) -> None:
    """Let no code that was made for a till before now pair it any more."""
    unused = (
        (pairing_codes.c.till == till) & pairing_codes.c.used_at.is_(None) & (pairing_codes.c.expires_at > at)
    )
    connection.execute(update(pairing_codes).where(unused).values(expires_at=at))


def _till(row: Mapping[str, Any] | RowMapping) -> TillAccount:
    return TillAccount(**{name: row[name] for name in _FIELDS})
