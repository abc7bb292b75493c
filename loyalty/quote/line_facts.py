"""What is known of one line before anything is priced: its gross, and which rules it is there for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from loyalty.basket import BasketLine
from loyalty.limits import AMOUNT_LIMIT, QUANTITY_MAX
from loyalty.misread import Misread
from loyalty.quote.compiled import NO_VAT, CompiledProgram, Vat
from loyalty.rates import exact_rate
from loyalty.sentences import say

SELECTED_MAX = 20_000
"""Goods that a program remembers: those of a large shop, in some megabytes."""

VATS_MAX = 200
"""And so many rates of VAT: no country has as many."""


@dataclass(slots=True, eq=False)
class LineFacts:
    """One line as the rules see it. Not frozen, only because that would make every scan slower.

    `has` are the bits of the promotions that may have the line, of the `min_spend` selectors that its gross
    counts for, and of the tiers that discount it. `cap` is the most that price cuts may take off. `units`
    are its whole units, 0 unless all of it is whole; `whole_units` are those of a fractional line too.
    """

    line: BasketLine
    gross: int
    units: int
    whole_units: int
    cap: int
    has: int
    earns: bool
    vat: Vat


class LineReader:
    """Reads the lines of a basket under one program."""

    def __init__(self, rules: CompiledProgram) -> None:
        self._select = rules.index.selecting
        self._selected = rules.selected
        self._whole_only = rules.whole_only
        self._not_discounted = rules.not_discounted
        self._not_earning = rules.not_earning
        self._not_spent = rules.not_spent
        self._points_spends = rules.points_spends
        self._pays_in = rules.pays_in
        self._of_bonuses = rules.unit_bonuses | rules.sale_bonuses | rules.bonus_spends
        self._of_discounts = rules.of_discounts
        self._cap = rules.cap.numerator
        self._cap_divisor = 100 * rules.cap.denominator
        self._vats = rules.vats

    def facts(self, lines: Iterable[BasketLine]) -> list[LineFacts | None]:
        """The facts of each line; `None` where something in it is out of range, which `faults` tells."""
        vats, selected, whole_only = self._vats, self._selected, self._whole_only
        share, divisor = self._cap, self._cap_divisor
        found: list[LineFacts | None] = []
        for line in lines:
            quantity, price = line.quantity, line.unit_price
            vat = vats.get(line.vat_percent) or self._learn_vat(line.vat_percent)
            if not (0 < quantity <= QUANTITY_MAX and 0 <= price < AMOUNT_LIMIT and vat):
                found.append(None)
                continue
            gross = (quantity * price + 500) // 1000
            marks = (line.sku, line.category, line.brand, line.tags)
            has, earns = selected.get(marks) or self._learn_marks(*marks)
            units = whole_units = quantity // 1000
            if quantity % 1000:
                units, has = 0, has & ~whole_only
            found.append(
                LineFacts(line, gross, units, whole_units, gross * share // divisor, has, earns, vat)
            )
        return found

    def faults(self, line: BasketLine, place: str) -> list[str]:
        """What is out of range in a line, whoever made it."""
        faults: list[str] = []
        if not 0 < line.quantity <= QUANTITY_MAX:
            what = say("fault-thousandths", value=line.quantity, most=QUANTITY_MAX)
            faults.append(Misread(f"{place}.quantity", what))
        if not 0 <= line.unit_price < AMOUNT_LIMIT:
            what = say("fault-price-range", value=line.unit_price, most=AMOUNT_LIMIT - 1)
            faults.append(Misread(f"{place}.unit_price", what))
        if self._learn_vat(line.vat_percent) is None:
            what = say("fault-no-percent", value=str(line.vat_percent))
            faults.append(Misread(f"{place}.vat_percent", what))
        return faults

    def _learn_marks(self, sku: str, category: str, brand: str, tags: tuple[str, ...]) -> tuple[int, bool]:
        """Which rules select goods with these marks, and whether they earn; a program remembers so many."""
        has = self._select(sku, category, brand, tags)
        earns = not has & self._not_earning
        if has & self._not_discounted:
            has &= ~self._of_discounts
        if has & self._not_spent:
            has &= ~self._points_spends
        if has & self._pays_in:
            has &= ~self._of_bonuses
        if len(self._selected) >= SELECTED_MAX:
            self._selected.clear()
        self._selected[sku, category, brand, tags] = (has, earns)
        return has, earns

    def _learn_vat(self, percent: Decimal | None) -> Vat | None:
        """Twice the part that is VAT, and what rounds it half up; a program remembers so many rates."""
        if percent is None:
            return NO_VAT
        rate = exact_rate(percent)
        if rate is None or rate.numerator > 100 * rate.denominator:
            return None
        if len(self._vats) >= VATS_MAX:
            self._vats.clear()
        divisor = 100 * rate.denominator + rate.numerator
        vat = self._vats[percent] = (2 * rate.numerator, divisor, 2 * divisor)
        return vat
