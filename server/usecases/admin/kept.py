"""What is kept of members beside points, against what its notes and the journals come to."""

from collections.abc import Iterator
from dataclasses import replace

from loyalty.account import Account
from loyalty.account.sold import Sale
from loyalty.account.told import told_sale
from loyalty.errors import Refused
from loyalty.program import Program
from server.context import read_program
from server.keeping.model import Note
from server.store.catalogue import ask_versions, find_program
from server.store.database import Connection
from server.store.keepings import list_notes, load_keepings, members_kept
from server.store.sales import sale_of_event
from server.usecases.keeping import fold


def kept_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Members of whom something else is kept than their notes come to."""
    programs = programs_of(connection, tenant)
    kept = load_keepings(connection, tenant, members_kept(connection, tenant))
    notes = dict(list_notes(connection, tenant))
    for member in sorted(kept.keys() | notes.keys()):
        held = kept.get(member)
        try:
            made = fold(
                notes.get(member, ()), told=lambda note: _told(connection, tenant, note), programs=programs
            )
        except Refused as refused:
            yield f"member {member}: the notes cannot be followed: {refused.code}"
            continue
        if held is None or _bare(held.account) != _bare(made):
            yield f"member {member}: vouchers, stamps or challenges are not what their notes come to"
        if held is not None and held.number != len(notes.get(member, ())):
            yield f"member {member}: {held.number} notes were counted, {len(notes.get(member, ()))} are there"


def _bare(account: Account) -> Account:
    """Without what no note says: how far the calendar has been worked in."""
    return replace(account, id="", tier="", seen_at=None)


def programs_of(connection: Connection, tenant: str) -> dict[int, Program]:
    """Every program of the tenant that was published, by its version."""
    published = (find_program(connection, tenant, each) for each in ask_versions(connection, tenant)())
    return {each.version: read_program(each.text) for each in published if each is not None}


def _told(connection: Connection, tenant: str, note: Note) -> Sale | None:
    sold = sale_of_event(connection, tenant, note.operation)
    return None if sold is None else told_sale(sold.body, note.at)
