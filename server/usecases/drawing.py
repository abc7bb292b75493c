"""Draws: opened with their seed once they are over; then every receipt that took part is drawn, once.

What was here when the seed was opened takes part, and nothing that comes later: whoever knows the seed knows
which receipt number wins. Drawing goes a page at a time, each page in a transaction of its own, and may run
twice, at once or after a crash.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from loyalty.drawing import Drawn, check_seed, draw_receipt, is_over, read_seed
from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.program.draws import Draw
from loyalty.units import Points
from loyalty.wire.sold import quantity_of
from server.context import Server, read_program
from server.model import KnownSale, PublishedProgram
from server.store.catalogue import find_program, program_in_force, programs_with_draws
from server.store.database import Connection
from server.store.drawings import (
    Drawing,
    DrawnRow,
    Named,
    insert_drawing,
    insert_drawn,
    list_drawings,
    named_in_time,
    since_promised,
    still_to_draw,
)
from server.store.merges import aliases_of, stayed_with
from server.store.tenancy import list_stores, lock_store
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.keeping import win
from server.values import altered

PAGE = 100
LOOKED_AT_FOR: Final = timedelta(days=60)
"""So long the jobs look for receipts of a draw that a crash has left; nothing new comes to it."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Events that name a draw; `waits` where one of their sales is still to be drawn."""

    named: list[Named]
    waits: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """A drawing with the draw and the program that it is of."""

    drawing: Drawing
    draw: Draw
    program: Program


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """Who opens a draw, and from which till; None of either where it is done at the server."""

    till: str | None = None
    operator: str | None = None


AT_THE_SERVER: Final = OpenedBy()


def open_draw(server: Server, tenant: str, *, draw: str, seed: str, by: OpenedBy = AT_THE_SERVER) -> Drawing:
    """Publish the seed of a draw that is over; one that was opened before stays as it was.

    Raises:
        Refused: `program-missing`, `no-such-draw`, `draw-not-over`, `draw-seed-hex`, `draw-seed-short`,
            `draw-seed-other`; nothing was changed.
    """
    return server.database.write(
        lambda connection: open_within(connection, server, tenant, draw=draw, seed=seed, by=by)
    )


def open_within(
    connection: Connection, server: Server, tenant: str, *, draw: str, seed: str, by: OpenedBy
) -> Drawing:
    """The same within a transaction. Raises as `open_draw`."""
    if program_in_force(connection, tenant, server.clock.now()) is None:
        raise Refused("program-missing")
    lock_store(connection, tenant, _gate(connection, tenant))
    before = {each.draw: each for each in list_drawings(connection, tenant)}.get(draw)
    if before is not None:
        check_seed(read_seed(seed), commitment=opened_draw(connection, tenant, before)[0].commitment)
        return before
    promised = promised_draws(connection, server, tenant)
    if draw not in promised:
        raise Refused("no-such-draw", name=draw, known=", ".join(promised) or "–")
    published, found = promised[draw]
    secret = read_seed(seed)
    check_seed(secret, commitment=found.commitment)
    now = server.clock.now()
    if not found.is_enabled or not is_over(found, now, read_program(published.text).zone):
        raise Refused("draw-not-over", name=found.name)
    fresh = Drawing(
        draw=draw,
        seed=secret.hex(),
        program_version=published.version,
        opened_at=now,
        till=by.till,
        by=by.operator,
    )
    insert_drawing(connection, tenant, fresh)
    return fresh


def promised_draws(
    connection: Connection, server: Server, tenant: str
) -> dict[str, tuple[PublishedProgram, Draw]]:
    """Every draw that a program of this shop has had, by its id, as the newest that has it says.

    One that is not in force yet says nothing of a draw that another one has.
    """
    found: dict[str, tuple[PublishedProgram, Draw]] = {}
    for published in programs_with_draws(connection, tenant, server.clock.now()):
        for draw in read_program(published.text).draws:
            found.setdefault(draw.id, (published, draw))
    return found


def draw_all(server: Server, tenant: str) -> int:
    """Draw whatever receipts of draws that were opened lately have not been drawn; gives how many."""
    opened = server.database.read(lambda connection: list_drawings(connection, tenant))
    since = server.clock.now() - LOOKED_AT_FOR
    lately = (each for each in opened if each.opened_at > since)
    return sum(draw_some(server, tenant, each, most=sys.maxsize) for each in lately)


def opened_draw(connection: Connection, tenant: str, drawing: Drawing) -> tuple[Draw, Program]:
    """The draw as the program promised it when it was opened."""
    published = find_program(connection, tenant, drawing.program_version)
    if published is None:
        raise AssertionError(f"no program {drawing.program_version}")
    program = read_program(published.text)
    found = program.draw(drawing.draw)
    if found is None:
        raise AssertionError(f"program {drawing.program_version} has no draw {drawing.draw}")
    return found, program


