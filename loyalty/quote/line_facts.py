"""What is known of one line before anything is priced: its gross, and which rules it is there for."""

from dataclasses import dataclass
from decimal import Decimal

from loyalty.basket import BasketLine
from loyalty.limits import AMOUNT_LIMIT, QUANTITY_MAX
from loyalty.quote.compiled import CompiledProgram
from loyalty.rates import exact_rate


@dataclass(slots=True, eq=False)
class LineFacts:
    """One line as the rules see it. Not frozen, only because that would make every scan slower.

    `has` are the bits of the promotions that may have the line, `spend` those of the `min_spend` selectors
    that its gross counts for, `tiers` those of the tiers that discount it, `cap` the most that price cuts
    may take off. `units` are its whole units, 0 unless all of it is whole; `whole_units` are those of a
    fractional line too. `vat` is what to multiply a taxable amount by, and divide.
    """

    line: BasketLine
    gross: int
    units: int
    whole_units: int
    cap: int
    has: int
    spend: int
    tiers: int
    earns: bool
    vat: tuple[int, int]


class LineReader:
    """Reads the lines of a basket under one program."""

    def __init__(self, rules: CompiledProgram) -> None:
        self._rules = rules
        self._vats: dict[Decimal | None, tuple[int, int]] = {None: (0, 1)}

    def facts(self, line: BasketLine) -> LineFacts:
        """The facts of a line that has no faults."""
        rules = self._rules
        quantity = line.quantity
        gross = (quantity * line.unit_price + 500) // 1000
        selected = rules.index.selecting(
            sku=line.sku, category=line.category, brand=line.brand, tags=line.tags
        )
        whole_units, fraction = divmod(quantity, 1000)
        has = selected & rules.promotions
        if fraction:
            has &= ~rules.whole_only
        spend = selected & rules.all_spends
        tiers = selected & rules.all_tiers
        if selected & rules.not_discounted:
            has &= ~rules.discounts
            spend &= ~rules.discount_spends
            tiers = 0
        return LineFacts(
            line,
            gross,
            0 if fraction else whole_units,
            whole_units,
            gross * rules.cap.numerator // (100 * rules.cap.denominator),
            has,
            spend,
            tiers,
            not selected & rules.not_earning,
            self._vats[line.vat_percent],
        )

    def faults(self, line: BasketLine, place: str) -> list[str]:
        """What is out of range in a line, whoever made it; asked before its facts."""
        faults: list[str] = []
        if not 0 < line.quantity <= QUANTITY_MAX:
            what = f"{line.quantity} thousandths are out of range, 1 to {QUANTITY_MAX}"
            faults.append(f"{place}.quantity: {what}")
        if not 0 <= line.unit_price < AMOUNT_LIMIT:
            faults.append(f"{place}.unit_price: {line.unit_price} is out of range, 0 to {AMOUNT_LIMIT - 1}")
        if line.vat_percent not in self._vats and not self._learn_vat(line.vat_percent):
            faults.append(f"{place}.vat_percent: {line.vat_percent} is not a percentage from 0 to 100")
        return faults

    def _learn_vat(self, percent: Decimal | None) -> bool:
        rate = None if percent is None else exact_rate(percent)
        if rate is None or rate.numerator > 100 * rate.denominator:
            return False
        self._vats[percent] = (rate.numerator, 100 * rate.denominator + rate.numerator)
        return True
