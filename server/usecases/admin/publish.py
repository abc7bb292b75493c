"""Publishing a program by a command: checked whole, a version that never changes, in force from now on."""

from loyalty.program import parse_program
from server.context import Server
from server.model import PublishedProgram
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.feed import ring
from server.usecases.admin.setup import find_tenant
from server.usecases.publishing import publish_within


def publish_program(server: Server, *, tenant: str | None, text: str, name: str) -> PublishedProgram:
    """Publish a program's text; the same text again stays the version it is.

    `name` is the file's, for its faults.

    Raises:
        ProgramRefused: with every fault at once; nothing was published.
        Refused: `tenant-…`.
    """
    program = parse_program(text, name=name)

    def unit(connection: Connection) -> PublishedProgram:
        owner, now = find_tenant(connection, tenant), server.clock.now()
        ring(connection, owner)  # before anything is read: from here on one waits for the other
        in_force = program_in_force(connection, owner, now)
        if in_force is not None and in_force.fingerprint == program.fingerprint:
            return in_force
        return publish_within(connection, owner, program=program, text=text, begins=now, now=now)

    return server.database.write(unit)
