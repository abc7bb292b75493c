"""The server's doctor: every figure worked out anew from postings and journals, against what is kept.

It finds and mends nothing. What `show` checks is part of it; here are lots and leases one by one, sales
and what came back of them against the journals, signatures under the journals as they stand, and the feed.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused
from loyalty.wire.signing import head_bytes
from server.context import Server
from server.model import TillAccount
from server.store.database import Connection
from server.store.derived import feed_ends, sales_without_event
from server.store.feed import SHARD
from server.store.journal import last_head
from server.store.tills import list_tills
from server.store.totals import list_chains
from server.usecases.admin.draws import draw_faults
from server.usecases.admin.kept import kept_faults
from server.usecases.admin.ledgers_again import ledger_faults
from server.usecases.admin.partner_payments import payment_faults
from server.usecases.admin.sales_again import sale_faults
from server.usecases.admin.setup import find_tenant
from server.usecases.admin.setup_again import setup_faults
from server.usecases.admin.show import show


def examine_server(server: Server, *, tenant: str | None) -> tuple[str, ...]:
    """What does not hold, in sentences; none when all is well. Raises Refused: `tenant-…`."""
    faults = show(server, tenant=tenant).faults
    return (*faults, *server.database.read(lambda connection: tuple(_faults(connection, server, tenant))))


def _faults(connection: Connection, server: Server, code: str | None) -> Iterator[str]:
    tenant = find_tenant(connection, code)
    yield from ledger_faults(connection, tenant)
    yield from _life_faults(connection, tenant)
    for sale in sales_without_event(connection, tenant):
        yield f"sale {sale}: no journal holds it"
    for till in list_tills(connection, tenant):
        yield from _signature_faults(connection, till)
    yield from _readable("programs and goods", setup_faults(connection, tenant))
    yield from _readable("sales", sale_faults(connection, tenant))
    yield from _readable("what is kept of members", kept_faults(connection, tenant))
    yield from _readable("draws", draw_faults(connection, tenant))
    yield from _readable("payments between partners", payment_faults(connection, server, tenant))
    counter, last = feed_ends(connection, tenant, SHARD)
    if last > counter:
        yield f"feed: it has a row {last} past its counter {counter}"


def _life_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Tills whose life is not that of their newest journal."""
    newest = {chain.till: chain.incarnation for chain in list_chains(connection, tenant)}
    for till in list_tills(connection, tenant):
        life = newest.get(till.till, 0)
        if till.incarnation != life:
            yield f"till {till.code}: it is in life {till.incarnation}, its newest journal is of life {life}"


def _readable(what: str, faults: Iterator[str]) -> Iterator[str]:
    """The faults; where a row holds what nobody ever wrote, that it cannot be read, and no end of it all."""
    try:
        yield from faults
    except (Refused, ValueError, LookupError, TypeError, AttributeError) as trouble:
        yield f"{what}: a row cannot be read: {trouble!r}"


def _signature_faults(connection: Connection, till: TillAccount) -> Iterator[str]:
    """The newest signature of the till's journal of today; earlier lives may have had another key."""
    head = last_head(connection, till)
    if head is None or till.public_key is None:
        return
    seq, hash_, signature = head
    statement = head_bytes(till=till.till, incarnation=till.incarnation, seq=seq, hash_=hash_)
    try:
        Ed25519PublicKey.from_public_bytes(till.public_key).verify(signature, statement)
    except InvalidSignature:
        yield f"till {till.code}: the signature under event {seq} is not this till's"
