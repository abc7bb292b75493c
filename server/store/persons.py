"""Who members are: sealed records, the hashes that find a phone, and consents as they were given."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from loyalty.wire.canonical import JsonObject, canonical_bytes
from server.store.chunks import chunks
from server.store.tables.members import consents, handles, persons
from server.vault import SealedPerson


def load_persons(connection: Connection, tenant: str, members: Collection[str]) -> dict[str, SealedPerson]:
    """The sealed records of these members, as far as there are any."""
    query = select(persons).where(persons.c.tenant == tenant, persons.c.member.in_(members))
    return {row.member: SealedPerson(row.wrapped_key, row.sealed) for row in connection.execute(query)}


def insert_persons(
    connection: Connection, tenant: str, sealed: Iterable[tuple[str, SealedPerson]], at: datetime
) -> None:
    """Keep records of members that have none yet."""
    rows = [
        {"tenant": tenant, "member": member, "wrapped_key": each.wrapped_key, "sealed": each.sealed}
        | {"received_at": at}
        for member, each in sealed
    ]
    if rows:
        connection.execute(insert(persons), rows)


def insert_handles(
    connection: Connection, tenant: str, found_by: Iterable[tuple[bytes, str]], since: datetime
) -> None:
    """Let members be found by the keyed hash of a phone number."""
    rows = [
        {"tenant": tenant, "handle": handle, "member": member, "since": since} for handle, member in found_by
    ]
    if rows:
        connection.execute(insert(handles), rows)


def insert_consents(connection: Connection, tenant: str, member: str, given: Sequence[JsonObject]) -> None:
    """Keep consents as the till recorded them, in order."""
    rows = [
        {"tenant": tenant, "member": member, "number": number, "body": canonical_bytes(body).decode()}
        for number, body in enumerate(given)
    ]
    if rows:
        connection.execute(insert(consents), rows)


def members_by_handle(connection: Connection, tenant: str, handle: bytes) -> list[str]:
    """Who has this phone number: the one who had it first comes first."""
    query = select(handles.c.member).where(handles.c.tenant == tenant, handles.c.handle == handle)
    return list(connection.execute(query.order_by(handles.c.since, handles.c.member)).scalars())


def known_handles(connection: Connection, tenant: str, wanted: Collection[bytes]) -> set[bytes]:
    """Which of these hashes find somebody."""
    queries = (
        select(handles.c.handle).where(handles.c.tenant == tenant, handles.c.handle.in_(some))
        for some in chunks(wanted)
    )
    return {handle for query in queries for handle in connection.execute(query).scalars()}
