"""What draws came to: how each stands, and what the receipts of one that was opened have drawn."""

from collections.abc import Mapping
from datetime import date

from loyalty.drawing import stage_of
from loyalty.program import Program
from loyalty.program.draws import Draw
from loyalty.units import Points
from loyalty.wire.drawing import DrawTold, PrizeTold
from server.clock import moment_text
from server.context import Server, read_program
from server.store.catalogue import list_operators, program_in_force
from server.store.database import Connection
from server.store.drawings import Drawing, PrizeCount, count_drawn, count_waiting, list_drawings
from server.usecases.drawing import opened_draw, promised_draws

_NONE = PrizeCount(0, 0, Points(0))


def told_draws(connection: Connection, server: Server, tenant: str) -> tuple[DrawTold, ...]:
    """Those of the program in force in its order, then those that it has no more.

    Of these the opened ones are told, the oldest first, and any other that somebody has a receipt of.
    """
    opened = {each.draw: each for each in list_drawings(connection, tenant)}
    force = program_in_force(connection, tenant, server.clock.now())
    here = [draw.id for draw in read_program(force.text).draws] if force else []
    promised = promised_draws(connection, server, tenant)
    left_out = [
        name
        for name, (_, draw) in promised.items()
        if name not in {*here, *opened} and draw.is_enabled and count_waiting(connection, tenant, name)
    ]
    order = [*here, *(name for name in opened if name not in here), *left_out]
    return tuple(
        told_draw(connection, tenant, opened[name])
        if name in opened
        else _told_unopened(server, read_program(promised[name][0].text), promised[name][1])
        for name in order
    )


def told_draw(connection: Connection, tenant: str, drawing: Drawing) -> DrawTold:
    """One that was opened, with the prizes that the program promised then."""
    draw, program = opened_draw(connection, tenant, drawing)
    people = {each.operator: each.name for each in list_operators(connection, tenant)}
    counts = count_drawn(connection, tenant, draw.id)
    return DrawTold(
        draw=draw.id,
        name=draw.name,
        stage="opened",
        begins=_day(draw.rule.when.starts),
        ends=_day(draw.rule.when.ends),
        of=draw.of,
        commitment=draw.commitment,
        prizes=_prizes(program, draw, counts),
        drawn=sum(each.drawn for each in counts.values()),
        seed=drawing.seed,
        opened_at=moment_text(drawing.opened_at),
        opened_by=people.get(drawing.by or "", ""),
    )


def _told_unopened(server: Server, program: Program, draw: Draw) -> DrawTold:
    return DrawTold(
        draw=draw.id,
        name=draw.name,
        stage=stage_of(draw, server.clock.now(), program.zone),
        begins=_day(draw.rule.when.starts),
        ends=_day(draw.rule.when.ends),
        of=draw.of,
        commitment=draw.commitment,
        prizes=_prizes(program, draw, {}),
    )


def _prizes(program: Program, draw: Draw, counts: Mapping[str, PrizeCount]) -> tuple[PrizeTold, ...]:
    names = {each.id: each.name for each in program.promotions}
    vouchers = {each.id: names.get(each.promotion, each.promotion) for each in program.vouchers}
    known = ((each, counts.get(each.id, _NONE)) for each in draw.prizes)
    return tuple(
        PrizeTold(
            prize=each.id,
            name=each.name,
            wins=each.wins,
            drawn=count.drawn,
            given=count.given,
            points=count.points,
            each_points=each.points,
            each_voucher=vouchers.get(each.voucher, ""),
        )
        for each, count in known
    )


def _day(when: date | None) -> str:
    """The day of a date or a date-time of the program."""
    return "" if when is None else f"{when:%Y-%m-%d}"
