"""Which requests about their own data nobody has dealt with yet, those that are due first."""

from typing import TYPE_CHECKING

from loyalty.identity.phones import masked
from loyalty.wire.feed import PersonNote
from terminal.clock import from_timestamp
from terminal.data_requests import OpenRequest, due_on
from terminal.in_force import in_force
from terminal.notes_here import notes_with
from terminal.store.member_intake import ABOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from terminal.store.books import Reading
    from terminal.store.members import MemberRecord
    from terminal.till import Till


def open_requests(till: "Till") -> tuple[OpenRequest, ...]:
    """Those of every member that this till knows, with what was noted or done here and is not told yet."""
    with till.store.read() as reading:
        known = {each.member: each for each in reading.members.asking()}
        unheard = [each for each in reading.deeds_out.asking() if each not in known]
        known |= {each.member: each for each in reading.members.by_ids(unheard)}
        zone = in_force(till, reading).zone
        today = till.clock.now().astimezone(zone).date()
        found: list[OpenRequest] = []
        for record in known.values():
            for note in _open(reading, record):
                at = from_timestamp(note.at)
                due = due_on(at.astimezone(zone).date())
                found.append(
                    OpenRequest(
                        member=record.member,
                        name=record.name,
                        phone_masked=masked(record.e164 or ""),
                        request=note.request,
                        by=note.by,
                        at=at,
                        due=due,
                        is_late=today > due,
                        about=note.about,
                    )
                )
    return tuple(sorted(found, key=lambda each: (each.due, each.at)))


def _open(reading: "Reading", record: "MemberRecord") -> "Iterator[PersonNote]":
    def name_of(operator: str) -> str:
        known = reading.operators.by_id(operator)
        return operator if known is None else known.name

    told = tuple(PersonNote.from_json(each) for each in record.standing.get(ABOUT, {}).get("notes", ()))
    notes = notes_with(told, reading.deeds_out.of_member(record.member), name_of)
    return (each for each in notes if each.request and not each.done_by)
