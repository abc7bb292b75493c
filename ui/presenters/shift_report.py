"""The figures of a shift or a day, as rows in words: under the titles that the paper has, in its words.

Their order is the screen's own: the drawer and the points are looked at first.
"""

from dataclasses import dataclass
from decimal import Decimal

from loyalty.rates import exact_rate
from loyalty.units import Money, Points
from terminal.receipts.shift_sections import (
    Line,
    Section,
    counts_section,
    drawer_section,
    loyalty_section,
    sales_section,
    tenders_section,
    vat_left_section,
    vat_section,
)
from terminal.shift import CountGiven, ShiftReport
from ui.presenters.listing import Listing, Row
from ui.presenters.shown import Tone
from ui.presenters.words import Words

_INNER = "\u00a0" * 3
"""Before what says more of the row above it."""


@dataclass(frozen=True, slots=True)
class _OnScreen:
    """What the paper tells, with the screen's own minus."""

    words: Words

    def text(self, key: str, **params: str | int) -> str:
        return self.words.text(key, **params)

    def money(self, amount: Money) -> str:
        return self.words.amount(amount)

    def less(self, amount: Money) -> str:
        return self.words.amount(Money(-amount))

    def whole(self, number: int) -> str:
        return self.words.whole(number)

    def gained(self, points: Points) -> str:
        return f"+{self.whole(points)}" if points > 0 else self.whole(points)

    def percent(self, percent: Decimal) -> str:
        rate = exact_rate(percent)
        return f"{percent} %" if rate is None else self.words.percent(rate)


def report_facts(report: ShiftReport, words: Words, *, is_open: bool) -> Listing:
    """All that is told of a shift or a day; where nothing is counted yet and they are hidden, no sums."""
    said = _OnScreen(words)
    if report.is_blind:
        return _facts(counts_section(report, said), loyalty_section(report, said), words=words)
    return _facts(
        drawer_section(report, said, is_counted=not is_open),
        loyalty_section(report, said),
        sales_section(report, said),
        tenders_section(report, said),
        vat_section(report, said),
        words=words,
    )


def first_facts(report: ShiftReport, words: Words) -> Listing:
    """What whoever closed a shift looks at first: the drawer, and the points."""
    said = _OnScreen(words)
    drawer = drawer_section(report, said, is_counted=True)
    return _facts(drawer, loyalty_section(report, said), words=words)


def other_facts(report: ShiftReport, words: Words) -> Listing:
    """What stands beside it, the VAT in short."""
    said = _OnScreen(words)
    sales, tenders = sales_section(report, said), tenders_section(report, said)
    return _facts(sales, tenders, vat_left_section(report, said), words=words)


def difference_facts(given: tuple[CountGiven, ...], words: Words) -> Listing:
    """What was counted, first and again, beside what was expected."""
    first, last = given[0], given[-1]
    figures = (
        ("expected", last.expected),
        *((("first-counted", first.counted),) if len(given) > 1 else ()),
        ("counted", last.counted),
        ("difference", last.difference),
    )
    return Listing(
        rows=tuple(
            Row(
                cells=(words.text(f"shift.row-{name}"), words.amount(amount)),
                tone=Tone.ATTENTION if name == "difference" else Tone.PLAIN,
            )
            for name, amount in figures
        )
    )


def _facts(*sections: Section | None, words: Words) -> Listing:
    """Each section under its title."""
    return Listing(
        rows=tuple(
            row
            for section in sections
            if section is not None
            for row in (
                Row(cells=(section.title, ""), is_heading=True),
                *(_row(line, words) for line in section.lines),
            )
        )
    )


def _row(line: Line, words: Words) -> Row:
    if line.name != "difference":
        return Row(cells=(f"{_INNER if line.is_inner else ''}{line.label}", line.figure))
    tone = Tone.GOOD if line.figure == words.amount(Money(0)) else Tone.ATTENTION
    return Row(cells=(words.text("shift.row-difference"), line.figure), tone=tone)
