"""What a till has the server write of one person: notes for who serves them next, corrections, consents.

Each in the transaction of its deed (`member_deeds`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.codes import cleaned
from loyalty.wire.canonical import JsonObject, WireRefused
from loyalty.wire.feed import PersonNote, PersonState, StoreSettings
from loyalty.wire.member_desk import MemberDeed
from loyalty.wire.messages import BIRTHDAY_FORM
from server.clock import moment_text, parse_moment
from server.context import Server
from server.model import Operator, TillAccount
from server.store.database import Connection
from server.store.members import load_profiles
from server.store.persons import append_consent, members_by_handle, replace_handle, replace_person
from server.store.tenancy import list_stores
from server.usecases.desk import clear_desk, open_desk
from server.usecases.states import named_by

MOST_NOTES: Final = 20
"""Open ones and done ones; the oldest done one makes way."""
_LEAP_YEAR: Final = 2000
"""Somebody may be born on 29 February and not say when."""


def change_person(
    connection: Connection,
    server: Server,
    tenant: str,
    member: str,
    change: Callable[[PersonState], PersonState],
    *,
    even_alias: bool = False,
) -> PersonState:
    """Seal another record of a member in place of theirs, and tell every till.

    `even_alias`: also of one who was merged, and may be somebody of their own again one day.

    Raises:
        Refused: `member-unknown`, `member-erased`, `member-alias`, `household-person`.
    """
    known = load_profiles(connection, tenant, [member]).get(member)
    if known is not None and known.state == "alias" and not known.is_person and not even_alias:
        raise Refused("member-alias", member=member)
    stand_in = [known.alias_of] if known is not None and known.is_person and known.alias_of else []
    desk = open_desk(connection, server, tenant, [member, *stand_in])
    file = desk.files.get(member)
    if file is None or file.profile is None or file.person is None:
        erased = file is not None and file.profile is not None and file.profile.state == "erased"
        raise Refused("member-erased" if erased else "member-unknown", member=member)
    if file.profile.state == "erased":
        raise Refused("member-erased", member=member)
    if file.profile.household is not None:
        raise Refused("household-person", member=member)
    file.person = change(file.person)
    pool = desk.files.get(file.profile.alias_of or "")
    shared = None if pool is None or pool.profile is None else pool.profile.household
    if pool is not None and shared is not None and shared.head == member:
        pool.person = named_by(file.person)
    replace_person(connection, tenant, member, server.vault(tenant).seal(member, file.person), desk.now)
    clear_desk(connection, desk, is_urgent=True)
    return file.person


def note(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    """Write a note for who serves them next; a done one makes way for it where there are `MOST_NOTES`.

    Raises:
        Refused: `note-empty`, `notes-full`, and as `change_person`.
    """
    text = cleaned(deed.text)
    if not text:
        raise Refused("note-empty")
    fresh = PersonNote(
        note=deed.deed,
        text=text,
        by=by.name,
        at=_when(server, deed),
        request=deed.request,
        about=deed.about,
    )

    def noted(person: PersonState) -> PersonState:
        kept = list(person.notes)
        if len(kept) >= MOST_NOTES:
            done = next((each for each in kept if each.done_by), None)
            if done is None:
                raise Refused("notes-full", limit=MOST_NOTES)
            kept.remove(done)
        return replace(person, notes=(*kept, fresh))

    change_person(connection, server, till.tenant, deed.member, noted)
    return (deed.member,)


def _when(server: Server, deed: MemberDeed) -> str:
    """When it was done: by the till's clock where it did it by itself, never in the future."""
    now = server.clock.now()
    return moment_text(now if deed.at is None else min(now, parse_moment(deed.at)))


def note_done(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    """Tick a note off; who did it first stays.

    Raises:
        Refused: `note-unknown`, and as `change_person`.
    """

    def ticked(person: PersonState) -> PersonState:
        if deed.note not in {each.note for each in person.notes}:
            raise Refused("note-unknown")
        notes = tuple(
            replace(each, done_by=each.done_by or by.name) if each.note == deed.note else each
            for each in person.notes
        )
        return replace(person, notes=notes)

    change_person(connection, server, till.tenant, deed.member, ticked)
    return (deed.member,)


def edit(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, _by: Operator
) -> Sequence[str]:
    """Correct name, birthday, e-mail or phone, each where it is given.

    Raises:
        Refused: `name-missing`, `birthday-unreadable`, `phone-…`, `phone-taken`, and as `change_person`.
    """
    tenant = till.tenant

    def edited(person: PersonState) -> PersonState:
        if deed.name is not None:
            person = replace(person, name=_name(deed.name))
        if deed.birthday is not None:
            person = replace(person, birthday=_birthday(deed.birthday))
        if deed.email is not None:
            person = replace(person, email=cleaned(deed.email))
        if deed.phone is None:
            return person
        phone = phones.parse(deed.phone, region=_region(connection, till))
        handle = server.vault(tenant).handle("phone", phone.e164)
        _check_free(connection, tenant, deed.member, handle)
        if phone.e164 != person.phone:
            replace_handle(connection, tenant, deed.member, handle, server.clock.now())
        return replace(person, phone=phone.e164, phone_text=phone.text)

    change_person(connection, server, tenant, deed.member, edited)
    return (deed.member,)


def _name(text: str) -> str:
    name = cleaned(text)
    if not name:
        raise Refused("name-missing")
    return name


def _birthday(text: str) -> str | None:
    if not text:
        return None
    try:
        BIRTHDAY_FORM.read(text)
        date.fromisoformat(text if len(text) > len("11-21") else f"{_LEAP_YEAR}-{text}")
    except (WireRefused, ValueError) as error:
        raise Refused("birthday-unreadable", text=text) from error
    return text


def _check_free(connection: Connection, tenant: str, member: str, handle: bytes) -> None:
    others = [each for each in members_by_handle(connection, tenant, handle) if each != member]
    profiles = load_profiles(connection, tenant, others)
    for other in others:
        profile = profiles.get(other)
        if profile is not None and (profile.state in {"active", "blocked"} or profile.is_person):
            raise Refused("phone-taken", member=other, name="")


def _region(connection: Connection, till: TillAccount) -> str:
    stores = {each.store: each for each in list_stores(connection, till.tenant)}
    return StoreSettings.from_json(stores[till.store].settings).phone_region


def consent(
    connection: Connection, server: Server, till: TillAccount, deed: MemberDeed, by: Operator
) -> Sequence[str]:
    """Keep what they agree to or take back, behind what they said before.

    Raises:
        Refused: `consent-missing`, `member-unknown`, `member-erased`.
    """
    if deed.consent is None:
        raise Refused("consent-missing")
    profile = load_profiles(connection, till.tenant, [deed.member]).get(deed.member)
    if profile is None or profile.state == "erased":
        raise Refused("member-unknown" if profile is None else "member-erased", member=deed.member)
    said: JsonObject = {
        **deed.consent,
        "at": _when(server, deed),
        "by": by.operator,
        "till": till.code,
        "deed": deed.deed,
    }
    append_consent(connection, till.tenant, deed.member, said)
    return (deed.member,)
