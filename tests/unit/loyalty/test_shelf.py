"""Goods that two tills change at once come to the same at both, whichever is heard first."""

from dataclasses import replace
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from loyalty.shelf import (
    as_held,
    as_told,
    codes_since,
    dated_price_on,
    new_product,
    price_on,
    stamp,
    with_change,
    with_price,
    without_codes,
    without_price,
)
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import MAX_PRICES, DatedPrice, ProductChanged

NOON, LATER = "2026-12-01T05:00:00.000Z", "2026-12-01T06:00:00.000Z"
NOODLES = replace(new_product("noodles"), name="Mì", unit_price=Money(4500))


def price(name: str, day: str, amount: int, at: str = NOON, *, withdrawn: bool = False) -> DatedPrice:
    return DatedPrice(name, day, amount, at, "huong", withdrawn)


def test_a_price_holds_from_its_day_on_and_the_first_one_until_then() -> None:
    held = with_price(with_price(NOODLES, price("a", "2026-12-07", 5000)), price("b", "2026-12-24", 5500))
    days = ("2026-12-06", "2026-12-07", "2026-12-23", "2026-12-24", "2027-01-01")
    assert [price_on(held, day) for day in days] == [4500, 5000, 5000, 5500, 5500]


def test_of_two_prices_from_one_day_the_one_set_later_holds() -> None:
    first, second = price("z", "2026-12-07", 5000), price("a", "2026-12-07", 4800, LATER)
    for order in permutations((first, second)):
        held = NOODLES
        for each in order:
            held = with_price(held, each)
        assert price_on(held, "2026-12-07") == 4800
    same = with_price(with_price(NOODLES, first), replace(second, at=NOON))
    assert price_on(same, "2026-12-07") == 5000


def test_what_is_withdrawn_holds_no_more_and_is_still_told() -> None:
    held = with_price(NOODLES, price("a", "2026-12-01", 5000))
    without = without_price(held, "a")
    assert (price_on(held, "2026-12-02"), price_on(without, "2026-12-02")) == (5000, 4500)
    assert [each.withdrawn for each in without.prices] == [True]
    assert without_price(held, "of another product") is held
    assert with_price(without, price("a", "2026-12-01", 5000)) is without
    assert dated_price_on(without, "2026-12-02") is None


def test_the_oldest_prices_are_forgotten_and_change_nothing() -> None:
    held = NOODLES
    for number in range(MAX_PRICES + 3):
        held = with_price(held, price(f"p{number:02}", f"2026-01-{number + 1:02}", 100 + number))
    assert (len(held.prices), held.unit_price, price_on(held, "2026-12-01")) == (MAX_PRICES, 102, 126)
    gone = NOODLES
    for number in range(MAX_PRICES + 1):
        gone = with_price(gone, price(f"p{number:02}", f"2026-01-{number + 1:02}", 7, withdrawn=number == 0))
    assert gone.unit_price == 4500


def test_a_till_that_knows_of_no_days_is_told_the_price_of_today() -> None:
    held = with_price(NOODLES, price("a", "2026-12-07", 5000))
    told = as_told(held, "2026-12-08")
    assert (told.unit_price, told.first_price) == (5000, 4500)
    assert as_held(told) == held
    assert as_told(NOODLES, "2026-12-08") is as_held(NOODLES)


def test_a_detail_is_changed_once_and_no_rate_is_a_rate_too() -> None:
    change = ProductChanged("noodles", name="Mì tôm", vat_percent="8", barcodes=("1", "2"))
    held = with_change(NOODLES, change, stamp(NOON, "a"))
    assert (held.name, held.vat_percent, held.barcodes) == ("Mì tôm", "8", ("1", "2"))
    assert with_change(held, change, stamp(NOON, "a")) is held
    assert with_change(held, ProductChanged("noodles", vat_percent=""), stamp(LATER, "b")).vat_percent is None
    assert (codes_since(held), codes_since(NOODLES)) == (stamp(NOON, "a"), "")


def test_a_bar_code_is_taken_from_a_product() -> None:
    held = replace(NOODLES, barcodes=("1", "2"))
    assert without_codes(held, frozenset({"1", "9"})).barcodes == ("2",)
    assert without_codes(held, frozenset({"9"})) is held


CHANGES = st.builds(
    ProductChanged,
    st.just("noodles"),
    name=st.sampled_from((None, "Mì", "Phở")),
    vat_percent=st.sampled_from((None, "", "8", "10")),
    barcodes=st.sampled_from((None, (), ("1",), ("1", "2"))),
    state=st.sampled_from((None, "active", "blocked")),
)
PRICES = st.builds(
    price,
    st.sampled_from("abcdef"),
    st.sampled_from(("2026-12-01", "2026-12-02")),
    st.integers(1, 9),
    st.sampled_from((NOON, LATER)),
)


@given(
    st.lists(CHANGES, max_size=4),
    st.lists(PRICES, max_size=4, unique_by=lambda each: each.price),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_changes_are_heard_does_not_matter(
    changes: list[ProductChanged], prices: list[DatedPrice], random: Random
) -> None:
    said: list[tuple[int, ProductChanged] | DatedPrice] = [*enumerate(changes), *prices]

    def heard(product: ProductRow, each: tuple[int, ProductChanged] | DatedPrice) -> ProductRow:
        if isinstance(each, DatedPrice):
            return with_price(product, each)
        number, change = each
        return with_change(product, change, stamp(NOON, str(number)))

    straight, shuffled = NOODLES, NOODLES
    for each in said:
        straight = heard(straight, each)
    random.shuffle(said)
    for each in said:
        shuffled = heard(shuffled, each)
    assert straight == shuffled
