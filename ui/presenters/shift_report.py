"""The figures of a closed shift, as rows in words."""

from loyalty.units import Points
from terminal.shift import ShiftReport
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


def _returns(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """What came back, on a day on which something did."""
    if not report.refunds:
        return ()
    return (
        FigureRow(label=words.text("shift.row-refunds"), figure=words.whole(report.refunds)),
        FigureRow(label=words.text("shift.row-refunded"), figure=words.amount(report.refunded)),
    )


def report_rows(report: ShiftReport, words: Words) -> tuple[FigureRow, ...]:
    """Everything else: sales, tenders, and what the program did."""
    amounts = (
        ("gross", report.gross), ("discounts", report.discounts), ("burned", report.burned),
        *((("gifts-sold", report.gifts_sold),) if report.gifts_sold else ()),
        ("voided", report.voided), ("rounding", report.rounding),
        *((tender.kind, tender.net) for tender in report.tenders),
        ("by-hand", report.confirmed_by_hand_amount),
    )  # fmt: skip
    loyalty = report.loyalty
    counts = (
        ("earned", loyalty.earned), ("points-burned", loyalty.burned),
        ("taken-back", Points(loyalty.taken_back)), ("enrolled", loyalty.enrolled),
        ("with-member", loyalty.sales_with_member),
    )  # fmt: skip
    return (
        FigureRow(label=words.text("shift.row-sales"), figure=words.whole(report.sales)),
        *_returns(report, words),
        FigureRow(label=words.text("shift.row-voids"), figure=words.whole(report.voids)),
        *(
            FigureRow(label=words.text(f"shift.row-{name}"), figure=words.amount(amount))
            for name, amount in amounts
        ),
        *(
            FigureRow(label=words.text(f"shift.row-{name}"), figure=words.whole(count))
            for name, count in counts
        ),
    )
