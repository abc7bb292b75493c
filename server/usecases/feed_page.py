"""A page of the feed as one till gets it: the things that changed, each in its newest state."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Final, cast

from loyalty.shelf import as_told
from loyalty.wire.codec import Message
from loyalty.wire.feed import Alarm, Erasure, EventPlace, OperatorRow, ProgramRow, TillRow
from loyalty.wire.messages import FeedAsk, FeedPage, FeedRow
from server.clock import moment_text
from server.context import Server, read_program
from server.model import PublishedProgram, TillAccount
from server.store.asides import settled_of
from server.store.catalogue import find_program, list_operators, load_products, program_in_force
from server.store.database import Connection
from server.store.feed import Changes, changes_after
from server.store.members import load_cards
from server.store.rehomings import open_alarms
from server.store.tenancy import list_stores
from server.store.tills import list_tills
from server.usecases.gift_files import load_gift_states
from server.usecases.states import load_states
from server.usecases.store_day import day_in
from server.usecases.store_settings import told_settings

Bodies = Mapping[str, Message]
PROGRAM_TO_COME: Final = "program-"
"""And its version: the key of a program that was published before its day; `program` is what is in force."""


def read_feed(connection: Connection, server: Server, till: TillAccount, ask: FeedAsk) -> FeedPage:
    """The page after the till's cursor, read in a transaction after the one that changed things."""
    changes = changes_after(connection, till.tenant, epoch=ask.epoch, cursor=ask.cursor, limit=ask.limit)
    keys: dict[str, list[str]] = defaultdict(list)
    for change in changes.rows:
        keys[change.kind].append(change.key)
    bodies = {kind: _RENDERERS[kind](connection, server, till, keys[kind]) for kind in keys}
    rows = tuple(
        FeedRow(change.seq, change.kind, _key(change.kind, change.key), body.to_json())
        for change in changes.rows
        if (body := bodies[change.kind].get(change.key)) is not None
    )
    return page_of(changes, rows)


def page_of(changes: Changes, rows: tuple[FeedRow, ...] = ()) -> FeedPage:
    """These rows as a page of the feed."""
    return FeedPage(
        epoch=changes.epoch,
        rows=rows,
        cursor=changes.cursor,
        more=changes.more,
        end=changes.end,
        may_ask_ahead=True,
    )


def _key(kind: str, key: str) -> str:
    return "store" if kind == "settings" else key


def _settings(connection: Connection, _: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    """Those of the till's own store; other stores' are not its business."""
    return {
        store.store: told_settings(store)
        for store in list_stores(connection, till.tenant)
        if store.store == till.store and store.store in keys
    }


def _tills(connection: Connection, _: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    alarms = open_alarms(connection, till.tenant)
    return {
        each.till: TillRow(
            code=each.code,
            name=each.name,
            number=each.number,
            state=each.state,
            alarm=cast("Alarm", alarms.get(each.till, "")),
            settled=_settled(connection, till) if each.till == till.till else (),
        )
        for each in list_tills(connection, till.tenant)
        if each.till in keys
    }


def _settled(connection: Connection, till: TillAccount) -> tuple[EventPlace, ...]:
    return tuple(EventPlace(*place) for place in settled_of(connection, till.tenant, till.till))


def _operators(connection: Connection, _: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    return {
        each.operator: OperatorRow(each.operator, each.name, each.role, each.pin_hash, each.state)
        for each in list_operators(connection, till.tenant)
        if each.operator in keys
    }


def _program(connection: Connection, server: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    """The one in force, and by their own keys those that were published before their day."""
    asked = {key: _named_by(connection, server, till.tenant, key) for key in keys}
    return {key: program_row(each) for key, each in asked.items() if each is not None}


def _named_by(connection: Connection, server: Server, tenant: str, key: str) -> PublishedProgram | None:
    version = key.removeprefix(PROGRAM_TO_COME)
    if version == key:
        return program_in_force(connection, tenant, server.clock.now())
    return find_program(connection, tenant, int(version))


def program_row(published: PublishedProgram) -> ProgramRow:
    """A version as a till keeps it."""
    begins = moment_text(published.valid_from)
    return ProgramRow(published.version, published.text, published.fingerprint, begins)


def _products(connection: Connection, server: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    today = day_in(connection, server, till.tenant, till.store)
    held = load_products(connection, till.tenant, keys)
    return {sku: as_told(product, today) for sku, product in held.items()}


def _members(connection: Connection, server: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    force = program_in_force(connection, till.tenant, server.clock.now())
    program = read_program(force.text) if force else None
    return load_states(connection, server, till.tenant, keys, program)


def _cards(connection: Connection, _: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    return load_cards(connection, till.tenant, keys)


def _gifts(connection: Connection, server: Server, till: TillAccount, keys: Collection[str]) -> Bodies:
    return load_gift_states(connection, server, till.tenant, keys)


def _erasures(_: Connection, __: Server, ___: TillAccount, keys: Collection[str]) -> Bodies:
    return {key: Erasure(key) for key in keys}


Renderer = Callable[[Connection, Server, TillAccount, Collection[str]], Bodies]

_RENDERERS: Mapping[str, Renderer] = {
    "settings": _settings,
    "till": _tills,
    "operator": _operators,
    "program": _program,
    "product": _products,
    "member": _members,
    "card": _cards,
    "erasure": _erasures,
    "gift": _gifts,
}
