"""Stamp cards in an account: stamped by sales, full at the goal, and stamped off when goods come back.

Stamps are kept in lots, as points are, so that each dies in its own time and a refund takes off those of its
own sale. A full card has spent its stamps: taking its voucher back gives them back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from loyalty.account.cards import FullCard, HeldCard
from loyalty.account.model import Account, Figures, Return, Settling
from loyalty.account.points import Holding
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.vouchers import cancel, fresh_codes, issue
from loyalty.lots import Lot, end_of_month
from loyalty.program.model import Program
from loyalty.program.stamp_cards import StampCard
from loyalty.sentences import Sentence, say
from loyalty.units import Points

START = "start"
"""The lot of the stamps that a new card comes with."""


def stamps_of_member(program: Program, account: Account, at: datetime) -> Mapping[str, int]:
    """What is on each card that the member has begun: what a basket's member holds."""
    ids = {card.id for card in program.stamp_cards}
    return {held.card: held.stamps(at) for held in account.cards if held.card in ids}


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    """Stamps the cards, and issues a voucher for each that is full by it."""
    so_far = replace(so_far, record=replace(so_far.record, stamps=sale.stamps))
    for each in sale.stamps:
        stamps = each.stamps_for(so_far.record.kept)
        card = next((card for card in program.stamp_cards if card.id == each.card), None)
        if stamps and card is not None:
            held = _held(program, so_far.account, card, sale.at)
            holding = _holding(held)
            holding.earn(_lot(program, card, sale.id, stamps, sale.at))
            so_far = _put(so_far, _with(held, holding))
            so_far = _fill(program, so_far, card, sale)
            on_it = _held(program, so_far.account, card, sale.at).stamps(sale.at)
            so_far = so_far.tell(_stamped(card, stamps, on_it))
    return so_far


def _stamped(card: StampCard, stamps: int, on_it: int) -> Sentence:
    if on_it < 0:
        return say("stamps-pay-owed", name=card.name, stamps=stamps, owed=-on_it)
    return say("stamps-on-card", name=card.name, stamps=stamps, have=on_it, goal=card.goal)


def _fill(program: Program, so_far: Settling, card: StampCard, sale: Sale) -> Settling:
    """Issues the vouchers of a card that is full.

    Where their limit is reached, or no number is left, the stamps stay on it.
    """
    rule = program.voucher(card.voucher)
    held = _held(program, so_far.account, card, sale.at)
    while rule is not None and held.stamps(sale.at) >= card.goal and fresh_codes(so_far):
        before = len(so_far.account.vouchers)
        so_far = issue(program, so_far, rule, sale.at, origin=sale.id)
        issued = so_far.account.vouchers[before:]
        if not issued:
            break
        holding = _holding(held)
        slices = holding.burn(Points(card.goal), sale.at)
        held = _with(held, holding)
        held = replace(held, full=(*held.full, FullCard(issued[0].code, sale.at, slices)))
        so_far = _put(so_far, held)
    return so_far


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    """Takes off the stamps that the sale is no longer good for."""
    for each in so_far.record.stamps:
        taken = each.stamps_for(so_far.record.kept) - each.stamps_for(back.refund.sale)
        held = next((held for held in so_far.account.cards if held.card == each.card), None)
        if taken and held is not None:
            holding = _holding(held)
            holding.take_back(so_far.record.id, taken, back.at)
            so_far = _put(so_far, _with(held, holding))
            so_far = so_far.tell(say("stamps-taken-back", name=each.name, stamps=taken))
    for held in so_far.account.cards:
        so_far = _take_back_vouchers(program, so_far, held, back.at)
    return so_far


def _take_back_vouchers(program: Program, so_far: Settling, held: HeldCard, at: datetime) -> Settling:
    """While stamps are owed: takes back the vouchers of full cards that were not used, the newest first."""
    unused = {voucher.code: voucher for voucher in so_far.account.vouchers if voucher.is_unused}
    for full in reversed(held.full):
        voucher = unused.get(full.voucher)
        if held.stamps(at) >= 0:
            break
        if voucher is not None:
            so_far, held = _take_back(so_far, held, full, at, program.zone)
            so_far = cancel(so_far, voucher)
    return so_far


def _take_back(
    so_far: Settling, held: HeldCard, full: FullCard, at: datetime, zone: tzinfo
) -> tuple[Settling, HeldCard]:
    """The stamps of a full card are on the card again."""
    holding = _holding(held)
    for part in full.slices:
        holding.give_back(part, burned_at=full.at, returned_at=at, zone=zone)
    held = replace(_with(held, holding), full=tuple(each for each in held.full if each != full))
    return _put(so_far, held), held


def _held(program: Program, account: Account, card: StampCard, at: datetime) -> HeldCard:
    """The member's card; a new one comes with the stamps that it starts with."""
    held = next((each for each in account.cards if each.card == card.id), None)
    if held is not None:
        return held
    lots = (_lot(program, card, START, card.start, at),) if card.start else ()
    return HeldCard(card=card.id, lots=lots)


def _lot(program: Program, card: StampCard, lot_id: str, stamps: int, at: datetime) -> Lot:
    dies_at = end_of_month(at.astimezone(program.zone), card.expire_months)
    return Lot(lot_id, Points(stamps), at, at, dies_at)


def _holding(held: HeldCard) -> Holding:
    """Stamps change as points do."""
    return Holding(Account(lots=held.lots, debts=held.debts))


def _with(held: HeldCard, holding: Holding) -> HeldCard:
    changed = holding.account
    return replace(held, lots=changed.lots, debts=changed.debts)


def _put(so_far: Settling, held: HeldCard) -> Settling:
    """With this state of one card."""
    account = so_far.account
    cards = {each.card: each for each in account.cards} | {held.card: held}
    return replace(so_far, account=replace(account, cards=tuple(cards.values())))


def _figures(program: Program, account: Account, at: datetime) -> Figures:
    return {"stamps": dict(stamps_of_member(program, account, at))}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    stamps = stamps_of_member(program, account, at)
    for card in program.stamp_cards:
        have = stamps.get(card.id)
        if have is not None and have < 0:
            yield say("owes-stamps", name=card.name, owed=-have)
        elif have is not None:
            yield say("has-stamps", name=card.name, have=have, goal=card.goal)


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, figures=_figures, told=_told)
"""Goes after `vouchers`, since what those restore may be taken back here."""
