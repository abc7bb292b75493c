"""What every use case of the server may reach, put together once by `commands`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from loyalty.program import Program, parse_program
from server.clock import Clock, SystemClock
from server.keys import ServerKeys
from server.store.database import Database
from server.vault import Vault

Work = Callable[[], object]


def do_now(work: Work) -> None:
    """Do it before going on."""
    work()


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its database, its secrets, its time; `ca_pem` is handed to tills as they are paired.

    `do_soon` has work done for which no till is to wait, and that the jobs do where it is lost: beside the
    requests, where there is who does it.
    """

    database: Database
    keys: ServerKeys
    clock: Clock = field(default_factory=SystemClock)
    ca_pem: str | None = None
    do_soon: Callable[[Work], None] = do_now

    def vault(self, tenant: str) -> Vault:
        """Seals and opens the persons of a tenant."""
        return _vault(self.keys, tenant)


@lru_cache(maxsize=256)
def read_program(text: str) -> Program:
    """The program of a published text; it was checked when it was published."""
    return parse_program(text, name="program")


def known_program(fingerprint: str) -> Program | None:
    """A program that this process has read before, by the hash of its text."""
    return _READ.get(fingerprint)


def keep_program(text: str) -> Program:
    """The program of a published text, to be found again by the hash of it."""
    program = read_program(text)
    while len(_READ) >= _MOST_READ:
        del _READ[next(iter(_READ))]
    return _READ.setdefault(program.fingerprint, program)


_MOST_READ = 256
_READ: dict[str, Program] = {}


@lru_cache(maxsize=256)
def _vault(keys: ServerKeys, tenant: str) -> Vault:
    return Vault(keys, tenant)
