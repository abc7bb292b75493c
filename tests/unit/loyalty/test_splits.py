"""Splits by largest remainder."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.splits import split

amounts = st.integers(0, 10**12)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (2, [1, 1, 1], [1, 1, 0]),
        (100, [0, 1, 0], [0, 100, 0]),
        (0, [0, 0], [0, 0]),
        (5, [1, 2, 2], [1, 2, 2]),
        (7, [3, 3, 4], [2, 2, 3]),
    ],
)
def test_ties_go_to_the_earlier_part(amount: int, shares: list[int], parts: list[int]) -> None:
    assert split(amount, shares) == parts


@given(amounts, weights)
def test_parts_add_up_and_are_less_than_one_from_exact(amount: int, shares: list[int]) -> None:
    parts = split(amount, shares)
    assert sum(parts) == amount
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part - Fraction(amount * weight, sum(shares))) < 1


@given(amounts, weights)
def test_a_raised_part_had_no_smaller_remainder_than_one_left(amount: int, shares: list[int]) -> None:
    exact = [Fraction(amount * weight, sum(shares)) for weight in shares]
    parts = split(amount, shares)
    raised = [(value % 1, -place) for place, value in enumerate(exact) if parts[place] > value // 1]
    left = [(value % 1, -place) for place, value in enumerate(exact) if parts[place] == value // 1]
    assert not raised or not left or min(raised) > max(left)
