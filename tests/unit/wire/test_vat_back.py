"""The VAT of goods that come back: in whatever parts, together what the sale had said."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.units import Money, Quantity
from loyalty.wire.earned import SaleProgram
from loyalty.wire.journal import SaleLine, SaleSettled
from loyalty.wire.returning import ReturnedGoods
from loyalty.wire.sold import quantity_text
from loyalty.wire.vat_back import (
    VatBack,
    untaxed_back,
    untaxed_without_receipt,
    vat_back,
    vat_without_receipt,
)
from loyalty.wire.wallet import WalletPaidIn


def line(quantity: int, base: int, vat: int, percent: str | None = "8") -> SaleLine:
    net = base + vat
    return SaleLine(
        sku="x",
        quantity=quantity_text(Quantity(quantity)),
        unit_price=net,
        gross=net,
        net=net,
        burned=0,
        earned_points=0,
        burned_points=0,
        vat=vat,
        vat_base=base,
        vat_percent=percent,
    )


def sold(*lines: SaleLine) -> SaleSettled:
    return SaleSettled("s", None, SaleProgram(1, "f"), lines, (), 0, None, None, 0, 0, 0, 0)


def parts(**lines: int) -> dict[int, Quantity]:
    return {int(place.removeprefix("line")): Quantity(quantity) for place, quantity in lines.items()}


def test_it_is_the_lines_share_summed_by_rate_the_lowest_first() -> None:
    sale = sold(line(2000, 350_000, 28_000), line(1000, 114_329, 5716, "5"), line(3000, 12_500, 1000))
    assert vat_back(sale, {}, parts(line0=1000, line1=1000, line2=1000)) == (
        VatBack(Decimal(5), Money(114_329), Money(5716)),
        VatBack(Decimal(8), Money(179_167), Money(14_333)),
    )


@pytest.mark.parametrize("untaxed", [line(1000, 0, 0, None), line(1000, 0, 0)])
def test_goods_without_tax_or_given_away_say_nothing(untaxed: SaleLine) -> None:
    assert vat_back(sold(untaxed), {}, parts(line0=1000)) == ()


def test_a_part_too_small_for_a_unit_of_money_says_nothing() -> None:
    assert vat_back(sold(line(1000, 1, 0)), {}, parts(line0=1)) == ()


def test_a_rate_of_nothing_has_a_base() -> None:
    assert vat_back(sold(line(1000, 90, 0, "0")), {}, parts(line0=1000)) == (
        VatBack(Decimal(0), Money(90), Money(0)),
    )


def test_what_is_kept_of_the_money_keeps_its_tax() -> None:
    sale = sold(line(1000, 337_963, 27_037))
    assert vat_back(sale, {}, parts(line0=1000), held=Money(101_000)) == (
        VatBack(Decimal(8), Money(244_444), Money(19_556)),
    )
    assert vat_back(sale, {}, parts(line0=1000), held=Money(365_000)) == ()
    assert vat_back(sold(line(1000, 1, 0)), {}, parts(line0=1), held=Money(1)) == ()


def test_of_goods_that_bear_none_it_is_the_money_for_them() -> None:
    sale = sold(line(2000, 90_001, 0, None), line(1000, 175_000, 14_000))
    assert untaxed_back(sale, {}, parts(line0=1000, line1=1000)) == 45_001
    assert untaxed_back(sale, parts(line0=1000), parts(line0=1000)) == 45_000
    assert untaxed_back(sale, {}, parts(line1=1000)) == 0
    assert untaxed_back(sale, {}, parts(line0=2000), held=Money(1)) == 90_000
    assert untaxed_without_receipt([
        ReturnedGoods("rice", "1", 189_000, 189_000, vat_percent="8"),
        ReturnedGoods("book", "1", 90_000, 90_000),
    ]) == 90_000  # fmt: skip


def test_money_that_leaves_a_wallet_again_is_no_goods() -> None:
    paid_in = replace(
        sold(line(1000, 500_000, 0, None)), top_up=WalletPaidIn(line=0, amount=500_000, lot="w")
    )
    assert untaxed_back(paid_in, {}, parts(line0=1000)) == 0


def test_without_a_receipt_it_is_what_is_in_the_money_of_each_line_summed_by_rate() -> None:
    goods = [
        ReturnedGoods("rice", "1", 189_000, 189_000, vat_percent="8"),
        ReturnedGoods("water", "1", 5000, 5000, vat_percent="8"),
        ReturnedGoods("milk", "2", 31_500, 63_000, vat_percent="5"),
        ReturnedGoods("salt", "1", 7000, 7000, vat_percent="0"),
        ReturnedGoods("gift", "1", 0, 0, vat_percent="10"),
        ReturnedGoods("book", "1", 90_000, 90_000),
    ]
    assert vat_without_receipt(goods) == (
        VatBack(Decimal(0), Money(7000), Money(0)),
        VatBack(Decimal(5), Money(60_000), Money(3000)),
        VatBack(Decimal(8), Money(179_630), Money(14_370)),
    )


def test_without_a_receipt_half_a_unit_of_tax_goes_up_as_in_a_sale() -> None:
    assert vat_without_receipt([ReturnedGoods("x", "1", 41, 41, vat_percent="2.5")]) == (
        VatBack(Decimal("2.5"), Money(40), Money(1)),
    )
    assert vat_without_receipt([ReturnedGoods("x", "1", 3, 3, vat_percent="20")]) == (
        VatBack(Decimal(20), Money(2), Money(1)),
    )


@given(
    base=st.integers(0, 10**9),
    vat_percent=st.integers(0, 100),
    steps=st.lists(st.integers(1, 5000), min_size=1, max_size=8),
)
def test_in_whatever_parts_it_comes_back_it_ends_at_what_the_sale_had_said(
    base: int, vat_percent: int, steps: list[int]
) -> None:
    vat = base * vat_percent // 100
    sale, back, was = sold(line(sum(steps), base, vat)), list[VatBack](), 0
    for step in steps:
        back += vat_back(sale, parts(line0=was), parts(line0=step))
        was += step
    assert all(each.base >= 0 and each.vat >= 0 for each in back)
    assert (sum(each.base for each in back), sum(each.vat for each in back)) == (base, vat)
