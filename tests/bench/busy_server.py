"""A real server under load: PostgreSQL on loopback with `fsync` on, the server as processes, paired tills.

The tills say what a bench wants said, in good form. What is counted is the server's work, from HTTP to
durable, not that of who asks (`caller`).
"""

import socket
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.messages import SyncRequest
from server.clock import SystemClock
from server.context import Server
from server.keys import load_or_make_keys
from server.model import Operator
from server.store.catalogue import save_operators
from server.store.database import open_database
from server.store.migrations import migrate
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, add_till, make_pairing_code
from tests.bench.caller import Caller
from tests.bench.harness import Scale
from tests.integration.server.tills import FakeTill, pair_till
from tests.unit.terminal.till_kit import store_settings
from ui.demo.server_process import ServerProcess

TENANT: Final = "than-thiet"
TIMEOUT_S: Final = 120.0
PROGRAM: Final = """
format = 1
name = "Thân Thiết"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 10000
worth = 500
expire_months = 12

[[tier]]
id = "member"
at = 0

[[tier]]
id = "silver"
at = 5000000
"""


@dataclass
class BusyServer:
    """The running server, and the same database from this side of it, to set up and look at."""

    url: str
    process: ServerProcess
    inside: Server
    fingerprint: str
    _tills: int = 0

    def add_tills(self, count: int) -> list[FakeTill]:
        """More paired tills of the one store."""
        return [self._add_till() for _ in range(count)]

    @contextmanager
    def calling(self, tills: Sequence[FakeTill]) -> Generator[list[Caller]]:
        """A line for each of these tills."""
        place = urlsplit(self.process.address)
        callers = [
            Caller(till, socket.create_connection((place.hostname, place.port or 80), timeout=TIMEOUT_S))
            for till in tills
        ]
        for caller in callers:
            caller.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            yield callers
        finally:
            for caller in callers:
                caller.line.close()

    def _add_till(self) -> FakeTill:
        self._tills += 1
        code = f"T{self._tills}"
        add_till(self.inside, tenant=TENANT, store="q1", code=code, name=code)
        pairing = make_pairing_code(self.inside, tenant=TENANT, till=code)
        till = pair_till(self.inside, pairing, now=self.inside.clock.now())
        till.fingerprint = self.fingerprint
        return till


@contextmanager
def busy_server(scale: Scale, *, workers: int = 1) -> Generator[BusyServer]:
    """A server of so many processes over a PostgreSQL of its own, with a store, a program and a cashier."""
    folder = scale.fresh
    with scale.postgres() as postgres:
        url = postgres.url(postgres.new_database())
        keys = load_or_make_keys(folder)
        with closing(open_database(url, folder)) as database:
            migrate(database)
            inside = Server(database=database, keys=keys, clock=SystemClock())
            tenant = add_tenant(inside, code=TENANT, name="Thân Thiết")
            add_store(inside, tenant=TENANT, code="q1", settings=store_settings())
            published = publish_program(inside, tenant=TENANT, text=PROGRAM, name="program.toml")
            lan = Operator(operator="lan", code="lan", name="Lan", role="cashier", pin_hash="none")
            now = inside.clock.now()
            database.write(lambda connection: save_operators(connection, tenant, [lan], now))
            with ServerProcess(folder, database=url, workers=workers, start=scale.start) as process:
                process.wait()
                yield BusyServer(url, process, inside, published.fingerprint)


def body_of(request: SyncRequest) -> bytes:
    """The request as it travels."""
    return canonical_bytes(request.to_json())


def enrol(till: FakeTill, members: Sequence[str], *, points: int = 0) -> None:
    """Make members of these, through the server's use case, some hundred in a batch."""
    for first in range(0, len(members), 100):
        for member in members[first : first + 100]:
            till.enrol(member)
            if points:
                till.sell(f"opening-{member}", member, earned=points)
        till.sync()
