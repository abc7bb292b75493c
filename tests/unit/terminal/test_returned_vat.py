"""What is kept of the VAT that came back, and that it is noticed when somebody changed it."""

import pytest

from terminal.store.derived import check_rows
from terminal.usecases.returns.refunding import kept_return
from tests.unit.terminal.returned_goods import rice_and_noodles, take_back
from tests.unit.terminal.settled_sales import rice_for_anh
from tests.unit.terminal.till_kit import Counter


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE refunds SET money = money - 500, rounding = rounding + 500",
        "UPDATE refunds SET approver = 'op-lan'",
        "UPDATE refunds SET points_taken = 0",
        "UPDATE refund_lines SET quantity = 500",
        "UPDATE tenders SET kind = 'card' WHERE amount < 0",
        "UPDATE point_movements SET points = points + 1 WHERE kind = 'given_back'",
    ],
)
def test_a_figure_of_a_return_that_somebody_changed_is_noticed(shop: Counter, change: str) -> None:
    take_back(shop, rice_for_anh(shop), {0: 1_000})
    assert check_rows(shop.store) == ()
    with shop.store.write() as unit:
        unit.connection.exec_driver_sql(change)
    assert [each.code for each in check_rows(shop.store)] == ["rows-off-event"]


def test_the_vat_that_came_back_with_each_part_is_what_the_sale_had_said(shop: Counter) -> None:
    sale = rice_and_noodles(shop)
    ways = ({0: 1_000}, {0: 700, 1: 1_000}, {0: 300})
    parts = [take_back(shop, sale, back, number) for number, back in enumerate(ways)]
    said = [each for part in parts for each in part.vat]
    assert {each.percent for each in said} == {8}
    assert sum(each.vat for each in said) == sum(line.vat for line in sale.lines)
    assert sum(each.base for each in said) == sum(line.vat_base for line in sale.lines)
    with shop.store.read() as reading:
        kept = [kept_return(shop.till, reading, part.refund) for part in parts]
    assert [each.vat for each in kept if each is not None] == [part.vat for part in parts]
