"""What cashiers wrote about two members who become one, and about each of them once they are two again.

What is still to be done for the one is to be done for both; it stays in the record of the alias as well, so
that it goes back with them, and leaves nothing of theirs with somebody else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from loyalty.wire.feed import PersonNote, PersonState
from server.context import Server
from server.store.database import Connection
from server.store.members import load_profiles
from server.usecases.person_deeds import change_person
from server.usecases.states import open_persons

_Notes = tuple[PersonNote, ...]


def carry_notes(connection: Connection, server: Server, tenant: str, *, alias: str, survivor: str) -> None:
    """Let the survivor have the alias's open notes; of a household its head; of who is nobody, nobody."""
    pool = load_profiles(connection, tenant, [survivor])[survivor]
    keeper = survivor if pool.household is None else pool.household.head
    open_ones = tuple(each for each in _notes(connection, server, tenant, alias).values() if not each.done_by)
    if open_ones and keeper in open_persons(connection, server, tenant, [keeper]):
        _change(connection, server, tenant, keeper, lambda held: (*held, *_without(open_ones, held)))


def part_notes(
    connection: Connection,
    server: Server,
    tenant: str,
    *,
    alias: str,
    survivor: str,
    between: Collection[str] = (),
) -> None:
    """Let each have their own again, whoever of a household has them; what was done meanwhile is done.

    `between` are those whom the alias was merged into and who were merged on: their records have them too.
    """
    theirs = _notes(connection, server, tenant, alias)
    household = load_profiles(connection, tenant, [survivor])[survivor].household
    carried: dict[str, PersonNote] = {}
    for keeper in dict.fromkeys((*between, *((survivor,) if household is None else household.persons))):
        held_on = _notes(connection, server, tenant, keeper)
        kept = {name: each for name, each in held_on.items() if name in theirs}
        if kept:
            _change(connection, server, tenant, keeper, partial(_without, others=tuple(kept.values())))
        carried |= {name: each for name, each in kept.items() if each.done_by}
    if any(each != theirs[name] for name, each in carried.items()):
        _change(
            connection,
            server,
            tenant,
            alias,
            lambda held: tuple(carried.get(each.note, each) for each in held),
        )


def _notes(connection: Connection, server: Server, tenant: str, member: str) -> Mapping[str, PersonNote]:
    person = open_persons(connection, server, tenant, [member]).get(member)
    return {each.note: each for each in (person.notes if person else ())}


def _without(notes: _Notes, others: _Notes) -> _Notes:
    names = {each.note for each in others}
    return tuple(each for each in notes if each.note not in names)


def _change(
    connection: Connection, server: Server, tenant: str, member: str, change: Callable[[_Notes], _Notes]
) -> None:
    def changed(person: PersonState) -> PersonState:
        return replace(person, notes=change(person.notes))

    change_person(connection, server, tenant, member, changed, even_alias=True)
