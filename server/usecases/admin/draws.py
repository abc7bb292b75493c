"""What draws came to: for the manager, and worked out again for the doctor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from loyalty.drawing import draw_receipt
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from server.clock import moment_text
from server.context import Server
from server.store.database import Connection
from server.store.drawings import Drawing, came_late, list_drawings, list_drawn
from server.usecases.admin.setup import find_tenant
from server.usecases.draw_report import told_draw
from server.usecases.drawing import draw_all, open_draw, opened_draw


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeGiven:
    """One prize: how many receipts drew it, how many of them gave it to a member, and the points of those."""

    prize: str
    name: str
    drawn: int
    given: int
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReport:
    """One draw that was opened. `late` receipts came in when the seed was known, and take no part.

    `opened_by` is the name of who did it from a till, empty where it was a command.
    """

    draw: str
    name: str
    seed: str
    opened_at: datetime
    opened_by: str
    receipts: int
    late: int
    prizes: tuple[PrizeGiven, ...]

    def to_json(self) -> JsonObject:
        """The same for programs."""
        return {
            "draw": self.draw,
            "name": self.name,
            "seed": self.seed,
            "opened_at": moment_text(self.opened_at),
            "opened_by": self.opened_by,
            "receipts": self.receipts,
            "late": self.late,
            "prizes": [
                {
                    "prize": each.prize,
                    "name": each.name,
                    "drawn": each.drawn,
                    "given": each.given,
                    "points": each.points,
                }
                for each in self.prizes
            ],
        }


def open_and_draw(server: Server, *, tenant: str | None, draw: str, seed: str) -> DrawReport:
    """Open a draw that is over, and draw its receipts. Raises Refused: as `open_draw`, `tenant-…`."""
    owner = server.database.read(lambda connection: find_tenant(connection, tenant))
    opened = open_draw(server, owner, draw=draw, seed=seed)
    draw_all(server, owner)
    return server.database.read(lambda connection: _report(connection, owner, opened))


def report_draws(server: Server, *, tenant: str | None) -> tuple[DrawReport, ...]:
    """Every draw that was opened. Raises Refused: `tenant-…`."""

    def unit(connection: Connection) -> tuple[DrawReport, ...]:
        owner = find_tenant(connection, tenant)
        return tuple(_report(connection, owner, each) for each in list_drawings(connection, owner))

    return server.database.read(unit)


def draw_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Receipts that are down with another number or prize than the seed gives them."""
    for drawing in list_drawings(connection, tenant):
        draw, _ = opened_draw(connection, tenant, drawing)
        for row in list_drawn(connection, tenant, drawing.draw):
            again = draw_receipt(draw, seed=bytes.fromhex(drawing.seed), receipt=row.receipt)
            prize = again.prize.id if again.prize else ""
            if (row.number, row.prize) != (again.number, prize):
                yield (
                    f"draw {drawing.draw}: receipt {row.receipt} drew {row.number} and “{row.prize}”, "
                    f"its seed says {again.number} and “{prize}”"
                )


def _report(connection: Connection, tenant: str, drawing: Drawing) -> DrawReport:
    told = told_draw(connection, tenant, drawing)
    return DrawReport(
        draw=told.draw,
        name=told.name,
        seed=drawing.seed,
        opened_at=drawing.opened_at,
        opened_by=told.opened_by,
        receipts=told.drawn,
        late=came_late(connection, tenant, drawing),
        prizes=tuple(
            PrizeGiven(
                prize=each.prize, name=each.name, drawn=each.drawn, given=each.given, points=each.points
            )
            for each in told.prizes
        ),
    )
