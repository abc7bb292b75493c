"""The server's doctor: every figure worked out anew from postings and journals, against what is kept.

It finds and mends nothing. What `show` checks is part of it; here are lots and leases one by one, the sales
against the journals, the signatures under the journals as they stand, and the feed.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.wire.signing import head_bytes
from server.context import Server
from server.model import TillAccount
from server.store.database import Connection
from server.store.derived import feed_ends, leases_that_differ, lots_that_differ, sales_without_event
from server.store.feed import SHARD
from server.store.journal import last_head
from server.store.tables.ledger import OF_MONEY, OF_POINTS
from server.store.tills import list_tills
from server.usecases.admin.draws import draw_faults
from server.usecases.admin.kept import kept_faults
from server.usecases.admin.setup import find_tenant
from server.usecases.admin.show import show


def examine_server(server: Server, *, tenant: str | None) -> tuple[str, ...]:
    """What does not hold, in sentences; none when all is well. Raises Refused: `tenant-…`."""
    faults = show(server, tenant=tenant).faults
    return (*faults, *server.database.read(lambda connection: tuple(_faults(connection, tenant))))


def _faults(connection: Connection, code: str | None) -> Iterator[str]:
    tenant = find_tenant(connection, code)
    for ledger, holds in ((OF_POINTS, "member"), (OF_MONEY, "money of")):
        for holder, lot, kept, posted in lots_that_differ(connection, tenant, ledger=ledger):
            yield f"{holds} {holder}: lot {lot} has {kept}, its postings come to {posted}"
        for lease, kept, posted in leases_that_differ(connection, tenant, ledger=ledger):
            yield f"lease {lease}: {kept} were spent of it, its postings come to {posted}"
    for sale in sales_without_event(connection, tenant):
        yield f"sale {sale}: no journal holds it"
    for till in list_tills(connection, tenant):
        yield from _signature_faults(connection, till)
    yield from kept_faults(connection, tenant)
    yield from draw_faults(connection, tenant)
    counter, last = feed_ends(connection, tenant, SHARD)
    if last > counter:
        yield f"feed: it has a row {last} past its counter {counter}"


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
