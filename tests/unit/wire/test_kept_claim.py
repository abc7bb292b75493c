"""A claim laid over the sale that it is of: what must add up, and until when it may be made."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.errors import Refused
from loyalty.late_claims import CLAIM_DAYS, is_claimable
from loyalty.units import Points, Quantity
from loyalty.wire.earned import PointsOf, SaleLot, SaleProgram
from loyalty.wire.extras import DrawOf, SaleExtras, StampsOf
from loyalty.wire.journal import SaleLine, SaleSettled
from loyalty.wire.kept_claim import check_claim, claimed_sale, points_gone
from loyalty.wire.late_claim import ReceiptClaimed, claim_operation

SOLD = SaleSettled(
    sale="s1",
    member=None,
    program=SaleProgram(1, "f"),
    lines=(
        SaleLine("rice", "2", 189_000, 378_000, 378_000, 0, 0, 0),
        SaleLine("milk", "1", 20_500, 20_500, 20_500, 0, 0, 0),
    ),
    discounts=(),
    earned_points=0,
    lot=None,
    burn=None,
    subtotal=398_500,
    total=398_500,
    rounding=0,
    to_pay=398_500,
)
CLAIM = ReceiptClaimed(
    sale="s1",
    member="an",
    program=SOLD.program,
    by_line=(37, 2),
    earned=(PointsOf("base", 39),),
    points=39,
    lot=SaleLot("lot", 39, None, None),
    extras=SaleExtras(stamps=(StampsOf("coffee", "Cà phê", "visit", 0, (1,)),)),
    person="an-2",
)
HALF = {0: Quantity(1_000)}


def test_laid_over_it_the_sale_is_the_members_and_nothing_of_the_money_changes() -> None:
    sale = claimed_sale(SOLD, CLAIM)
    assert (sale.member, sale.person, sale.earned_points, sale.lot) == ("an", "an-2", 39, CLAIM.lot)
    assert [line.earned_points for line in sale.lines] == [37, 2]
    assert [replace(line, earned_points=0) for line in sale.lines] == list(SOLD.lines)
    assert (sale.total, sale.to_pay, sale.tenders) == (SOLD.total, SOLD.to_pay, SOLD.tenders)
    assert sale.extras == CLAIM.extras
    assert claim_operation("s1") == "late-claim:s1"


def test_what_came_back_before_takes_its_points_with_it() -> None:
    assert points_gone(SOLD, CLAIM.by_line, {}) == 0
    assert points_gone(SOLD, CLAIM.by_line, HALF) == 19
    left = Points(39 - 19)
    check_claim(replace(CLAIM, points=left, lot=SaleLot("lot", left, None, None)), SOLD, HALF)


@pytest.mark.parametrize(
    ("claim", "figure"),
    [
        (replace(CLAIM, program=SaleProgram(2, "f")), "program"),
        (replace(CLAIM, by_line=(39,)), "by_line"),
        (replace(CLAIM, earned=(PointsOf("base", 40),)), "earned"),
        (replace(CLAIM, points=38), "points"),
        (replace(CLAIM, lot=None), "lot"),
        (replace(CLAIM, extras=SaleExtras(draws=(DrawOf("tet", "Tết"),))), "extras"),
    ],
)
def test_a_figure_that_is_not_what_it_should_be_is_named(claim: ReceiptClaimed, figure: str) -> None:
    check_claim(CLAIM, SOLD, {})
    check_claim(replace(CLAIM, extras=None), SOLD, {})
    with pytest.raises(Refused, match="claim-differs") as refused:
        check_claim(claim, SOLD, {})
    assert refused.value.params == {"figure": figure}


def test_a_members_sale_is_claimed_by_nobody() -> None:
    with pytest.raises(Refused, match="sale-has-member"):
        check_claim(CLAIM, replace(SOLD, member="binh"), {})


def test_it_may_be_claimed_for_seven_days_and_not_a_moment_longer() -> None:
    sold = datetime(2026, 11, 21, 3, tzinfo=UTC)
    last = sold + timedelta(days=CLAIM_DAYS)
    assert is_claimable(sold, last)
    assert not is_claimable(sold, last + timedelta(milliseconds=1))
    assert is_claimable(sold, sold - timedelta(hours=1))
