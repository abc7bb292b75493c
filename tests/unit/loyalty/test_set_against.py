"""Money for goods brought back, set against new ones: nothing is made, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.returning import set_against
from loyalty.units import Money


def of(**back: int) -> dict[str, Money]:
    return {means: Money(amount) for means, amount in back.items()}


def test_dearer_goods_take_all_of_it() -> None:
    split = set_against(of(card=50_000, cash=20_000), Money(100_000), cash_step=500)
    assert (split.credit, split.paid_out, split.rounding) == (of(card=50_000, cash=20_000), {}, 0)
    assert split.amount == 70_000


def test_what_is_over_goes_to_the_card_first() -> None:
    split = set_against(of(card=50_000, cash=20_000), Money(10_300), cash_step=500)
    assert (split.credit, split.paid_out) == (of(cash=10_000), of(card=50_000, cash=10_000))
    assert split.rounding == -300
    split = set_against(of(card=50_000, cash=20_000), Money(60_001), cash_step=500)
    assert (split.credit, split.paid_out, split.rounding) == (of(card=40_001, cash=20_000), of(card=9_999), 0)


def test_no_more_cash_goes_out_than_would_have() -> None:
    split = set_against(of(cash=980), Money(30), cash_step=1_000)
    assert (split.credit, split.paid_out, split.rounding) == ({}, of(cash=980), -30)


def test_nothing_brought_back_pays_nothing() -> None:
    split = set_against({}, Money(1_000), cash_step=500)
    assert (split.amount, split.paid_out, split.rounding) == (0, {}, 0)


AMOUNTS = st.integers(0, 10**7)


@given(card=AMOUNTS, transfer=AMOUNTS, cash=AMOUNTS, total=AMOUNTS, step=st.sampled_from([1, 500, 1_000]))
def test_an_exchange_is_a_return_and_a_sale_with_the_same_money(
    card: int, transfer: int, cash: int, total: int, step: int
) -> None:
    back = of(card=card, transfer=transfer, cash=cash)
    split = set_against(back, Money(total), cash_step=step)
    out, credit = sum(split.paid_out.values()), split.amount
    assert credit + out == card + transfer + cash
    assert all(0 <= split.paid_out.get(means, 0) <= amount for means, amount in back.items())
    assert -step < split.rounding <= 0
    if out:
        assert credit == total + split.rounding
        cash_out = split.paid_out.get("cash", 0)
        assert cash_out % step == 0 or cash_out == cash
        assert not cash_out or split.paid_out.get("card", 0) == card
    else:
        assert credit <= total
