"""Points given or taken by hand at the server: who does it and who approves it each type their PIN."""

from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.units import Points
from server.context import Server
from server.ids import new_id
from server.store.adjustments import Adjustment
from server.store.database import Connection
from server.usecases.adjusting import ByWhom, Wanted, adjust, takes_two
from server.usecases.admin.four_eyes import DOES, Person, check_person, check_two
from server.usecases.admin.people import Who, find_member


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
        Refused: `second-person-needed` (the program wants one for so many, or says nothing), as `adjust`, as
            `check_two`, as `find_member`.
    """
    owner, member = find_member(server, tenant=tenant, who=wish.who)
    wanted = Wanted(adjustment=wish.adjustment, member=member, points=wish.points, reason=wish.reason)

    def unit(connection: Connection) -> Adjustment:
        def people(program: Program) -> ByWhom:
            if approves is not None:
                by, approver = check_two(connection, server, owner, does, approves)
                return ByWhom(by.operator, approver.operator)
            if takes_two(program, wish.points):
                raise Refused("second-person-needed", points=abs(wish.points))
            return ByWhom(check_person(connection, server, owner, does, roles=DOES).operator, None)

        return adjust(connection, server, owner, wanted, people)

    return server.database.write(unit)


def new_adjustment(server: Server) -> str:
    """The id of an adjustment that is going to be made."""
    return new_id(server.clock.now())
