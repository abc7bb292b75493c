"""Another till for a store, as a manager opens it from one of its tills: its row, and a code that pairs it.

The till asks for the PIN of whoever does it; here is asked whether they are a manager, as they stand now. A
till that is paired already gets no code here: whoever has one takes that till's place. Nor does a revoked
one: it comes back by the server's own word alone.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.cards import MAX_TILL_NUMBER
from loyalty.identity.names import fold, tidy
from loyalty.wire.messages import VERSION
from loyalty.wire.store_desk import SETS, TillOpened, TillOpening
from server.context import Server
from server.ids import new_id
from server.model import PairingCode, TillAccount
from server.store.database import Connection
from server.store.feed import touch
from server.store.tenancy import lock_store
from server.store.tills import find_till, insert_till, list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.member_file import find_operator
from server.usecases.pair import CODE_LIFETIME, as_typed, find_code, keep_code, letters_of
from server.usecases.throttle import take_pairing_code

_NUMBERED: Final = re.compile(r"([A-Z.]{0,4})\d{0,4}")


def open_till(server: Server, till: TillAccount, opening: TillOpening, *, nonce: str) -> TillOpened:
    """Open it, or find it where it waits to be paired: then the code is another one, but of the same deed.

    Raises:
        Refused: `operator-may-not`, `till-revoked`, `till-name-missing`, `till-name-taken` (a till of the
            store that was paired or revoked has it), `tills-full`, `too-many-pairing-codes` (seconds);
            of a deed whose code is good no more `pairing-code-used`, `pairing-code-expired`.
        Unavailable: as `Database.write`.
    """
    name = tidy(opening.name)
    letters = letters_of(server, till.tenant, till.till, opening.deed)

    def unit(connection: Connection) -> TillOpened:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, opening.operator, roles=SETS)
        if not name:
            raise Refused("till-name-missing")
        lock_store(connection, till.tenant, till.store)
        held = _still_good(find_code(connection, server, letters), server.clock.now())
        opened = None if held is None else find_till(connection, held.till)
        if held is None or opened is None:
            take_pairing_code(connection, till.tenant, server.clock.now())
            opened = _waiting(connection, till, name) or _added(connection, server, till, name)
            keep_code(connection, server, opened, letters)
        left = CODE_LIFETIME if held is None else held.expires_at - server.clock.now()
        return TillOpened(
            version=VERSION,
            till_code=opened.code,
            till_name=opened.name,
            pairing_code=as_typed(letters),
            seconds=int(left.total_seconds()),
            nonce=nonce,
        )

    return server.database.write(unit)


def _still_good(held: PairingCode | None, at: datetime) -> PairingCode | None:
    """The code that this deed has already, if it has one."""
    if held is not None and held.used_at is not None:
        raise Refused("pairing-code-used")
    if held is not None and held.expires_at <= at:
        raise Refused("pairing-code-expired")
    return held


def _waiting(connection: Connection, by: TillAccount, name: str) -> TillAccount | None:
    """The till of that name in this store; None where there is none."""
    mine = (each for each in list_tills(connection, by.tenant) if each.store == by.store)
    named = [each for each in mine if fold(each.name) == fold(name)]
    for each in named:
        if each.public_key is not None or each.state != "active":
            raise Refused("till-name-taken", name=each.name, till=each.code)
    return named[0] if named else None


def _added(connection: Connection, server: Server, by: TillAccount, name: str) -> TillAccount:
    """A till with the next free number, and a code that follows on that of the till that asks."""
    tills = list_tills(connection, by.tenant)
    number = max(each.number for each in tills) + 1
    if number > MAX_TILL_NUMBER:
        raise Refused("tills-full", limit=MAX_TILL_NUMBER)
    found = _NUMBERED.fullmatch(by.code)
    fresh = replace(
        by,
        till=new_id(server.clock.now()),
        code=_free_code("Q" if found is None else found[1], {each.code for each in tills}),
        number=number,
        name=name,
        state="active",
        incarnation=0,
        public_key=None,
    )
    insert_till(connection, fresh)
    touch(connection, by.tenant, [("till", fresh.till)])
    return fresh


def _free_code(letters: str, taken: set[str]) -> str:
    number = 1
    while f"{letters}{number}" in taken:
        number += 1
    return f"{letters}{number}"
