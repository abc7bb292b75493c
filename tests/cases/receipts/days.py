"""The shift, the day, and what is noted in them, behind the pictures of slips."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from loyalty.units import Money, Points
from terminal.day import DayReport, total_of
from terminal.receipts.facts import LateClaimSlip, Origin
from terminal.shift import CashMove, DayClosed, LoyaltyFigures, Shift, ShiftReport, TenderFigures
from terminal.vat import VatFigures
from tests.cases.receipts.sales import ZONE, member_sale


def late_claim() -> LateClaimSlip:
    """Points of yesterday's receipt, part of which had come back since, with a supervisor's word."""
    member = member_sale().member
    assert member is not None
    return LateClaimSlip(
        origin=Origin(
            label="Q2-000126",
            at=datetime(2026, 11, 22, 9, 12, tzinfo=ZONE),
            operator_name="Lan",
            till_name="Quầy 2",
        ),
        sale_label="Q2-000123",
        sale_at=datetime(2026, 11, 21, 10, 43, tzinfo=ZONE),
        member=member,
        earned=(("cơ bản", Points(36)), ("hạng Bạc", Points(9))),
        gone=Points(4),
        stamps=(("Thẻ gạo", 2),),
        points=Points(41),
        points_after=Points(1_136),
        approved_by="Hương",
    )


def cash_move() -> CashMove:
    """A supplier paid at the door, with a supervisor's word."""
    return CashMove(
        move="0199-move",
        shift="0199-shift",
        at=datetime(2026, 11, 21, 9, 30, tzinfo=ZONE),
        operator="lan",
        operator_name="Lan",
        way="out",
        amount=Money(750_000),
        reason="supplier",
        note="Đá lạnh và rau muống",
        approver_name="Hương",
    )


def day_report() -> DayReport:
    """Two shifts; in the second, cash went out and the drawer was counted twice."""
    first = shift_report()
    second = replace(
        first,
        shift=replace(first.shift, shift="0199-second", number=42),
        closed_at=datetime(2026, 11, 21, 14, 30, tzinfo=UTC),
        paid_in=Money(200_000),
        paid_out=Money(750_000),
        moves=(cash_move(), replace(cash_move(), way="in", reason="change", note="")),
        reason="change",
        first_counted=Money(1_000),
    )
    at = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
    day = DayClosed(number=7, operator="huong", operator_name="Hương", at=at)
    return DayReport(day=day, shifts=(first, second), total=total_of((first, second)))


def shift_report() -> ShiftReport:
    """A morning with every kind of figure in it, and 2.000 ₫ missing from the drawer."""
    return ShiftReport(
        shift=Shift(
            shift="0199-shift",
            number=41,
            operator="lan",
            operator_name="Lan",
            opened_at=datetime(2026, 11, 21, 0, 2, tzinfo=UTC),
            opening_float=Money(1_000_000),
        ),
        closed_at=datetime(2026, 11, 21, 7, 58, tzinfo=UTC),
        closed_by="huong",
        closed_by_name="Hương",
        till_name="Quầy 2",
        sales=86,
        voids=1,
        gross=Money(18_432_500),
        discounts=Money(734_210),
        burned=Money(410_000),
        total=Money(17_288_290),
        voided=Money(275_000),
        rounding=Money(-14_290),
        tenders=(
            TenderFigures(kind="cash", count=61, taken=Money(9_874_000), given_back=Money(275_000)),
            TenderFigures(kind="card", count=9, taken=Money(3_100_000), given_back=Money(0)),
            TenderFigures(kind="transfer", count=16, taken=Money(4_300_000), given_back=Money(0)),
        ),
        confirmed_by_hand=16,
        confirmed_by_hand_amount=Money(4_300_000),
        reprints=2,
        drawer_openings=63,
        expected=Money(10_599_000),
        counted=Money(10_597_000),
        loyalty=LoyaltyFigures(
            earned=Points(1728),
            burned=Points(820),
            taken_back=Points(45),
            given_back=Points(200),
            enrolled=3,
            sales_with_member=52,
            claimed=Points(41),
            adjusted=Points(-150),
        ),
        vat=(
            VatFigures(percent=Decimal(5), sold_base=Money(1_200_000), sold_vat=Money(60_000)),
            VatFigures(
                percent=Decimal(8),
                sold_base=Money(14_400_000),
                sold_vat=Money(1_152_000),
                back_base=Money(200_000),
                back_vat=Money(16_000),
            ),
            VatFigures(percent=None, sold_base=Money(476_290), back_base=Money(59_000)),
        ),
    )
