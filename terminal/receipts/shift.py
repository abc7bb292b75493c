"""The reports of a shift: sales, tenders, the drawer, and the points.

Z at its end, with the drawer as counted and as expected; X in between, which counts and ends nothing.
"""

from collections.abc import Iterator
from typing import Literal

from terminal.day import DayReport
from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.heading import title_blocks
from terminal.receipts.shift_vat import vat_blocks
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
            *_moves(report, wording),
            *vat_blocks(report, wording),
            Rule(),
            *_loyalty(report.loyalty, wording),
            Rule(),
            Text(wording.text("slip.shift.signature")),
            *(Space(),) * 6,
        )
    )


def shift_so_far_document(report: ShiftReport, settings: StoreSettings, wording: Wording) -> Document:
    """The X report: the figures up to now, and what the drawer should hold.

    A blind one has no sum in it from which that could be reckoned.
    """
    return Document(
        (
            *title_blocks(settings, wording.text("slip.shift.title-x")),
            *_figures(report, wording, at="printed"),
            *_moves(report, wording),
            *vat_blocks(report, wording),
            Rule(),
            *_loyalty(report.loyalty, wording),
            Rule(),
            Text(wording.text("slip.shift.goes-on"), align="center"),
        )
    )


def day_document(report: DayReport, settings: StoreSettings, wording: Wording) -> Document:
    """The report of a day: each shift in a few lines, then what they come to together."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.shift.title-day")),
            Rule(),
            Columns(
                wording.text("slip.shift.day", number=report.day.number), report.total.till_name, bold=True
            ),
            Columns(wording.text("slip.shift.day-closed"), wording.moment(report.day.at)),
            Columns(wording.text("slip.shift.day-closed-by"), report.day.operator_name),
            Rule(),
            *(block for each in report.shifts for block in _shift_of_day(each, wording)),
            Rule(),
            *_sales(report.total, wording),
            Rule(),
            *_tenders(report.total, wording),
            Rule(),
            *_drawer(report.total, wording),
            *_counted(report.total, wording),
            *vat_blocks(report.total, wording),
            Rule(),
            *_loyalty(report.total.loyalty, wording),
            Rule(),
            Text(wording.text("slip.shift.signature")),
            *(Space(),) * 6,
        )
    )


def _shift_of_day(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    name = wording.text("slip.shift.number", number=report.shift.number)
    yield Columns(f"{name} · {report.closed_by_name}", wording.moment(report.closed_at))
    yield Columns(wording.text("slip.shift.total"), wording.money(report.total), indent=2)
    yield Columns(wording.text("slip.shift.counted"), wording.money(report.counted), indent=2)
    if report.difference:
        yield Columns(wording.text("slip.shift.differs"), wording.money(report.difference), indent=2)


def _figures(report: ShiftReport, wording: Wording, *, at: Literal["closed", "printed"]) -> Iterator[Block]:
    yield Rule()
    yield Columns(wording.text("slip.shift.number", number=report.shift.number), report.till_name, bold=True)
    yield Columns(wording.text("slip.shift.opened"), wording.moment(report.shift.opened_at))
    yield Columns(wording.text("slip.shift.opened-by"), report.shift.operator_name)
    yield Columns(wording.text(f"slip.shift.{at}"), wording.moment(report.closed_at))
    yield Columns(wording.text(f"slip.shift.{at}-by"), report.closed_by_name)
    yield Rule()
    if report.is_blind:
        yield from _counts(report, wording)
        yield Text(wording.text("slip.shift.blind"))
        return
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
    if report.topped_up:
        yield Columns(wording.text("slip.shift.topped-up"), wording.money(report.topped_up))
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


def _counts(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    """What can be told to whoever is still to count the drawer."""
    counts = (
        ("sales", report.sales), ("voids", report.voids), ("refunds", report.refunds),
        ("reprints", report.reprints), ("drawer-openings", report.drawer_openings),
    )  # fmt: skip
    for name, count in counts:
        yield Columns(wording.text(f"slip.shift.{name}"), wording.whole(count))


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
    if report.paid_in:
        yield Columns(wording.text("slip.shift.paid-in"), wording.money(report.paid_in))
    if report.paid_out:
        yield Columns(wording.text("slip.shift.paid-out"), wording.less(report.paid_out))
    yield Columns(wording.text("slip.shift.drawer-openings"), wording.whole(report.drawer_openings))
    yield Columns(wording.text("slip.shift.expected"), wording.money(report.expected))


def _counted(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    if report.first_counted is not None:
        yield Columns(wording.text("slip.shift.first-counted"), wording.money(report.first_counted))
    yield Columns(wording.text("slip.shift.counted"), wording.money(report.counted))
    yield Columns(wording.text("slip.shift.difference"), wording.money(report.difference), bold=True, size=2)
    if report.reason:
        yield Columns(wording.text("slip.shift.reason"), wording.text(f"shift.reason-{report.reason}"))
    if report.note:
        yield Text(report.note)


def _moves(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    """Each time cash went in or out beside selling."""
    if not report.moves:
        return
    yield Rule()
    yield Text(wording.text("slip.shift.moves"), bold=True)
    for move in report.moves:
        amount = wording.money(move.amount) if move.way == "in" else wording.less(move.amount)
        yield Columns(wording.text(f"cash.{move.way}-{move.reason}"), amount)
        yield Columns(move.note or move.operator_name, wording.moment(move.at), indent=2)


def _loyalty(figures: LoyaltyFigures, wording: Wording) -> Iterator[Block]:
    yield Text(wording.text("slip.shift.loyalty"), bold=True)
    yield Columns(wording.text("slip.shift.earned"), wording.gained(figures.earned))
    yield Columns(wording.text("slip.shift.points-burned"), wording.whole(-figures.burned))
    yield Columns(wording.text("slip.shift.taken-back"), wording.whole(-figures.taken_back))
    yield Columns(wording.text("slip.shift.points-given-back"), wording.gained(figures.given_back))
    yield Columns(wording.text("slip.shift.with-member"), wording.whole(figures.sales_with_member))
    yield Columns(wording.text("slip.shift.enrolled"), wording.whole(figures.enrolled))
    yield Columns(wording.text("slip.shift.overrides"), wording.whole(figures.overrides))
