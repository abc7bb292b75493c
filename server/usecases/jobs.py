"""What happens by itself as days go by: points die, tiers are reviewed, doubles are found, draws are drawn.

What a restore of the server had let wait, and nobody has posted yet, is posted first.

Each works through the members a page at a time, each page in a transaction of its own, and may run twice, at
once or after a crash: what is done is not done again. Nothing waits for a job to be right: a till's batch
sweeps and reviews the members it touches too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loyalty.account.granted import granted_tiers
from loyalty.program import Program
from server.books.points import expire
from server.context import Server, read_program
from server.model import MemberFile
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.due import active_members, tenants, with_dead_lots, with_standing
from server.store.holders import is_gift_card
from server.store.tables.ledger import OF_MONEY
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.drawing import draw_all
from server.usecases.gift_desk import sweep_gifts
from server.usecases.keeping import pass_time
from server.usecases.merging import merge_doubles
from server.usecases.restoring import post_and_end
from server.usecases.standing import stand

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsDone:
    """How many members each job has changed.

    `gifts` are cards with money on them that has died, `wallets` members of whom a bonus has; `drawn` are
    receipts, `posted` events that had waited for the tills after a restore.
    """

    expired: int
    gifts: int
    reviewed: int
    merged: int
    issued: int = 0
    wallets: int = 0
    drawn: int = 0
    posted: int = 0


def run_jobs(server: Server, tenant: str) -> JobsDone:
    """Run every job once for a tenant.

    Raises:
        Unavailable: as `Database.write`; what was done stays done, and the rest is done by the next run.
    """
    return JobsDone(
        posted=post_and_end(server, tenant),
        expired=expire_points(server, tenant),
        gifts=expire_gifts(server, tenant),
        wallets=expire_bonuses(server, tenant),
        reviewed=review_tiers(server, tenant),
        merged=merge_doubles(server, tenant),
        issued=issue_due(server, tenant),
        drawn=draw_all(server, tenant),
    )


def run_all_jobs(server: Server) -> dict[str, JobsDone]:
    """Run every job once for every tenant; by tenant. What was left of rows that are gone goes too."""
    done = {tenant: run_jobs(server, tenant) for tenant in server.database.read(tenants)}
    server.database.wipe_log()
    return done


def expire_points(server: Server, tenant: str) -> int:
    """Let dead points go, though nobody has come; what a lease holds lives until the lease is closed."""
    now = server.clock.now()

    def due(after: str) -> list[str]:
        return server.database.read(
            lambda connection: with_dead_lots(connection, tenant, now, after=after, most=PAGE)
        )

    def act(desk: Desk, file: MemberFile) -> None:
        revision = file.profile.revision if file.profile else 0
        expire(file.books, desk.cause(f"expire:{revision}"))

    return _page_by_page(server, tenant, due, act)


def issue_due(server: Server, tenant: str) -> int:
    """Issue what falls due as days go by: birthdays, members who stay away."""
    now = server.clock.now()
    force = server.database.read(lambda connection: program_in_force(connection, tenant, now))
    if force is None or not _gives_by_time(read_program(force.text)):
        return 0

    def due(after: str) -> list[str]:
        return server.database.read(
            lambda connection: active_members(connection, tenant, after=after, most=PAGE)
        )

    def act(desk: Desk, file: MemberFile) -> None:
        revision = file.profile.revision if file.profile else 0
        if desk.program is not None:
            pass_time(file, desk.program, desk.cause(f"calendar:{revision}"))

    return _page_by_page(server, tenant, due, act)


def _gives_by_time(program: Program) -> bool:
    return any(rule.issue in {"birthday", "win-back"} for rule in program.vouchers)


def expire_bonuses(server: Server, tenant: str) -> int:
    """The same for the bonuses in wallets; what was paid in never dies."""

    def work(page: list[str]) -> int:
        def unit(connection: Connection) -> int:
            desk = open_desk(connection, server, tenant, [each for each in page if not is_gift_card(each)])
            for file in desk.files.values():
                revision = file.profile.revision if file.profile else 0
                expire(file.wallet, desk.cause(f"expire:{revision}"))
            return len(clear_desk(connection, desk))

        return server.database.write(unit)

    return sum(work(page) for page in _pages(_dead_money(server, tenant)))


def _dead_money(server: Server, tenant: str) -> Callable[[str], list[str]]:
    """Cards and members of whose money some is dead, a page at a time."""
    now = server.clock.now()

    def due(after: str) -> list[str]:
        return server.database.read(
            lambda connection: with_dead_lots(
                connection, tenant, now, after=after, most=PAGE, ledger=OF_MONEY
            )
        )

    return due


def expire_gifts(server: Server, tenant: str) -> int:
    """The same for what is on gift cards."""

    def work(page: list[str]) -> int:
        cards = [holder for holder in page if is_gift_card(holder)]
        return server.database.write(lambda connection: sweep_gifts(connection, server, tenant, cards))

    return sum(work(page) for page in _pages(_dead_money(server, tenant)))


def review_tiers(server: Server, tenant: str) -> int:
    """Bring every tier to what the history comes to today: the year that counts moves on by itself."""

    def due(after: str) -> list[str]:
        return server.database.read(
            lambda connection: with_standing(connection, tenant, after=after, most=PAGE)
        )

    def act(desk: Desk, file: MemberFile) -> None:
        if desk.program is not None and file.profile is not None:
            granted = granted_tiers(desk.program, file.keeping.account, desk.now)
            file.profile = stand(
                file.profile, file.purchases.values(), desk.program, desk.now, granted=granted
            )

    return _page_by_page(server, tenant, due, act)


def _page_by_page(
    server: Server,
    tenant: str,
    due: Callable[[str], list[str]],
    act: Callable[[Desk, MemberFile], None],
) -> int:
    def work(members: list[str]) -> int:
        def unit(connection: Connection) -> int:
            desk = open_desk(connection, server, tenant, members)
            for file in desk.files.values():
                act(desk, file)
            return len(clear_desk(connection, desk))

        return server.database.write(unit)

    return sum(work(page) for page in _pages(due))


def _pages(due: Callable[[str], list[str]]) -> Iterator[list[str]]:
    after = ""
    while page := due(after):
        yield page
        after = page[-1]
