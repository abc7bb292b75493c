"""A program becomes the next version, in force from a moment on, and every till is told."""

from datetime import datetime

from loyalty.program import Program
from server.model import PublishedProgram
from server.store.catalogue import insert_program, newest_version
from server.store.database import Connection
from server.store.feed import touch
from server.usecases.feed_page import PROGRAM_TO_COME


def publish_within(
    connection: Connection, tenant: str, *, program: Program, text: str, begins: datetime, now: datetime
) -> PublishedProgram:
    """Publish a checked text within a transaction that nobody else of the tenant publishes in.

    One that begins later is told under a key of its own, so that what is in force is told as before.
    """
    published = PublishedProgram(
        version=newest_version(connection, tenant) + 1,
        name=program.name,
        text=text,
        fingerprint=program.fingerprint,
        valid_from=begins,
    )
    insert_program(connection, tenant, published)
    key = "program" if begins <= now else f"{PROGRAM_TO_COME}{published.version}"
    touch(connection, tenant, [("program", key)])
    return published
