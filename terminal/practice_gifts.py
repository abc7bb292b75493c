"""What is on a gift card in training: worked out from the training's own sales, as no server keeps it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from loyalty.units import Points
from loyalty.wire.journal import SaleSettled
from terminal.clock import from_timestamp
from terminal.membership import LeaseSlice
from terminal.practice_sales import Voided, practice_steps

if TYPE_CHECKING:
    from loyalty.wire.prepaid import GiftUsed
    from terminal.practice_sales import Returned
    from terminal.store.books import Reading


def on_practice_card(reading: "Reading", card: str) -> tuple[LeaseSlice, ...]:
    """What is left of each payment in, the oldest first; nothing for a card that was not sold in training."""
    lots: dict[str, LeaseSlice] = {}
    for part in _movements(reading, card):
        known = lots.get(part.lot)
        lots[part.lot] = part if known is None else _with(known, part.points)
    return tuple(each for each in lots.values() if each.points > 0)


def was_sold_in_practice(reading: "Reading", card: str) -> bool:
    """Whether a sale of the training put money on it."""
    return any(True for _ in _movements(reading, card))


def _movements(reading: "Reading", card: str) -> Iterator[LeaseSlice]:
    """Money that went on the card, and below 0 what left it."""
    for step in practice_steps(reading):
        if isinstance(step, SaleSettled):
            for gift in step.gifts:
                if gift.card == card:
                    died = None if gift.dies_at is None else from_timestamp(gift.dies_at)
                    yield LeaseSlice(lot=gift.lot, points=Points(gift.amount), dies_at=died)
            yield from _paid(step.gift_tenders, card, sign=-1)
        else:
            yield from _came_back(step, card)


def _came_back(step: "Voided | Returned", card: str) -> Iterator[LeaseSlice]:
    if not isinstance(step, Voided):
        yield from _paid(step.to_cards, card, sign=1)
        return
    yield from _paid(step.sale.gift_tenders, card, sign=1)
    for taken in step.void.gifts:
        if taken.card == card:
            yield LeaseSlice(lot=taken.lot, points=Points(-taken.amount))


def _paid(gifts: "Iterable[GiftUsed]", card: str, *, sign: int) -> Iterator[LeaseSlice]:
    for gift in gifts:
        if gift.card == card:
            for part in gift.slices:
                yield LeaseSlice(lot=part.lot, points=Points(sign * part.amount))


def _with(known: LeaseSlice, more: int) -> LeaseSlice:
    return LeaseSlice(lot=known.lot, points=Points(known.points + more), dies_at=known.dies_at)
