"""What is kept of members beside points, as rows: the account, and the notes that explain it."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import Row as SqlRow

from loyalty.account.kept_json import kept_from_json, kept_to_json
from loyalty.wire.canonical import canonical_bytes
from server.keeping.model import Keeping, Note
from server.store.compiled import Later, Row
from server.store.one_by_one import of_each
from server.store.tables.keeping import keeping_notes, keepings
from server.store.upsert import ByColumn, append_columns, fields_of, upsert_columns

_OF_MEMBERS = of_each(
    select(keepings).where(keepings.c.tenant == bindparam("of_tenant")), keepings.c.member, shares=True
)
_NOTE_FIELDS = ("operation", "kind", "at", "program_version")


def load_keepings(connection: Connection, tenant: str, members: Collection[str]) -> dict[str, Keeping]:
    """What is kept of each of these members of whom anything is."""
    return ask_keepings(connection, tenant, members)()


def ask_keepings(connection: Connection, tenant: str, members: Collection[str]) -> Later[dict[str, Keeping]]:
    """The same, once they are wanted."""
    if not members:
        return dict
    asked = _OF_MEMBERS.ask(connection, of_tenant=tenant, members=members)
    return lambda: {row["member"]: _keeping(row) for row in asked.rows()}


def _keeping(row: Row) -> Keeping:
    account = kept_from_json(json.loads(row["body"]))
    account = replace(account, id=row["member"], tier=row["tier"], seen_at=row["seen_at"])
    return Keeping(account, row["number"])


def save_keepings(connection: Connection, tenant: str, kept: Mapping[str, Keeping]) -> None:
    """Store each account as it is, and append its new notes."""
    accounts = [each.account for each in kept.values()]
    columns: ByColumn = {
        "member": list(kept),
        "body": [canonical_bytes(kept_to_json(account)).decode() for account in accounts],
        "tier": [account.tier for account in accounts],
        "seen_at": [account.seen_at for account in accounts],
        "number": [each.number + len(each.notes) for each in kept.values()],
    }
    upsert_columns(connection, keepings, {"tenant": tenant}, columns)
    notes = [
        (member, number, note)
        for member, each in kept.items()
        for number, note in enumerate(each.notes, each.number + 1)
    ]
    if notes:
        _append_notes(connection, tenant, notes)


def list_notes(connection: Connection, tenant: str) -> Iterator[tuple[str, list[Note]]]:
    """Every member's notes, in the order in which they were made."""
    query = select(keeping_notes).where(keeping_notes.c.tenant == tenant)
    member, notes = "", list[Note]()
    for row in connection.execute(query.order_by(keeping_notes.c.member, keeping_notes.c.number)):
        if row.member != member and notes:
            yield member, notes
            notes = []
        member = row.member
        notes.append(_note_of(row))
    if notes:
        yield member, notes


def notes_of_uses(connection: Connection, tenant: str, members: Collection[str]) -> list[Note]:
    """The notes of these members about benefits that were used or taken back, the oldest first."""
    said = keeping_notes.c.said
    query = select(keeping_notes).where(
        keeping_notes.c.tenant == tenant,
        keeping_notes.c.member.in_(members),
        keeping_notes.c.kind == "change",
        said.contains('"used":') | said.contains('"unused":'),
    )
    rows = connection.execute(query.order_by(keeping_notes.c.at, keeping_notes.c.number))
    return [_note_of(row) for row in rows]


def _note_of(row: SqlRow[Any]) -> Note:
    return Note(**{name: getattr(row, name) for name in _NOTE_FIELDS}, said=json.loads(row.said))


def members_kept(connection: Connection, tenant: str) -> list[str]:
    """The members of whom anything is kept."""
    query = select(keepings.c.member).where(keepings.c.tenant == tenant).order_by(keepings.c.member)
    return list(connection.execute(query).scalars())


def _append_notes(connection: Connection, tenant: str, rows: Sequence[tuple[str, int, Note]]) -> None:
    members, numbers, notes = zip(*rows, strict=True)
    columns: ByColumn = {
        "member": members,
        "number": numbers,
        **fields_of(notes, _NOTE_FIELDS),
        "said": [canonical_bytes(note.said).decode() for note in notes],
    }
    append_columns(connection, keeping_notes, {"tenant": tenant}, columns)
