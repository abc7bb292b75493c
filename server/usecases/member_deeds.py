"""What a till has the server do with a member: notes, corrections, consents, points by hand, merge, erase.

One transaction each, with a row that says who did it, at which till, with whose word. The same deed again
changes nothing and is answered with how things are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.canonical import Json, JsonObject, WireRefused
from loyalty.wire.member_desk import (
    ASIDE,
    JOURNALLED,
    MEANT,
    DeedKind,
    DeedOutcome,
    MemberDeed,
    MemberDeedDone,
    may_approve,
    needs_approver,
)
from loyalty.wire.messages import VERSION
from loyalty.wire.roles import Role
from server.context import Server
from server.model import Operator, TillAccount
from server.store.catalogue import list_operators
from server.store.database import Connection
from server.store.journal import SaidEvent, said_under
from server.store.member_deeds import Deed, find_deed, insert_deed, is_done
from server.store.members import load_profiles, lock_profiles
from server.usecases.adjusting import adjust_from_till
from server.usecases.admin.people import erase_in
from server.usecases.apologies import apologise
from server.usecases.authenticate import check_still_active
from server.usecases.households import join_household, leave_household, name_head
from server.usecases.look_up import answers_of
from server.usecases.member_file import find_operator
from server.usecases.merging import merge_in, unmerge_in
from server.usecases.person_deeds import consent, edit, note, note_done
from server.usecases.person_export import person_document
from server.usecases.told_deeds import told_deed

_OF_TWO: Final = frozenset[DeedKind]({"merge", "unmerge"})
_ANYBODY: Final = frozenset[Role]({"cashier", "supervisor", "manager"})


def do_deed(server: Server, till: TillAccount, deed: MemberDeed, *, nonce: str) -> MemberDeedDone:
    """Do it, or find that it was done, and say by whom: nothing is refused then but a document.

    Raises:
        Refused: `operator-may-not`, `second-person-needed`, `approver-same`, `till-revoked`;
            `member-unknown`, `member-alias`, `member-erased`; `note-empty`, `note-unknown`, `notes-full`;
            `name-missing`, `phone-…`, `phone-taken`, `birthday-unreadable`; `same-member`, `not-merged`,
            `points-lent`; as `adjust`.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> MemberDeedDone:
        check_still_active(connection, till)
        done: Sequence[str] = (deed.member, *((deed.other,) if deed.other else ()))
        document = earlier = None
        before = find_deed(connection, till.tenant, deed.member, deed.deed)
        if before is not None:
            earlier = told_deed(connection, server, till.tenant, before)
        else:
            by = _check_people(connection, till.tenant, deed)
            done = _DOES[deed.kind](connection, server, till, deed, by)
            _write_down(connection, till.tenant, _row(till, _with_whom(deed, done), server.clock.now()))
        if deed.kind == "export":
            _check_people(connection, till.tenant, deed)
            document = person_document(connection, server, till.tenant, deed.member)
        told = answers_of(connection, server, till.tenant, done)
        return MemberDeedDone(version=VERSION, members=told, nonce=nonce, document=document, earlier=earlier)

    told = server.database.write(unit)
    if deed.kind == "erase":
        server.database.wipe_log()
    return told


def do_journalled(server: Server, till: TillAccount, deeds: Iterable[JsonObject]) -> tuple[DeedOutcome, ...]:
    """Do what a till has done by itself, each once; one whose event has not come is left for the next time.

    What was put aside counts for nothing, and so does what it is about: the till keeps that for a person.
    What cannot be done any more (a member was erased), or not be read, is told with why, and is over.

    Raises:
        Unavailable: as `Database.write`.
    """
    told = [(said.get("deed"), _done_before(server, till, said)) for said in deeds]
    return tuple(
        DeedOutcome(name, why) for name, why in told if why is not None and isinstance(name, str) and name
    )


def _done_before(server: Server, till: TillAccount, asked: JsonObject) -> str | None:
    try:
        deed = MemberDeed.from_json(asked)
    except WireRefused:
        return "deed-unreadable"

    def unit(connection: Connection) -> str | None:
        said = said_under(connection, till, deed.deed)
        if said is None:
            return None
        if said.aside:
            return ASIDE
        if (said.kind, said.body.get("member")) != (JOURNALLED.get(deed.kind), deed.member):
            raise Refused("deed-differs")
        by = {each.operator: each for each in list_operators(connection, till.tenant)}[said.operator]
        named = _as_recorded(deed, said)
        member = _about(connection, till.tenant, deed)
        if not is_done(connection, till.tenant, deed.member, deed.deed):
            _DOES[deed.kind](connection, server, till, replace(named, member=member), by)
            insert_deed(connection, till.tenant, _row(till, named, server.clock.now()))
        return ""

    try:
        return server.database.write(unit)
    except Refused as refusal:
        return refusal.code


