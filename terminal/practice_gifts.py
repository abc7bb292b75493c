"""What is on a gift card in training: worked out from the training's own sales, as no server keeps it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from loyalty.units import Points
from loyalty.wire.journal import SaleSettled, SaleVoided
from terminal.clock import from_timestamp
from terminal.membership import LeaseSlice

if TYPE_CHECKING:
    from loyalty.wire.chain import Event
    from terminal.store.books import Reading


def on_practice_card(reading: "Reading", card: str) -> tuple[LeaseSlice, ...]:
    """What is left of each payment in, the oldest first; nothing for a card that was not sold in training."""
    lots: dict[str, LeaseSlice] = {}
    for part in _movements(_events(reading), card):
        known = lots.get(part.lot)
        lots[part.lot] = part if known is None else _with(known, part.points)
    return tuple(each for each in lots.values() if each.points > 0)


def was_sold_in_practice(reading: "Reading", card: str) -> bool:
    """Whether a sale of the training put money on it."""
    return any(True for _ in _movements(_events(reading), card))


def _events(reading: "Reading") -> "Iterator[Event]":
    for till, incarnation in reading.journal.chains():
        yield from reading.journal.walk(till=till, incarnation=incarnation)


def _movements(events: "Iterable[Event]", card: str) -> Iterator[LeaseSlice]:
    """Money that went on the card, and below 0 what left it."""
    sold: dict[str, SaleSettled] = {}
    for event in events:
        if event.kind == "sale_settled":
            sale = sold[event.operation_id] = SaleSettled.from_json(event.body)
            for gift in sale.gifts:
                if gift.card == card:
                    died = None if gift.dies_at is None else from_timestamp(gift.dies_at)
                    yield LeaseSlice(lot=gift.lot, points=Points(gift.amount), dies_at=died)
            yield from _paid(sale, card, sign=-1)
        elif event.kind == "sale_voided":
            void = SaleVoided.from_json(event.body)
            yield from _paid(sold[void.sale], card, sign=1)
            for taken in void.gifts:
                if taken.card == card:
                    yield LeaseSlice(lot=taken.lot, points=Points(-taken.amount))


def _paid(sale: SaleSettled, card: str, *, sign: int) -> Iterator[LeaseSlice]:
    for tender in sale.tenders:
        if tender.gift is not None and tender.gift.card == card:
            for part in tender.gift.slices:
                yield LeaseSlice(lot=part.lot, points=Points(sign * part.amount))


def _with(known: LeaseSlice, more: int) -> LeaseSlice:
    return LeaseSlice(lot=known.lot, points=Points(known.points + more), dies_at=known.dies_at)
