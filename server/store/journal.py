"""Journals as they were sent, and which sales they hold."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.chain import Event
from loyalty.wire.journal import SaleSettled
from server.clock import parse_moment
from server.model import Chain, KnownSale
from server.store.chains import chain_key, in_chain
from server.store.tables.journal import heads, journal, sales
from server.store.upsert import upsert


def held_hashes(connection: Connection, chain: Chain, first: int, last: int) -> dict[int, bytes]:
    """The hashes of the events held from `first` to `last`, both included."""
    rows = connection.execute(
        select(journal.c.seq, journal.c.hash).where(
            *in_chain(journal, chain), journal.c.seq >= first, journal.c.seq <= last
        )
    )
    return {row.seq: row.hash for row in rows}


def insert_events(connection: Connection, chain: Chain, events: Iterable[Event], at: datetime) -> None:
    """Append events as they were sent. A key met twice fails the transaction: never passed over."""
    rows = [
        chain_key(chain)
        | {
            "seq": event.seq,
            "operation_id": event.operation_id,
            "kind": event.kind,
            "at": event.at,
            "operator": event.operator,
            "body": canonical_bytes(event.body).decode(),
            "hash": event.hash,
            "received_at": at,
        }
        for event in events
    ]
    if rows:
        connection.execute(insert(journal), rows)


def insert_head(connection: Connection, chain: Chain, signature: bytes) -> None:
    """Keep the till's signature of its journal as it stands now."""
    connection.execute(
        insert(heads),
        chain_key(chain) | {"seq": chain.ack_seq, "hash": chain.ack_hash, "signature": signature},
    )


def known_operations(connection: Connection, chain: Chain, operations: Collection[str]) -> set[str]:
    """Which of these operation ids the till's journals hold, in any incarnation."""
    if not operations:
        return set()
    found = connection.execute(
        select(journal.c.operation_id).where(
            journal.c.tenant == chain.tenant,
            journal.c.till == chain.till,
            journal.c.operation_id.in_(operations),
        )
    )
    return set(found.scalars())


def known_sales(connection: Connection, chain: Chain, ids: Collection[str]) -> dict[str, KnownSale]:
    """Those of these sales that this chain holds and that were applied."""
    if not ids:
        return {}
    rows = connection.execute(
        select(sales.c.sale, sales.c.seq, sales.c.voided_by, journal.c.at, journal.c.body)
        .join(
            journal,
            (journal.c.tenant == sales.c.tenant)
            & (journal.c.till == sales.c.till)
            & (journal.c.incarnation == sales.c.incarnation)
            & (journal.c.seq == sales.c.seq),
        )
        .where(*in_chain(sales, chain), sales.c.sale.in_(ids))
    ).mappings()
    return {row["sale"]: _known_sale(row) for row in rows}


def save_sales(connection: Connection, chain: Chain, known: Iterable[KnownSale]) -> None:
    """Keep sales that were applied in this sitting, or voided."""
    rows = [
        chain_key(chain)
        | {"sale": each.body.sale, "seq": each.seq, "member": each.body.member, "voided_by": each.voided_by}
        for each in known
    ]
    upsert(connection, sales, rows)


def _known_sale(row: RowMapping) -> KnownSale:
    return KnownSale(
        seq=row["seq"],
        at=parse_moment(row["at"]),
        body=SaleSettled.from_json(parse_json(row["body"].encode())),
        voided_by=row["voided_by"],
    )
