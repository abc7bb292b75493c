"""By which means money goes back, and to which lots points do, in whatever parts a sale comes back."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.returning import back_to_lots, pay_back
from loyalty.units import Money, Points


def back(
    paid: dict[str, int], given: dict[str, int], *, exact: int, whole: bool = False, cash: bool = False
) -> dict[str, int]:
    return dict(
        pay_back(
            {means: Money(amount) for means, amount in paid.items()},
            {means: Money(amount) for means, amount in given.items()},
            exact=Money(exact),
            is_whole=whole,
            cash_step=500,
            in_cash=cash,
        )
    )


def test_what_was_paid_in_two_ways_goes_back_in_both_cash_last() -> None:
    paid = {"card": 200_000, "cash": 106_000}
    assert back(paid, {}, exact=134_322) == {"card": 134_322}
    assert back(paid, {"card": 134_322}, exact=230_000) == {"card": 65_678, "cash": 30_000}


def test_cash_is_rounded_up_and_the_last_return_carries_the_rounding_of_the_sale() -> None:
    paid = {"cash": 306_000}
    assert back(paid, {}, exact=134_322) == {"cash": 134_500}
    assert back(paid, {"cash": 134_500}, exact=171_758) == {"cash": 37_500}
    assert back(paid, {"cash": 172_000}, exact=306_080, whole=True) == {"cash": 134_000}


def test_no_more_cash_goes_out_than_came_in_even_before_the_last_return() -> None:
    assert back({"cash": 1_000}, {}, exact=1_990) == {"cash": 1_000}
    assert back({"cash": 1_000}, {"cash": 1_000}, exact=1_999, whole=True) == {}
    assert back({}, {}, exact=300, whole=True) == {}


def test_a_step_that_was_rounded_up_before_pays_the_next_small_return() -> None:
    assert back({"cash": 10_000}, {"cash": 500}, exact=400) == {}


def test_where_no_card_reader_works_all_of_it_goes_out_in_cash() -> None:
    paid = {"card": 200_000, "cash": 106_000}
    assert back(paid, {}, exact=134_322, cash=True) == {"cash": 134_500}
    assert back(paid, {"cash": 134_500}, exact=306_080, whole=True) == {"card": 171_500}


def test_points_go_back_to_the_lot_that_was_taken_last_first() -> None:
    burned = [("old", Points(60)), ("young", Points(40))]
    assert back_to_lots(burned, before=Points(0), now=Points(49)) == (("young", 40), ("old", 9))
    assert back_to_lots(burned, before=Points(49), now=Points(51)) == (("old", 51),)
    assert back_to_lots(burned, before=Points(10), now=Points(0)) == ()


def test_a_lot_that_was_taken_from_twice_is_named_once() -> None:
    burned = [("a", Points(10)), ("b", Points(5)), ("a", Points(10))]
    assert back_to_lots(burned, before=Points(0), now=Points(25)) == (("a", 20), ("b", 5))


@given(
    card=st.integers(0, 300_000),
    cash=st.integers(0, 300_000),
    step=st.sampled_from([0, 1, 500, 1_000]),
    parts=st.lists(st.integers(1, 100_000), min_size=1, max_size=8),
)
def test_in_whatever_parts_a_sale_comes_back_each_means_ends_with_what_it_paid(
    card: int, cash: int, step: int, parts: list[int]
) -> None:
    total = card + cash
    received = cash // max(1, step) * max(1, step)
    paid = {"card": Money(card), "cash": Money(received)}
    out = {"card": Money(0), "cash": Money(0)}
    exact = 0
    for number, part in enumerate(parts, 1):
        is_whole = number == len(parts)
        exact = total if is_whole else min(total, exact + part)
        paid_out = pay_back(paid, out, exact=Money(exact), is_whole=is_whole, cash_step=step)
        assert all(amount > 0 for amount in paid_out.values())
        out = {means: Money(amount + paid_out.get(means, 0)) for means, amount in out.items()}
        assert all(out[means] <= paid[means] for means in paid)
        assert min(exact, sum(paid.values())) <= sum(out.values()) < exact + max(1, step)
    assert out == paid


def test_what_a_gift_card_paid_goes_back_to_it_even_where_all_is_wished_in_cash() -> None:
    paid = {"gift": Money(40_000), "card": Money(50_000), "cash": Money(10_000)}
    back = pay_back(paid, {}, exact=Money(60_000), is_whole=False, cash_step=1, in_cash=True)
    assert back == {"gift": 40_000, "cash": 20_000}
