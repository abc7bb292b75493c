"""The reports of a shift: sales, tenders, the drawer, and the points.

Z at its end, with the drawer as counted and as expected; X in between, which counts and ends nothing.
"""

from collections.abc import Iterator
from typing import Literal

from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.heading import title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings
from terminal.shift import LoyaltyFigures, ShiftReport


def shift_document(report: ShiftReport, settings: StoreSettings, wording: Wording) -> Document:
    """The Z report, with room for a signature."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.shift.title")),
            *_figures(report, wording, at="closed"),
            *_counted(report, wording),
            Rule(),
            *_loyalty(report.loyalty, wording),
            Rule(),
            Text(wording.text("slip.shift.signature")),
            *(Space(),) * 6,
        )
    )


def shift_so_far_document(report: ShiftReport, settings: StoreSettings, wording: Wording) -> Document:
    """The X report: the figures up to now, and what the drawer should hold."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.shift.title-x")),
            *_figures(report, wording, at="printed"),
            Rule(),
            *_loyalty(report.loyalty, wording),
            Rule(),
            Text(wording.text("slip.shift.goes-on"), align="center"),
        )
    )


def _figures(report: ShiftReport, wording: Wording, *, at: Literal["closed", "printed"]) -> Iterator[Block]:
    yield Rule()
    yield Columns(wording.text("slip.shift.number", number=report.shift.number), report.till_name, bold=True)
    yield Columns(wording.text("slip.shift.opened"), wording.moment(report.shift.opened_at))
    yield Columns(wording.text("slip.shift.opened-by"), report.shift.operator_name)
    yield Columns(wording.text(f"slip.shift.{at}"), wording.moment(report.closed_at))
    yield Columns(wording.text(f"slip.shift.{at}-by"), report.closed_by_name)
    yield Rule()
    yield from _sales(report, wording)
    yield Rule()
    yield from _tenders(report, wording)
    yield Rule()
    yield from _drawer(report, wording)


def _sales(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.shift.sales"), wording.whole(report.sales))
    yield Columns(wording.text("slip.shift.gross"), wording.money(report.gross))
    yield Columns(wording.text("slip.shift.discounts"), wording.less(report.discounts))
    yield Columns(wording.text("slip.shift.burned"), wording.less(report.burned))
    yield Columns(wording.text("slip.shift.total"), wording.money(report.total), bold=True)
    if report.gifts_sold:
        yield Columns(wording.text("slip.shift.gifts-sold"), wording.money(report.gifts_sold))
    yield Columns(wording.text("slip.shift.voids"), wording.whole(report.voids))
    yield Columns(wording.text("slip.shift.voided"), wording.less(report.voided))
    if report.refunds:
        yield Columns(wording.text("slip.shift.refunds"), wording.whole(report.refunds))
        yield Columns(wording.text("slip.shift.refunded"), wording.less(report.refunded))
    if report.refunds_without_receipt:
        count = wording.whole(report.refunds_without_receipt)
        yield Columns(wording.text("slip.shift.without-receipt"), count, indent=2)
    yield Columns(wording.text("slip.shift.rounding"), wording.money(report.rounding))
    yield Columns(wording.text("slip.shift.reprints"), wording.whole(report.reprints))


def _tenders(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.shift.tenders"), bold=True)
    for tender in report.tenders:
        name = wording.text(f"receipt.tender.{tender.kind}")
        taken = wording.text("slip.shift.taken", tender=name, count=tender.count)
        yield Columns(taken, wording.money(tender.taken))
        if tender.given_back:
            yield Columns(wording.text("slip.shift.given-back"), wording.less(tender.given_back), indent=2)
    if report.confirmed_by_hand:
        by_hand = wording.text("slip.shift.by-hand", count=report.confirmed_by_hand)
        yield Columns(by_hand, wording.money(report.confirmed_by_hand_amount))


def _drawer(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.shift.drawer"), bold=True)
    yield Columns(wording.text("slip.shift.float"), wording.money(report.shift.opening_float))
    yield Columns(wording.text("slip.shift.drawer-openings"), wording.whole(report.drawer_openings))
    yield Columns(wording.text("slip.shift.expected"), wording.money(report.expected))


def _counted(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.shift.counted"), wording.money(report.counted))
    yield Columns(wording.text("slip.shift.difference"), wording.money(report.difference), bold=True, size=2)


def _loyalty(figures: LoyaltyFigures, wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.shift.loyalty"), bold=True)
    yield Columns(wording.text("slip.shift.earned"), wording.gained(figures.earned))
    yield Columns(wording.text("slip.shift.points-burned"), wording.whole(-figures.burned))
    yield Columns(wording.text("slip.shift.taken-back"), wording.whole(-figures.taken_back))
    yield Columns(wording.text("slip.shift.points-given-back"), wording.gained(figures.given_back))
    yield Columns(wording.text("slip.shift.with-member"), wording.whole(figures.sales_with_member))
    yield Columns(wording.text("slip.shift.enrolled"), wording.whole(figures.enrolled))
