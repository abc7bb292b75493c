"""Refunds: what comes back of a sale that was kept, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.refund import KeptLine, KeptSale, Refund, everything_left, refund, returns_of
from loyalty.units import Money, Points, Quantity


def kept(quantity: int, net: int, burned: int = 0, earned: int = 0, spent: int = 0) -> KeptLine:
    return KeptLine(
        quantity=Quantity(quantity),
        net=Money(net),
        burned=Money(burned),
        earned_points=Points(earned),
        burned_points=Points(spent),
    )


def sums(done: Refund) -> tuple[int, int, int]:
    return done.money, done.points_taken, done.points_returned


def test_money_is_rounded_half_up_points_taken_up_and_points_returned_down() -> None:
    sale = KeptSale((kept(3000, 100, burned=10, earned=10, spent=10),))
    first = refund(sale, {0: Quantity(1000)})
    assert sums(first) == (30, 4, 3)
    second = refund(first.sale, {0: Quantity(500)})
    assert sums(second) == (15, 1, 2)
    assert sums(refund(second.sale, everything_left(second.sale))) == (45, 5, 5)


def test_a_whole_unit_may_come_back_in_fractions() -> None:
    sale = KeptSale((kept(1000, 1),))
    assert [sums(refund(sale, {0: Quantity(part)}))[0] for part in (499, 500)] == [0, 1]


def test_a_refund_of_several_lines_says_what_each_has_in_it() -> None:
    sale = KeptSale((kept(1000, 70), kept(2000, 30, earned=2)))
    done = refund(sale, {1: Quantity(1000), 0: Quantity(1000)})
    assert [(part.line, part.money, part.points_taken) for part in done.lines] == [(0, 70, 0), (1, 15, 1)]
    assert everything_left(done.sale) == {1: 1000}


@pytest.mark.parametrize(
    ("returns", "code"),
    [
        ({0: 1001}, "more-than-left"),
        ({0: 500, 1: 1}, "no-such-line"),
        ({-1: 1}, "no-such-line"),
        ({0: 0}, "nothing-returned"),
    ],
)
def test_a_refund_that_cannot_be_is_refused_whole(returns: dict[int, int], code: str) -> None:
    sale = KeptSale((kept(1000, 70),))
    with pytest.raises(Refused) as refused:
        refund(sale, {line: Quantity(quantity) for line, quantity in returns.items()})
    assert refused.value.code == code


def test_nothing_asked_is_nothing_returned() -> None:
    sale = KeptSale((kept(1000, 70),))
    assert sums(refund(sale, {})) == (0, 0, 0)


def test_a_line_named_twice_is_added_up() -> None:
    assert returns_of([(0, Quantity(1)), (1, Quantity(2)), (0, Quantity(3))]) == {0: 4, 1: 2}


lines = st.builds(
    kept,
    st.integers(1, 5000),
    st.integers(500, 10**9),
    st.integers(0, 500),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)


@given(
    st.lists(lines, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3000)), max_size=12),
)
def test_any_order_of_returns_ends_where_one_full_return_does(
    kept_lines: list[KeptLine], asked: list[tuple[int, int]]
) -> None:
    sale = KeptSale(tuple(kept_lines))
    whole = sums(refund(sale, everything_left(sale)))
    came: list[tuple[int, int, int]] = []
    for line, quantity in asked:
        try:
            done = refund(sale, {line: Quantity(quantity)})
        except Refused:
            continue
        assert min(sums(done)) >= 0
        came.append(sums(done))
        sale = done.sale
    came.append(sums(refund(sale, everything_left(sale))))
    assert tuple(sum(column) for column in zip(*came, strict=True)) == whole
    assert whole == (
        sum(line.net - line.burned for line in kept_lines),
        sum(line.earned_points for line in kept_lines),
        sum(line.burned_points for line in kept_lines),
    )
