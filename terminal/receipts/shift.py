"""The reports of a shift on paper: sales, tenders, the drawer, and the points.

Z at its end, with the drawer as counted and as expected; X in between, which counts and ends nothing.
"""

from collections.abc import Iterator
from typing import Literal

from terminal.day import DayReport
from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.heading import title_blocks
from terminal.receipts.shift_sections import (
    Section,
    counts_section,
    drawer_section,
    loyalty_section,
    sales_section,
    tenders_section,
    vat_section,
)
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings
from terminal.shift import ShiftReport


def shift_document(report: ShiftReport, settings: StoreSettings, wording: Wording) -> Document:
    """The Z report, with room for a signature."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.shift.title")),
            *_figures(report, wording, at="closed"),
            *_why(report, wording),
            *_moves(report, wording),
            *_blocks(vat_section(report, wording)),
            *_blocks(loyalty_section(report, wording)),
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
            *_blocks(vat_section(report, wording)),
            *_blocks(loyalty_section(report, wording)),
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
            *_blocks(sales_section(report.total, wording)),
            *_blocks(tenders_section(report.total, wording)),
            *_blocks(drawer_section(report.total, wording, is_counted=True)),
            *_blocks(vat_section(report.total, wording)),
            *_blocks(loyalty_section(report.total, wording)),
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
    if report.is_blind:
        yield from _blocks(counts_section(report, wording))
        yield Text(wording.text("slip.shift.blind"))
        return
    yield from _blocks(sales_section(report, wording))
    yield from _blocks(tenders_section(report, wording))
    yield from _blocks(drawer_section(report, wording, is_counted=at == "closed"))


def _blocks(section: Section | None) -> Iterator[Block]:
    """A section under its title; the difference of a drawer in large letters."""
    if section is None:
        return
    yield Rule()
    yield Text(section.title, bold=True)
    for line in section.lines:
        yield Columns(
            line.label,
            line.figure,
            indent=2 if line.is_inner else 0,
            bold=line.is_sum,
            size=2 if line.name == "difference" else 1,
        )


def _why(report: ShiftReport, wording: Wording) -> Iterator[Block]:
    """What was said of a drawer that differs."""
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
