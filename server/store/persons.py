"""Who members are: sealed records, the hashes that find a phone, and consents as they were given."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from loyalty.wire.canonical import JsonObject, canonical_bytes, parse_json
from loyalty.wire.limits import as_object
from server.store.chunks import chunks
from server.store.compiled import Later
from server.store.one_by_one import of_each
from server.store.tables.members import consents, handles, persons
from server.store.upsert import upsert
from server.vault import SealedPerson

_OF_MEMBERS = of_each(
    select(persons).where(persons.c.tenant == bindparam("of_tenant")), persons.c.member, shares=True
)


def load_persons(connection: Connection, tenant: str, members: Collection[str]) -> dict[str, SealedPerson]:
    """The sealed records of these members, as far as there are any."""
    return ask_persons(connection, tenant, members)()


def ask_persons(
    connection: Connection, tenant: str, members: Collection[str]
) -> Later[dict[str, SealedPerson]]:
    """The same, once they are wanted."""
    if not members:
        return dict
    asked = _OF_MEMBERS.ask(connection, of_tenant=tenant, members=members)
    return lambda: {row["member"]: SealedPerson(row["wrapped_key"], row["sealed"]) for row in asked.rows()}


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
    """Keep consents as the till recorded them, in order, after what was said before."""
    if not given:
        return
    rows = [
        {"tenant": tenant, "member": member, "number": number, "body": canonical_bytes(body).decode()}
        for number, body in enumerate(given, _next_number(connection, tenant, member))
    ]
    connection.execute(insert(consents), rows)


def members_by_handle(connection: Connection, tenant: str, handle: bytes) -> list[str]:
    """Who has this phone number: the one who had it first comes first."""
    query = select(handles.c.member).where(handles.c.tenant == tenant, handles.c.handle == handle)
    return list(connection.execute(query.order_by(handles.c.since, handles.c.member)).scalars())


def sharing_handles(connection: Connection, tenant: str, member: str) -> list[str]:
    """Everybody who has a phone number of this member's, the member among them."""
    mine = select(handles.c.handle).where(handles.c.tenant == tenant, handles.c.member == member)
    query = select(handles.c.member).where(handles.c.tenant == tenant, handles.c.handle.in_(mine))
    return sorted(set(connection.execute(query).scalars()))


def known_handles(connection: Connection, tenant: str, wanted: Collection[bytes]) -> set[bytes]:
    """Which of these hashes find somebody."""
    queries = (
        select(handles.c.handle).where(handles.c.tenant == tenant, handles.c.handle.in_(some))
        for some in chunks(wanted)
    )
    return {handle for query in queries for handle in connection.execute(query).scalars()}


def replace_person(
    connection: Connection, tenant: str, member: str, sealed: SealedPerson, at: datetime
) -> None:
    """Keep another record of a member in place of the one there is."""
    row = {"tenant": tenant, "member": member, "received_at": at}
    keys = {"wrapped_key": sealed.wrapped_key, "sealed": sealed.sealed}
    upsert(connection, persons, [row | keys])


def replace_handle(connection: Connection, tenant: str, member: str, handle: bytes, since: datetime) -> None:
    """Let a member be found by this hash and by no other: carriers sell the old number to somebody else."""
    mine = (handles.c.tenant == tenant) & (handles.c.member == member)
    connection.execute(delete(handles).where(mine))
    insert_handles(connection, tenant, [(handle, member)], since)


def list_consents(connection: Connection, tenant: str, member: str) -> list[JsonObject]:
    """What a member agreed to and withdrew, in order."""
    mine = (consents.c.tenant == tenant) & (consents.c.member == member)
    query = select(consents.c.body).where(mine).order_by(consents.c.number)
    return [as_object(parse_json(body.encode())) for body in connection.execute(query).scalars()]


def append_consent(connection: Connection, tenant: str, member: str, said: JsonObject) -> None:
    """Keep one more; what was said before stays."""
    insert_consents(connection, tenant, member, [said])


def _next_number(connection: Connection, tenant: str, member: str) -> int:
    mine = (consents.c.tenant == tenant) & (consents.c.member == member)
    last = connection.execute(select(func.max(consents.c.number)).where(mine)).scalar_one()
    return 0 if last is None else last + 1
