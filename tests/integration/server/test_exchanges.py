"""An exchange at the server: the return's credit is the sale's, in one batch or two, and it is taken once."""

from dataclasses import replace

import pytest

from loyalty.wire.exchange import Exchanged
from loyalty.wire.journal import SaleSettled
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import SaleTender
from server.usecases.admin.doctor import examine_server
from tests.integration.server.conftest import House
from tests.integration.server.returned_goods import event_of, figures, sold
from tests.integration.server.tills import sale_body

AN = "member-an"
RETURN = "0199-return"
__all__ = ["sold"]


def credit(amount: int) -> SaleTender:
    return SaleTender("exchange", amount, exchange=Exchanged(cash=amount))


def halves(house: House, sold: SaleSettled, *, total: int = 150_000) -> tuple[SaleRefunded, SaleSettled]:
    """A bag of rice comes back, and goods of `total` are taken for it; the rest in cash, whichever way."""
    back = event_of(sold, {0: 1_000})
    pays = min(total, back.money)
    out = back.money - pays
    cash = (SaleTender("cash", out),) if out else ()
    back = replace(back, exchange="s2", tenders=(credit(pays), *cash))
    fresh = sale_body("s2", AN, earned=3, fingerprint=house.q1.fingerprint)
    line = replace(fresh.lines[0], gross=total, net=total, unit_price=total)
    more = (SaleTender("cash", total - pays),) if total > pays else ()
    sale = replace(
        fresh, lines=(line,), subtotal=total, total=total, to_pay=total,
        tenders=(credit(pays), *more), exchange=RETURN,
    )  # fmt: skip
    return back, sale


def whys(house: House, back: SaleRefunded | None, sale: SaleSettled | None) -> list[str]:
    if back is not None:
        house.q1.record("sale_refunded", back, operation=RETURN)
    if sale is not None:
        house.q1.record("sale_settled", sale)
    return [each.why for each in house.q1.sync().outcomes]


@pytest.mark.parametrize("total", [150_000, 20_000])
def test_both_halves_are_taken_and_do_what_a_return_and_a_sale_do(
    house: House, sold: SaleSettled, total: int
) -> None:
    assert whys(house, *halves(house, sold, total=total)) == ["", ""]
    assert figures(house) == (100 - 60 + 31 - 15 + 29 + 3, 0, 1_290_500 - 135_500 + total, 3)
    assert examine_server(house.server, tenant=house.code) == ()


def test_the_sale_may_come_in_a_later_batch(house: House, sold: SaleSettled) -> None:
    back, sale = halves(house, sold)
    assert (whys(house, back, None), whys(house, None, sale)) == ([""], [""])


def test_a_sale_whose_return_was_put_aside_is_put_aside_too(house: House, sold: SaleSettled) -> None:
    back, sale = halves(house, sold)
    wrong = replace(back, points_taken=back.points_taken + 1)
    assert whys(house, wrong, sale) == ["refund-differs", "exchange-unknown"]
    later = replace(sale, sale="s3")
    assert whys(house, None, replace(sale, sale="s2")) == ["exchange-unknown"]
    assert whys(house, None, later) == ["exchange-unknown"]


def test_credit_is_credit_and_is_taken_once(house: House, sold: SaleSettled) -> None:
    back, sale = halves(house, sold)
    assert back.credit == 135_500
    less = replace(sale, tenders=(credit(135_000), SaleTender("cash", 15_000)))
    unpaid = replace(sale, tenders=sale.tenders[:1])
    other = replace(sale, exchange="0199-another")
    assert whys(house, back, less) == ["", "exchange-differs"]
    assert whys(house, None, unpaid) == ["exchange-differs"]
    assert whys(house, None, other) == ["exchange-unknown"]
    assert whys(house, None, sale) == [""]
    assert whys(house, None, replace(sale, tenders=sale.tenders)) == ["sale-exists"]
    assert whys(house, None, replace(sale, sale="s9")) == ["exchange-unknown"]


def test_what_pays_without_being_bound_is_put_aside(house: House, sold: SaleSettled) -> None:
    back, sale = halves(house, sold)
    bare = replace(sale, tenders=(replace(credit(135_500), exchange=None), *sale.tenders[1:]))
    assert whys(house, replace(back, exchange=None), replace(sale, exchange=None)) == ["exchange-differs"] * 2
    assert whys(house, None, bare) == ["exchange-differs"]
    lying = replace(credit(135_500), exchange=Exchanged(card=1))
    assert whys(house, None, replace(sale, tenders=(lying, *sale.tenders[1:]))) == ["exchange-differs"]
