"""What goods brought back had been paid with, as an event says it."""

from dataclasses import replace

from loyalty.wire.exchange import Exchanged
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import SaleTender
from tests.unit.wire.every_message import SALE


def test_it_says_by_which_means_the_money_had_come_in() -> None:
    of_three = Exchanged(cash=3, card=1, transfer=2)
    assert (of_three.amount, list(of_three.by_means().items())) == (
        6, [("card", 1), ("transfer", 2), ("cash", 3)],
    )  # fmt: skip
    assert Exchanged.from_json({"cash": 5}).by_means() == {"cash": 5}


def test_what_goods_brought_back_pay_is_a_part_of_a_sale_and_of_what_comes_back() -> None:
    credit = SaleTender("exchange", 6, exchange=Exchanged(cash=3, card=1, transfer=2))
    sold = replace(SALE, tenders=(SaleTender("cash", 4), credit))
    assert (sold.credit, replace(sold, tenders=sold.tenders[:1]).credit) == (6, 0)
    back = SaleRefunded("s1", (), 10, 0, 0, 0, tenders=(SaleTender("cash", 4), credit), exchange="s2")
    assert (back.credit, back.credit_by_means) == (6, {"card": 1, "transfer": 2, "cash": 3})
    in_cash = replace(back, tenders=back.tenders[:1], exchange=None)
    assert (in_cash.credit, in_cash.credit_by_means) == (0, {})
