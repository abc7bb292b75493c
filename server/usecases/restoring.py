"""After the server was put back to an earlier moment: tills say their journals again, and all wait for all.

Which moment that was nobody has to know: each till sends what comes after the place that the server holds of
its journal. Until every active till has, nothing is lent: what one has spent and not said again yet would be
lent to another.
"""

from dataclasses import replace
from datetime import datetime

from loyalty.wire.messages import SyncRequest
from server.context import Server
from server.model import Chain
from server.store.chains import advance
from server.store.database import Connection
from server.store.feed import ring
from server.store.heard import NOTED_EVERY
from server.store.restores import Restore, end_restore, last_restore, tills_returning, tills_waiting
from server.usecases.posting_again import post_what_waited


def was_heard(
    connection: Connection, chain: Chain, request: SyncRequest, *, restore: Restore | None, now: datetime
) -> Chain:
    """The chain, from here on `waiting` for the others where its till has said all that it holds.

    Once the waiting was ended, one that speaks and does not take the restore up is as any other.
    """
    if restore is None or chain.state != "returning":
        return chain
    if request.restored == restore.restore:
        chain = replace(chain, state="waiting")
    elif _takes_nothing_up(chain, request, restore, now):
        chain = replace(chain, state="open")
    else:
        return chain
    advance(connection, chain)
    return chain


def _takes_nothing_up(chain: Chain, request: SyncRequest, restore: Restore, now: datetime) -> bool:
    """Whether the till was told long ago, has nothing left to send, and says nothing of it: as of old.

    Who asks for none of the feed says an earlier life again, and takes the restore up in a later one.
    """
    is_told = chain.heard_at is not None and chain.heard_at >= restore.at
    is_old = chain.heard_at is not None and now - chain.heard_at >= NOTED_EVERY
    brings_nothing = request.feed.limit > 0 and not request.events
    return restore.ended_at is not None and is_told and is_old and brings_nothing


def end_soon(server: Server, tenant: str) -> None:
    """Once no active till is missing, have posted what had to wait for another's word, then lend again.

    No till waits for that itself. Where it is lost in a crash, the next batch of any till that waits has it
    done, or the jobs.
    """

    def end() -> None:
        if server.database.read(lambda connection: _is_to_end(connection, tenant)):
            post_and_end(server, tenant)

    if server.database.read(lambda connection: _is_to_end(connection, tenant)):
        server.do_soon(end)


def post_and_end(server: Server, tenant: str) -> int:
    """Post what waited, unless a till is missing still; gives how much. Then lend again, where nothing is.

    In this order: points that were spent and not posted yet are lent to nobody.
    """
    restore, missing = server.database.read(
        lambda connection: (last_restore(connection, tenant), tills_returning(connection, tenant))
    )
    if restore is None or (restore.ended_at is None and missing):
        return 0
    posted = post_what_waited(server, tenant)

    def unit(connection: Connection) -> None:
        last = last_restore(connection, tenant, for_update=True)
        if last is not None and _is_to_end(connection, tenant):
            end_restore(connection, tenant, last.restore, last.ended_at or server.clock.now())
            ring(connection, tenant)

    server.database.write(unit)
    return posted


def _is_to_end(connection: Connection, tenant: str) -> bool:
    """Whether tills that have said all are lent nothing still, and nobody is waited for any more."""
    restore = last_restore(connection, tenant)
    if restore is None:
        return False
    if restore.ended_at is None:
        return not tills_returning(connection, tenant)
    return bool(tills_waiting(connection, tenant))
