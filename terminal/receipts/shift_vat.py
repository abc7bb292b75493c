"""The VAT in the report of a shift or a day: by rate, what was sold, what came back, and what is left."""

from collections.abc import Iterator
from decimal import Decimal

from terminal.receipts.document import Block, Columns, Rule, Text
from terminal.receipts.wording import Wording
from terminal.shift import ShiftReport
from terminal.vat import VatFigures


def vat_blocks(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    """Nothing where nothing was sold or came back, nor for whoever is still to count the drawer."""
    if report.is_blind or not report.vat:
        return
    yield Rule()
    yield Text(wording.text("slip.shift.vat"), bold=True)
    for each in report.vat:
        yield from _untaxed(each, wording) if each.percent is None else _taxed(each, each.percent, wording)
    if len([each for each in report.vat if each.percent is not None]) > 1:
        yield Columns(wording.text("slip.shift.vat-all"), wording.money(report.vat_left), bold=True)


def _taxed(figures: VatFigures, percent: Decimal, wording: Wording) -> Iterator[Block]:
    """The goods before their tax on the left, the tax on the right."""
    rate = wording.percent(percent)
    said = wording.text("slip.shift.vat-rate", rate=rate, base=wording.money(figures.sold_base))
    yield Columns(said, wording.money(figures.sold_vat))
    if figures.came_back:
        back = wording.text("slip.shift.vat-back", base=wording.money(figures.back_base))
        left = wording.text("slip.shift.vat-left", base=wording.money(figures.base))
        yield Columns(back, wording.less(figures.back_vat), indent=2)
        yield Columns(left, wording.money(figures.vat), indent=2)


def _untaxed(figures: VatFigures, wording: Wording) -> Iterator[Block]:
    """There is no tax: on the right stands what was paid for the goods."""
    yield Columns(wording.text("slip.shift.vat-none"), wording.money(figures.sold_base))
    if figures.came_back:
        yield Columns(wording.text("slip.shift.untaxed-back"), wording.less(figures.back_base), indent=2)
        yield Columns(wording.text("slip.shift.untaxed-left"), wording.money(figures.base), indent=2)
