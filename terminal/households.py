"""A member that several persons share, as the counter meets one: their name, the pool's balance. Pure.

Who was found by number, name or card stands there; where only the pool is known, its head does.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loyalty.identity.phones import TAIL_LENGTH, masked
from loyalty.wire.feed import PersonNote
from terminal.birthday_near import birthday_is_near
from terminal.membership import AttachedMember, HouseholdPerson

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from terminal.store.members import MemberRecord


def persons_of(record: "MemberRecord") -> tuple[str, ...]:
    """The ids of those who share a member, in the order they came; none for one person's own."""
    shared = record.standing.get("household")
    return () if shared is None else tuple(shared["persons"])


def met_as(
    pool: AttachedMember,
    record: "MemberRecord",
    persons: "Sequence[MemberRecord]",
    *,
    found: "MemberRecord",
    at: "datetime",
    zone: "ZoneInfo",
) -> AttachedMember:
    """The pool as one of its persons brings it to the counter; `found` is by whom it was found."""
    head = record.standing["household"]["head"]
    known = {each.member: each for each in persons}
    who = known.get(found.member) or known.get(head)
    sharing = tuple(_person(each, head=head) for each in persons)
    if who is None:
        return replace(pool, household=sharing)
    about = who.standing.get("about", {})
    return replace(
        pool,
        name=who.name,
        person=who.member,
        household=sharing,
        phone_masked=masked(who.e164 or ""),
        phone_tail=(who.e164 or "")[-TAIL_LENGTH:],
        birthday=who.birthday,
        birthday_near=birthday_is_near(who.birthday, at, zone),
        notes=tuple(PersonNote.from_json(each) for each in about.get("notes", ())),
        email=about.get("email", ""),
    )


def _person(record: "MemberRecord", *, head: str) -> HouseholdPerson:
    return HouseholdPerson(
        member=record.member,
        name=record.name,
        phone_masked=masked(record.e164 or ""),
        is_head=record.member == head,
    )
