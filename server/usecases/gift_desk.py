"""Gift cards worked on outside of any till's batch: by a manager, or by the job that lets money die."""

from collections.abc import Callable, Collection

from server.books import leasing
from server.books.model import Cause
from server.context import Server
from server.ids import new_id
from server.model import GiftFile
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.holders import is_gift_card
from server.store.leases import MemberLease, leases_held_by
from server.store.tables.ledger import OF_MONEY
from server.usecases.gift_files import open_gifts, save_gift_files, sweep_gift

Act = Callable[[dict[str, GiftFile], Cause], None]
"""Changes files by the cause of the whole; where it raises, nothing is stored."""


def work_on_gifts(
    connection: Connection,
    server: Server,
    tenant: str,
    cards: Collection[str],
    act: Act,
    *,
    operation: str = "",
    lots: Collection[str] = (),
    leases: Collection[str] = (),
    make: Collection[str] = (),
    is_urgent: bool = False,
) -> int:
    """Let `act` change these cards, store what changed and tell the feed; gives how many did.

    `lots`, `leases` and `make` as `open_gifts`. `is_urgent`: whoever waits for news hears of it at once.
    """
    force = program_in_force(connection, tenant, server.clock.now())
    version, now = force.version if force else 0, server.clock.now()
    files = open_gifts(connection, tenant, cards, make=make, lots=lots, leases=leases)
    before = {card: file.copy() for card, file in files.items()}
    for file in files.values():
        sweep_gift(file, now, version)
    cause = Cause(operation=operation or f"gift:{new_id(now)}", at=now, store=None, program_version=version)
    act(files, cause)
    told = save_gift_files(connection, tenant, before, files, now)
    if is_urgent:
        ring(connection, tenant)
    touch(connection, tenant, [("gift", card) for card in told])
    return len(told)


def sweep_gifts(connection: Connection, server: Server, tenant: str, cards: Collection[str]) -> int:
    """Let what is dead on these cards go; gives how many it was on."""
    return work_on_gifts(connection, server, tenant, cards, lambda _files, _cause: None)


def gifts_held_by(connection: Connection, tenant: str, till: str) -> list[MemberLease]:
    """What a till holds of gift cards, in any of its lives."""
    held = leases_held_by(connection, tenant, till, ledger=OF_MONEY)
    return [(holder, lease) for holder, lease in held if is_gift_card(holder)]


def reclaim_gifts(connection: Connection, server: Server, tenant: str, till: str, operation: str) -> None:
    """Close everything that a till holds of gift cards; the cards have their money again."""

    def act(files: dict[str, GiftFile], cause: Cause) -> None:
        for file in files.values():
            for lease in [each for each in file.books.leases.values() if each.till == till]:
                if lease.state != "closed":
                    leasing.reclaim(file.books, lease.lease, cause_of(cause, lease.lease))

    cards = {card for card, _ in gifts_held_by(connection, tenant, till)}
    if cards:
        work_on_gifts(connection, server, tenant, cards, act, operation=operation)


def cause_of(cause: Cause, part: str) -> Cause:
    """The cause of a part of it, whose movements have names of their own."""
    return Cause(
        operation=f"{cause.operation}:{part}",
        at=cause.at,
        store=cause.store,
        program_version=cause.program_version,
    )
