"""After the server was put back to an earlier moment: tills say their journals again, and all wait for all.

Which moment that was nobody has to know: each till sends what comes after the place that the server holds of
its journal. Until every active till has, nothing is lent: what one has spent and not said again yet would be
lent to another.
"""

from dataclasses import replace

from loyalty.wire.messages import SyncRequest
from server.context import Server
from server.model import Chain
from server.store.chains import advance
from server.store.database import Connection
from server.store.feed import ring
from server.store.restores import end_restore, last_restore, tills_returning
from server.usecases.posting_again import post_what_waited


def was_heard(connection: Connection, chain: Chain, request: SyncRequest, *, restore: str) -> Chain:
    """The chain, from here on `waiting` for the others where its till has said all that it holds."""
    if chain.state != "returning" or request.restored != restore:
        return chain
    chain = replace(chain, state="waiting")
    advance(connection, chain)
    return chain


def end_if_all_were_heard(server: Server, tenant: str) -> bool:
    """Lend again, once no active till is missing, and post what had to wait for another till's word.

    Gives whether it came to that. Done again after a crash by the next batch of any till that waits.
    """

    def unit(connection: Connection) -> bool:
        restore = last_restore(connection, tenant, for_update=True)
        if restore is None or (restore.ended_at is None and tills_returning(connection, tenant)):
            return False
        end_restore(connection, tenant, restore.restore, restore.ended_at or server.clock.now())
        ring(connection, tenant)
        return True

    if not server.database.write(unit):
        return False
    post_what_waited(server, tenant)
    return True
