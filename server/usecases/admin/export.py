"""A till's journal as a file for an auditor, who checks it without this server (`loyalty.wire.export`)."""

from collections.abc import Iterator

from loyalty.errors import Refused
from loyalty.wire.export import FORMAT, ExportHeader, SignedHead, export_lines
from server.context import Server
from server.store.database import Connection
from server.store.journal import list_heads
from server.store.totals import list_chains, read_journal
from server.usecases.admin.setup import find_till_by_code


def export_journal(
    server: Server, *, tenant: str | None, till: str, incarnation: int | None
) -> Iterator[bytes]:
    """The lines of the journal of a till (by its code) in one of its lives, the newest if none is named.

    Raises:
        Refused: `no-such-till`, `no-such-life`, `tenant-…`.
    """

    def unit(connection: Connection) -> list[bytes]:
        account = find_till_by_code(connection, tenant, till)
        life = account.incarnation if incarnation is None else incarnation
        chains = [
            each
            for each in list_chains(connection, account.tenant)
            if (each.till, each.incarnation) == (account.till, life)
        ]
        if not chains or account.public_key is None:
            raise Refused("no-such-life", name=till, incarnation=life)
        header = ExportHeader(
            format=FORMAT,
            version=1,
            till=account.till,
            till_code=account.code,
            incarnation=life,
            public_key=account.public_key,
        )
        heads = [SignedHead(*head) for head in list_heads(connection, chains[0])]
        return list(export_lines(header, read_journal(connection, chains[0]), heads))

    return iter(server.database.read(unit))
