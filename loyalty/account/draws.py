"""Draws in an account: which a sale takes part in, what it won, and what is taken back with it.

A part of the sale that comes back changes nothing; with the whole of it its chance is gone.
"""

from dataclasses import replace
from datetime import datetime

from loyalty.account.entries import Entry
from loyalty.account.model import Account, Return, Sale, Settling, SoldRecord
from loyalty.account.points import Holding
from loyalty.account.section import Section
from loyalty.drawing import Drawn
from loyalty.lots import lot_for
from loyalty.program.draws import Prize
from loyalty.program.model import Program
from loyalty.refusals import SentenceRefused
from loyalty.sentences import say


def settle_drawn(
    program: Program, account: Account, record: SoldRecord, drawn: Drawn, at: datetime
) -> Settling:
    """The account and the record once the receipt of a sale was drawn, with what it has won.

    Raises:
        SentenceRefused: `draw-not-in`, a sale that takes no part, or no longer; `draw-done`, one that was
            drawn already.
    """
    entry = next((each for each in record.draws if each.draw == drawn.draw.id), None)
    if entry is None:
        raise SentenceRefused(say("draw-not-in", name=drawn.draw.name))
    if entry.number is not None:
        raise SentenceRefused(say("draw-done", name=drawn.draw.name, number=entry.number))
    entry = replace(entry, number=drawn.number, prize=drawn.prize.id if drawn.prize else "")
    draws = tuple(entry if each.draw == entry.draw else each for each in record.draws)
    settling = Settling(account, record=replace(record, draws=draws))
    if drawn.prize is None:
        return settling.tell(say("drawn-nothing", name=drawn.draw.name, number=drawn.number))
    settling = settling.tell(
        say("drawn-prize", name=drawn.draw.name, number=drawn.number, prize=drawn.prize.name)
    )
    return _win(program, settling, entry, drawn.prize, at)


def _win(program: Program, settling: Settling, entry: Entry, prize: Prize, at: datetime) -> Settling:
    holding = Holding(settling.account)
    lot = lot_for(program, lot_id=entry.lot_of(settling.record.id), points=prize.points, earned_at=at)
    holding.earn(lot)
    entry = replace(entry, points=prize.points)
    draws = tuple(entry if each.draw == entry.draw else each for each in settling.record.draws)
    return replace(
        settling,
        account=holding.account,
        record=replace(settling.record, draws=draws),
    ).tell(say("points-earned", points=prize.points, unit=program.points.unit))


def _on_sale(_program: Program, sale: Sale, so_far: Settling) -> Settling:
    entries = tuple(Entry(each.draw, each.name) for each in sale.quote.draws if each.is_in)
    return replace(so_far, record=replace(so_far.record, draws=entries))


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    if not back.is_last or not so_far.record.draws:
        return so_far
    holding = Holding(so_far.account)
    for entry in so_far.record.draws:
        if entry.points:
            holding.take_back(entry.lot_of(so_far.record.id), entry.points, back.at)
            taken = say(
                "draw-points-taken-back", name=entry.name, points=entry.points, unit=program.points.unit
            )
            so_far = so_far.tell(taken)
        elif entry.number is None:
            so_far = so_far.tell(say("draw-chance-gone", name=entry.name))
    account = holding.account
    return replace(so_far, account=account, record=replace(so_far.record, draws=()))


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund)
