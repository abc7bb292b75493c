"""The figures of a closed shift, as rows in words."""

from loyalty.units import Money
from terminal.shift import CountGiven, ShiftReport
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


def report_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """Sales and tenders; of what is rare only what there was."""
    always = (("gross", report.gross), ("discounts", report.discounts), ("burned", report.burned))
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
