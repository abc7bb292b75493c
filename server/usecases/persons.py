"""Persons that come beside a journal: sealed on arrival, found by the hash of their phone.

The first record of a member stays: a batch that is sent again, however late, must not bring an older one
back. What could not be read of a record is left out (`loyalty.wire.messages.Person`); one that names no
member is nobody's.
"""

from collections.abc import Iterable

from loyalty.wire.feed import PersonState
from loyalty.wire.messages import Person
from server.context import Server
from server.store.database import Connection
from server.store.persons import insert_consents, insert_handles, insert_persons
from server.usecases.sitting import Sitting


def take_persons(connection: Connection, server: Server, sitting: Sitting, persons: Iterable[Person]) -> None:
    """Keep the persons of members that have none; an erased member stays nobody."""
    tenant = sitting.till.tenant
    fresh = {person.member: person for person in persons if _is_wanted(sitting, person)}
    vault = server.vault(tenant)
    ordered = [fresh[member] for member in sorted(fresh)]
    for person in ordered:
        sitting.files[person.member].person = PersonState(
            name=person.name, phone=person.phone, phone_text=person.phone_text, birthday=person.birthday
        )
        insert_consents(connection, tenant, person.member, person.consents)
    states = [(person.member, sitting.files[person.member].person) for person in ordered]
    sealed = [(member, vault.seal(member, state)) for member, state in states if state]
    found_by = [(vault.handle("phone", person.phone), person.member) for person in ordered if person.phone]
    insert_persons(connection, tenant, sealed, sitting.now)
    insert_handles(connection, tenant, found_by, sitting.now)


def _is_wanted(sitting: Sitting, person: Person) -> bool:
    if not person.member:
        return False
    file = sitting.files[person.member]
    return file.person is None and (file.profile is None or file.profile.state != "erased")
