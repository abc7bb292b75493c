"""A member as tills are told: from the file of a sitting, or for a page of the feed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loyalty.account import Account
from loyalty.account.granted import memberships_of
from loyalty.account.keeping import current
from loyalty.account.kept_json import kept_to_json
from loyalty.account.vouchers import open_vouchers
from loyalty.program import Program
from loyalty.units import Points
from loyalty.wire.feed import LotState, MemberState, PersonState
from server.books.lots import ToldLot
from server.clock import moment_text
from server.columns import values_of
from server.context import Server
from server.keeping.model import Keeping
from server.model import MemberFile, Profile
from server.store.books import ask_books
from server.store.database import Connection
from server.store.keepings import ask_keepings
from server.store.members import ask_profiles, ask_purchases
from server.store.persons import ask_persons, load_persons
from server.usecases.standing import day_of, history_since, used
from server.usecases.wallet_files import ask_wallet_books
from server.usecases.wallet_states import wallet_state
from server.vault import SealedPerson


def load_states(
    connection: Connection, server: Server, tenant: str, members: Collection[str], program: Program | None
) -> dict[str, MemberState]:
    """The states of these members, as far as they are enrolled."""
    now = server.clock.now()
    asked_profiles = ask_profiles(connection, tenant, members, locked=False)
    asked_books = ask_books(connection, tenant, members)
    sealed = ask_persons(connection, tenant, members)
    is_limited = program is not None and bool(program.limited)
    since = history_since(program, now)
    purchases = ask_purchases(connection, tenant, members if is_limited else (), since=since)
    keepings = ask_keepings(connection, tenant, members)
    asked_wallets = ask_wallet_books(connection, tenant, members)
    profiles, books, bought, kept, wallets = (
        asked_profiles(),
        asked_books(),
        purchases(),
        keepings(),
        asked_wallets(),
    )
    people = open_people(connection, server, tenant, profiles, sealed=sealed())
    files = [
        MemberFile(
            member,
            profile,
            books[member],
            bought.get(member, {}),
            people.persons.get(member),
            people.birthdays.get(member, ()),
            keeping=kept.get(member) or Keeping(),
            wallet=wallets[member],
        )
        for member, profile in profiles.items()
    ]
    return {state.member: state for state in states_of(files, program, now)}


def open_persons(
    connection: Connection, server: Server, tenant: str, members: Collection[str]
) -> Mapping[str, PersonState]:
    """Who these members are, as far as they have not been erased."""
    return _opened(server, tenant, load_persons(connection, tenant, members))


def _opened(server: Server, tenant: str, sealed: Mapping[str, SealedPerson]) -> Mapping[str, PersonState]:
    vault = server.vault(tenant)
    return {member: vault.open(member, each) for member, each in sealed.items()}


@dataclass(frozen=True, slots=True)
class People:
    """Who members are, and of households the birthdays of those that they are not named by."""

    persons: Mapping[str, PersonState]
    birthdays: Mapping[str, tuple[str, ...]]


def open_people(
    connection: Connection,
    server: Server,
    tenant: str,
    profiles: Mapping[str, Profile],
    *,
    sealed: Mapping[str, SealedPerson],
    unenrolled: Collection[str] = (),
) -> People:
    """Who these members are; a household has the name and the birthday of its head.

    `sealed` are the records of the members themselves, `unenrolled` may have come as persons before the event
    that enrols them.
    """
    shared = {member: each.household for member, each in profiles.items() if each.household}
    named = {*profiles, *unenrolled}
    sharing = {person for each in shared.values() for person in each.persons} - named
    opened = {**_opened(server, tenant, sealed), **open_persons(connection, server, tenant, sharing)}
    persons = {member: person for member, person in opened.items() if member in named}
    birthdays: dict[str, tuple[str, ...]] = {}
    for member, household in shared.items():
        if household.head in opened:
            persons[member] = named_by(opened[household.head])
        others = (opened[each] for each in household.persons if each != household.head and each in opened)
        birthdays[member] = tuple(each.birthday for each in others if each.birthday)
    return People(persons, birthdays)


def named_by(head: PersonState) -> PersonState:
    """Who a household is, by its head; the number, the notes and the rest are the head's own."""
    return PersonState(name=head.name, phone=None, phone_text="", birthday=head.birthday)


def states_of(files: Iterable[MemberFile], program: Program | None, now: datetime) -> tuple[MemberState, ...]:
    """The states of enrolled members at a moment. Their lots are many, and are made all at once."""
    held = [(file, *file.books.told(now)) for file in files]
    lots = iter(_lots([lot for _, told, *_ in held for lot in told]))
    return tuple(
        [
            _state(file, program, now, points=(balance, available), lots=tuple(islice(lots, len(told))))
            for file, told, balance, available in held
        ]
    )


def _state(
    file: MemberFile,
    program: Program | None,
    now: datetime,
    *,
    points: tuple[Points, Points],
    lots: tuple[LotState, ...],
) -> MemberState:
    profile, account = file.profile, current(file.keeping.account, now, program)
    if profile is None:
        raise AssertionError(f"member {file.member} is not enrolled")
    balance, available = points
    birthday = file.person.birthday if file.person else None
    return MemberState(
        member=file.member,
        state=profile.state,
        alias_of=profile.alias_of,
        person=file.person,
        tier=profile.tier or "none",
        points=balance,
        owed=file.books.owed,
        available=available,
        lots=lots,
        measure=profile.measure,
        purchases=profile.purchases,
        memberships=tuple(dict.fromkeys((*profile.memberships, *_memberships(program, account, now)))),
        segments=profile.segments,
        vouchers={**dict(profile.vouchers), **open_vouchers(account, now)},
        used=used(program, file.purchases.values(), at=now, birthday=birthday),
        revision=profile.revision,
        at=moment_text(now),
        day=day_of(program, file.purchases.values(), at=now),
        keeping=None if profile.state == "erased" else kept_to_json(account) or None,
        wallet=wallet_state(file.wallet, now),
        household=profile.household,
        is_person=profile.is_person,
    )


def _memberships(program: Program | None, account: Account, now: datetime) -> tuple[str, ...]:
    return () if program is None else memberships_of(program, account, now)


def _lots(told: Sequence[ToldLot]) -> list[LotState]:
    if not told:
        return []
    lots, points, ends, begins = zip(*told, strict=True)
    said = {"lot": lots, "points": points, "dies_at": ends, "spendable_from": begins}
    return values_of(LotState, said)
