"""The VAT of a shift by rate. Nothing is taxed anew: sales and returns have kept what they said of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from loyalty.units import Money
from terminal.usecases.returns.looking import read_returnable
from terminal.usecases.returns.taxed import taxed_back
from terminal.vat import VatFigures, VatSum, came_back, sold, together

if TYPE_CHECKING:
    from terminal.store.books import Reading
    from terminal.till import Till


def vat_of_shift(till: "Till", reading: "Reading", shift: str) -> tuple[VatFigures, ...]:
    """What was sold in it, and what came back and was voided in it, whenever that was sold."""
    back = (*reading.shifts.vat_voided(shift), *_returned(till, reading, shift))
    return together((*sold(reading.shifts.vat_sold(shift)), *came_back(back)))


def _returned(till: "Till", reading: "Reading", shift: str) -> Iterator[VatSum]:
    for refund in reading.returns.of_shift(shift):
        kept, event = reading.returns.by_id(refund), reading.journal.by_operation(refund)
        if kept is None or event is None:
            continue
        of = kept.row["sale"]
        back = taxed_back(reading, event, None if of is None else read_returnable(till, reading, of), kept)
        yield from (VatSum(each.percent, each.base, each.vat) for each in back.rates)
        yield VatSum(None, back.untaxed, Money(0))
