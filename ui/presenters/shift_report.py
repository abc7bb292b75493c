"""The figures of a closed shift, as rows in words."""

from collections.abc import Iterator

from loyalty.rates import exact_rate
from loyalty.units import Money
from terminal.shift import CountGiven, ShiftReport
from terminal.vat import VatFigures
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words


def short_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """What a cashier looks at first: the drawer."""
    tone = Tone.ATTENTION if report.difference else Tone.GOOD
    return (
        FigureRow(label=words.text("shift.float"), figure=words.amount(report.shift.opening_float)),
        FigureRow(label=words.text("shift.row-expected"), figure=words.amount(report.expected)),
        FigureRow(label=words.text("shift.row-counted"), figure=words.amount(report.counted)),
        FigureRow(
            label=words.text("shift.row-difference"), figure=words.amount(report.difference), tone=tone
        ),
    )


def difference_rows(given: tuple[CountGiven, ...], words: Words) -> tuple[FigureRow, ...]:
    """What was counted, first and again, beside what was expected."""
    last = given[-1]
    first = (
        (FigureRow(label=words.text("shift.row-first-counted"), figure=words.amount(given[0].counted)),)
        if len(given) > 1
        else ()
    )
    return (
        FigureRow(label=words.text("shift.row-expected"), figure=words.amount(last.expected)),
        *first,
        FigureRow(label=words.text("shift.row-counted"), figure=words.amount(last.counted)),
        FigureRow(
            label=words.text("shift.row-difference"),
            figure=words.amount(last.difference),
            tone=Tone.ATTENTION,
            strong=True,
        ),
    )


def _returns(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """What came back, on a day on which something did."""
    if not report.refunds:
        return ()
    return (
        FigureRow(label=words.text("shift.row-refunds"), figure=words.whole(report.refunds)),
        FigureRow(label=words.text("shift.row-refunded"), figure=words.amount(report.refunded)),
    )


def loyalty_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """What the program did; of what is rare only what there was."""
    loyalty = report.loyalty
    rare = (
        ("taken-back", loyalty.taken_back), ("given-back", loyalty.given_back),
        ("overrides", loyalty.overrides),
    )  # fmt: skip
    counts = (
        ("earned", loyalty.earned), ("points-burned", loyalty.burned),
        ("enrolled", loyalty.enrolled), ("with-member", loyalty.sales_with_member),
        *((name, count) for name, count in rare if count),
    )  # fmt: skip
    return tuple(
        FigureRow(label=words.text(f"shift.row-{name}"), figure=words.whole(count)) for name, count in counts
    )


def vat_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """The VAT by rate: what is left of it; above that, where something came back, what was sold and that."""
    rows = [row for each in report.vat for row in _vat_rows(each, words)]
    if len([each for each in report.vat if each.percent is not None]) > 1:
        rows.append(FigureRow(label=words.text("shift.row-vat-all"), figure=words.amount(report.vat_left)))
    return tuple(rows)


def vat_left_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """The VAT by rate in short: what is left of it."""
    return tuple(_vat_row(each, "", each.base, each.vat, words) for each in report.vat)


def _vat_rows(figures: VatFigures, words: Words) -> Iterator[FigureRow]:
    if figures.came_back:
        yield _vat_row(figures, "-sold", figures.sold_base, figures.sold_vat, words)
        yield _vat_row(figures, "-back", Money(-figures.back_base), Money(-figures.back_vat), words)
    yield _vat_row(figures, "", figures.base, figures.vat, words)


def _vat_row(figures: VatFigures, which: str, base: Money, vat: Money, words: Words) -> FigureRow:
    """The goods in the label and the tax beside it; of goods that bear none the goods."""
    if figures.percent is None:
        return FigureRow(label=words.text(f"shift.row-untaxed{which}"), figure=words.amount(base))
    rate = exact_rate(figures.percent)
    said = f"{figures.percent} %" if rate is None else words.percent(rate)
    label = words.text(f"shift.row-vat{which}", rate=said, base=words.amount(base))
    return FigureRow(label=label, figure=words.amount(vat))


def report_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """Sales and tenders; of what is rare only what there was."""
    always = (
        ("gross", report.gross), ("discounts", report.discounts), ("burned", report.burned),
        ("total", report.total),
    )  # fmt: skip
    rare = (
        ("gifts-sold", report.gifts_sold), ("topped-up", report.topped_up), ("voided", report.voided),
        ("rounding", report.rounding),
        ("paid-in", report.paid_in), ("paid-out", Money(-report.paid_out)),
        *((tender.kind, tender.net) for tender in report.tenders),
        ("by-hand", report.confirmed_by_hand_amount),
    )  # fmt: skip
    amounts = (*always, *((name, amount) for name, amount in rare if amount))
    return (
        FigureRow(label=words.text("shift.row-sales"), figure=words.whole(report.sales)),
        *_returns(report, words),
        FigureRow(label=words.text("shift.row-voids"), figure=words.whole(report.voids)),
        *(
            FigureRow(label=words.text(f"shift.row-{name}"), figure=words.amount(amount))
            for name, amount in amounts
        ),
    )
