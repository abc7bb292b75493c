"""The training's own sales in their order, each with its void and its returns, as no server keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loyalty.refund import KeptSale, Refund
from loyalty.units import Money, Quantity
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.kept import check_refund, gifts_back, kept_sale
from loyalty.wire.kept_wallet import wallet_back, went_to_wallet
from loyalty.wire.returning import SaleRefunded

if TYPE_CHECKING:
    from loyalty.wire.chain import Event
    from loyalty.wire.prepaid import GiftUsed, MoneySlice
    from terminal.store.books import Reading


@dataclass(frozen=True, slots=True)
class Voided:
    """A sale that was taken back whole."""

    sale: SaleSettled
    void: SaleVoided


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A part of a sale that came back; `kept` and `paid_back` are as they were before it did."""

    sale: SaleSettled
    body: SaleRefunded
    kept: KeptSale
    back: Refund
    paid_back: Money

    @property
    def to_cards(self) -> "tuple[GiftUsed, ...]":
        """What gift cards have again."""
        goods = 0 if self.body.top_up is not None else self.body.money + self.body.rounding
        return gifts_back(
            self.sale,
            before=Money(self.paid_back - went_to_wallet(self.kept)),
            paid=Money(goods - self.back.to_wallet),
        )

    @property
    def to_wallet(self) -> "tuple[MoneySlice, ...]":
        """What the wallet that had paid has again."""
        return () if self.body.top_up is not None else wallet_back(self.sale, self.kept, self.back).now


@dataclass(slots=True)
class _Known:
    sale: SaleSettled
    returned: dict[int, Quantity] = field(default_factory=dict[int, Quantity])
    paid_back: Money = Money(0)


def practice_steps(reading: "Reading") -> Iterator[SaleSettled | Voided | Returned]:
    """What was sold, voided and brought back, in that order."""
    known: dict[str, _Known] = {}
    for event in _events(reading):
        match event.kind:
            case "sale_settled":
                sale = SaleSettled.from_json(event.body)
                known[sale.sale] = _Known(sale)
                yield sale
            case "sale_voided":
                void = SaleVoided.from_json(event.body)
                yield Voided(known[void.sale].sale, void)
            case "sale_refunded":
                body = SaleRefunded.from_json(event.body)
                yield _returned(known[body.sale], body)
            case _:
                pass


def _returned(known: _Known, body: SaleRefunded) -> Returned:
    kept, before = kept_sale(known.sale, known.returned), known.paid_back
    back = check_refund(body, known.sale, kept, before=before)
    known.returned = {place: line.returned for place, line in enumerate(back.sale.lines) if line.returned}
    if body.top_up is None:
        known.paid_back = Money(before + body.money + body.rounding + body.held)
    return Returned(sale=known.sale, body=body, kept=kept, back=back, paid_back=before)


def _events(reading: "Reading") -> "Iterator[Event]":
    for till, incarnation in reading.journal.chains():
        yield from reading.journal.walk(till=till, incarnation=incarnation)
