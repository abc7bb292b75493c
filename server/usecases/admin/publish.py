"""Publishing a program by a command: checked whole, never changed, in force at once or from a day."""

from datetime import date, datetime, time, timedelta

from loyalty.errors import Refused
from loyalty.program import parse_program
from loyalty.wire.program_desk import AHEAD_DAYS
from server.context import Server
from server.model import PublishedProgram
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.feed import ring
from server.usecases.admin.setup import find_tenant
from server.usecases.publishing import publish_within


def publish_program(
    server: Server, *, tenant: str | None, text: str, name: str, day: date | None = None
) -> PublishedProgram:
    """Publish a program's text; the same text again stays the version it is.

    `name` is the file's, for its faults. It begins with a `day` of the program's own calendar; with None, and
    with today, at once.

    Raises:
        ProgramRefused: with every fault at once; nothing was published.
        Refused: `tenant-…`; `program-day-over`; `program-begins-late` (days): the day is more than so many
            days ahead.
    """
    program = parse_program(text, name=name)
    wished = None if day is None else datetime.combine(day, time(), program.zone)

    def unit(connection: Connection) -> PublishedProgram:
        owner, now = find_tenant(connection, tenant), server.clock.now()
        ring(connection, owner)  # before anything is read: from here on one waits for the other
        if day is not None and day < now.astimezone(program.zone).date():
            raise Refused("program-day-over")
        begins = now if wished is None else max(now, wished)
        if begins > now + timedelta(days=AHEAD_DAYS):
            raise Refused("program-begins-late", days=AHEAD_DAYS)
        then = program_in_force(connection, owner, begins)
        if then is not None and then.fingerprint == program.fingerprint:
            return then
        return publish_within(connection, owner, program=program, text=text, begins=begins, now=now)

    return server.database.write(unit)
