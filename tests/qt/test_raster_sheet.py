"""Bands of dots joined into a picture: the same as laying them down one by one. No Qt in it."""

from hypothesis import given
from hypothesis import strategies as st

from terminal.receipts.page import Modules
from tests.cases.receipts.reading import ink
from ui.raster.sheet import Sheet

WIDTH, HEIGHT, STRIDE = 28, 20, 4
Dots = set[tuple[int, int]]
Shape = tuple[int, int, int, Dots]


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Where a shape is laid, its rows, and its black dots as seen from its corner."""
    rows, x, y = draw(st.integers(1, 8)), draw(st.integers(0, WIDTH)), draw(st.integers(-8, HEIGHT))
    return x, y, rows, draw(st.sets(st.tuples(st.integers(0, 9), st.integers(0, rows - 1))))


def as_number(dots: Dots, rows: int) -> int:
    bits = STRIDE * 8
    return sum(1 << (rows - 1 - y) * bits + bits - 1 - x for x, y in dots)


@given(st.lists(shapes(), max_size=12))
def test_shapes_lie_where_they_were_laid_and_end_with_the_paper(laid: list[Shape]) -> None:
    sheet = Sheet(width=WIDTH, height=HEIGHT, stride=STRIDE)
    expected: Dots = set()
    for x, y, rows, dots in laid:
        sheet.lay(as_number(dots, rows), x=x, y=y, rows=rows, columns=10)
        expected |= {(x + dx, y + dy) for dx, dy in dots}
    on_paper = {(x, y) for x, y in expected if x < WIDTH and 0 <= y < HEIGHT}
    assert set(ink(sheet.bitmap())) == on_paper


def test_modules_lie_over_what_was_there() -> None:
    sheet = Sheet(width=WIDTH, height=HEIGHT, stride=STRIDE)
    sheet.lay(as_number({(0, 0)}, 1), x=5, y=2, rows=1, columns=1)
    sheet.modules(Modules(4, 2, 1, 2, 2, (0b10,)))
    assert set(ink(sheet.bitmap())) == {(5, 2), (4, 2), (4, 3)}
