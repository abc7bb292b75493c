"""A till that is not to be believed any more, and taking back what it was lent: a manager's word.

The members have their points again at once. What the till spent and sends later is the house's loss, and is
at most what was exposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.units import Money, Points
from server.books import leasing
from server.books.model import Lease
from server.books.pots import POINTS
from server.context import Server
from server.ids import new_id
from server.keeping import claims
from server.keeping.claims import Claim
from server.model import TillAccount
from server.store.catalogue import list_operators
from server.store.chains import lock_chain
from server.store.claims import claims_held_by, save_claims
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.holders import is_gift_card
from server.store.leases import leases_held_by
from server.store.reclaims import Reclaim, insert_reclaim, list_reclaims
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import lock_store
from server.store.tills import save_till, void_pairing_codes
from server.usecases.admin.four_eyes import Person, check_two
from server.usecases.admin.setup import find_till_by_code
from server.usecases.desk import clear_desk, open_desk
from server.usecases.gift_desk import gifts_held_by, reclaim_gifts

TwoPeople = tuple[str, str]
"""The ids of the operators who did something and who approved it."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One lease that is not closed: what the till may have spent of it that the server has not heard of.

    `account` says of what: of points; of the money in a wallet; of money on a card, which is then in the
    place of the member; or it is a claim on a voucher, which is no points.
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
        return exposed_by(connection, find_till_by_code(connection, tenant, till))

    return server.database.read(unit)


def revoke_till(server: Server, *, tenant: str | None, till: str) -> tuple[Exposure, ...]:
    """Believe nothing that the till (by its code) signs from now on; gives what it was lent, to be reclaimed.

    A batch of its that is under way is waited for; whoever waits for news is told at once. Only a pairing
    code that is made after this makes a till of it again, with a new key.

    Raises:
        Refused: `no-such-till`, `tenant-…`.
    """

    def unit(connection: Connection) -> tuple[Exposure, ...]:
        account = find_till_by_code(connection, tenant, till)
        lock_chain(connection, account.tenant, account.till, account.incarnation)
        save_till(connection, replace(account, state="revoked"))
        void_pairing_codes(connection, account.till, server.clock.now())
        held = exposed_by(connection, account)
        ring(connection, account.tenant)
        touch(connection, account.tenant, [("till", account.till)])
        return held

    return server.database.write(unit)


def _claims_of(held: Iterable[tuple[str, Claim]]) -> list[Exposure]:
    """Vouchers that the till alone may use: each is one thing, and no points."""
    return [Exposure(each.claim, member, each.state, 0, each.until, account="claim") for member, each in held]


def reclaim_by_two(
    server: Server, *, tenant: str | None, till: str, does: Person, approves: Person
) -> tuple[Exposure, ...]:
    """`reclaim`, once two people have typed their PINs: what is lost by it is the house's.

    Raises:
        Refused: as `check_two` and as `reclaim`; nothing was taken back.
    """

    def unit(connection: Connection) -> TwoPeople:
        account = find_till_by_code(connection, tenant, till)
        two = check_two(connection, server, account.tenant, does, approves)
        return two[0].operator, two[1].operator

    return reclaim(server, tenant=tenant, till=till, two=server.database.read(unit))


def reclaims_of(server: Server, *, tenant: str | None, till: str) -> list[Reclaim]:
    """What was taken back from a till (by its code), and who said so by their codes.

    Raises:
        Refused: `no-such-till`, `tenant-…`.
    """

    def unit(connection: Connection) -> list[Reclaim]:
        account = find_till_by_code(connection, tenant, till)
        codes = {each.operator: each.code for each in list_operators(connection, account.tenant)}
        return [
            replace(done, by=codes.get(done.by, done.by), approved_by=codes.get(done.approved_by, "?"))
            for done in list_reclaims(connection, account.tenant, account.till)
        ]

    return server.database.read(unit)


def reclaim(
    server: Server, *, tenant: str | None, till: str, two: TwoPeople | None = None
) -> tuple[Exposure, ...]:
    """Close everything that a till (by its code) holds; gives what was exposed by it.

    `two` are the operators whose word it was; they are kept with it.

    Raises:
        Refused: `no-such-till`, `tenant-…`.
    """
    now = server.clock.now()
    operation = f"reclaim:{new_id(now)}"

    def unit(connection: Connection) -> tuple[Exposure, ...]:
        account = find_till_by_code(connection, tenant, till)
        members = {member for member, _ in leases_held_by(connection, account.tenant, account.till)}
        wallets = leases_held_by(connection, account.tenant, account.till, ledger=OF_MONEY)
        members |= {holder for holder, _ in wallets if not is_gift_card(holder)}
        claimed = claims_held_by(connection, account.tenant, account.till)
        members |= {member for member, _ in claimed}
        desk = open_desk(connection, server, account.tenant, members)
        freed: list[Exposure] = []
        for member, file in desk.files.items():
            for books in (file.books, file.wallet):
                for lease in [each for each in books.leases.values() if each.till == account.till]:
                    cause = desk.cause(f"{operation}:{lease.lease}", store=account.store)
                    points = leasing.reclaim(books, lease.lease, cause)
                    freed.append(replace(_exposure(member, lease), points=points))
        freed += [_exposure(*each) for each in gifts_held_by(connection, account.tenant, account.till)]
        reclaim_gifts(connection, server, account.tenant, account.till, operation)
        lock_store(connection, account.tenant, account.store)
        claimed = claims_held_by(connection, account.tenant, account.till)
        save_claims(
            connection, account.tenant, [(member, claims.reclaimed(each)) for member, each in claimed]
        )
        freed += _claims_of(claimed)
        clear_desk(connection, desk)
        if two is not None:
            insert_reclaim(connection, account.tenant, _done(operation, account, freed, two, now))
        return tuple(freed)

    return server.database.write(unit)


def _done(
    operation: str, account: TillAccount, freed: Sequence[Exposure], two: TwoPeople, at: datetime
) -> Reclaim:
    points = sum(each.points for each in freed if each.account == POINTS.name)
    return Reclaim(
        reclaim=operation,
        till=account.till,
        leases=len(freed),
        points=Points(points),
        money=Money(sum(each.points for each in freed) - points),
        by=two[0],
        approved_by=two[1],
        at=at,
    )


def exposed_by(connection: Connection, account: TillAccount) -> tuple[Exposure, ...]:
    """The same as `exposures`, within a transaction."""
    held = leases_held_by(connection, account.tenant, account.till)
    money = leases_held_by(connection, account.tenant, account.till, ledger=OF_MONEY)
    lent = (_exposure(*each) for each in (*held, *money))
    return (*lent, *_claims_of(claims_held_by(connection, account.tenant, account.till)))


def _exposure(holder: str, lease: Lease) -> Exposure:
    left = lease.amount - lease.spent
    return Exposure(lease.lease, holder, lease.state, left, lease.until, account=lease.account)
