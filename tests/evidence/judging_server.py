"""The server's file after an accident, opened as the server's start opens it, and examined by its doctor."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3.dbapi2 import DatabaseError

from loyalty.errors import LoyaltillError
from server.context import Server
from server.store.database import Connection
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.show import show
from terminal.store.outbox import SqlOutbox
from terminal.sync.keys import ServerKey
from terminal.sync.session import SyncSession
from tests.evidence.one_shop import TENANT, TILL_KEY, Beside, furnished, open_server
from tests.unit.terminal.till_kit import Counter

MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class ServerFound:
    """What it had told and does not know, what else is wrong, and its sales as the till names them."""

    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    sales: frozenset[str] = frozenset()


def judge_server(folder: Path, counter: Counter | None, *, acked: int) -> ServerFound:
    """Look at the file; where there is a till it says what it has, and then everything is worked out anew."""
    try:
        server = open_server(folder)
    except LoyaltillError as refused:
        return ServerFound(broken=(f"the server does not start: {refused.code}",))
    with closing(server.database):
        try:
            return _found(server, counter, acked)
        except LoyaltillError as refused:
            return ServerFound(broken=(f"the server's file cannot be used: {refused.code}",))
        except DatabaseError as damage:
            return ServerFound(broken=(f"the server's file is damaged: {damage}",))


def _found(server: Server, counter: Counter | None, acked: int) -> ServerFound:
    events = server.database.read(_events)
    lost = () if events >= acked else (f"the server: event {acked}, which it had acknowledged",)
    broken = [*_faults(server)]
    sales = frozenset(server.database.read(_sales))
    if counter is not None and not lost:
        broken += _joined(server, counter)
    return ServerFound(lost, tuple(broken), sales)


def _joined(server: Server, counter: Counter) -> list[str]:
    """What is wrong once the till has nothing more to say."""
    confirms = ServerKey(furnished().paired.server_key).confirms
    beside = Beside(server, furnished().identity.till)
    session = SyncSession(SqlOutbox(counter.store), beside, TILL_KEY.sign, confirms)
    for _ in range(MOST_ROUNDS):
        if not session.exchange().again:
            break
    with counter.store.read() as reading:
        said = reading.journal.head().seq
    heard = server.database.read(_events)
    found = [] if heard == said else [f"the till has said {said} events, the server has heard {heard}"]
    counts = show(server, tenant=TENANT).counts
    found += [f"{name}: {counts[name]}" for name in ("quarantined events", "alarms") if counts[name]]
    return [*found, *(f"joined again: {fault}" for fault in examine_server(server, tenant=TENANT))]


def _faults(server: Server) -> list[str]:
    with closing(server.database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA integrity_check")
        pages = [str(row[0]) for row in cursor.fetchall()]
        cursor.close()
    return [f"the server's file: {page}" for page in pages if page != "ok"]


def _events(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def _sales(connection: Connection) -> list[str]:
    return [f"sale {sale}" for (sale,) in connection.exec_driver_sql("SELECT sale FROM sales")]
