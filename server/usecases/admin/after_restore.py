"""The word of two people that the server was put back to an earlier moment, and which tills are missing.

From the word on the feed starts over and nothing is lent, until every active till has said its journal again
(`restoring`). Two people may end the waiting sooner: what a till that comes later has spent and the members
no longer have is put aside for them to look at.
"""

from dataclasses import dataclass

from loyalty.errors import Refused
from server.context import Server
from server.ids import new_id
from server.store.asides import is_any_aside
from server.store.database import Connection
from server.store.feed import ring
from server.store.restores import Restore, begin_restore, end_restore, last_restore, tills_returning
from server.store.tills import list_tills
from server.usecases.admin.four_eyes import Person, check_two
from server.usecases.admin.setup import find_tenant
from server.usecases.posting_again import post_what_waited


@dataclass(frozen=True, slots=True)
class AfterRestore:
    """How it stands: the last restore, None where there was none; the codes of the tills that are missing.

    `speaking` are those of them that were heard since, and have not taken it up: yet, or as too old for it.
    """

    restore: Restore | None
    missing: tuple[str, ...]
    speaking: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is lent, since tills are waited for."""
        return self.restore is not None and self.restore.ended_at is None


def after_restore(server: Server, *, tenant: str | None) -> AfterRestore:
    """How it stands now. Raises Refused: `tenant-…`."""
    return server.database.read(lambda connection: standing(connection, find_tenant(connection, tenant)))


def standing(connection: Connection, tenant: str) -> AfterRestore:
    """The same, within a transaction."""
    codes = {each.till: each.code for each in list_tills(connection, tenant)}
    restore = last_restore(connection, tenant)
    if restore is None:
        return AfterRestore(None, ())
    missing = tills_returning(connection, tenant)
    speaking = tills_returning(connection, tenant, heard_since=restore.at)
    return AfterRestore(
        restore,
        tuple(sorted(codes[till] for till in missing)),
        tuple(sorted(codes[till] for till in speaking)),
    )


def declare_restore(server: Server, *, tenant: str | None, does: Person, approves: Person) -> AfterRestore:
    """Begin to wait for the tills; said again, all of them are waited for once more.

    Raises:
        Refused: as `check_two`, `tenant-…`; nothing was changed.
    """
    now = server.clock.now()
    restore = new_id(now)

    def unit(connection: Connection) -> AfterRestore:
        owner = find_tenant(connection, tenant)
        two = [each.operator for each in check_two(connection, server, owner, does, approves)]
        begin_restore(connection, owner, Restore(restore=restore, by=two[0], approved_by=two[1], at=now))
        ring(connection, owner)
        return standing(connection, owner)

    return server.database.write(unit)


def stop_waiting(server: Server, *, tenant: str | None, does: Person, approves: Person) -> AfterRestore:
    """Lend again, though tills are missing; they are believed when they come, as far as members have it.

    Said again, what was put aside until then is tried once more.

    Raises:
        Refused: `no-restore` (nobody is waited for, and nothing is put aside), and as `declare_restore`.
    """

    def unit(connection: Connection) -> str:
        owner = find_tenant(connection, tenant)
        check_two(connection, server, owner, does, approves)
        restore = last_restore(connection, owner, for_update=True)
        if restore is None:
            raise Refused("no-restore")
        if restore.ended_at is None:
            end_restore(connection, owner, restore.restore, server.clock.now())
            ring(connection, owner)
        elif not is_any_aside(connection, owner, (restore.at, restore.ended_at)):
            raise Refused("no-restore")
        return owner

    post_what_waited(server, server.database.write(unit))
    return after_restore(server, tenant=tenant)
