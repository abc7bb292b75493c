"""A day at one till: the shifts that it had, and what they come to together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from loyalty.units import Money, Points
from terminal.sale import TenderKind
from terminal.shift import DayClosed, LoyaltyFigures, ShiftReport, TenderFigures
from terminal.vat import together


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """The report of a closed day. `total` has the sums; its shift is the first one, its count all counts."""

    day: DayClosed
    shifts: tuple[ShiftReport, ...]
    total: ShiftReport


def total_of(reports: Sequence[ShiftReport]) -> ShiftReport:
    """What several shifts come to: every figure is the sum of theirs."""
    first, last = reports[0], reports[-1]
    return replace(
        last,
        shift=replace(first.shift, opening_float=_sum(each.shift.opening_float for each in reports)),
        sales=sum(each.sales for each in reports),
        voids=sum(each.voids for each in reports),
        gross=_sum(each.gross for each in reports),
        discounts=_sum(each.discounts for each in reports),
        burned=_sum(each.burned for each in reports),
        total=_sum(each.total for each in reports),
        voided=_sum(each.voided for each in reports),
        rounding=_sum(each.rounding for each in reports),
        tenders=_tenders(reports),
        confirmed_by_hand=sum(each.confirmed_by_hand for each in reports),
        confirmed_by_hand_amount=_sum(each.confirmed_by_hand_amount for each in reports),
        reprints=sum(each.reprints for each in reports),
        drawer_openings=sum(each.drawer_openings for each in reports),
        expected=_sum(each.expected for each in reports),
        counted=_sum(each.counted for each in reports),
        loyalty=_loyalty(reports),
        refunds=sum(each.refunds for each in reports),
        refunded=_sum(each.refunded for each in reports),
        refunds_without_receipt=sum(each.refunds_without_receipt for each in reports),
        gifts_sold=_sum(each.gifts_sold for each in reports),
        topped_up=_sum(each.topped_up for each in reports),
        paid_in=_sum(each.paid_in for each in reports),
        paid_out=_sum(each.paid_out for each in reports),
        moves=tuple(move for each in reports for move in each.moves),
        vat=together(each for report in reports for each in report.vat),
        reason="",
        note="",
        first_counted=None,
    )


def _sum(parts: Iterable[Money]) -> Money:
    return Money(sum(parts))


def _tenders(reports: Sequence[ShiftReport]) -> tuple[TenderFigures, ...]:
    found: dict[TenderKind, list[TenderFigures]] = defaultdict(list)
    for report in reports:
        for each in report.tenders:
            found[each.kind].append(each)
    return tuple(
        TenderFigures(
            kind=kind,
            count=sum(each.count for each in parts),
            taken=Money(sum(each.taken for each in parts)),
            given_back=Money(sum(each.given_back for each in parts)),
        )
        for kind, parts in sorted(found.items())
    )


def _loyalty(reports: Sequence[ShiftReport]) -> LoyaltyFigures:
    parts = [each.loyalty for each in reports]
    return LoyaltyFigures(
        earned=Points(sum(each.earned for each in parts)),
        burned=Points(sum(each.burned for each in parts)),
        taken_back=Points(sum(each.taken_back for each in parts)),
        given_back=Points(sum(each.given_back for each in parts)),
        enrolled=sum(each.enrolled for each in parts),
        sales_with_member=sum(each.sales_with_member for each in parts),
        overrides=sum(each.overrides for each in parts),
        claimed=Points(sum(each.claimed for each in parts)),
        adjusted=Points(sum(each.adjusted for each in parts)),
    )
