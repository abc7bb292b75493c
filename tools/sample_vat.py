"""The VAT of a sample shift: goods of two rates and of none, a little of which came back."""

from decimal import Decimal

from loyalty.units import Money
from terminal.vat import VatFigures


def sample_vat(total: int) -> tuple[VatFigures, ...]:
    """By rate what is in so much turnover."""
    at_five, untaxed = total // 10, 535_000
    at_eight = total - at_five - untaxed
    return (
        VatFigures(
            percent=Decimal(5),
            sold_base=Money(at_five - at_five * 5 // 105),
            sold_vat=Money(at_five * 5 // 105),
        ),
        VatFigures(
            percent=Decimal(8),
            sold_base=Money(at_eight - at_eight * 8 // 108),
            sold_vat=Money(at_eight * 8 // 108),
            back_base=Money(127_778),
            back_vat=Money(10_222),
        ),
        VatFigures(percent=None, sold_base=Money(untaxed), back_base=Money(45_000)),
    )
