"""Taking back what a till was lent: a manager's word, with the risk shown.

The members have their points again at once. What the till spent and sends later is the house's loss, and is
at most what was exposed.
"""

from dataclasses import dataclass
from datetime import datetime

from server.books import leasing
from server.books.model import Lease
from server.books.pots import POINTS
from server.context import Server
from server.ids import new_id
from server.store.database import Connection
from server.store.leases import leases_held_by
from server.usecases.admin.setup import find_till_by_code
from server.usecases.desk import clear_desk, open_desk
from server.usecases.gift_desk import gifts_held_by, reclaim_gifts


@dataclass(frozen=True, slots=True)
class Exposure:
    """One lease that is not closed: what the till may have spent of it that the server has not heard of.

    `account` says of what: of points, or of money on a card, which is then in the place of the member.
    """

    lease: str
    member: str
    state: str
    points: int
    until: datetime
    account: str = POINTS.name


def exposures(server: Server, *, tenant: str | None, till: str) -> tuple[Exposure, ...]:
    """What a till (by its code) holds, in any of its lives. Raises Refused: `no-such-till`, `tenant-…`."""

    def unit(connection: Connection) -> tuple[Exposure, ...]:
        account = find_till_by_code(connection, tenant, till)
        held = leases_held_by(connection, account.tenant, account.till)
        return tuple(
            _exposure(*each) for each in (*held, *gifts_held_by(connection, account.tenant, account.till))
        )

    return server.database.read(unit)


def reclaim(server: Server, *, tenant: str | None, till: str) -> tuple[Exposure, ...]:
    """Close everything that a till (by its code) holds; gives what was exposed by it.

    Raises:
        Refused: `no-such-till`, `tenant-…`.
    """
    operation = f"reclaim:{new_id(server.clock.now())}"

    def unit(connection: Connection) -> tuple[Exposure, ...]:
        account = find_till_by_code(connection, tenant, till)
        members = {member for member, _ in leases_held_by(connection, account.tenant, account.till)}
        desk = open_desk(connection, server, account.tenant, members)
        freed: list[Exposure] = []
        for member, file in desk.files.items():
            held = [each for each in file.books.leases.values() if each.till == account.till]
            for lease in held:
                cause = desk.cause(f"{operation}:{lease.lease}", store=account.store)
                points = leasing.reclaim(file.books, lease.lease, cause)
                freed.append(Exposure(lease.lease, member, lease.state, points, lease.until))
        freed += [_exposure(*each) for each in gifts_held_by(connection, account.tenant, account.till)]
        reclaim_gifts(connection, server, account.tenant, account.till, operation)
        clear_desk(connection, desk)
        return tuple(freed)

    return server.database.write(unit)


def _exposure(holder: str, lease: Lease) -> Exposure:
    left = lease.amount - lease.spent
    return Exposure(lease.lease, holder, lease.state, left, lease.until, account=lease.account)
