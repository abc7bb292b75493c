"""Signed closes as rows that never change, and what of the journals they are made of."""

import json
from collections.abc import Collection, Generator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.closing import DayClose, SignedClose
from server.model import Chain
from server.store.chains import in_chain
from server.store.tables.journal import journal
from server.store.tables.ledger import postings
from server.store.tables.tenancy import closes


@dataclass(frozen=True, slots=True)
class Received:
    """An event as it stands in the journal, with the moment it came."""

    seq: int
    operation_id: str
    kind: str
    at: str
    body: str
    hash: bytes
    received_at: datetime


def list_closes(connection: Connection, tenant: str, store: str) -> list[SignedClose]:
    """All closes of a store, from the first."""
    mine = (closes.c.tenant == tenant) & (closes.c.store == store)
    query = select(closes.c.body, closes.c.signature).where(mine).order_by(closes.c.number)
    return [
        SignedClose(DayClose.from_json(json.loads(row.body)), row.signature)
        for row in connection.execute(query)
    ]


def insert_close(connection: Connection, tenant: str, signed: SignedClose) -> None:
    """Keep a close; a day or a number met twice is refused by the database."""
    close = signed.close
    row = {"tenant": tenant, "store": close.store, "number": close.number, "day": close.day}
    body = canonical_bytes(close.to_json()).decode()
    connection.execute(insert(closes), row | {"body": body, "signature": signed.signature})


def received_after(connection: Connection, chain: Chain, seq: int) -> Generator[Received]:
    """The events of a journal that follow `seq`, in order."""
    columns = [journal.c[name] for name in Received.__dataclass_fields__]
    query = select(*columns).where(*in_chain(journal, chain), journal.c.seq > seq).order_by(journal.c.seq)
    with connection.execute(query.execution_options(yield_per=1_000)) as rows:
        for row in rows:
            yield Received(*row)


def received_at_places(connection: Connection, chain: Chain, places: Collection[int]) -> list[Received]:
    """The events of a journal at these places, in order."""
    if not places:
        return []
    columns = [journal.c[name] for name in Received.__dataclass_fields__]
    query = select(*columns).where(*in_chain(journal, chain), journal.c.seq.in_(places))
    return [Received(*row) for row in connection.execute(query.order_by(journal.c.seq))]


def expired_ever(connection: Connection, tenant: str, store: str, account: str) -> int:
    """All points of a store's issuing that have died so far."""
    mine = (
        (postings.c.tenant == tenant) & (postings.c.account == account) & (postings.c.issuing_store == store)
    )
    return int(connection.execute(select(func.sum(postings.c.amount)).where(mine)).scalar_one() or 0)
