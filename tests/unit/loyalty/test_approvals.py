"""What a manager must approve: from the first unit over, for each kind of deed, never without a limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.approvals import (
    ApologyIssued,
    BurnedWithoutCard,
    Deed,
    LineDiscounted,
    PointsAdjusted,
    PriceChanged,
    RefundedWithoutReceipt,
    approvals,
)
from loyalty.units import Money, Points
from tests.unit.loyalty.shop import program

STRICT = program(
    more="""[limits]
discount_max_per_shift = 50000
[limits.manager_over]
price_change_percent = 7.5
line_discount_percent = 10
points_adjusted = 100
apology_voucher = 50000
refund_without_receipt = 0
burn_without_card = 20
"""
)


@pytest.mark.parametrize(
    ("alone", "over", "told"),
    [
        (
            PriceChanged(Money(40_000), Money(37_000)),
            PriceChanged(Money(40_000), Money(36_999)),
            "Đổi giá 40.000 ₫ thành 36.999 ₫: lệch hơn 7,5 %, cần trưởng ca hoặc quản lý duyệt",
        ),
        (
            PriceChanged(Money(40_000), Money(43_000)),
            PriceChanged(Money(40_000), Money(43_001)),
            "Đổi giá 40.000 ₫ thành 43.001 ₫: lệch hơn 7,5 %, cần trưởng ca hoặc quản lý duyệt",
        ),
        (
            LineDiscounted(Money(99), Money(9)),
            LineDiscounted(Money(99), Money(10)),
            "Giảm tay 10 ₫ trên 99 ₫: hơn 10 %, cần trưởng ca hoặc quản lý duyệt",
        ),
        (
            PointsAdjusted(Points(-100)),
            PointsAdjusted(Points(-101)),
            "Điều chỉnh 101 điểm: hơn 100 điểm, cần quản lý duyệt",
        ),
        (
            ApologyIssued(Money(50_000)),
            ApologyIssued(Money(50_001)),
            "Phiếu xin lỗi 50.001 ₫: hơn 50.000 ₫, cần quản lý duyệt",
        ),
        (
            RefundedWithoutReceipt(Money(0)),
            RefundedWithoutReceipt(Money(1)),
            "Hoàn 1 ₫ không có hóa đơn: hơn 0 ₫, cần quản lý duyệt",
        ),
        (
            BurnedWithoutCard(Points(20)),
            BurnedWithoutCard(Points(21)),
            "Dùng 21 điểm mà không có thẻ: hơn 20 điểm, cần trưởng ca hoặc quản lý duyệt",
        ),
    ],
)
def test_one_unit_over_needs_a_manager(alone: Deed, over: Deed, told: str) -> None:
    assert approvals(STRICT, alone) == ()
    assert [why.text("vi") for why in approvals(STRICT, over)] == [told]
    assert all("manager must approve" in why.text("en") for why in approvals(STRICT, over))
    assert approvals(program(), over, taken_off=Money(10**9)) == ()


def test_what_is_taken_off_by_hand_adds_up_over_a_shift() -> None:
    deed = LineDiscounted(Money(10_000), Money(1_000))
    assert approvals(STRICT, deed, taken_off=Money(49_000)) == ()
    (why,) = approvals(STRICT, deed, taken_off=Money(49_001))
    assert (
        why.text("vi")
        == "Ca này đã giảm tay 49.001 ₫, thêm 1.000 ₫ là quá 50.000 ₫, cần trưởng ca hoặc quản lý duyệt"
    )
    dearer = PriceChanged(Money(100), Money(101))
    assert approvals(STRICT, dearer, taken_off=Money(99_999)) == ()


def test_every_reason_is_told() -> None:
    deed = PriceChanged(Money(100_000), Money(40_000))
    assert [why.code for why in approvals(STRICT, deed)] == ["approve-price", "approve-shift"]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 100))
def test_a_percentage_is_compared_exactly(gross: int, off: int, percent: int) -> None:
    rules = program(more=f"[limits.manager_over]\nline_discount_percent = {percent}\n")
    told = approvals(rules, LineDiscounted(Money(gross), Money(off)))
    assert bool(told) == (off * 100 > gross * percent)
