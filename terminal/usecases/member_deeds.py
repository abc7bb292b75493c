"""What a till does with a member by itself: notes, what somebody agrees to or withdraws, an apology offline.

The event says that it was done; what was written lies beside it until the server has both. The deed's own id
is the operation's, so that a second press finds the first.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.codes import cleaned
from loyalty.wire.canonical import Json, JsonObject
from loyalty.wire.member_desk import (
    ASKED_FIRST,
    GIVEN_EACH_TIME,
    JOURNALLED,
    LONGEST_NOTE,
    MemberDeed,
    MemberDeedDone,
)
from terminal.clock import timestamp
from terminal.notes_here import consents_with
from terminal.till import Till
from terminal.usecases.apologies import check_apology
from terminal.usecases.decided import write_decided
from terminal.usecases.members import read_member
from terminal.usecases.unanswered import end_asking

if TYPE_CHECKING:
    from terminal.membership import AttachedMember
    from terminal.store.books import Unit

MOST_NOTES: Final = 20
"""As at the server: open ones and done ones."""


def is_done_here(deed: MemberDeed) -> bool:
    """Whether a till does it by itself, asking nobody; what takes a second person's word is the server's."""
    return deed.kind in JOURNALLED and deed.kind not in ASKED_FIRST and deed.approver is None


def do_here(till: Till, deed: MemberDeed) -> MemberDeedDone:
    """Do it, once; it counts here at once, and everywhere when the server has it.

    Raises:
        Refused: `member-…`, `note-empty`, `note-too-long`, `notes-full`, `note-unknown`, `role-may-not`;
            of an apology as `check_apology`, and `approver-…`.
        Unavailable: `deed-not-saved`; else as `Store.write`; doing it again finds out.
    """

    def write(unit: "Unit") -> None:
        if not unit.journal.has_operation(deed.deed):
            said = replace(deed, text=cleaned(deed.text), at=timestamp(till.clock.now()))
            member = read_member(till, unit, deed.member)
            _check(said, member)
            if deed.kind == "apology":
                check_apology(till, unit, deed, member)
            unit.journal.append(JOURNALLED[deed.kind], _body(said), deed.operator, deed.deed)
            kept = [each for each in unit.deeds_out.aside_of(deed.member) if _settles(said, each)]
            unit.deeds_out.drop(each.deed for each in kept)
            if said.note not in {each.deed for each in kept}:
                unit.deeds_out.add(said)
            if said.consent is not None:
                unit.consents_seen.add(said.member, *consents_with((), [said]))

    write_decided(till, deed.deed, write, not_saved="deed-not-saved")
    if deed.kind in GIVEN_EACH_TIME:
        end_asking(till, [deed.deed])
    till.nudge_sync()
    return MemberDeedDone(version=1, members=(), nonce="here")


def _settles(said: MemberDeed, kept: MemberDeed) -> bool:
    """Whether what the server would not take is dealt with: a note was ticked, a purpose asked for again.

    Another apology takes the place of one that the member did not get.
    """
    if said.kind == "apology":
        return kept.kind == "apology"
    if said.kind == "note-done":
        return kept.deed == said.note
    again = said.consent is not None and kept.consent is not None
    return again and (said.consent or {}).get("purpose") == (kept.consent or {}).get("purpose")


def _check(deed: MemberDeed, member: "AttachedMember") -> None:
    if deed.kind == "note" and not deed.text:
        raise Refused("note-empty")
    if len(deed.text) > LONGEST_NOTE:
        raise Refused("note-too-long", most=LONGEST_NOTE)
    if deed.kind == "note" and sum(not each.done_by for each in member.notes) >= MOST_NOTES:
        raise Refused("notes-full", limit=MOST_NOTES)
    if deed.kind == "note-done" and deed.note not in {each.note for each in member.notes}:
        raise Refused("note-unknown")


def _body(deed: MemberDeed) -> JsonObject:
    """What the journal keeps: nothing that anybody wrote."""
    body: dict[str, Json] = {"v": 1, "member": deed.member}
    said = {"note": deed.note, "voucher": deed.voucher, "approver": deed.approver}
    said |= {"what": deed.request or None}
    body |= {name: value for name, value in said.items() if value is not None}
    body |= {"about": list(deed.about)} if deed.about else {}
    consent = deed.consent or {}
    body |= {
        name: value
        for name in ("purpose", "given", "text_version")
        if isinstance(value := consent.get(name), str | int | bool)
    }
    return body
