"""Where things land on paper, counted in dots, without Qt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.receipts.document import (
    MAX_BAR_DIGITS,
    MAX_QR_BYTES,
    Code128,
    Columns,
    Document,
    QrCode,
    Rule,
    Size,
    Space,
    Text,
)
from terminal.receipts.layout import FACES, lay_out
from terminal.receipts.letters import VIETNAMESE_LETTERS
from terminal.receipts.page import Dash, GlyphRun, Modules, Page
from tests.unit.receipts.test_document import DOCUMENTS

WIDTHS = (576, 384)
LONG_NAME = "Nước mắm Nam Ngư đệ nhị chai 900 ml thùng mười hai chai"


def runs(page: Page) -> list[GlyphRun]:
    return [op for op in page.ops if isinstance(op, GlyphRun)]


def lines(page: Page) -> list[str]:
    """The text of each line as a person reads it across."""
    by_baseline: dict[int, list[str]] = {}
    for run in runs(page):
        by_baseline.setdefault(run.baseline_y, []).append(run.text)
    return [" | ".join(texts) for texts in by_baseline.values()]


def right_edge(run: GlyphRun) -> int:
    return run.x + len(run.text) * run.px * 3 // 5


@pytest.mark.parametrize(("width", "columns"), [(576, 48), (384, 32)])
def test_paper_of_80_mm_has_48_columns_and_58_mm_has_32(width: int, columns: int) -> None:
    full = lay_out(Document((Text("x" * columns),)), width)
    over = lay_out(Document((Text("x" * columns + "y"),)), width)
    assert lines(full) == ["x" * columns]
    assert lines(over) == ["x" * columns, "y"]


def test_a_figure_stands_at_the_right_edge_beside_the_last_line_of_its_text() -> None:
    page = lay_out(Document((Columns(LONG_NAME, "1.234.567"),)), 384)
    assert lines(page) == ["Nước mắm Nam Ngư đệ", "nhị chai 900 ml thùng", "mười hai chai | 1.234.567"]
    assert right_edge(runs(page)[-1]) == 384


def test_a_figure_that_leaves_its_text_no_room_stands_beneath_it() -> None:
    page = lay_out(Document((Columns("PHẢI TRẢ", "1.234.567.890", size=2),)), 384)
    assert lines(page) == ["PHẢI TRẢ", "1.234.567.890"]
    assert right_edge(runs(page)[-1]) == 384


def test_a_short_text_shares_its_line_with_a_long_figure() -> None:
    assert lines(lay_out(Document((Columns("Thẻ", "9" * 27),)), 384)) == [f"Thẻ | {'9' * 27}"]


def test_what_is_indented_is_indented_on_every_line() -> None:
    page = lay_out(Document((Text(LONG_NAME, indent=2), Columns(LONG_NAME, "5", indent=2))), 384)
    assert {run.x for run in runs(page) if run.text != "5"} == {24}


def test_texts_are_aligned_to_both_edges_and_the_middle() -> None:
    page = lay_out(Document((Text("abcd"), Text("abcd", align="center"), Text("abcd", align="right"))), 384)
    assert [run.x for run in runs(page)] == [0, 168, 336]


def test_a_line_with_capitals_under_two_marks_begins_lower() -> None:
    plain, tall = (lay_out(Document((Text(text),)), 576) for text in ("NGUYEN", "NGUYỄN"))
    assert tall.height_dots - plain.height_dots == FACES[1].tall
    assert runs(tall)[0].baseline_y - runs(plain)[0].baseline_y == FACES[1].tall


def test_empty_lines_take_room_and_no_ink() -> None:
    page = lay_out(Document((Text(""), Space(), Columns("", ""))), 576)
    assert not page.ops
    assert page.height_dots > 2 * FACES[1].line


@pytest.mark.parametrize("width", WIDTHS)
def test_codes_stand_in_the_middle_with_white_around_them(width: int) -> None:
    page = lay_out(
        Document((Rule(), QrCode("9700002000001239 Q2-000123"), Code128("9700002000001239"))), width
    )
    rule, qr, bars, digits = page.ops
    assert isinstance(rule, Dash)
    assert isinstance(qr, Modules)
    assert isinstance(bars, Modules)
    assert isinstance(digits, GlyphRun)
    assert digits.text == "9700 0020 0000 1239"
    for code, quiet in ((qr, 4), (bars, 10)):
        right = width - code.x - code.columns * code.module_width
        assert abs(code.x - right) <= 1
        assert min(code.x, right) >= quiet * code.module_width
    assert qr.module_width == qr.module_height >= 3
    assert bars.module_width >= 2
    assert qr.y - rule.y >= 4 * qr.module_height
    assert bars.y - (qr.y + len(qr.rows) * qr.module_height) >= 4 * qr.module_height


def test_the_longest_codes_still_fit_the_narrow_paper() -> None:
    page = lay_out(Document((Code128("0" * MAX_BAR_DIGITS), QrCode("x" * MAX_QR_BYTES))), 384)
    bars, _, qr = page.ops
    assert isinstance(bars, Modules)
    assert isinstance(qr, Modules)
    assert bars.module_width == 2
    assert qr.module_width == 3


def readable(page: Page) -> str:
    return "".join("".join(run.text for run in runs(page)).split())


@given(DOCUMENTS, st.sampled_from(WIDTHS))
def test_nothing_leaves_the_paper_and_no_two_texts_meet(document: Document, width: int) -> None:
    page = lay_out(document, width)
    ends: dict[int, int] = {}
    for run in sorted(runs(page), key=lambda run: (run.baseline_y, run.x)):
        assert run.text.strip() == run.text != ""
        assert ends.get(run.baseline_y, 0) <= run.x
        assert right_edge(run) <= width
        assert run.px <= run.baseline_y < page.height_dots
        ends[run.baseline_y] = right_edge(run)


@given(
    st.text(alphabet=sorted(VIETNAMESE_LETTERS) + list("abc xyz"), max_size=70),
    st.text(alphabet="0123456789.-", min_size=1, max_size=20),
    st.sampled_from(WIDTHS),
    st.sampled_from((1, 2)),
)
def test_a_figure_is_never_broken_or_lost(left: str, figure: str, width: int, size: Size) -> None:
    page = lay_out(Document((Columns(left, figure, size=size),)), width)
    last = runs(page)[-1]
    assert last.text == figure
    assert right_edge(last) == width
    assert readable(page) == "".join(left.split()) + figure
