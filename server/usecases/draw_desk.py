"""Draws for a manager at a till: which there are, what one came to, and opening one with its seed.

A manager who has the seed of a draw that is over may open it alone: what the seed draws was settled before
the first sale, and nothing is left to choose. Auditors look. Names of winners are told like those of members
that are looked up, and as often.
"""

from collections.abc import Collection, Mapping
from typing import Final

from loyalty.drawing import last_moment
from loyalty.errors import Refused
from loyalty.wire.drawing import (
    LOOKS,
    OPENS,
    WINNERS_ON_A_PAGE,
    DrawAnswer,
    DrawAsk,
    DrawOpening,
    DrawsAnswer,
    DrawsAsk,
    DrawTold,
    Winner,
)
from loyalty.wire.messages import VERSION
from server.context import Server, read_program
from server.model import TillAccount
from server.store.database import Connection
from server.store.drawings import (
    Drawing,
    DrawnRow,
    came_late,
    count_waiting,
    list_drawings,
    page_of_winners,
    quiet_tills,
)
from server.store.members import load_profiles
from server.store.persons import load_persons
from server.usecases.authenticate import check_still_active
from server.usecases.draw_report import told_draws
from server.usecases.drawing import OpenedBy, draw_some, is_left, open_within, promised_draws
from server.usecases.member_file import find_operator
from server.usecases.states import open_people, open_persons
from server.usecases.throttle import take_look_up

_NOBODY: Final = ("", "")
PAGES_AT_ONCE: Final = 5
"""So many pages of receipts are drawn with one request: 500 receipts took 3 s on a busy machine of two cores,
and a till waits for 15. The jobs draw what is left, if nobody asks again."""


def list_draws(server: Server, till: TillAccount, ask: DrawsAsk, *, nonce: str) -> DrawsAnswer:
    """Every draw, as it stands.

    Raises:
        Refused: `operator-may-not`, `till-revoked`.
    """

    def unit(connection: Connection) -> DrawsAnswer:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, ask.operator, roles=LOOKS)
        return DrawsAnswer(VERSION, told_draws(connection, server, till.tenant), nonce)

    return server.database.read(unit)


def read_draw(server: Server, till: TillAccount, ask: DrawAsk, *, nonce: str) -> DrawAnswer:
    """One draw with a page of its winners.

    Raises:
        Refused: `operator-may-not`, `till-revoked`, `no-such-draw`, `too-many-look-ups`.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> DrawAnswer:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, ask.operator, roles=LOOKS)
        take_look_up(connection, till, server.clock.now())
        return _answer(connection, server, till.tenant, ask.draw, skip=ask.skip, nonce=nonce)

    return server.database.write(unit)


def open_from_till(server: Server, till: TillAccount, asked: DrawOpening, *, nonce: str) -> DrawAnswer:
    """Publish the seed, or find that it was, and draw some of what is left.

    Raises:
        Refused: as `open_draw`, `operator-may-not`, `till-revoked`; nothing was changed.
        Unavailable: as `Database.write`; ask again, what was done stays done.
    """

    def unit(connection: Connection) -> Drawing:
        check_still_active(connection, till)
        by = find_operator(connection, till.tenant, asked.operator, roles=OPENS)
        opened_by = OpenedBy(till.till, by.operator)
        return open_within(connection, server, till.tenant, draw=asked.draw, seed=asked.seed, by=opened_by)

    opened = server.database.write(unit)
    draw_some(server, till.tenant, opened, most=PAGES_AT_ONCE)
    return server.database.read(
        lambda connection: _answer(connection, server, till.tenant, asked.draw, skip=0, nonce=nonce)
    )


def _answer(
    connection: Connection, server: Server, tenant: str, draw: str, *, skip: int, nonce: str
) -> DrawAnswer:
    told = {each.draw: each for each in told_draws(connection, server, tenant)}
    if draw not in told:
        raise Refused("no-such-draw", name=draw, known=", ".join(told) or "–")
    opened = {each.draw: each for each in list_drawings(connection, tenant)}.get(draw)
    if opened is None:
        return _unopened(connection, server, tenant, told[draw], nonce=nonce)
    rows = page_of_winners(connection, tenant, draw, skip=skip, most=WINNERS_ON_A_PAGE + 1)
    return DrawAnswer(
        version=VERSION,
        draw=told[draw],
        waiting=0,
        quiet=(),
        late=came_late(connection, tenant, opened),
        drawing=is_left(connection, tenant, opened),
        winners=_winners(connection, server, tenant, rows[:WINNERS_ON_A_PAGE]),
        more=len(rows) > WINNERS_ON_A_PAGE,
        nonce=nonce,
    )


def _unopened(
    connection: Connection, server: Server, tenant: str, told: DrawTold, *, nonce: str
) -> DrawAnswer:
    is_over = told.stage == "over"
    return DrawAnswer(
        version=VERSION,
        draw=told,
        waiting=count_waiting(connection, tenant, told.draw) if is_over else 0,
        quiet=_quiet(connection, server, tenant, told.draw) if is_over else (),
        late=0,
        drawing=False,
        winners=(),
        more=False,
        nonce=nonce,
    )


def _quiet(connection: Connection, server: Server, tenant: str, draw: str) -> tuple[str, ...]:
    published, found = promised_draws(connection, server, tenant)[draw]
    last = last_moment(found, read_program(published.text).zone)
    return () if last is None else tuple(quiet_tills(connection, tenant, last))


def _winners(
    connection: Connection, server: Server, tenant: str, rows: Collection[DrawnRow]
) -> tuple[Winner, ...]:
    names = _names(connection, server, tenant, {row.member for row in rows if row.member is not None})
    return tuple(
        Winner(
            receipt=row.receipt,
            number=row.number,
            prize=row.prize,
            given=row.member is not None,
            name=names.get(row.member or "", _NOBODY)[0],
            phone=names.get(row.member or "", _NOBODY)[1],
        )
        for row in rows
    )


def _names(
    connection: Connection, server: Server, tenant: str, members: Collection[str]
) -> Mapping[str, tuple[str, str]]:
    """What members are called by now, and their number; of who was merged since, whom they stand for.

    A household has the number of its head.
    """
    profiles = load_profiles(connection, tenant, members)
    stands_for = {member: each.alias_of or member for member, each in profiles.items()}
    standing = load_profiles(connection, tenant, set(stands_for.values()))
    sealed = load_persons(connection, tenant, standing)
    persons = open_people(connection, server, tenant, standing, sealed=sealed).persons
    heads = {member: each.household.head for member, each in standing.items() if each.household}
    numbers = {**persons, **open_persons(connection, server, tenant, set(heads.values()))}
    phones = {
        member: numbers.get(heads.get(member, member), named).phone for member, named in persons.items()
    }
    return {
        member: (persons[other].name, phones[other] or "")
        for member, other in stands_for.items()
        if other in persons
    }
