"""The figures of a shift and a day on the screen: the paper's sections, figures and signs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from loyalty.units import Money, Points
from resources.catalogue import LANGUAGES, Language
from terminal.receipts.document import document_from_json
from terminal.receipts.paper import SlipPaper
from terminal.shift import ShiftReport
from terminal.vat import VatFigures
from tests.cases.receipts.days import day_report, shift_report
from tests.cases.receipts.sales import STORE
from tests.unit.presenters.desk import CATALOGUES
from tests.unit.receipts.document_texts import said
from tools.sample_shop import ZONE
from ui.presenters.listing import Listing
from ui.presenters.shift_report import first_facts, other_facts, report_facts
from ui.presenters.words import MINUS, Words

NBSP = "\u00a0"
BLIND = replace(shift_report(), is_blind=True)
SECOND = day_report().shifts[1]
TOTAL = day_report().total


def words(language: Language) -> Words:
    return Words(catalogue=CATALOGUES[language], currency="VND", zone=ZONE)


def sections(listing: Listing) -> dict[str, list[str]]:
    """What stands under each title, as a line of paper would say it."""
    found: dict[str, list[str]] = {}
    title = ""
    for row in listing.rows:
        label, figure = (cell.replace(NBSP, " ").replace(MINUS, "-").strip() for cell in row.cells)
        if row.is_heading:
            title, found[label] = label, []
        else:
            found[title].append(f"{label} | {figure}".casefold())
    return found


def on_paper(document: str, titles: list[str]) -> dict[str, list[str]]:
    """The same of a slip: under each of the titles, so many lines as figures follow."""
    lines = [line.replace(NBSP, " ") for line in said(document_from_json(document))]
    found: dict[str, list[str]] = {}
    for title in titles:
        rest = lines[lines.index(title) + 1 :]
        ends = [number for number, line in enumerate(rest) if " | " not in line]
        found[title] = [line.casefold() for line in rest[: ends[0]]]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["x", "blind", "z", "day"])
def test_the_screen_says_what_the_paper_says_with_the_same_signs(language: Language, which: str) -> None:
    paper, store = SlipPaper(), replace(STORE, language=language)
    documents = {
        "x": (shift_report(), paper.shift_so_far(shift_report(), store)),
        "blind": (BLIND, paper.shift_so_far(BLIND, store)),
        "z": (replace(SECOND, reason=""), paper.shift(replace(SECOND, reason=""), store)),
        "day": (TOTAL, paper.day(day_report(), store, copy=False)),
    }
    report, document = documents[which]
    shown = sections(report_facts(report, words(language), is_open=which in ("x", "blind")))
    assert len(shown) == (2 if which == "blind" else 5)
    assert on_paper(document, list(shown)) == shown


def test_what_lessens_has_a_minus_and_other_points_than_a_sales_have_rows_of_their_own() -> None:
    shown = sections(report_facts(SECOND, words("vi"), is_open=False))
    assert shown["Tích điểm"][:6] == [
        "điểm đã cộng | +1.728",
        "tích điểm phiếu cũ | +41",
        "điểm chỉnh tay | -150",
        "điểm đã dùng | -820",
        "điểm thu hồi | -45",
        "điểm trả lại | +200",
    ]
    assert {"giảm giá | -734.210", "trả bằng điểm | -410.000"} <= set(shown["Bán và trả hàng"])
    assert shown["Theo cách trả"][:2] == ["tiền mặt (61) | 9.874.000", "trả lại | -275.000"]
    assert "chi từ ngăn kéo | -750.000" in shown["Ngăn kéo"]
    plain = replace(shift_report().loyalty, claimed=Points(0), adjusted=Points(0))
    nobody = replace(shift_report(), loyalty=plain)
    assert len(sections(first_facts(nobody, words("vi")))["Tích điểm"]) == len(shown["Tích điểm"]) - 2


def vat_of(report: ShiftReport) -> list[str]:
    shown = sections(report_facts(report, words("vi"), is_open=True))
    return shown.get("Thuế GTGT trong giá bán", [])


def test_each_rate_says_what_was_sold_what_came_back_and_what_is_left() -> None:
    assert vat_of(shift_report()) == [
        "5 % trên 1.200.000 | 60.000",
        "8 % trên 14.400.000 | 1.152.000",
        "trả lại trên 200.000 | -16.000",
        "còn trên 14.200.000 | 1.136.000",
        "hàng không ghi thuế suất | 476.290",
        "trả lại | -59.000",
        "còn lại | 417.290",
        "cộng thuế gtgt | 1.196.000",
    ]


def test_one_rate_needs_no_sum_and_a_closed_shift_says_what_is_left_in_short() -> None:
    rate = VatFigures(percent=Decimal(8), sold_base=Money(175_000), sold_vat=Money(14_000))
    assert vat_of(replace(shift_report(), vat=(rate,))) == ["8 % trên 175.000 | 14.000"]
    assert sections(other_facts(shift_report(), words("vi")))["Thuế GTGT trong giá bán"] == [
        "5 % trên 1.200.000 | 60.000",
        "8 % trên 14.200.000 | 1.136.000",
        "hàng không ghi thuế suất | 417.290",
    ]


def test_whoever_is_still_to_count_is_told_nothing_that_the_drawer_could_be_reckoned_from() -> None:
    assert vat_of(BLIND) == vat_of(replace(shift_report(), vat=())) == []
    assert sections(other_facts(replace(shift_report(), vat=()), words("vi"))).keys() == {
        "Bán và trả hàng",
        "Theo cách trả",
    }
