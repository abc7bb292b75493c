"""What was written here about a member and the server does not have yet, laid over what it told. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import PersonNote
from loyalty.wire.member_desk import MemberDeed


def notes_with(
    told: Iterable[PersonNote], deeds: Iterable[MemberDeed], name_of: Callable[[str], str]
) -> tuple[PersonNote, ...]:
    """The notes as they will be; `name_of` gives the name of an operator."""
    notes = {each.note: each for each in told}
    for deed in deeds:
        if deed.kind == "note" and deed.deed not in notes:
            notes[deed.deed] = PersonNote(
                note=deed.deed,
                text=deed.text,
                by=name_of(deed.operator),
                at=deed.at or "",
                request=deed.request,
                about=deed.about,
            )
        elif deed.kind == "note-done" and deed.note in notes and not notes[deed.note].done_by:
            notes[deed.note] = replace(notes[deed.note], done_by=name_of(deed.operator))
    return tuple(notes.values())


def consents_with(told: Iterable[JsonObject], deeds: Iterable[MemberDeed]) -> tuple[JsonObject, ...]:
    """What was agreed to and withdrawn, with what was said here last."""
    said = (
        {**deed.consent, "at": deed.at, "by": deed.operator} for deed in deeds if deed.consent is not None
    )
    return (*told, *said)
