"""The whole file of one member for a till: balance, cards, every movement with its receipt, consents.

Whoever sells may look, a till at a time, as often as members may be looked up; each look is counted like one.
"""

from collections.abc import Sequence
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.member_desk import MemberFileAnswer, MemberFileAsk, Movement
from loyalty.wire.messages import VERSION
from loyalty.wire.roles import Role
from server.clock import moment_text
from server.context import Server, read_program
from server.model import Operator, TillAccount
from server.store.adjustments import Adjustment, list_adjustments
from server.store.catalogue import list_operators, program_in_force
from server.store.database import Connection
from server.store.members import cards_of, load_profiles
from server.store.merges import aliases_for
from server.store.movements import MovementRow, page_of_movements, slips_of
from server.store.persons import list_consents
from server.store.tills import list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.benefit_rows import list_uses
from server.usecases.states import load_states
from server.usecases.throttle import take_look_up
from server.usecases.told_deeds import told_deeds

PAGE: Final = 50
"""Movements on one page."""
_LOOKS: Final = frozenset[Role]({"cashier", "supervisor", "manager", "auditor"})
_BY_HAND: Final = "adjust:"


def member_file(server: Server, till: TillAccount, ask: MemberFileAsk, *, nonce: str) -> MemberFileAnswer:
    """The file of a member; of an alias, that of whom it stands for.

    Raises:
        Refused: `member-unknown`, `member-erased`, `operator-may-not`, `till-revoked`, `too-many-look-ups`.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> MemberFileAnswer:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, ask.operator, roles=_LOOKS)
        take_look_up(connection, till, server.clock.now())
        return read_file(connection, server, till.tenant, ask.member, skip=ask.skip, nonce=nonce)

    return server.database.write(unit)


def read_file(
    connection: Connection,
    server: Server,
    tenant: str,
    named: str,
    *,
    skip: int,
    most: int = PAGE,
    nonce: str = "-",
) -> MemberFileAnswer:
    """The same within a transaction, with as many movements as are asked for."""
    known = load_profiles(connection, tenant, [named]).get(named)
    if known is None or known.state == "erased":
        raise Refused("member-unknown" if known is None else "member-erased", member=named)
    member = known.alias_of or named
    aliases = aliases_for(connection, tenant, member)
    force = program_in_force(connection, tenant, server.clock.now())
    program = read_program(force.text) if force else None
    states = load_states(connection, server, tenant, [member, *aliases], program)
    household = states[member].household
    persons = _of(states, household.persons if household else ())
    people = {each.operator: each.name for each in list_operators(connection, tenant)}
    rows = page_of_movements(connection, tenant, [member, *aliases], skip=skip, most=most + 1)
    return MemberFileAnswer(
        version=VERSION,
        member=states[member],
        cards=_cards(connection, tenant, [member, *aliases]),
        movements=_told(connection, tenant, [member, *aliases], rows[:most], people, _names(persons)),
        more=len(rows) > most,
        consents=tuple(_consents(connection, tenant, [*aliases, member], states)),
        deeds=told_deeds(connection, server, tenant, [member, *aliases]),
        aliases=tuple(each for each in _of(states, aliases) if not each.is_person),
        enrolled_at=moment_text(load_profiles(connection, tenant, [member])[member].enrolled_at),
        nonce=nonce,
        persons=tuple(persons),
        uses=list_uses(connection, server, tenant, [member, *aliases], persons=_names(persons))[:most],
    )


def find_operator(connection: Connection, tenant: str, operator: str, *, roles: frozenset[Role]) -> Operator:
    """An operator who is active and has one of these roles. Raises Refused: `operator-may-not`."""
    found = {each.operator: each for each in list_operators(connection, tenant)}.get(operator)
    if found is None or found.state != "active" or found.role not in roles:
        raise Refused("operator-may-not", name=operator, role="" if found is None else found.role)
    return found


def _of(states: dict[str, MemberState], members: Sequence[str]) -> list[MemberState]:
    return [states[each] for each in members if each in states]


def _cards(connection: Connection, tenant: str, members: Sequence[str]) -> tuple[CardRow, ...]:
    return tuple(card for member in members for card in cards_of(connection, tenant, member))


def _consents(
    connection: Connection, tenant: str, members: Sequence[str], states: dict[str, MemberState]
) -> list[JsonObject]:
    """What was agreed to; of a household with the id of whose word it is."""
    return [
        {**said, "person": member} if states[member].is_person else said
        for member in members
        for said in list_consents(connection, tenant, member)
    ]


def _names(persons: Sequence[MemberState]) -> dict[str, str]:
    return {each.member: "" if each.person is None else each.person.name for each in persons}


def _told(
    connection: Connection,
    tenant: str,
    members: Sequence[str],
    rows: Sequence[MovementRow],
    people: dict[str, str],
    persons: dict[str, str],
) -> tuple[Movement, ...]:
    """The movements in words of the house: receipts, codes of tills, names of operators."""
    slips = slips_of(connection, tenant, {each.sale for each in rows if each.sale})
    tills = {each.till: each.code for each in list_tills(connection, tenant)}
    by_hand = {
        f"{_BY_HAND}{each.adjustment}": each
        for member in members
        for each in list_adjustments(connection, tenant, member)
    }

    def told(row: MovementRow) -> Movement:
        slip, hand = slips.get(row.sale or ""), by_hand.get(row.operation)
        return Movement(
            kind=row.kind,
            at=moment_text(row.at),
            points=row.points,
            receipt="" if slip is None else slip.receipt,
            till="" if slip is None else tills.get(slip.till, ""),
            by=_who(people, slip.operator if slip else hand.by if hand else ""),
            reason=_reason(hand),
            person="" if slip is None else persons.get(slip.person, ""),
        )

    return tuple(told(row) for row in rows)


def _who(people: dict[str, str], operator: str) -> str:
    return people.get(operator, operator)


def _reason(hand: Adjustment | None) -> str:
    return "" if hand is None else hand.reason
