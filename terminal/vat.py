"""VAT by rate: of what was sold, of what came back, and what is left of both. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from loyalty.units import Money


class VatSum(NamedTuple):
    """At one rate, goods before their tax, and the tax; a `percent` of None is of goods that bear none."""

    percent: Decimal | None
    base: Money
    vat: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class VatFigures:
    """At one rate, what was sold and what came back or was voided, each before its tax and the tax.

    A `percent` of None is of goods that bear no VAT, whose base is all that was paid for them.
    """

    percent: Decimal | None
    sold_base: Money = Money(0)
    sold_vat: Money = Money(0)
    back_base: Money = Money(0)
    back_vat: Money = Money(0)

    @property
    def base(self) -> Money:
        """What is left of the goods."""
        return Money(self.sold_base - self.back_base)

    @property
    def vat(self) -> Money:
        """What is left of the tax."""
        return Money(self.sold_vat - self.back_vat)

    @property
    def came_back(self) -> bool:
        """Whether anything did."""
        return bool(self.back_base or self.back_vat)


def sold(parts: Iterable[VatSum]) -> tuple[VatFigures, ...]:
    """Sums of what was sold, as figures."""
    return tuple(VatFigures(percent=rate, sold_base=base, sold_vat=vat) for rate, base, vat in parts)


def came_back(parts: Iterable[VatSum]) -> tuple[VatFigures, ...]:
    """Sums of what came back, as figures."""
    return tuple(VatFigures(percent=rate, back_base=base, back_vat=vat) for rate, base, vat in parts)


def together(parts: Iterable[VatFigures]) -> tuple[VatFigures, ...]:
    """One for each rate of which there is anything: by rising rate, and last what bears none."""
    found: dict[Decimal | None, VatFigures] = {}
    for each in parts:
        known = found.get(each.percent, VatFigures(percent=each.percent))
        found[each.percent] = VatFigures(
            percent=each.percent,
            sold_base=Money(known.sold_base + each.sold_base),
            sold_vat=Money(known.sold_vat + each.sold_vat),
            back_base=Money(known.back_base + each.back_base),
            back_vat=Money(known.back_vat + each.back_vat),
        )
    there = (each for each in found.values() if each.sold_base or each.sold_vat or each.came_back)
    return tuple(sorted(there, key=lambda each: (each.percent is None, each.percent or Decimal(0))))
