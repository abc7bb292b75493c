"""The VAT of a shift by rate. Nothing is taxed anew: sales and returns have kept what they said of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loyalty.units import Money
from loyalty.wire.journal import SaleSettled
from terminal.store.shift_returns import returns_of_shift
from terminal.usecases.returns.taxed import taxed, taxed_without_receipt
from terminal.vat import VatFigures, VatSum, came_back, sold, together

if TYPE_CHECKING:
    from terminal.store.books import Reading


def vat_of_shift(reading: "Reading", shift: str) -> tuple[VatFigures, ...]:
    """What was sold in it, and what came back and was voided in it, whenever that was sold."""
    back = (*reading.shifts.vat_voided(shift), *_returned(reading, shift))
    return together((*sold(reading.shifts.vat_sold(shift)), *came_back(back)))


def _returned(reading: "Reading", shift: str) -> Iterator[VatSum]:
    for body, of, before, back in returns_of_shift(reading, shift):
        if of is None:
            rates, untaxed = taxed_without_receipt(body)
        else:
            rates, untaxed = taxed(body, SaleSettled.from_json(of), before, back)
        yield from (VatSum(each.percent, each.base, each.vat) for each in rates)
        yield VatSum(None, untaxed, Money(0))
