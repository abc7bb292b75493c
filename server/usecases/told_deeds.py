"""What was done with a member's file, told in words of the house: by whom, with whom, about what."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import DeedRow
from server.clock import moment_text
from server.context import Server
from server.store.catalogue import list_operators
from server.store.database import Connection
from server.store.member_deeds import Deed, list_deeds
from server.store.persons import list_consents
from server.usecases.states import open_persons

MOST: Final = 50
"""Deeds of one file, the newest."""
LONGEST: Final = 200
"""Letters of what a consent was about, which a till may have written at will."""


_MOMENT: Final = attrgetter("at")


def told_deeds(
    connection: Connection, server: Server, tenant: str, members: Sequence[str]
) -> tuple[DeedRow, ...]:
    """The newest deeds with these members, who are one by now; each once, the newest first.

    A deed with two of them is told as the first of these names has it.
    """
    found: dict[str, Deed] = {}
    for member in members:
        for each in list_deeds(connection, tenant, member):
            found.setdefault(each.deed, each)
    return _told(connection, server, tenant, sorted(found.values(), key=_MOMENT, reverse=True)[:MOST])


def told_deed(connection: Connection, server: Server, tenant: str, deed: Deed) -> DeedRow:
    """One of them."""
    return _told(connection, server, tenant, [deed])[0]


def _told(connection: Connection, server: Server, tenant: str, newest: Sequence[Deed]) -> tuple[DeedRow, ...]:
    people = {each.operator: each.name for each in list_operators(connection, tenant)}
    others = open_persons(connection, server, tenant, {each.other for each in newest if each.other})
    agreed = _agreed(connection, tenant, {each.member for each in newest if each.kind == "consent"})

    def told(deed: Deed) -> DeedRow:
        other, said = others.get(deed.other or ""), agreed.get(deed.deed, {})
        return DeedRow(
            kind=deed.kind,
            at=moment_text(deed.at),
            by=people.get(deed.by, deed.by),
            approved_by=people.get(deed.approved_by or "", deed.approved_by or ""),
            other="" if other is None else other.name,
            purpose=str(said.get("purpose", ""))[:LONGEST],
            given=said.get("given") is True,
            deed=deed.deed,
            operator=deed.by,
            approver=deed.approved_by,
        )

    return tuple(told(each) for each in newest)


def _agreed(connection: Connection, tenant: str, members: set[str]) -> dict[str, JsonObject]:
    """What each deed of these members wrote down as agreed to or withdrawn, by the deed."""
    said = (each for member in members for each in list_consents(connection, tenant, member))
    return {str(each["deed"]): each for each in said if each.get("deed")}
