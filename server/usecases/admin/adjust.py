"""Points given or taken by hand: a reason, who did it, and a second person unless the program says otherwise.

What is done is posted like any movement, and written down beside, with both names, in a table that never
changes.
"""

from dataclasses import dataclass
from datetime import datetime

from loyalty.approvals import PointsAdjusted, approvals
from loyalty.errors import Refused
from loyalty.lots import lot_for
from loyalty.program import Program
from loyalty.units import Points
from server.books import adjusting
from server.books.model import HeldLot
from server.context import Server
from server.ids import new_id
from server.store.adjustments import Adjustment, insert_adjustment
from server.store.database import Connection
from server.usecases.admin.four_eyes import DOES, Person, check_person, check_two
from server.usecases.admin.people import Who, find_member
from server.usecases.desk import clear_desk, open_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done to whom; `points` below 0 are taken. `adjustment` is made before the first try."""

    adjustment: str
    who: Who
    points: Points
    reason: str


def adjust_points(
    server: Server, *, tenant: str | None, wish: Wish, does: Person, approves: Person | None
) -> Adjustment:
    """Give or take points. The same adjustment again is refused, so nothing is done twice.

    Raises:
        Refused: `nothing-adjusted`, `adjustment-reason`, `second-person-needed` (the program wants one for so
            many, or says nothing), `points-short`, `member-unknown`, as `check_two`, as `find_member`.
    """
    if not wish.points:
        raise Refused("nothing-adjusted")
    if not wish.reason.strip():
        raise Refused("adjustment-reason")
    owner, member = find_member(server, tenant=tenant, who=wish.who)

    def unit(connection: Connection) -> Adjustment:
        desk = open_desk(connection, server, owner, [member])
        file = desk.files.get(member)
        if file is None or desk.program is None:
            raise Refused("member-unknown")
        if approves is not None:
            by, approver = check_two(connection, server, owner, does, approves)
        elif _needs_two(desk.program, wish.points):
            raise Refused("second-person-needed", points=abs(wish.points))
        else:
            by, approver = check_person(connection, server, owner, does, roles=DOES), None
        cause = desk.cause(f"adjust:{wish.adjustment}")
        if wish.points > 0:
            adjusting.give(file.books, _lot(desk.program, desk.program_version, wish, desk.now), cause)
        else:
            adjusting.take(file.books, Points(-wish.points), cause)
        done = Adjustment(
            adjustment=wish.adjustment,
            member=member,
            points=wish.points,
            reason=wish.reason.strip(),
            by=by.operator,
            approved_by=None if approver is None else approver.operator,
            at=desk.now,
        )
        insert_adjustment(connection, owner, done)
        clear_desk(connection, desk)
        return done

    return server.database.write(unit)


def new_adjustment(server: Server) -> str:
    """The id of an adjustment that is going to be made."""
    return new_id(server.clock.now())


def _needs_two(program: Program, points: Points) -> bool:
    """Where the program states no limit, always."""
    most = program.limits.manager_over.points_adjusted
    return most is None or bool(approvals(program, PointsAdjusted(points)))


def _lot(program: Program, version: int, wish: Wish, now: datetime) -> HeldLot:
    lot = lot_for(program, lot_id=f"adjust-{wish.adjustment}", points=wish.points, earned_at=now)
    return HeldLot(
        lot=lot.id,
        granted=lot.points,
        remaining=lot.points,
        earned_at=now,
        spendable_from=now,
        dies_at=lot.dies_at,
        program_version=version,
    )
