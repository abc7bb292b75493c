"""Members from a CSV file of an earlier system: all of it or nothing, every bad row reported.

What they bring is written by `opening`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.units import Points
from loyalty.wire.feed import StoreSettings
from server.context import Server, read_program
from server.ids import new_id
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.members import load_cards
from server.store.persons import known_handles
from server.store.statistics import refresh_statistics
from server.store.tenancy import list_stores
from server.usecases.admin.cells import Cells
from server.usecases.admin.opening import Newcomer, enrol_newcomers
from server.usecases.admin.setup import find_tenant
from server.usecases.admin.sheet import SheetRefused, SheetRow, read_sheet
from server.usecases.old_cards import old_cards_of

MAX_VISITS = 3_660
"""So many days of visits can be brought along."""
MAX_PURCHASES = 1_000_000
MANY = 1_000
"""So many members at once change what the database should plan by."""

NEEDED = ("name",)
COLUMNS = (*NEEDED, "phone", "birthday", "card", "points", "tier", "measure", "purchases")

Line = tuple[SheetRow, Newcomer]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many members came, and the lines whose phone number is possible but of no known carrier."""

    members: int
    unusual_phones: tuple[int, ...]


def import_members(server: Server, *, tenant: str | None, data: bytes, file: str) -> Imported:
    """Enrol every member of a file, with points and tier as they were.

    Raises:
        SheetRefused: with every fault at once, a phone or a card that is here already among them; nothing was
            written.
        Refused: `program-missing`: points and tiers need a published program; `tenant-…`.
    """
    rows = read_sheet(data, file=file, columns=COLUMNS, needed=NEEDED)
    imported = server.database.write(lambda connection: _import(connection, server, tenant, rows, file))
    if imported.members >= MANY:
        server.database.write(refresh_statistics)
    return imported


def _import(
    connection: Connection, server: Server, tenant_code: str | None, rows: Sequence[SheetRow], file: str
) -> Imported:
    tenant = find_tenant(connection, tenant_code)
    published = program_in_force(connection, tenant, server.clock.now())
    if published is None:
        raise Refused("program-missing")
    program = read_program(published.text)
    region = _region(connection, tenant)
    cells = Cells(old_cards_of(connection, tenant))
    newcomers = [(row, _newcomer(cells, row, program, region)) for row in rows]
    _check_repeats(cells, newcomers)
    _check_known(cells, connection, server, tenant, newcomers)
    if cells.faults:
        raise SheetRefused(file, cells.faults)
    now = server.clock.now()
    fresh = {new_id(now): each for _, each in newcomers}
    enrol_newcomers(connection, server, tenant, fresh, program, published.version)
    unusual = tuple(row.line for row, each in newcomers if each.phone and each.phone.warning)
    return Imported(len(newcomers), unusual)


def _region(connection: Connection, tenant: str) -> str:
    stores = list_stores(connection, tenant)
    return StoreSettings.from_json(stores[0].settings).phone_region if stores else "VN"


def _newcomer(cells: Cells, row: SheetRow, program: Program, region: str) -> Newcomer:
    card = cells.card(row, "card")
    newcomer = Newcomer(
        name=cells.text(row, "name", needed=True),
        phone=cells.phone(row, "phone", region),
        birthday=cells.birthday(row, "birthday"),
        cards=((card, "active"),) if card else (),
        points=Points(cells.whole(row, "points")),
        measure=max(cells.whole(row, "measure"), _tier_at(cells, row, program)),
        purchases=cells.whole(row, "purchases", most=MAX_PURCHASES),
    )
    if "phone" not in row.cells and "card" not in row.cells:
        cells.fault(row, "phone", "is empty, and so is the card", "give one of them")
    if program.standing.measure == "visits" and newcomer.measure > MAX_VISITS:
        cells.fault(row, "measure", f"{newcomer.measure} visits are too many", f"at most {MAX_VISITS}")
    return newcomer


def _tier_at(cells: Cells, row: SheetRow, program: Program) -> int:
    """The measure at which the row's tier begins."""
    by_word = {tier.name.casefold(): tier.at for tier in program.tiers}
    by_word |= {tier.id.casefold(): tier.at for tier in program.tiers}
    word = cells.text(row, "tier").casefold()
    if word and word not in by_word:
        cells.fault(
            row, "tier", f'"{word}" is not a tier', f"one of {', '.join(tier.id for tier in program.tiers)}"
        )
    return by_word.get(word, 0)


def _check_repeats(cells: Cells, newcomers: Sequence[Line]) -> None:
    phones = Counter(each.phone.e164 for _, each in newcomers if each.phone)
    cards = Counter(number for _, each in newcomers for number, _ in each.cards)
    for row, each in newcomers:
        if each.phone and phones[each.phone.e164] > 1:
            cells.fault(row, "phone", f"{each.phone.e164} is in {phones[each.phone.e164]} lines", "keep one")
        for number, _ in each.cards:
            if cards[number] > 1:
                cells.fault(row, "card", f"{number} is in {cards[number]} lines", "keep one")


def _check_known(
    cells: Cells, connection: Connection, server: Server, tenant: str, newcomers: Sequence[Line]
) -> None:
    vault = server.vault(tenant)
    by_handle = {vault.handle("phone", each.phone.e164): row for row, each in newcomers if each.phone}
    for handle in known_handles(connection, tenant, by_handle):
        cells.fault(by_handle[handle], "phone", "a member has this number already", "take the line out")
    by_card = {number: row for row, each in newcomers for number, _ in each.cards}
    for number in load_cards(connection, tenant, by_card):
        cells.fault(by_card[number], "card", "a member has this card already", "take the line out")
