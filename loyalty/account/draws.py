"""Draws in an account: which a sale takes part in, what it won, and what is taken back with it.

A part of the sale that comes back changes nothing; with the whole of it its chance is gone. A voucher that
was won and used by then cannot be taken back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loyalty.account.entries import Entry
from loyalty.account.model import Account, Return, Settling, SoldRecord
from loyalty.account.points import Holding
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.vouchers import cancel, issue
from loyalty.account.won import Won
from loyalty.drawing import Drawn
from loyalty.lots import lot_for
from loyalty.program.draws import Prize
from loyalty.program.model import Program
from loyalty.program.vouchers import VoucherRule
from loyalty.refusals import SentenceRefused
from loyalty.sentences import Sentence, say

TOLD_FOR: Final = timedelta(days=60)
"""So long a till tells at the counter what a member has won."""


def settle_drawn(
    program: Program,
    account: Account,
    record: SoldRecord,
    drawn: Drawn,
    at: datetime,
    *,
    codes: Sequence[str] = (),
) -> Settling:
    """The account and the record once the receipt of a sale was drawn, with what it has won.

    `codes` are fresh ones, for a prize that is a voucher.

    Raises:
        SentenceRefused: `draw-not-in`, a sale that takes no part, or no longer; `draw-done`, one that was
            drawn already; `voucher-no-code`.
    """
    draw, prize = drawn.draw, drawn.prize
    entry = next((each for each in record.draws if each.draw == draw.id), None)
    if entry is None:
        raise SentenceRefused(say("draw-not-in", name=draw.name))
    if entry.number is not None:
        raise SentenceRefused(say("draw-done", name=draw.name, number=entry.number))
    settling = Settling(account, codes=codes, record=record)
    if prize is None:
        told = settling.tell(say("drawn-nothing", name=draw.name, number=drawn.number))
        return _noted(told, replace(entry, number=drawn.number))
    settling = settling.tell(say("drawn-prize", name=draw.name, number=drawn.number, prize=prize.name))
    entry = replace(entry, number=drawn.number, prize=prize.id)
    rule = program.voucher(prize.voucher)
    if rule is not None:
        return _win_voucher(program, settling, entry, rule, at)
    return _win_points(program, settling, entry, prize, at)


def _win_points(program: Program, so_far: Settling, entry: Entry, prize: Prize, at: datetime) -> Settling:
    holding = Holding(so_far.account)
    lot_id = entry.origin_of(so_far.record.id)
    holding.earn(lot_for(program, lot_id=lot_id, points=prize.points, earned_at=at))
    so_far = replace(so_far, account=holding.account)
    so_far = so_far.tell(say("points-earned", points=prize.points, unit=program.points.unit))
    return _noted(so_far, replace(entry, points=prize.points))


def _win_voucher(
    program: Program, so_far: Settling, entry: Entry, rule: VoucherRule, at: datetime
) -> Settling:
    before = len(so_far.account.vouchers)
    so_far = issue(program, so_far, rule, at, origin=entry.origin_of(so_far.record.id))
    issued = so_far.account.vouchers[before:]
    return _noted(so_far, replace(entry, voucher=issued[0].code if issued else ""))


def _noted(so_far: Settling, entry: Entry) -> Settling:
    """With the entry of this draw in the record."""
    draws = tuple(entry if each.draw == entry.draw else each for each in so_far.record.draws)
    return replace(so_far, record=replace(so_far.record, draws=draws))


def _on_sale(_program: Program, sale: Sale, so_far: Settling) -> Settling:
    entries = tuple(Entry(each.draw, each.name) for each in sale.draws)
    return replace(so_far, record=replace(so_far.record, draws=entries))


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    if not back.is_last:
        return so_far
    for entry in so_far.record.draws:
        so_far = _undo(program, so_far, entry, back.at)
    return replace(so_far, record=replace(so_far.record, draws=()))


def _undo(program: Program, so_far: Settling, entry: Entry, at: datetime) -> Settling:
    """Takes the chance of a sale back, or what it has won."""
    if entry.number is None:
        return so_far.tell(say("draw-chance-gone", name=entry.name))
    if entry.points:
        holding = Holding(so_far.account)
        holding.take_back(entry.origin_of(so_far.record.id), entry.points, at)
        unit = program.points.unit
        taken = say("draw-points-taken-back", name=entry.name, points=entry.points, unit=unit)
        return replace(so_far, account=holding.account).tell(taken)
    won = [each for each in so_far.account.vouchers if entry.voucher and each.code == entry.voucher]
    for voucher in won:
        if voucher.is_unused:
            so_far = cancel(so_far, voucher)
        else:
            so_far = so_far.tell(say("draw-voucher-kept", name=entry.name, code=voucher.code))
    return so_far


def _lose_won(program: Program, back: Return, so_far: Settling) -> Settling:
    """The same where the account has what was won, and the sale has no record of it."""
    if not back.is_last:
        return so_far
    gone = [each for each in so_far.account.won if each.sale == so_far.record.id]
    for won in gone:
        so_far = _undo(program, so_far, won.entry, back.at)
    left = tuple(each for each in so_far.account.won if each not in gone)
    return replace(so_far, account=replace(so_far.account, won=left))


def _told_won(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    """What is to be told of to who stands at the counter: what was won lately."""
    for won in account.won:
        if at - won.at < TOLD_FOR:
            yield _said(program, won)


def _said(program: Program, won: Won) -> Sentence:
    entry = won.entry
    if entry.voucher:
        return say("has-won-voucher", name=entry.name, prize=won.prize, code=entry.voucher)
    unit = program.points.unit
    return say("has-won", name=entry.name, prize=won.prize, points=entry.points, unit=unit)


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund)
"""Goes after `vouchers`, since what those restore may be taken back here."""
WON = Section(on_refund=_lose_won, told=_told_won)
"""The same at the server and the tills, which keep no record of a sale but its event."""
