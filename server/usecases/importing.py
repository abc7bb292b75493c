"""Rows of a file of members, from a manager's till: checked, and written, as far as they can be, in one unit.

A row that this file has brought before is left alone, whoever sends it again; of one that was refused before
it is asked anew. What a row means for a member is in `import_rows`.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.feed import CardRow, StoreSettings
from loyalty.wire.importing import ImportChunk, ImportDone, RowDone
from loyalty.wire.messages import VERSION
from loyalty.wire.roles import Role
from server.context import Server, read_program
from server.model import TillAccount
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.imported_rows import (
    ImportedRow,
    insert_imported,
    lines_before,
    lots_ever,
    members_by_handles,
)
from server.store.members import load_cards, load_profiles, save_cards
from server.store.persons import replace_handle, replace_person
from server.store.shelf import lock_shelf
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import list_stores
from server.usecases.admin.opening import enrol_newcomers
from server.usecases.authenticate import check_still_active
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.import_rows import Importing, ReadImport, read_row
from server.usecases.member_file import find_operator
from server.usecases.old_cards import old_cards_of
from server.usecases.states import open_persons

_IMPORTS: Final = frozenset[Role]({"manager"})


def import_chunk(server: Server, till: TillAccount, chunk: ImportChunk, *, nonce: str) -> ImportDone:
    """Say what becomes of each row, and let it become so where the chunk is to be written.

    Raises:
        Refused: `operator-may-not`, `till-revoked`; `program-missing`: balances need a published program.
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> ImportDone:
        check_still_active(connection, till)
        find_operator(connection, till.tenant, chunk.operator, roles=_IMPORTS)
        if chunk.write:
            lock_shelf(connection, till.tenant)  # one file after the other: two may name one person
        told = _import(connection, server, till, chunk)
        return ImportDone(version=VERSION, rows=told, nonce=nonce)

    return server.database.write(unit) if chunk.write else server.database.read(unit)


def _import(
    connection: Connection, server: Server, till: TillAccount, chunk: ImportChunk
) -> tuple[RowDone, ...]:
    tenant = till.tenant
    before = lines_before(connection, tenant, chunk.run, [row.line for row in chunk.rows])
    region = _region(connection, till)
    rules = old_cards_of(connection, tenant)
    read = [read_row(row, region=region, rules=rules) for row in chunk.rows if row.line not in before]
    importing, desk = _opened(connection, server, tenant, [each for each in read if not each.fault])
    done = {each.row.line: importing.take(each) for each in read}
    if chunk.write:
        _write(connection, server, tenant, importing, desk)
        _note(connection, server, till, chunk, importing, tuple(done.values()))
    return tuple(done.get(row.line) or RowDone(row.line, "before") for row in chunk.rows)


def _region(connection: Connection, till: TillAccount) -> str:
    stores = {each.store: each for each in list_stores(connection, till.tenant)}
    return StoreSettings.from_json(stores[till.store].settings).phone_region


def _opened(
    connection: Connection, server: Server, tenant: str, read: Collection[ReadImport]
) -> tuple[Importing, Desk]:
    """Everybody whom these rows could be about, loaded at once."""
    vault = server.vault(tenant)
    handles = {each.phone.e164: vault.handle("phone", each.phone.e164) for each in read if each.phone}
    found = members_by_handles(connection, tenant, list(handles.values()))
    cards = load_cards(connection, tenant, {card.number for each in read for card in each.row.cards})
    named = {member for members in found.values() for member in members}
    profiles = load_profiles(connection, tenant, named | {card.member for card in cards.values()})
    stands_for = {member: each.alias_of or member for member, each in profiles.items()}
    force = program_in_force(connection, tenant, server.clock.now())
    if force is None:
        raise Refused("program-missing")
    members = set(stands_for.values())
    sharing = [member for member, each in profiles.items() if each.is_person]
    people = open_persons(connection, server, tenant, sharing)
    desk = open_desk(connection, server, tenant, members)
    importing = Importing(
        program=read_program(force.text),
        version=force.version,
        now=desk.now,
        files=desk.files,
        phones={
            e164: [stands_for[each] for each in found.get(handle, ()) if each in stands_for]
            for e164, handle in handles.items()
        },
        cards={
            number: replace(card, member=stands_for.get(card.member, card.member))
            for number, card in cards.items()
        },
        lots=lots_ever(connection, tenant, members),
        money=lots_ever(connection, tenant, members, ledger=OF_MONEY),
        sharers={each.phone: each for each in people.values() if each.phone},
    )
    return importing, desk


def _write(connection: Connection, server: Server, tenant: str, importing: Importing, desk: Desk) -> None:
    vault = server.vault(tenant)
    enrol_newcomers(connection, server, tenant, importing.newcomers, importing.program, importing.version)
    for member in importing.persons:
        person = desk.files[member].person
        if person is not None:
            replace_person(connection, tenant, member, vault.seal(member, person), desk.now)
    for member, e164 in importing.fresh_phones.items():
        replace_handle(connection, tenant, member, vault.handle("phone", e164), desk.now)
    fresh = [CardRow(number, member, state) for number, (member, state) in importing.fresh_cards.items()]
    save_cards(connection, tenant, fresh)
    desk.things += [("card", card.number) for card in fresh]
    clear_desk(connection, desk)


def _note(
    connection: Connection,
    server: Server,
    till: TillAccount,
    chunk: ImportChunk,
    importing: Importing,
    done: Collection[RowDone],
) -> None:
    now = server.clock.now()
    insert_imported(
        connection,
        till.tenant,
        [
            ImportedRow(
                run=chunk.run,
                line=each.line,
                member=importing.about[each.line],
                outcome=each.outcome,
                till=till.till,
                by=chunk.operator,
                at=now,
            )
            for each in done
            if each.outcome in {"new", "changed"}
        ],
    )
