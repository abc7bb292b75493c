"""Who was erased, and whether every till has said that it forgot."""

from dataclasses import dataclass
from datetime import datetime

from server.context import Server
from server.store.database import Connection
from server.store.feed import tills_behind
from server.store.merges import list_erasures
from server.store.tills import list_tills
from server.usecases.admin.setup import find_tenant


@dataclass(frozen=True, slots=True)
class ErasureState:
    """One erasure; `behind` are the codes of tills that have not applied it yet."""

    member: str
    at: datetime
    by: str
    behind: tuple[str, ...]


def erasures(server: Server, *, tenant: str | None) -> tuple[ErasureState, ...]:
    """Every erasure, oldest first. Raises Refused: `tenant-…`."""

    def unit(connection: Connection) -> tuple[ErasureState, ...]:
        owner = find_tenant(connection, tenant)
        codes = {till.till: till.code for till in list_tills(connection, owner)}
        done = list_erasures(connection, owner)
        behind = tills_behind(connection, owner, "erasure", [member for member, _, _ in done])
        return tuple(
            ErasureState(member, at, by, tuple(sorted(codes[till] for till in behind.get(member, ()))))
            for member, by, at in done
        )

    return server.database.read(unit)
