"""The best line promotion of a line, found by ranks, against trying them all."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from loyalty.program.model import FixedPrice, PercentOff
from loyalty.quote.ladder import build_ladder
from loyalty.rates import Rate, exact_rate
from loyalty.units import Money

percents = st.sampled_from(["0", "5", "5.5", "10", "33.3", "50", "100"])
prices = st.sampled_from([0, 1, 7, 30, 99, 100, 1000])
promotions = st.lists(percents | prices, min_size=1, max_size=14)


def promotion(number: int, value: str | int) -> PercentOff | FixedPrice:
    if isinstance(value, int):
        return FixedPrice(id=f"p{number}", name="", price=Money(value))
    return PercentOff(id=f"p{number}", name="", percent=exact(value))


def exact(written: str) -> Rate:
    rate = exact_rate(Decimal(written))
    assert rate is not None
    return rate


def takes(each: PercentOff | FixedPrice, left: int, most: int, quantity: int) -> int:
    if isinstance(each, FixedPrice):
        return max(0, min(most, left - (each.price * quantity + 500) // 1000))
    return min(most, each.percent.percent_of(left))


@given(
    promotions,
    st.integers(0, 1 << 14),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.sampled_from([1000, 2000, 1500, 333]),
)
def test_the_best_is_the_most_and_then_the_first_in_the_file(
    values: list[str | int], chosen: int, left: int, room: int, quantity: int
) -> None:
    every = {number: promotion(number, value) for number, value in enumerate(values)}
    here = {number: each for number, each in every.items() if chosen >> number & 1}
    most = min(left, room)
    ladder = build_ladder(every.items())
    found = ladder.offer(sum(1 << number for number in here))(left, most, quantity)
    by_hand = {number: takes(each, left, most, quantity) for number, each in here.items()}
    best = max(by_hand.values(), default=0)
    if best == 0:
        assert found is None
    else:
        assert found == (best, min(number for number, amount in by_hand.items() if amount == best))


def test_more_ranks_than_are_tried_one_by_one() -> None:
    ladder = build_ladder((number, promotion(number, str(number))) for number in range(40))
    assert ladder.offer(0b111)(1000, 1000, 1000) == (20, 2)
    assert ladder.offer((1 << 40) - 1)(1000, 55, 1000) == (55, 6)


def test_the_first_of_many_prices_that_all_take_what_a_cut_leaves() -> None:
    ladder = build_ladder(
        (number, promotion(number, price)) for number, price in enumerate((990, 99, 50, 30))
    )
    assert ladder.offer(0b1111)(1000, 10, 1000) == (10, 0)
    assert ladder.offer(0b1111)(1000, 901, 1000) == (901, 1)
    assert ladder.offer(0b1111)(1000, 1000, 1000) == (970, 3)


def test_of_a_percentage_and_a_price_that_take_as_much_the_first_in_the_file_is_best() -> None:
    percent, price = promotion(0, "50"), promotion(0, 500)
    assert build_ladder([(0, percent), (1, price)]).offer(0b11)(1000, 1000, 1000) == (500, 0)
    assert build_ladder([(0, price), (1, percent)]).offer(0b11)(1000, 1000, 1000) == (500, 0)
    assert build_ladder([(0, price), (1, percent)]).offer(0b11)(1200, 1200, 1000) == (700, 0)
    assert build_ladder([(0, price), (1, percent)]).offer(0b11)(900, 900, 1000) == (450, 1)


def test_what_takes_nothing_is_no_best() -> None:
    ladder = build_ladder([(0, promotion(0, "0")), (1, promotion(1, 1000))])
    for bits in (0b00, 0b01, 0b10, 0b11):
        assert ladder.offer(bits)(100, 100, 1000) is None


def test_what_was_offered_is_forgotten_before_it_piles_up() -> None:
    ladder = build_ladder((number, promotion(number, str(number % 7))) for number in range(13))
    for bits in range(1 << 13):
        ladder.offer(bits)
        assert len(ladder.known_offers) <= 4096


def test_a_percentage_and_a_price_that_take_the_same() -> None:
    ladder = build_ladder([(0, promotion(0, 50)), (1, promotion(1, "50"))])
    assert ladder.offer(0b11)(100, 100, 1000) == (50, 0)
    ladder = build_ladder([(0, promotion(0, "50")), (1, promotion(1, 50))])
    assert ladder.offer(0b11)(100, 100, 1000) == (50, 0)
    assert ladder.offer(0b10)(100, 100, 1000) == (50, 1)
    assert ladder.offer(0b11)(200, 200, 1000) == (150, 1)
    assert ladder.offer(0)(200, 200, 1000) is None
