"""Finding one member by an exact card or phone number, for a till whose own directory does not have it."""

import re
from collections.abc import Sequence

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.program import Program
from loyalty.wire.feed import LookUpAnswer, MemberState, StoreSettings
from server.context import Server, read_program
from server.model import TillAccount
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.members import cards_of, load_cards
from server.store.merges import aliases_of
from server.store.persons import members_by_handle
from server.store.tenancy import list_stores
from server.usecases.authenticate import check_still_active
from server.usecases.states import load_states
from server.usecases.throttle import count_miss, take_look_up

_NUMBER = re.compile(r"[0-9]{1,64}", re.ASCII)


def look_up(server: Server, till: TillAccount, *, card: str | None, phone: str | None) -> LookUpAnswer:
    """The member with this card or this phone number, with all their cards. Give one of the two.

    Raises:
        Refused: `look-up-empty` (neither or both), `phone-…` (not a number), `member-not-found`,
            `till-revoked`, `too-many-look-ups` (seconds).
        Unavailable: as `Database.write`.
    """
    if bool(card) == bool(phone):
        raise Refused("look-up-empty")

    def unit(connection: Connection) -> LookUpAnswer | None:
        now = server.clock.now()
        check_still_active(connection, till)
        take_look_up(connection, till, now)
        found = _look_up(connection, server, till, card, phone)
        if found is None:
            count_miss(connection, till, now)
        return found

    found = server.database.write(unit)
    if found is None:
        raise Refused("member-not-found")
    return found


def _look_up(
    connection: Connection, server: Server, till: TillAccount, card: str | None, phone: str | None
) -> LookUpAnswer | None:
    force = program_in_force(connection, till.tenant, server.clock.now())
    program = read_program(force.text) if force else None
    found = _by_phone(connection, server, till, phone) if phone else _by_card(connection, till, card or "")
    stand_ins = aliases_of(connection, till.tenant, found)
    found = list(dict.fromkeys(stand_ins.get(member, member) for member in found))
    states = load_states(connection, server, till.tenant, found, program)
    for member in found:
        state = states.get(member)
        if state is not None and state.state in {"active", "blocked"}:
            return answer_of(connection, server, till.tenant, state, program)
    return None


def answer_of(
    connection: Connection, server: Server, tenant: str, state: MemberState, program: Program | None
) -> LookUpAnswer:
    """A member with the cards; a household with its persons and the cards of each."""
    sharing = () if state.household is None else state.household.persons
    persons = load_states(connection, server, tenant, sharing, program) if sharing else {}
    cards = (card for each in (state.member, *sharing) for card in cards_of(connection, tenant, each))
    return LookUpAnswer(state, tuple(cards), tuple(persons[each] for each in sharing if each in persons))


def answers_of(
    connection: Connection, server: Server, tenant: str, members: Sequence[str]
) -> tuple[LookUpAnswer, ...]:
    """Members as they are, whatever their state, and whoever stands for an alias among them."""
    force = program_in_force(connection, tenant, server.clock.now())
    program = read_program(force.text) if force else None
    states = load_states(connection, server, tenant, members, program)
    stand_ins = {each.alias_of for each in states.values() if each.alias_of} - states.keys()
    states |= load_states(connection, server, tenant, stand_ins, program) if stand_ins else {}
    members = [*members, *sorted(stand_ins)]
    return tuple(
        answer_of(connection, server, tenant, states[member], program)
        for member in dict.fromkeys(members)
        if member in states
    )


def _by_card(connection: Connection, till: TillAccount, card: str) -> list[str]:
    known = load_cards(connection, till.tenant, [card]) if _NUMBER.fullmatch(card) else {}
    return [row.member for row in known.values()]


def _by_phone(connection: Connection, server: Server, till: TillAccount, phone_text: str) -> list[str]:
    settings = next(
        each for each in list_stores(connection, till.tenant) if each.store == till.store
    ).settings
    region = StoreSettings.from_json(settings).phone_region
    handle = server.vault(till.tenant).handle("phone", phones.parse(phone_text, region=region).e164)
    return members_by_handle(connection, till.tenant, handle)
