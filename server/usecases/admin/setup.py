"""Tenants, stores, tills and operators: added once, then carried to the tills by the feed."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from argon2 import PasswordHasher

from loyalty.errors import Refused
from loyalty.identity.phones import is_region
from loyalty.wire.canonical import JsonObject, WireRefused
from loyalty.wire.feed import StoreSettings
from loyalty.wire.pins import check_pin_form, peppered_pin
from loyalty.wire.roles import Role
from server.context import Server
from server.ids import new_id
from server.model import Operator, Store, TillAccount
from server.store.catalogue import list_operators, save_operators
from server.store.database import Connection
from server.store.feed import open_feed, ring, touch
from server.store.rehomings import resolve_rehomings
from server.store.tenancy import insert_store, insert_tenant, list_stores, tenant_by_code, tenant_codes
from server.store.tills import insert_till, list_tills
from server.usecases.old_cards import old_cards_of
from server.usecases.pair import new_pairing_code

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
_TILL_CODE = re.compile(r"[0-9A-Z][0-9A-Z.]{0,7}")


def find_tenant(connection: Connection, code: str | None) -> str:
    """The tenant with this code; where there is only one, it need not be named.

    Raises:
        Refused: `no-such-tenant` (with the nearest), `tenant-missing` (none yet), `tenant-unclear` (several).
    """
    codes = tenant_codes(connection)
    if code is None and len(codes) == 1:
        code = codes[0]
    if code is None:
        raise Refused("tenant-unclear" if codes else "tenant-missing", known=", ".join(codes))
    tenant = tenant_by_code(connection, code)
    if tenant is None:
        raise unknown("tenant", code, codes)
    return tenant


def add_tenant(server: Server, *, code: str, name: str) -> str:
    """Add a tenant with an empty feed; gives its id. Raises Refused: `code-form`, `tenant-exists`."""
    _check_code(_CODE, code)
    now = server.clock.now()
    tenant = new_id(now)

    def unit(connection: Connection) -> str:
        if tenant_by_code(connection, code) is not None:
            raise Refused("tenant-exists", name=code)
        insert_tenant(connection, tenant=tenant, code=code, name=name, at=now)
        open_feed(connection, tenant, new_id(now))
        return tenant

    return server.database.write(unit)


def add_store(server: Server, *, tenant: str | None, code: str, settings: StoreSettings) -> str:
    """Add a store; gives its id.

    Raises:
        Refused: `code-form`, `store-exists`, `store-settings` (path, why), `tenant-…`.
    """
    _check_code(_CODE, code)
    checked_settings(settings)

    def unit(connection: Connection) -> str:
        owner = find_tenant(connection, tenant)
        rules = tuple(rule.written for rule in old_cards_of(connection, owner).rules)
        known = checked_settings(replace(settings, card_rules=settings.card_rules or rules))
        store = Store(new_id(server.clock.now()), code, known)
        if any(each.code == code for each in list_stores(connection, owner)):
            raise Refused("store-exists", name=code)
        insert_store(connection, owner, store)
        touch(connection, owner, [("settings", store.store)])
        return store.store

    return server.database.write(unit)


def add_till(server: Server, *, tenant: str | None, store: str, code: str, name: str) -> TillAccount:
    """Add a till to a store (by its code), with the next free number; it sells once it is paired.

    Raises:
        Refused: `code-form`, `till-exists`, `no-such-store`, `tenant-…`.
    """
    _check_code(_TILL_CODE, code)
    till = new_id(server.clock.now())

    def unit(connection: Connection) -> TillAccount:
        owner = find_tenant(connection, tenant)
        stores = {each.code: each.store for each in list_stores(connection, owner)}
        if store not in stores:
            raise unknown("store", store, list(stores))
        tills = list_tills(connection, owner)
        if any(each.code == code for each in tills):
            raise Refused("till-exists", name=code)
        account = TillAccount(
            tenant=owner,
            store=stores[store],
            till=till,
            code=code,
            number=max((each.number for each in tills), default=0) + 1,
            name=name,
            state="active",
            incarnation=0,
            public_key=None,
        )
        insert_till(connection, account)
        touch(connection, owner, [("till", till)])
        return account

    return server.database.write(unit)


def make_pairing_code(server: Server, *, tenant: str | None, till: str) -> str:
    """A one-time code for a till (by its code). Raises Refused: `no-such-till`, `tenant-…`."""
    return server.database.write(
        lambda connection: new_pairing_code(connection, server, find_till_by_code(connection, tenant, till))
    )


def settle_alarm(server: Server, *, tenant: str | None, till: str) -> int:
    """A person has looked at the disks of a till (by its code); gives how many new lives were unseen.

    Raises:
        Refused: `no-such-till`, `tenant-…`.
    """

    def unit(connection: Connection) -> int:
        account = find_till_by_code(connection, tenant, till)
        settled = resolve_rehomings(connection, account.tenant, account.till, server.clock.now())
        ring(connection, account.tenant)
        touch(connection, account.tenant, [("till", account.till)])
        return settled

    return server.database.write(unit)


def set_operator(
    server: Server, *, tenant: str | None, code: str, name: str, role: Role, pin: str, blocked: bool = False
) -> str:
    """Add an operator, or change the one with this code; gives the id.

    The PIN is kept as Argon2id over the tenant's pepper.

    Raises:
        Refused: `code-form`, `pin-form` (4 to 8 digits), `pin-easy` (all the same, or a run), `tenant-…`.
    """
    _check_code(_CODE, code)
    check_pin_form(pin)
    fresh = new_id(server.clock.now())

    def unit(connection: Connection) -> str:
        owner = find_tenant(connection, tenant)
        known = {each.code: each.operator for each in list_operators(connection, owner)}
        operator = known.get(code, fresh)
        pepper = server.keys.pin_pepper(owner)
        pin_hash = PasswordHasher().hash(peppered_pin(pin, operator=operator, pepper=pepper))
        row = Operator(
            operator=operator,
            code=code,
            name=name,
            role=role,
            pin_hash=pin_hash,
            state="blocked" if blocked else "active",
        )
        save_operators(connection, owner, [row], server.clock.now())
        ring(connection, owner)
        touch(connection, owner, [("operator", operator)])
        return operator

    return server.database.write(unit)


def find_till_by_code(connection: Connection, tenant: str | None, code: str) -> TillAccount:
    """A till by its code. Raises Refused: `no-such-till`, `tenant-…`."""
    tills = {each.code: each for each in list_tills(connection, find_tenant(connection, tenant))}
    if code not in tills:
        raise unknown("till", code, list(tills))
    return tills[code]


def checked_settings(settings: StoreSettings) -> JsonObject:
    """The settings as JSON, if every till can read them. Raises Refused: `store-settings` (path, why)."""
    held = settings.to_json()
    try:
        StoreSettings.from_json(held)
    except WireRefused as fault:
        raise Refused("store-settings", path=fault.path, why=fault.why) from None
    if settings.timezone not in _time_zones():
        why = f"is no time zone: “{settings.timezone}”; write one like Asia/Ho_Chi_Minh"
        raise Refused("store-settings", path="timezone", why=why)
    if not is_region(settings.phone_region):
        why = f"is no region of phone numbers: “{settings.phone_region}”; write one like VN"
        raise Refused("store-settings", path="phone_region", why=why)
    return held


@cache
def _time_zones() -> AbstractSet[str]:
    """Those that this machine knows; found once, as each one's file is opened for it."""
    return available_timezones()


def _check_code(form: re.Pattern[str], code: str) -> None:
    if form.fullmatch(code) is None:
        raise Refused("code-form", name=code)


def unknown(what: str, code: str, known: Sequence[str]) -> Refused:
    """The refusal of a code that nothing has, with the nearest one that something does."""
    near = get_close_matches(code, known, n=1)
    return Refused(f"no-such-{what}", name=code, near=near[0] if near else "", known=", ".join(known) or "–")
