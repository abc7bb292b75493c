"""The VAT of a shift in words, on the screen and on paper: what came back only where something did."""

from dataclasses import replace
from decimal import Decimal

from loyalty.units import Money
from terminal.receipts.document import document_from_json
from terminal.shift import ShiftReport
from terminal.vat import VatFigures
from tests.cases.receipts.days import shift_report
from tests.cases.receipts.sales import STORE
from tests.unit.presenters.desk import CATALOGUES
from tests.unit.receipts.test_slips import PAPER, said
from tools.sample_shop import ZONE
from ui.presenters.shift_report import vat_left_rows, vat_rows
from ui.presenters.shown import FigureRow
from ui.presenters.words import Words

WORDS = Words(catalogue=CATALOGUES["vi"], currency="VND", zone=ZONE)


def shown(rows: tuple[FigureRow, ...]) -> list[tuple[str, str]]:
    return [(row.label, row.figure) for row in rows]


def on_paper(report: ShiftReport) -> list[str]:
    lines = said(document_from_json(PAPER.shift_so_far(report, STORE)))
    if "Thuế GTGT trong giá bán" not in lines:
        return []
    return lines[lines.index("Thuế GTGT trong giá bán") + 1 : lines.index("Tích điểm")]


def test_each_rate_says_what_was_sold_what_came_back_and_what_is_left() -> None:
    assert shown(vat_rows(shift_report(), WORDS)) == [
        ("Thuế GTGT 5 % trên 1.200.000", "60.000"),
        ("Thuế 8 % đã bán, trên 14.400.000", "1.152.000"),
        ("Thuế 8 % trả lại, trên −200.000", "−16.000"),
        ("Thuế GTGT 8 % trên 14.200.000", "1.136.000"),
        ("Không thuế suất, đã bán", "476.290"),
        ("Không thuế suất, trả lại", "−59.000"),
        ("Hàng không ghi thuế suất", "417.290"),
        ("Cộng thuế GTGT", "1.196.000"),
    ]
    assert on_paper(shift_report()) == [
        "5 % trên 1.200.000 | 60.000",
        "8 % trên 14.400.000 | 1.152.000",
        "trả lại trên 200.000 | -16.000",
        "còn trên 14.200.000 | 1.136.000",
        "Hàng không ghi thuế suất | 476.290",
        "trả lại | -59.000",
        "còn lại | 417.290",
        "Cộng thuế GTGT | 1.196.000",
    ]


def test_one_rate_needs_no_sum_and_a_closed_shift_says_what_is_left_in_short() -> None:
    rate = VatFigures(percent=Decimal(8), sold_base=Money(175_000), sold_vat=Money(14_000))
    report = replace(shift_report(), vat=(rate,))
    assert shown(vat_rows(report, WORDS)) == [("Thuế GTGT 8 % trên 175.000", "14.000")]
    assert on_paper(report) == ["8 % trên 175.000 | 14.000"]
    assert shown(vat_left_rows(shift_report(), WORDS)) == [
        ("Thuế GTGT 5 % trên 1.200.000", "60.000"),
        ("Thuế GTGT 8 % trên 14.200.000", "1.136.000"),
        ("Hàng không ghi thuế suất", "417.290"),
    ]


def test_whoever_is_still_to_count_is_told_nothing_that_the_drawer_could_be_reckoned_from() -> None:
    assert on_paper(replace(shift_report(), is_blind=True)) == []
    assert on_paper(replace(shift_report(), vat=())) == []