def draw_some(server: Server, tenant: str, drawing: Drawing, *, most: int) -> int:
    """Draw so many pages of the receipts of one draw; gives how many receipts were drawn."""
    draw, program = server.database.read(lambda connection: opened_draw(connection, tenant, drawing))
    opened, counts, last = _Opened(drawing, draw, program), list[int](), None
    since = server.database.read(lambda connection: since_promised(connection, tenant, drawing.draw))
    if since is None:
        return 0
    while sum(1 for count in counts if count) < most and (
        page := server.database.read(partial(_next_page, tenant, opened, since, last))
    ):
        last = page.named[-1]
        if page.waits:
            counts.append(server.database.write(partial(_draw_page, server, tenant, opened, page.named)))
    return sum(counts)


def is_left(connection: Connection, tenant: str, drawing: Drawing) -> bool:
    """Whether a receipt of it is still to be drawn."""
    draw, program = opened_draw(connection, tenant, drawing)
    opened, last = _Opened(drawing, draw, program), None
    since = since_promised(connection, tenant, drawing.draw)
    if since is None:
        return False
    while page := _next_page(tenant, opened, since, last, connection):
        if page.waits:
            return True
        last = page.named[-1]
    return False


def _next_page(
    tenant: str, opened: _Opened, since: datetime, last: Named | None, connection: Connection
) -> _Page | None:
    named = named_in_time(connection, tenant, opened.drawing, since=since, after=last, most=PAGE)
    left = still_to_draw(connection, tenant, opened.drawing, named) if named else []
    return _Page(named, any(_drawn(opened, sale) is not None for sale in left)) if named else None


def _draw_page(
    server: Server, tenant: str, opened: _Opened, page: Sequence[Named], connection: Connection
) -> int:
    """Under the members' locks, and one page at a time for the whole tenant."""
    owners = _owners(connection, tenant, still_to_draw(connection, tenant, opened.drawing, page))
    desk = open_desk(connection, server, tenant, set(owners.values()))
    lock_store(connection, tenant, _gate(connection, tenant))
    rows = [
        _give(desk, opened, sale, drawn, owners.get(sale.body.sale))
        for sale in still_to_draw(connection, tenant, opened.drawing, page)
        if (drawn := _drawn(opened, sale)) is not None
    ]
    insert_drawn(connection, tenant, rows)
    clear_desk(connection, desk)
    return len(rows)


def _owners(connection: Connection, tenant: str, sold: list[KnownSale]) -> Mapping[str, str]:
    """Whose each sale is by now: not all stay with whom a till named."""
    named = {each.body.sale: each.body.member for each in sold if each.body.member is not None}
    stays = stayed_with(connection, tenant, named)
    stands_for = aliases_of(connection, tenant, set(named.values()))
    return {sale: stays.get(sale) or stands_for.get(member, member) for sale, member in named.items()}


def _drawn(opened: _Opened, sale: KnownSale) -> Drawn | None:
    """What its receipt draws; nothing where it takes no part, or all of it has come back."""
    body, drawing = sale.body, opened.drawing
    draws = body.extras.draws if body.extras is not None else ()
    if body.receipt is None or drawing.draw not in {each.draw for each in draws} or _is_gone(sale):
        return None
    try:
        return draw_receipt(opened.draw, seed=bytes.fromhex(drawing.seed), receipt=body.receipt.digits)
    except Refused:
        return None  # no number of ours: nobody can check it


def _is_gone(sale: KnownSale) -> bool:
    wholes = (quantity_of(line.quantity) for line in sale.body.lines)
    whole = all(sale.returned.get(place, 0) == quantity for place, quantity in enumerate(wholes))
    return sale.voided_by is not None or whole


def _give(desk: Desk, opened: _Opened, sale: KnownSale, drawn: Drawn, owner: str | None) -> DrawnRow:
    """The row, and the prize in the member's books; whom nobody knows, or no longer, is given none."""
    file = desk.files.get(owner or "")
    is_there = file is not None and file.profile is not None and file.profile.state in {"active", "blocked"}
    prize, given = drawn.prize, False
    if prize is not None and file is not None and is_there:
        cause = desk.cause(f"draw:{sale.till}:{sale.incarnation}:{sale.seq}:{drawn.draw.id}")
        cause = altered(cause, program_version=opened.drawing.program_version, sale=sale.body.sale)
        given = win(file, opened.program, drawn, sale.body.sale, cause)
    return DrawnRow(
        till=sale.till,
        incarnation=sale.incarnation,
        sale=sale.body.sale,
        draw=drawn.draw.id,
        receipt=drawn.receipt,
        number=drawn.number,
        prize=prize.id if prize else "",
        member=owner if given else None,
        points=prize.points if prize and given else Points(0),
        at=desk.now,
    )


def _gate(connection: Connection, tenant: str) -> str:
    """The store whose row is held so that no receipt is drawn twice at once."""
    return list_stores(connection, tenant)[0].store
