"""The VAT of goods that come back: each line's share of what the sale kept, summed by rate. Pure.

Nothing of a sale is taxed anew: as with the money, what counts is the rise of what has come back so far, so
that in whatever parts a line comes back, its parts end at the base and the tax that its sale had said. Goods
without a receipt have no sale to say it: their tax is what is in the money for them at the rate of their
product, rounded half up by the line as in a sale.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from loyalty.rates import round_half_up
from loyalty.units import Money, Quantity
from loyalty.wire.journal import SaleLine, SaleSettled
from loyalty.wire.returning import ReturnedGoods
from loyalty.wire.sold import quantity_of


class VatBack(NamedTuple):
    """At one rate, what comes back of the base and of the tax in it."""

    percent: Decimal
    base: Money
    vat: Money


def vat_back(
    sale: SaleSettled,
    before: Mapping[int, Quantity],
    back: Mapping[int, Quantity],
    *,
    held: Money = Money(0),
) -> tuple[VatBack, ...]:
    """By rising rate what comes back with `back`, after `before` came back.

    `held` is kept of the money of the one line that comes back, and its tax with it.
    """
    return _by_rate(_lines(sale, before, back, held))


def untaxed_back(
    sale: SaleSettled,
    before: Mapping[int, Quantity],
    back: Mapping[int, Quantity],
    *,
    held: Money = Money(0),
) -> Money:
    """What comes back of goods that bear no VAT; money paid into a wallet is no goods."""
    paid_in = None if sale.top_up is None else sale.top_up.line
    goods = {place: quantity for place, quantity in back.items() if place != paid_in}
    return Money(sum(each.base for each in _lines(sale, before, goods, held, is_taxed=False)))


def untaxed_without_receipt(goods: Iterable[ReturnedGoods]) -> Money:
    """What is paid for goods whose product has no rate."""
    return Money(sum(each.money for each in goods if not each.vat_percent))


def vat_without_receipt(goods: Iterable[ReturnedGoods]) -> tuple[VatBack, ...]:
    """By rising rate what is in the money for goods whose sale nobody can show."""
    return _by_rate(_taxed(each.money, Decimal(each.vat_percent)) for each in goods if each.vat_percent)


def _taxed(money: int, percent: Decimal) -> VatBack:
    part, whole = percent.as_integer_ratio()
    vat = round_half_up(money * part, 100 * whole + part)
    return VatBack(percent, Money(money - vat), Money(vat))


def _by_rate(lines: Iterable[VatBack]) -> tuple[VatBack, ...]:
    sums: dict[Decimal, VatBack] = {}
    for each in lines:
        known = sums.get(each.percent, VatBack(each.percent, Money(0), Money(0)))
        sums[each.percent] = VatBack(each.percent, Money(known.base + each.base), Money(known.vat + each.vat))
    return tuple(sums[percent] for percent in sorted(sums) if sums[percent].base or sums[percent].vat)


def _lines(
    sale: SaleSettled,
    before: Mapping[int, Quantity],
    back: Mapping[int, Quantity],
    held: Money,
    *,
    is_taxed: bool = True,
) -> Iterator[VatBack]:
    for place, quantity in back.items():
        line, was = sale.lines[place], before.get(place, Quantity(0))
        if (line.vat_percent is not None) is not is_taxed or line.vat_base + line.vat == 0:
            continue
        taxed_before, vat_before = _so_far(line, was)
        taxed_after, vat_after = _so_far(line, Quantity(was + quantity))
        taxed, vat = taxed_after - taxed_before, vat_after - vat_before
        if held and taxed:
            left = max(0, taxed - held)
            taxed, vat = left, round_half_up(vat * left, taxed)
        yield VatBack(Decimal(line.vat_percent or 0), Money(taxed - vat), Money(vat))


def _so_far(line: SaleLine, back: Quantity) -> tuple[int, int]:
    """What is taxed of so much of a line, and the tax in it, which follows the money and not the quantity.

    So neither the tax nor the base ever shrinks as more comes back.
    """
    whole = line.vat_base + line.vat
    taxed = round_half_up(whole * back, quantity_of(line.quantity))
    return taxed, round_half_up(line.vat * taxed, whole)
