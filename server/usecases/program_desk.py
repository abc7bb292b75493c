"""Programs for a manager at a till: which there are, what one says, and publishing another; auditors look.

The till asks for the PIN of whoever publishes; here is asked whether they are a manager, as they stand now.
What was looked at is named with the deed, so that nobody passes over what somebody else published meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from loyalty.errors import Refused
from loyalty.program import Program, ProgramRefused, parse_program
from loyalty.wire.feed import StoreSettings
from loyalty.wire.messages import VERSION
from loyalty.wire.program_desk import (
    AHEAD_DAYS,
    LOOKS,
    MOST_TOLD,
    PUBLISHES,
    ProgramAnswer,
    ProgramAsk,
    ProgramDeed,
    ProgramsAnswer,
    ProgramsAsk,
    ProgramTold,
)
from server.clock import moment_text, parse_moment
from server.context import Server
from server.model import PublishedProgram, TillAccount
from server.store.catalogue import (
    find_program,
    list_operators,
    newest_programs,
    newest_version,
    program_in_force,
)
from server.store.database import Connection
from server.store.feed import ring
from server.store.program_deeds import ProgramRecord, find_record, insert_record, records_by_version
from server.store.tenancy import list_stores
from server.store.tills import list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.feed_page import program_row
from server.usecases.member_file import find_operator
from server.usecases.publishing import publish_within
from server.usecases.throttle import take_publication

FAULTS_TOLD = 20
"""So many faults of a file are told at once; the till that sends it has found them all before."""
_NAME_SHOWN = 200


def list_programs(server: Server, till: TillAccount, ask: ProgramsAsk, *, nonce: str) -> ProgramsAnswer:
    """Those that were published last.

    Raises:
        Refused: `operator-may-not`, `till-revoked`.
    """

    def unit(connection: Connection) -> ProgramsAnswer:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, ask.operator, roles=LOOKS)
        force = program_in_force(connection, till.tenant, server.clock.now())
        return ProgramsAnswer(
            version=VERSION,
            in_force=0 if force is None else force.version,
            programs=_told(connection, till.tenant),
            nonce=nonce,
        )

    return server.database.read(unit)


def read_program_text(server: Server, till: TillAccount, ask: ProgramAsk, *, nonce: str) -> ProgramAnswer:
    """One of them with its text.

    Raises:
        Refused: `operator-may-not`, `till-revoked`, `program-unknown` (number).
    """

    def unit(connection: Connection) -> ProgramAnswer:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, ask.operator, roles=LOOKS)
        found = find_program(connection, till.tenant, ask.number)
        if found is None:
            raise Refused("program-unknown", number=ask.number)
        return ProgramAnswer(VERSION, program_row(found), nonce)

    return server.database.read(unit)


def publish_from_till(server: Server, till: TillAccount, deed: ProgramDeed, *, nonce: str) -> ProgramAnswer:
    """Publish it, or find that this deed did.

    Raises:
        Refused: `operator-may-not`, `till-revoked`, `too-many-programs` (seconds); `program-refused` (count,
            first, faults: one a line), `program-currency` (ours, theirs), `program-meanwhile` (number),
            `program-same` (number: that says the same and is in force then), `program-begins-late` (days).
        Unavailable: as `Database.write`; ask again, a deed publishes once.
    """

    def admit(connection: Connection) -> None:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, deed.operator, roles=PUBLISHES)
        take_publication(connection, till.tenant, server.clock.now())

    server.database.write(admit)
    program = _checked(deed.text)

    def unit(connection: Connection) -> PublishedProgram | None:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, deed.operator, roles=PUBLISHES)
        if find_record(connection, till.tenant, deed.deed) is None:
            ring(connection, till.tenant)  # before anything is read: from here on one waits for the other
        done = find_record(connection, till.tenant, deed.deed)
        if done is not None:
            return find_program(connection, till.tenant, done.program_version)
        return _publish(connection, server, till, deed, program)

    published = server.database.write(unit)
    if published is None:
        raise AssertionError(f"what {deed.deed} published is not there")
    return ProgramAnswer(VERSION, program_row(published), nonce)


def _publish(
    connection: Connection, server: Server, till: TillAccount, deed: ProgramDeed, program: Program
) -> PublishedProgram:
    now = server.clock.now()
    begins = now if deed.begins is None else max(now, parse_moment(deed.begins))
    _check(connection, till.tenant, deed, program, begins=begins, now=now)
    published = publish_within(
        connection, till.tenant, program=program, text=deed.text, begins=begins, now=now
    )
    record = ProgramRecord(
        deed=deed.deed, program_version=published.version, till=till.till, by=deed.operator, at=now
    )
    insert_record(connection, till.tenant, record)
    return published


def _check(
    connection: Connection,
    tenant: str,
    deed: ProgramDeed,
    program: Program,
    *,
    begins: datetime,
    now: datetime,
) -> None:
    newest = newest_version(connection, tenant)
    if newest != deed.newest:
        raise Refused("program-meanwhile", number=newest)
    if begins > now + timedelta(days=AHEAD_DAYS):
        raise Refused("program-begins-late", days=AHEAD_DAYS)
    for store in list_stores(connection, tenant):
        ours = StoreSettings.from_json(store.settings).currency
        if ours != program.currency:
            raise Refused("program-currency", ours=ours, theirs=program.currency)
    then = program_in_force(connection, tenant, begins)
    if then is not None and then.valid_from <= begins and then.fingerprint == program.fingerprint:
        raise Refused("program-same", number=then.version)


def _checked(text: str) -> Program:
    try:
        return parse_program(text, name="program")
    except ProgramRefused as refused:
        faults = "\n".join(str(each) for each in refused.faults[:FAULTS_TOLD])
        raise Refused(refused.code, **{**refused.params, "faults": faults}) from refused


def _told(connection: Connection, tenant: str) -> tuple[ProgramTold, ...]:
    records = records_by_version(connection, tenant)
    people = {each.operator: each.name for each in list_operators(connection, tenant)}
    tills = {each.till: each.code for each in list_tills(connection, tenant)}
    return tuple(
        _told_one(each, records.get(each.version), people, tills)
        for each in newest_programs(connection, tenant, MOST_TOLD)
    )


def _told_one(
    published: PublishedProgram,
    record: ProgramRecord | None,
    people: Mapping[str, str],
    tills: Mapping[str, str],
) -> ProgramTold:
    begins = moment_text(published.valid_from)
    return ProgramTold(
        number=published.version,
        name=published.name[:_NAME_SHOWN],
        fingerprint=published.fingerprint,
        valid_from=begins,
        at=begins if record is None else moment_text(record.at),
        by="" if record is None else people.get(record.by, record.by),
        till="" if record is None else tills.get(record.till, record.till),
    )
