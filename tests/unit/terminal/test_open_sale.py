"""The open sale as a value: goods, member, codes, points."""

from dataclasses import replace
from decimal import Decimal

import pytest

from loyalty.basket import Birthday
from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from terminal.goods import Product
from terminal.membership import AttachedMember, HeldLease, LeaseState
from terminal.open_sale import (
    MAX_LINES,
    OpenSale,
    add_code,
    add_product,
    as_basket,
    attach,
    clear,
    detach,
    remove_code,
    remove_line,
    set_burn,
    set_quantity,
    spendable_points,
)
from tests.unit.terminal.till_kit import MORNING

NOODLES = Product(sku="N", name="Mì", unit_price=Money(4_500), vat_percent=Decimal(8))
PORK = Product(sku="P", name="Thịt", unit_price=Money(189_900), unit="kg")
OTHER = Product(sku="O", name="Hàng khác", unit_price=Money(0), tags=("open-price",))
ANH = AttachedMember(
    member="anh",
    name="Ánh",
    phone_masked="",
    phone_tail="678",
    card_tail="",
    tier="silver",
    tier_name="Bạc",
    points=Points(1250),
    available=Points(1250),
    birthday="02-29",
)
EMPTY = OpenSale(sale="sale-1", started_at=MORNING)


def test_a_second_scan_of_a_piece_counts_up_its_line() -> None:
    sale = add_product(add_product(EMPTY, NOODLES), NOODLES, quantity=Quantity(2000))
    assert [(line.sku, line.quantity) for line in sale.lines] == [("N", 3000)]


def test_weighed_goods_stand_on_a_line_for_each_weighing() -> None:
    sale = add_product(add_product(EMPTY, PORK, quantity=Quantity(755)), PORK, quantity=Quantity(500))
    assert [line.quantity for line in sale.lines] == [755, 500]


def test_typed_prices_stand_on_lines_of_their_own() -> None:
    sale = add_product(EMPTY, OTHER, unit_price=Money(25_000))
    sale = add_product(sale, OTHER, unit_price=Money(25_000))
    assert [(line.unit_price, line.price_typed) for line in sale.lines] == [(25_000, True), (25_000, True)]


def test_a_price_typed_over_a_fixed_one_stays_apart_from_it() -> None:
    sale = add_product(add_product(EMPTY, NOODLES, unit_price=Money(4_500)), NOODLES)
    assert len(sale.lines) == 2


def test_an_open_price_has_to_be_typed() -> None:
    with pytest.raises(Refused, match="price-not-typed"):
        add_product(EMPTY, OTHER)


@pytest.mark.parametrize("price", [-1, 10**12])
def test_a_price_out_of_range_is_refused(price: int) -> None:
    with pytest.raises(Refused, match="price-too-high"):
        add_product(EMPTY, OTHER, unit_price=Money(price))


def test_a_withdrawn_product_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        add_product(EMPTY, Product(sku="X", name="Cũ", unit_price=Money(1), active=False))
    assert (refused.value.code, refused.value.params) == ("product-withdrawn", {"name": "Cũ"})


@pytest.mark.parametrize("quantity", [0, -1000, 100_000_000])
def test_a_quantity_out_of_range_is_refused(quantity: int) -> None:
    with pytest.raises(Refused, match="quantity-out-of-range"):
        add_product(EMPTY, PORK, quantity=Quantity(quantity))


def test_a_piece_cannot_be_cut() -> None:
    with pytest.raises(Refused, match="quantity-not-whole"):
        add_product(EMPTY, NOODLES, quantity=Quantity(1500))


def test_lines_have_a_limit() -> None:
    sale = EMPTY
    for _ in range(MAX_LINES):
        sale = add_product(sale, PORK)
    with pytest.raises(Refused, match="too-many-lines"):
        add_product(sale, PORK)


def test_a_line_keeps_its_name_while_others_come_and_go() -> None:
    sale = add_product(add_product(add_product(EMPTY, NOODLES), PORK), OTHER, unit_price=Money(1))
    sale = add_product(remove_line(sale, 2), PORK)
    assert [line.line for line in sale.lines] == [1, 3, 4]


