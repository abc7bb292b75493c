"""What a till has the server change in the settings of its store: once each, told to every till of it.

The till asks for the PIN of whoever does it; here is asked whether they are a manager, as they stand now.
"""

from dataclasses import replace
from typing import Any

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import StoreSettings
from loyalty.wire.messages import VERSION
from loyalty.wire.store_desk import SETS, StoreDeed, StoreDeedDone
from server.context import Server
from server.model import Store, TillAccount
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.store_deeds import StoreRecord, insert_record, was_done
from server.store.tenancy import list_stores, lock_store, save_store_settings
from server.usecases.admin.setup import checked_settings
from server.usecases.authenticate import check_still_active
from server.usecases.member_file import find_operator

_WORDS = ("store_name", "address", "receipt_footer")


def do_store_deed(server: Server, till: TillAccount, deed: StoreDeed, *, nonce: str) -> StoreDeedDone:
    """Do it, or find that it was done.

    Raises:
        Refused: `operator-may-not`, `operator-unknown`, `till-revoked`, `store-name-missing`, `bank-unclear`
            (one to be taken and none at once), `store-settings`.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> StoreDeedDone:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, deed.operator, roles=SETS)
        lock_store(connection, till.tenant, till.store)
        store = next(each for each in list_stores(connection, till.tenant) if each.store == till.store)
        held = StoreSettings.from_json(store.settings)
        if not was_done(connection, till.tenant, till.store, deed.deed):
            held = changed(held, deed)
            _save(connection, server, till, store, held, deed)
        return StoreDeedDone(version=VERSION, settings=replace(held, code=store.code), nonce=nonce)

    return server.database.write(unit)


def changed(settings: StoreSettings, deed: StoreDeed) -> StoreSettings:
    """The settings with what the deed says of them.

    Raises:
        Refused: `store-name-missing`, `bank-unclear`.
    """
    if deed.store_name is not None and not deed.store_name.strip():
        raise Refused("store-name-missing")
    if deed.bank is not None and deed.no_bank:
        raise Refused("bank-unclear")
    said: dict[str, Any] = {
        name: text.strip() for name in _WORDS if (text := getattr(deed, name)) is not None
    }
    if deed.cash_rounding is not None:
        said["cash_rounding"] = deed.cash_rounding
    if deed.bank is not None or deed.no_bank:
        said["bank"] = deed.bank
    return replace(settings, **said)


def _save(
    connection: Connection,
    server: Server,
    till: TillAccount,
    store: Store,
    settings: StoreSettings,
    deed: StoreDeed,
) -> None:
    body = checked_settings(settings)
    save_store_settings(connection, till.tenant, store.store, body)
    record = StoreRecord(
        store=store.store,
        deed=deed.deed,
        settings=canonical_bytes(body).decode(),
        till=till.till,
        by=deed.operator,
        at=server.clock.now(),
    )
    insert_record(connection, till.tenant, record)
    touch(connection, till.tenant, [("settings", store.store)])
    ring(connection, till.tenant)
