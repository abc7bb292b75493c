"""What the report of a shift or a day says, section by section: the paper and the screen tell the same.

A figure that lessens something has a minus, points that came a plus. Only what is rare is left out where
there was none of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from loyalty.units import Money, Points
from terminal.shift import ShiftReport
from terminal.vat import VatFigures


class ShiftWording(Protocol):
    """How figures go into words: paper and screen have each a minus of their own."""

    def text(self, key: str, **params: str | int) -> str:
        """A text of the catalogue."""
        ...

    def money(self, amount: Money) -> str:
        """An amount without a symbol."""
        ...

    def less(self, amount: Money) -> str:
        """An amount taken off: written with a minus, given without."""
        ...

    def whole(self, number: int) -> str:
        """A count or points."""
        ...

    def gained(self, points: Points) -> str:
        """Points with their sign."""
        ...

    def percent(self, percent: Decimal) -> str:
        """A percentage from 0 up, with its sign."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure and what it is of. An `is_inner` one says more of the one above it."""

    name: str
    label: str
    figure: str
    is_inner: bool = False
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Figures that belong together."""

    title: str
    lines: tuple[Line, ...]


def sales_section(report: ShiftReport, wording: ShiftWording) -> Section:
    """What was sold, voided and brought back."""
    return _section("sold", wording, _sold(report, wording))


def counts_section(report: ShiftReport, wording: ShiftWording) -> Section:
    """What can be told to whoever is still to count the drawer."""
    counts = (
        ("sales", report.sales), ("voids", report.voids), ("refunds", report.refunds),
        ("reprints", report.reprints), ("drawer-openings", report.drawer_openings),
    )  # fmt: skip
    return _section("sold", wording, (_line(name, wording, wording.whole(count)) for name, count in counts))


def tenders_section(report: ShiftReport, wording: ShiftWording) -> Section:
    """How it was paid."""
    return _section("tenders", wording, _paid(report, wording))


def drawer_section(report: ShiftReport, wording: ShiftWording, *, is_counted: bool) -> Section:
    """What the drawer should hold, and once it was counted what it held."""
    counted = _counted(report, wording) if is_counted else ()
    return _section("drawer", wording, (*_drawer(report, wording), *counted))


def loyalty_section(report: ShiftReport, wording: ShiftWording) -> Section:
    """What the program did: points, members, and a second word."""
    return _section("loyalty", wording, _loyalty(report, wording))


def vat_section(report: ShiftReport, wording: ShiftWording) -> Section | None:
    """The VAT by rate: what was sold, what came back, what is left; None where nothing was sold or came back.

    Nor is it for whoever is still to count the drawer.
    """
    if report.is_blind or not report.vat:
        return None
    return _section("vat", wording, _vat(report, wording))


def vat_left_section(report: ShiftReport, wording: ShiftWording) -> Section | None:
    """The same in short: what is left of each rate."""
    if not report.vat:
        return None
    return _section("vat", wording, (_vat_line(each, each.base, each.vat, wording) for each in report.vat))


def _section(name: str, wording: ShiftWording, lines: "Iterator[Line] | tuple[Line, ...]") -> Section:
    return Section(title=wording.text(f"slip.shift.{name}"), lines=tuple(lines))


def _line(
    name: str, wording: ShiftWording, figure: str, *, is_inner: bool = False, is_sum: bool = False
) -> Line:
    label = wording.text(f"slip.shift.{name}")
    return Line(name=name, label=label, figure=figure, is_inner=is_inner, is_sum=is_sum)


def _sold(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    yield _line("sales", wording, wording.whole(report.sales))
    yield _line("gross", wording, wording.money(report.gross))
    yield _line("discounts", wording, wording.less(report.discounts))
    yield _line("burned", wording, wording.less(report.burned))
    yield _line("total", wording, wording.money(report.total), is_sum=True)
    if report.gifts_sold:
        yield _line("gifts-sold", wording, wording.money(report.gifts_sold))
    if report.topped_up:
        yield _line("topped-up", wording, wording.money(report.topped_up))
    yield _line("voids", wording, wording.whole(report.voids))
    yield _line("voided", wording, wording.less(report.voided))
    if report.refunds:
        yield _line("refunds", wording, wording.whole(report.refunds))
        yield _line("refunded", wording, wording.less(report.refunded))
    if report.refunds_without_receipt:
        count = wording.whole(report.refunds_without_receipt)
        yield _line("without-receipt", wording, count, is_inner=True)
    yield _line("rounding", wording, wording.money(report.rounding))
    yield _line("reprints", wording, wording.whole(report.reprints))


def _paid(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    for tender in report.tenders:
        name = wording.text(f"receipt.tender.{tender.kind}")
        label = wording.text("slip.shift.taken", tender=name, count=tender.count)
        yield Line(name=tender.kind, label=label, figure=wording.money(tender.taken))
        if tender.given_back:
            yield _line("given-back", wording, wording.less(tender.given_back), is_inner=True)
    if report.confirmed_by_hand:
        label = wording.text("slip.shift.by-hand", count=report.confirmed_by_hand)
        yield Line(name="by-hand", label=label, figure=wording.money(report.confirmed_by_hand_amount))


def _drawer(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    yield _line("float", wording, wording.money(report.shift.opening_float))
    if report.paid_in:
        yield _line("paid-in", wording, wording.money(report.paid_in))
    if report.paid_out:
        yield _line("paid-out", wording, wording.less(report.paid_out))
    yield _line("drawer-openings", wording, wording.whole(report.drawer_openings))
    yield _line("expected", wording, wording.money(report.expected))


def _counted(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    if report.first_counted is not None:
        yield _line("first-counted", wording, wording.money(report.first_counted))
    yield _line("counted", wording, wording.money(report.counted))
    yield _line("difference", wording, wording.money(report.difference), is_sum=True)


def _loyalty(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    figures = report.loyalty
    yield _line("earned", wording, wording.gained(figures.earned))
    if figures.claimed:
        yield _line("claimed", wording, wording.gained(figures.claimed))
    if figures.adjusted:
        yield _line("adjusted", wording, wording.gained(figures.adjusted))
    yield _line("points-burned", wording, wording.whole(-figures.burned))
    yield _line("taken-back", wording, wording.whole(-figures.taken_back))
    yield _line("points-given-back", wording, wording.gained(figures.given_back))
    yield _line("with-member", wording, wording.whole(figures.sales_with_member))
    yield _line("enrolled", wording, wording.whole(figures.enrolled))
    yield _line("overrides", wording, wording.whole(figures.overrides))


def _vat(report: ShiftReport, wording: ShiftWording) -> Iterator[Line]:
    for each in report.vat:
        yield _vat_line(each, each.sold_base, each.sold_vat, wording)
        if each.came_back:
            yield from _untaxed_back(each, wording) if each.percent is None else _taxed_back(each, wording)
    if len([each for each in report.vat if each.percent is not None]) > 1:
        yield _line("vat-all", wording, wording.money(report.vat_left), is_sum=True)


def _vat_line(figures: VatFigures, base: Money, vat: Money, wording: ShiftWording) -> Line:
    """The goods before their tax on the left, the tax on the right; of goods that bear none the goods."""
    if figures.percent is None:
        return _line("vat-none", wording, wording.money(base))
    rate = wording.percent(figures.percent)
    label = wording.text("slip.shift.vat-rate", rate=rate, base=wording.money(base))
    return Line(name="vat-rate", label=label, figure=wording.money(vat))


def _taxed_back(figures: VatFigures, wording: ShiftWording) -> Iterator[Line]:
    back = wording.text("slip.shift.vat-back", base=wording.money(figures.back_base))
    left = wording.text("slip.shift.vat-left", base=wording.money(figures.base))
    yield Line(name="vat-back", label=back, figure=wording.less(figures.back_vat), is_inner=True)
    yield Line(name="vat-left", label=left, figure=wording.money(figures.vat), is_inner=True)


def _untaxed_back(figures: VatFigures, wording: ShiftWording) -> Iterator[Line]:
    yield _line("untaxed-back", wording, wording.less(figures.back_base), is_inner=True)
    yield _line("untaxed-left", wording, wording.money(figures.base), is_inner=True)
