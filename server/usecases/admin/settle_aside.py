"""Events that were put aside, as a person sees and settles them: posted after all, or left for good.

Two people, each by their PIN. An event that is posted counts from then on, and stands in the next close of
its store's day under the day on which it happened. One that is left counts for nothing, for good; what it
named of leases and claims is taken back for the members, and what its till turns out to have spent of them is
the house's loss. Either is told to the till, which says no more that a person has to look.
"""

from dataclasses import dataclass

from loyalty.errors import Refused
from server.books import leasing
from server.context import Server
from server.ids import new_id
from server.keeping import claims
from server.model import Operator, TillAccount
from server.store.asides import Aside, all_asides, find_aside, leave_aside, open_asides
from server.store.catalogue import list_operators
from server.store.claims import claims_held_by, save_claims
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.holders import is_gift_card
from server.store.leases import leases_held_by
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import lock_store
from server.store.tills import list_tills
from server.usecases.admin.four_eyes import Person, check_two
from server.usecases.admin.setup import find_tenant, find_till_by_code
from server.usecases.desk import clear_desk, open_desk
from server.usecases.incoming import named_by
from server.usecases.posting_again import Word, post_again


@dataclass(frozen=True, slots=True)
class AsideRow:
    """One event with the code of its till; `held` are the leases and claims it names."""

    till: str
    aside: Aside
    held: tuple[str, ...]
    by: str
    approved_by: str


def list_asides(server: Server, *, tenant: str | None, settled: bool = False) -> tuple[AsideRow, ...]:
    """Those that nobody has settled, or all of them; each till's in the order of its journal.

    Raises:
        Refused: `tenant-…`.
    """
    return server.database.read(
        lambda connection: rows_of(connection, find_tenant(connection, tenant), settled=settled)
    )


def rows_of(
    connection: Connection, tenant: str, *, settled: bool = False, most: int | None = None
) -> tuple[AsideRow, ...]:
    """The same, within a transaction; of those that nobody has settled no more than `most`."""
    found = all_asides(connection, tenant) if settled else open_asides(connection, tenant, most=most)
    codes = {each.till: each.code for each in list_tills(connection, tenant)}
    people = {each.operator: each.code for each in list_operators(connection, tenant)} if settled else {}
    return tuple(
        AsideRow(
            codes.get(each.till, each.till),
            each,
            named_by(each.event, each.at).held,
            people.get(each.by or "", each.by or ""),
            people.get(each.approved_by or "", each.approved_by or ""),
        )
        for each in found
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: its till by its code, and of which life; None: the till's of today."""

    till: str
    seq: int
    life: int | None = None


def post_aside(server: Server, place: Place, *, tenant: str | None, does: Person, approves: Person) -> Aside:
    """Post an event after all.

    Raises:
        Refused: `no-such-aside`, `aside-settled`, `aside-stays` (why: its cause is there still, or can never
            go), `no-such-till`, `tenant-…`, as `check_two`; nothing was changed.
    """
    aside, two = server.database.write(
        lambda connection: _found(connection, server, place, tenant, (does, approves))
    )
    why = post_again(server, aside, Word(*(each.operator for each in two)))
    if why:
        raise Refused("aside-stays", till=place.till, seq=place.seq, why=why)
    return aside


def leave_for_good(
    server: Server, place: Place, *, tenant: str | None, note: str, does: Person, approves: Person
) -> Aside:
    """Let an event count for nothing, for good, with a note that says why.

    Raises:
        Refused: `aside-note` (none), and as `post_aside`.
    """
    if not note.strip():
        raise Refused("aside-note")
    now = server.clock.now()
    operation = f"reclaim:{new_id(now)}"

    def unit(connection: Connection) -> Aside:
        aside, two = _found(connection, server, place, tenant, (does, approves))
        by, approved_by = (each.operator for each in two)
        leave_aside(connection, aside, at=now, by=by, approved_by=approved_by, note=note.strip())
        account = find_till_by_code(connection, tenant, place.till)
        ring(connection, account.tenant, till=account.till)
        _free(connection, server, account, aside, operation)
        return aside

    return server.database.write(unit)


def _found(
    connection: Connection, server: Server, place: Place, tenant: str | None, people: tuple[Person, Person]
) -> tuple[Aside, tuple[Operator, Operator]]:
    account = find_till_by_code(connection, tenant, place.till)
    two = check_two(connection, server, account.tenant, *people)
    life = account.incarnation if place.life is None else place.life
    found = find_aside(connection, (account.tenant, account.till, life, place.seq))
    if found is None:
        raise Refused("no-such-aside", till=place.till, seq=place.seq)
    if not found.is_open:
        raise Refused("aside-settled", till=place.till, seq=place.seq)
    return found, two


def _free(connection: Connection, server: Server, account: TillAccount, aside: Aside, operation: str) -> None:
    """Take back what the event names and is frozen for it; of a gift card only `reclaim` does."""
    tenant, names = account.tenant, set(named_by(aside.event, aside.at).held)
    points = leases_held_by(connection, tenant, account.till)
    money = leases_held_by(connection, tenant, account.till, ledger=OF_MONEY)
    lent = [(holder, lease) for holder, lease in (*points, *money) if not is_gift_card(holder)]
    frozen = [(holder, each) for holder, each in lent if each.lease in names and each.state == "frozen"]
    held = claims_held_by(connection, tenant, account.till)
    claimed = [(member, each) for member, each in held if each.claim in names and each.state == "frozen"]
    desk = open_desk(connection, server, tenant, {holder for holder, _ in (*frozen, *claimed)})
    for holder, lease in frozen:
        books = desk.files[holder].books_of(lease.account)
        cause = desk.cause(f"{operation}:{lease.lease}", store=account.store)
        leasing.reclaim(books, lease.lease, cause)
    if claimed:
        lock_store(connection, tenant, account.store)
        save_claims(connection, tenant, [(member, claims.reclaimed(each)) for member, each in claimed])
    clear_desk(connection, desk)
    touch(connection, tenant, [("till", account.till)])