def _as_recorded(deed: MemberDeed, said: SaidEvent) -> MemberDeed:
    """The deed with who did it, and with whose word, as the event says: what travels beside is not.

    Raises:
        Refused: `deed-differs`, the event gave another voucher.
    """
    if deed.kind == "apology" and said.body.get("voucher") != deed.voucher:
        raise Refused("deed-differs")
    approver, request = said.body.get("approver"), said.body.get("what")
    asked = request if isinstance(request, str) else ""
    return replace(
        deed,
        operator=said.operator,
        approver=approver if isinstance(approver, str) else None,
        request=asked,
        about=_meant(asked, said.body.get("about")),
    )


def _meant(request: str, about: Json) -> tuple[str, ...]:
    """Which details or consents a request is about, of those that there are."""
    named = about if isinstance(about, Sequence) and not isinstance(about, str) else ()
    return tuple(each for each in MEANT.get(request, ()) if each in named)


def _about(connection: Connection, tenant: str, deed: MemberDeed) -> str:
    """Whom a deed is about by now: a note about somebody who was merged since is about whoever they are.

    A consent stays with who gave it: it is read with those of the other, and goes along if they are parted.
    """
    held = lock_profiles(connection, tenant, [deed.member]).get(deed.member)
    if held is None or held.state != "alias" or held.is_person or held.alias_of is None:
        return deed.member
    if deed.kind == "consent":
        return deed.member
    pool = load_profiles(connection, tenant, [held.alias_of])[held.alias_of]
    return held.alias_of if pool.household is None else pool.household.head


def _check_people(connection: Connection, tenant: str, deed: MemberDeed) -> Operator:
    """Who does it. Whose word is named has to be able to give it, needed or not: it is written down."""
    by = find_operator(connection, tenant, deed.operator, roles=_ANYBODY)
    if deed.approver is None:
        if needs_approver(deed.kind, [by.role]):
            raise Refused("second-person-needed")
        return by
    if deed.approver == deed.operator:
        raise Refused("approver-same", operator=deed.approver)
    approver = find_operator(connection, tenant, deed.approver, roles=_ANYBODY)
    if not may_approve(deed.kind, [approver.role]):
        raise Refused("operator-may-not", name=approver.code, role=approver.role)
    return by


def _with_whom(deed: MemberDeed, done: Sequence[str]) -> MemberDeed:
    """The deed with whom it was done: who is parted learns only then from whom."""
    return replace(deed, other=done[0]) if deed.kind == "unmerge" else deed


def _write_down(connection: Connection, tenant: str, done: Deed) -> None:
    """On the file of the member; of two who became one, or two again, on that of either."""
    insert_deed(connection, tenant, done)
    other = done.other
    if done.kind in _OF_TWO and other is not None and not is_done(connection, tenant, other, done.deed):
        insert_deed(connection, tenant, replace(done, member=other, other=done.member))


def _row(till: TillAccount, deed: MemberDeed, now: datetime) -> Deed:
    return Deed(
        member=deed.member,
        deed=deed.deed,
        kind=deed.kind,
        other=deed.other,
        till=till.till,
        by=deed.operator,
        approved_by=deed.approver,
        at=now,
    )


def _apology(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    apologise(connection, server, till.tenant, deed, by)
    return (deed.member,)


def _adjust(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    adjust_from_till(connection, server, till.tenant, deed, by)
    return (deed.member,)


def _merge(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    pair = (deed.member, deed.other or "")
    profiles = load_profiles(connection, till.tenant, pair)
    missing = [each for each in pair if each not in profiles]
    if missing:
        raise Refused("member-unknown", member=missing[0])
    if deed.member == deed.other:
        raise Refused("same-member")
    survivor, alias = sorted(
        pair, key=lambda each: (profiles[each].household is None, profiles[each].enrolled_at, each)
    )
    merge_in(connection, server, till.tenant, alias=alias, survivor=survivor, by=by.operator)
    return (survivor, alias)


def _unmerge(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, _by: Operator
) -> Sequence[str]:
    survivor = unmerge_in(connection, server, till.tenant, alias=deed.member)
    return (survivor, deed.member)


def _erase(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    erase_in(connection, server, till.tenant, deed.member, by=by.operator)
    return ()


def _join(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    other = deed.other or ""
    return join_household(connection, server, till.tenant, member=deed.member, other=other, by=by.operator)


def _head(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, _by: Operator
) -> Sequence[str]:
    return name_head(connection, server, till.tenant, member=deed.member, person=deed.other or "")


def _leave(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, _by: Operator
) -> Sequence[str]:
    return leave_household(
        connection,
        server,
        till.tenant,
        member=deed.member,
        person=deed.other or "",
        points=deed.points,
    )


def _export(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, _by: Operator
) -> Sequence[str]:
    del connection, server, till  # the document is read for the answer, each time it is asked for
    return (deed.member,)


Does = Callable[[Connection, Server, TillAccount, MemberDeed, Operator], Sequence[str]]
_DOES: Final[Mapping[DeedKind, Does]] = {
    "note": note,
    "note-done": note_done,
    "edit": edit,
    "consent": consent,
    "apology": _apology,
    "adjust": _adjust,
    "merge": _merge,
    "unmerge": _unmerge,
    "erase": _erase,
    "export": _export,
    "household-join": _join,
    "household-head": _head,
    "household-leave": _leave,
}
