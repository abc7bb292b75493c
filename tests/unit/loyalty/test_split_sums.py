"""Many amounts split over the same lines, against splitting each."""

from collections.abc import Iterable, Sequence
from itertools import compress

from hypothesis import given
from hypothesis import strategies as st

from loyalty.split_sums import SplitSums
from loyalty.splits import split

Added = tuple[list[int], bytes]

MANY = 40
"""More amounts than are split one by one."""


def _alike(weight: int, lines: int) -> list[int]:
    return [weight] * lines


amounts = st.integers(0, 40) | st.integers(0, 10**12 - 1)
weights = st.one_of(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=30),
    st.lists(st.integers(0, 3), min_size=1, max_size=30),
    st.lists(st.integers(10**6, 10**6 + 3), min_size=1, max_size=30),
    st.builds(_alike, st.integers(0, 10**11), st.integers(1, 300)),
)


def one_by_one(shares: Sequence[int], added: Iterable[Added]) -> list[int]:
    """The same, each amount split by itself."""
    parts = [0] * len(shares)
    for many, flags in added:
        places = list(compress(range(len(shares)), flags))
        of_them = [shares[place] for place in places]
        for amount in many:
            shared = split(amount, of_them) if any(of_them) else [amount, *[0] * (len(places) - 1)]
            for place, part in zip(places, shared, strict=True):
                parts[place] += part
    return parts


def all_at_once(shares: Sequence[int], added: Iterable[Added]) -> list[int]:
    sums = SplitSums(shares)
    for many, flags in added:
        sums.add(many, flags)
    return sums.parts()


@given(st.data(), weights)
def test_sums_of_splits_are_splits_summed(data: st.DataObject, shares: list[int]) -> None:
    some = st.lists(st.booleans(), min_size=len(shares), max_size=len(shares)).filter(any).map(bytes)
    every = st.just(bytes([1] * len(shares)))
    added = data.draw(
        st.lists(st.tuples(st.lists(amounts, min_size=1, max_size=MANY), every | some), max_size=5)
    )
    assert all_at_once(shares, added) == one_by_one(shares, added)


def test_the_same_amount_a_thousand_times() -> None:
    added = [([7] * 1000, b"\1\1\1"), ([2] * 1000, b"\1\0\1")]
    assert all_at_once([5, 3, 9], added) == one_by_one([5, 3, 9], added)


def test_equal_remainders_go_to_the_earlier_lines() -> None:
    added = [(list(range(1, 200)), bytes([1] * 300))]
    assert all_at_once([77] * 300, added) == [199 - min(place, 199) for place in range(300)]


def test_what_divides_without_a_rest_is_split_in_whole_parts() -> None:
    assert all_at_once([1, 3, 2], [([6] * 600, b"\1\1\1"), ([9] * 600, b"\1\0\1")]) == [2400, 1800, 4800]


def test_lines_without_a_weight_leave_all_to_the_first() -> None:
    assert all_at_once([0, 0, 0], [([5, 6], b"\0\1\1")]) == [0, 11, 0]
