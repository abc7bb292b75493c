"""Points given or taken by hand: posted like any movement, and written down beside with who, whose word, why.

Who may, and how somebody shows who they are, is the caller's: a command asks both for their PIN, a till has
asked them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loyalty.approvals import PointsAdjusted, approvals
from loyalty.errors import Refused
from loyalty.lots import lot_for
from loyalty.program import Program
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed
from loyalty.wire.roles import Role
from server.books import adjusting
from server.books.model import HeldLot
from server.books.room import check_room
from server.context import Server
from server.model import Operator
from server.store.adjustments import Adjustment, insert_adjustment
from server.store.database import Connection
from server.usecases.desk import clear_desk, open_desk
from server.usecases.member_file import find_operator

_MANAGER: Final = frozenset[Role]({"manager"})
_GONE: Final = ("alias", "erased")
"""Whose points are somebody else's by now, or nobody's. Who is blocked keeps theirs until they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be done with whom; `points` below 0 are taken. `adjustment` is made before the first try."""

    adjustment: str
    member: str
    points: Points
    reason: str


@dataclass(frozen=True, slots=True)
class ByWhom:
    """The operator who does it, and somebody else with whose word, where there is one."""

    by: str
    approver: str | None


def adjust(
    connection: Connection,
    server: Server,
    tenant: str,
    wanted: Wanted,
    people: Callable[[Program], ByWhom],
) -> Adjustment:
    """Give or take points; `people` says who does it under the program in force, or refuses.

    Raises:
        Refused: `nothing-adjusted`, `adjustment-reason`, `member-…`, `program-missing`, `points-short`,
            `too-much-held`, and what `people` raises.
    """
    if not wanted.points:
        raise Refused("nothing-adjusted")
    if not wanted.reason.strip():
        raise Refused("adjustment-reason")
    desk = open_desk(connection, server, tenant, [wanted.member])
    file = desk.files.get(wanted.member)
    if file is None or file.profile is None:
        raise Refused("member-unknown", member=wanted.member)
    if file.profile.state in _GONE:
        raise Refused(f"member-{file.profile.state}", member=wanted.member)
    if desk.program is None:
        raise Refused("program-missing")
    whose = people(desk.program)
    cause = desk.cause(f"adjust:{wanted.adjustment}")
    if wanted.points > 0:
        adjusting.give(file.books, _lot(desk.program, desk.program_version, wanted, desk.now), cause)
        check_room([(file.books, desk.loaded[wanted.member].books)])
    else:
        adjusting.take(file.books, Points(-wanted.points), cause)
    done = Adjustment(
        adjustment=wanted.adjustment,
        member=wanted.member,
        points=wanted.points,
        reason=wanted.reason.strip(),
        by=whose.by,
        approved_by=whose.approver,
        at=desk.now,
    )
    insert_adjustment(connection, tenant, done)
    clear_desk(connection, desk, is_urgent=True)
    return done


def adjust_from_till(
    connection: Connection, server: Server, tenant: str, deed: MemberDeed, by: Operator
) -> None:
    """The same as a deed of a till, which has checked the PINs.

    Raises:
        Refused: as `adjust`; `second-person-needed`: the program wants one for so many, or says nothing;
            `operator-may-not`: that one is no manager.
    """

    def people(program: Program) -> ByWhom:
        if takes_two(program, deed.points):
            if deed.approver is None:
                raise Refused("second-person-needed")
            find_operator(connection, tenant, deed.approver, roles=_MANAGER)
        return ByWhom(by.operator, deed.approver)

    wanted = Wanted(adjustment=deed.deed, member=deed.member, points=deed.points, reason=deed.text)
    adjust(connection, server, tenant, wanted, people)


def takes_two(program: Program, points: Points) -> bool:
    """Whether so many take a second person; where the program states no limit, always."""
    most = program.limits.manager_over.points_adjusted
    return most is None or bool(approvals(program, PointsAdjusted(points)))


def _lot(program: Program, version: int, wanted: Wanted, now: datetime) -> HeldLot:
    lot = lot_for(program, lot_id=f"adjust-{wanted.adjustment}", points=wanted.points, earned_at=now)
    return HeldLot(
        lot=lot.id,
        granted=lot.points,
        remaining=lot.points,
        earned_at=now,
        spendable_from=now,
        dies_at=lot.dies_at,
        program_version=version,
    )
