"""Publishing a program: checked whole, kept as a version that never changes, in force from now on."""

from loyalty.program import parse_program
from server.context import Server
from server.model import PublishedProgram
from server.store.catalogue import find_program, insert_program
from server.store.database import Connection
from server.store.feed import ring, touch
from server.usecases.admin.setup import find_tenant


def publish_program(server: Server, *, tenant: str | None, text: str, name: str) -> PublishedProgram:
    """Publish a program's text; the same text again stays the version it is.

    `name` is the file's, for its faults.

    Raises:
        ProgramRefused: with every fault at once; nothing was published.
        Refused: `tenant-…`.
    """
    program = parse_program(text, name=name)

    def unit(connection: Connection) -> PublishedProgram:
        owner = find_tenant(connection, tenant)
        newest = find_program(connection, owner)
        if newest is not None and newest.fingerprint == program.fingerprint:
            return newest
        published = PublishedProgram(
            version=newest.version + 1 if newest else 1,
            name=program.name,
            text=text,
            fingerprint=program.fingerprint,
            valid_from=server.clock.now(),
        )
        insert_program(connection, owner, published)
        ring(connection, owner)
        touch(connection, owner, [("program", "program")])
        return published

    return server.database.write(unit)
