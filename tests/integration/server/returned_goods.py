"""A sale of An's at till Q1, what comes back of it as its journal says so, and how An stands then."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from loyalty.refund import refund
from loyalty.units import Quantity
from loyalty.wire.earned import SaleLot
from loyalty.wire.journal import SaleLine, SaleReceipt, SaleSettled
from loyalty.wire.kept import kept_sale, lots_back
from loyalty.wire.messages import LeaseAsk
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_text
from tests.integration.server.conftest import House
from tests.integration.server.tills import burn_of, sale_body

AN = "member-an"
DIGITS = "9700001000000016"


@pytest.fixture
def sold(house: House) -> SaleSettled:
    """Rice and milk at till Q1, partly paid with 60 of An's 100 points, 31 earned."""
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    house.q1.sync()
    lease = house.q1.lease("l1", AN)
    plain = sale_body("s1", AN, fingerprint=house.q1.fingerprint, burn=burn_of(lease, 60))
    sale = replace(
        plain,
        lines=(
            SaleLine("rice", "2", 150_000, 300_000, 300_000, 29_000, 30, 58),
            SaleLine("milk", "1", 20_500, 20_500, 20_500, 1_000, 1, 2),
        ),
        earned_points=31,
        lot=SaleLot("lot-s1", 31, None, None),
        subtotal=320_500,
        total=290_500,
        rounding=-500,
        to_pay=290_000,
        tenders=(SaleTender("cash", 290_000),),
        receipt=SaleReceipt(1, "Q1-000001", DIGITS),
    )
    house.q1.record("sale_settled", sale)
    house.q1.close("l1", AN, spent=60)
    house.q1.sync()
    return sale


def event_of(
    sold: SaleSettled,
    returns: Mapping[int, int],
    *,
    before: Mapping[int, int] | None = None,
    rounding: int = 0,
) -> SaleRefunded:
    """The refund of so many thousandths of each line."""
    kept = kept_sale(sold, {line: Quantity(each) for line, each in (before or {}).items()})
    back = refund(kept, {line: Quantity(each) for line, each in returns.items()})
    return SaleRefunded(
        sale=sold.sale,
        lines=tuple(
            ReturnedLine(
                each.line, quantity_text(each.quantity), each.money, each.points_taken, each.points_returned
            )
            for each in back.lines
        ),
        money=back.money,
        rounding=rounding,
        points_taken=back.points_taken,
        points_returned=back.points_returned,
        lots=tuple(BurnSlice(lot, points) for lot, points in lots_back(sold, kept, back)),
        tenders=(SaleTender("cash", back.money + rounding),),
    )


def figures(house: House) -> tuple[int, int, int, int]:
    """Of An: points, owed, measure, purchases."""
    state = next(each for each in house.q1.sync(asks=[LeaseAsk("look", AN)]).members if each.member == AN)
    house.q1.close("look", AN)
    house.q1.sync()
    return state.points, state.owed, state.measure, state.purchases
