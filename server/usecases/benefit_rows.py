"""The benefits that a member used, in words of the house: for the member's page, and to take home."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from loyalty.account.uses import BenefitUse
from loyalty.wire.member_desk import BenefitUseRow
from server.clock import moment_text
from server.context import Server, read_program
from server.keeping.model import Note
from server.store.catalogue import list_operators, program_in_force
from server.store.database import Connection
from server.store.journal import operators_of
from server.store.keepings import notes_of_uses
from server.store.tills import list_tills
from server.usecases.keeping import change_from_json


def list_uses(
    connection: Connection,
    server: Server,
    tenant: str,
    members: Collection[str],
    *,
    persons: Mapping[str, str] = MappingProxyType({}),
    person: str | None = None,
) -> tuple[BenefitUseRow, ...]:
    """What these members used and took back, the newest first; of a household only what is one `person`'s.

    `persons` are the names of who shares it. A benefit that the program has no more is told by its id.
    """
    notes = notes_of_uses(connection, tenant, members)
    if not notes:
        return ()
    operators = operators_of(connection, tenant, [each.operation for each in notes])
    tills = {each.till: each.code for each in list_tills(connection, tenant)}
    people = {each.operator: each.name for each in list_operators(connection, tenant)}
    force = program_in_force(connection, tenant, server.clock.now())
    names = {} if force is None else {each.id: each.name for each in read_program(force.text).benefits}
    rows = (
        BenefitUseRow(
            benefit=names.get(use.benefit, use.benefit),
            at=moment_text(note.at),
            till=tills.get(note.operation.rsplit(":", 2)[0], ""),
            by=people.get(operators.get(note.operation, ""), operators.get(note.operation, "")),
            person=persons.get(use.person, ""),
            is_back=is_back,
        )
        for note, use, is_back in _told(notes)
        if person is None or use.person == person
    )
    return tuple(reversed(tuple(rows)))


def _told(notes: Iterable[Note]) -> Iterable[tuple[Note, BenefitUse, bool]]:
    """Each use, and again where it was taken back."""
    known: dict[str, BenefitUse] = {}
    for note in notes:
        change = change_from_json(note.said)
        for use in change.used:
            known[use.id] = use
            yield note, use, False
        for gone in change.unused:
            if gone in known:
                yield note, known[gone], True