def test_a_removed_line_can_be_removed_again_and_not_changed() -> None:
    sale = remove_line(add_product(EMPTY, NOODLES), 1)
    assert remove_line(sale, 1) == sale
    with pytest.raises(Refused, match="line-gone"):
        set_quantity(sale, 1, Quantity(1000))


def test_a_quantity_is_set_on_its_line_alone() -> None:
    sale = set_quantity(add_product(add_product(EMPTY, NOODLES), PORK), 1, Quantity(7000))
    assert [line.quantity for line in sale.lines] == [7000, 1000]


def test_clearing_keeps_the_member_and_drops_the_rest() -> None:
    sale = set_burn(attach(add_code(add_product(EMPTY, NOODLES), "TET"), ANH), Points(50))
    sale = clear(sale)
    assert (sale.lines, sale.codes, sale.burn, sale.member) == ((), (), 0, ANH)


def test_taking_the_member_off_takes_the_points_and_the_lease_along() -> None:
    lease = HeldLease(lease="l", member="anh", state="open", amount=Points(100))
    sale = detach(set_burn(attach(EMPTY, ANH, lease), "max"))
    assert (sale.member, sale.lease, sale.burn) == (None, None, 0)


def test_another_member_does_not_inherit_the_wish_to_burn() -> None:
    assert attach(set_burn(attach(EMPTY, ANH), Points(50)), ANH).burn == 0


def test_points_cannot_be_burned_without_a_member() -> None:
    with pytest.raises(Refused, match="burn-without-member"):
        set_burn(EMPTY, Points(50))
    assert set_burn(EMPTY, Points(0)) == EMPTY


def test_a_code_is_presented_once_however_often_it_is_scanned() -> None:
    sale = add_code(add_code(EMPTY, "TET"), "TET")
    assert sale.codes == ("TET",)
    assert remove_code(sale, "TET").codes == ()


def test_codes_have_a_limit() -> None:
    sale = EMPTY
    for number in range(64):
        sale = add_code(sale, str(number))
    with pytest.raises(Refused, match="too-many-codes"):
        add_code(sale, "one more")


def test_an_empty_sale_is_one_with_nothing_to_lose() -> None:
    assert EMPTY.is_empty
    assert not attach(EMPTY, ANH).is_empty
    assert not add_code(EMPTY, "TET").is_empty
    assert not add_product(EMPTY, NOODLES).is_empty


def test_the_basket_has_the_lines_as_they_were_added() -> None:
    sale = add_code(add_product(EMPTY, NOODLES, quantity=Quantity(2000)), "TET")
    basket = as_basket(sale, at=MORNING, store="q1", paid_with=("cash",))
    assert [(line.sku, line.quantity, line.unit_price, line.vat_percent) for line in basket.lines] == [
        ("N", 2000, 4_500, Decimal(8))
    ]
    assert (basket.store, basket.codes, basket.paid_with, basket.member) == ("q1", ("TET",), ("cash",), None)


def test_the_points_a_basket_may_burn_are_those_of_the_lease() -> None:
    lease = HeldLease(lease="l", member="anh", state="open", amount=Points(300), spent=Points(100))
    sale = attach(EMPTY, ANH, lease)
    member = as_basket(sale, at=MORNING, store="q1").member
    assert member is not None
    assert (member.points, member.tier, member.birthday) == (200, "silver", Birthday(2, 29))
    assert spendable_points(attach(EMPTY, ANH), MORNING) == 0


def test_a_birthday_may_have_a_year() -> None:
    member = as_basket(attach(EMPTY, replace(ANH, birthday="1990-11-21")), at=MORNING, store="").member
    assert member is not None
    assert member.birthday == Birthday(11, 21, 1990)


def test_a_member_without_a_birthday_has_none_in_the_basket() -> None:
    member = as_basket(attach(EMPTY, replace(ANH, birthday=None)), at=MORNING, store="").member
    assert member is not None
    assert member.birthday is None


@pytest.mark.parametrize("state", ["wanted", "asked", "frozen", "refused", "closed"])
def test_only_an_open_lease_can_be_spent(state: LeaseState) -> None:
    lease = HeldLease(lease="l", member="anh", state=state, amount=Points(300))
    assert lease.spendable(MORNING) == 0
