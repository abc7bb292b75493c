"""What a till has the server do with those who may sign in: once each, in one unit, told to every till.

The till asks for the PIN of whoever does it, the old one included, and makes the hash; here is asked whether
their role may, as they stand now. Who hurries two deeds at once waits: no two managers block each other.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.names import fold, tidy
from loyalty.wire.feed import OperatorRow
from loyalty.wire.messages import VERSION
from loyalty.wire.pins import is_pin_hash
from loyalty.wire.roles import Role
from loyalty.wire.staffing import StaffDeed, StaffDeedDone, may_do
from server.context import Server
from server.model import Operator, TillAccount
from server.store.catalogue import list_operators, save_operators
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.staff_deeds import StaffRecord, insert_record, was_done
from server.usecases.authenticate import check_still_active
from server.usecases.member_file import find_operator

_ANYBODY: Final = frozenset[Role]({"cashier", "supervisor", "manager", "auditor"})
_LONGEST_CODE: Final = 36


def do_staff_deed(server: Server, till: TillAccount, deed: StaffDeed, *, nonce: str) -> StaffDeedDone:
    """Do it, or find that it was done.

    Raises:
        Refused: `operator-may-not`, `till-revoked`; `operator-unknown`, `own-role` (nobody changes their own,
            nor blocks themselves), `name-missing`, `pin-missing`.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> StaffDeedDone:
        check_still_active(connection, till)
        if not was_done(connection, till.tenant, deed.who, deed.deed):
            ring(connection, till.tenant)  # before anything is read: from here on one waits for the other
        _check_may(connection, till.tenant, deed)
        if not was_done(connection, till.tenant, deed.who, deed.deed):
            _do(connection, till, deed, server.clock.now())
        known = _staff(connection, till.tenant)[deed.who]
        row = OperatorRow(known.operator, known.name, known.role, known.pin_hash, known.state)
        return StaffDeedDone(version=VERSION, row=row, nonce=nonce)

    return server.database.write(unit)


def _check_may(connection: Connection, tenant: str, deed: StaffDeed) -> None:
    by = find_operator(connection, tenant, deed.operator, roles=_ANYBODY)
    if not may_do(deed.kind, by.role, to_oneself=deed.who == by.operator):
        raise Refused("operator-may-not", name=by.code, role=by.role)


def _do(connection: Connection, till: TillAccount, deed: StaffDeed, now: datetime) -> None:
    staff = _staff(connection, till.tenant)
    fresh = _changed(deed, staff.get(deed.who), {each.code for each in staff.values()})
    save_operators(connection, till.tenant, [fresh], now)
    record = StaffRecord(
        operator=fresh.operator,
        deed=deed.deed,
        kind=deed.kind,
        name=fresh.name,
        role=fresh.role,
        state=fresh.state,
        till=till.till,
        by=deed.operator,
        at=now,
    )
    insert_record(connection, till.tenant, record)
    touch(connection, till.tenant, [("operator", fresh.operator)])


def _staff(connection: Connection, tenant: str) -> dict[str, Operator]:
    return {each.operator: each for each in list_operators(connection, tenant)}


def _changed(deed: StaffDeed, known: Operator | None, codes: set[str]) -> Operator:
    """What the operator is from now on."""
    if known is None:
        return _added(deed, codes)
    if deed.kind == "pin":
        return replace(known, pin_hash=_pin_hash(deed))
    role, state = deed.role or known.role, deed.state or known.state
    if deed.who == deed.operator and (role, state) != (known.role, known.state):
        raise Refused("own-role", name=known.name)
    name = known.name if deed.name is None else _name(deed.name)
    fresh = replace(known, name=name, role=role, state=state)
    return replace(fresh, pin_hash=_pin_hash(deed)) if deed.kind == "add" else fresh


def _added(deed: StaffDeed, codes: set[str]) -> Operator:
    if deed.kind != "add" or deed.role is None:
        raise Refused("operator-unknown", name=deed.who)
    name = _name(deed.name or "")
    return Operator(
        operator=deed.who,
        code=_code(name, codes),
        name=name,
        role=deed.role,
        pin_hash=_pin_hash(deed),
    )


def _name(text: str) -> str:
    name = tidy(text)
    if not name:
        raise Refused("name-missing")
    return name


def _pin_hash(deed: StaffDeed) -> str:
    if deed.pin_hash is None or not is_pin_hash(deed.pin_hash):
        raise Refused("pin-missing")
    return deed.pin_hash


def _code(name: str, taken: set[str]) -> str:
    """A code that the commands of the server know the operator by: the name in plain letters."""
    plain = re.sub(r"[^0-9a-z]+", "-", fold(name)).strip("-")[:_LONGEST_CODE] or "operator"
    number = 1
    code = plain
    while code in taken:
        number += 1
        code = f"{plain}-{number}"
    return code
