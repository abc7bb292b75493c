"""Shifts of the sample till: opened, counted and closed, with the figures of the sales that were made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from loyalty.errors import Refused
from loyalty.units import Money, Points
from terminal.sale import SettledSale, Tender, TenderKind
from terminal.session import Session
from terminal.shift import CountGiven, LoyaltyFigures, Shift, ShiftReport, TenderFigures
from terminal.vat import VatSum, sold, together
from tools.sample_errands import SampleErrands
from tools.sample_shop import NOW


@dataclass
class SampleShifts(SampleErrands):
    """`shift` is the one that is open, and `counts` what was counted of it."""

    shift: Shift | None = None
    found_copy_at: datetime | None = None
    counts: list[CountGiven] = field(default_factory=list[CountGiven])

    def current_shift(self) -> Shift | None:
        """The open shift."""
        self.called("current_shift")
        return self.shift

    def copy_found_at(self) -> datetime | None:
        """As set."""
        return self.found_copy_at

    def open_shift(self, session: Session, *, opening_float: Money) -> Shift:
        """Open one."""
        self.called("open_shift")
        self.shift = Shift(
            shift="shift-1",
            number=12,
            operator=session.operator,
            operator_name=session.name,
            opened_at=NOW,
            opening_float=opening_float,
        )
        return self.shift

    def counts_given(self) -> tuple[CountGiven, ...]:
        """What was counted so far."""
        self.called("counts_given")
        return tuple(self.counts)

    def give_count(
        self, session: Session, *, counted: Money, notes: Mapping[int, int], approver: str | None
    ) -> CountGiven:
        """Keep the count, and tell what the sales made say."""
        del notes
        self.called(f"give_count {approver or ''}".strip())
        if self.shift is None:
            raise Refused("no-shift")
        report = shift_report(self.shift, session, tuple(self.sales), counted=counted)
        count = CountGiven(
            number=len(self.counts) + 1,
            operator_name=session.name,
            counted=counted,
            expected=report.expected,
        )
        self.counts.append(count)
        return count

    def close_shift(self, session: Session, *, counted: Money, reason: str) -> ShiftReport:
        """Close it, with the figures of the sales made."""
        self.called(f"close_shift {reason}".strip())
        if self.shift is None:
            raise Refused("no-shift")
        shift, self.shift = self.shift, None
        self.counts.clear()
        return replace(shift_report(shift, session, tuple(self.sales), counted=counted), reason=reason)

    def open_drawer(self, session: Session) -> None:
        """Kick the drawer."""
        del session
        self.called("open_drawer")

    def print_shift_so_far(self, session: Session) -> None:
        """Queue the X report."""
        del session
        self.called("print_shift_so_far")
        if self.shift is None:
            raise Refused("no-shift")


def shift_report(
    shift: Shift, session: Session, sales: tuple[SettledSale, ...], *, counted: Money
) -> ShiftReport:
    """The figures of some sales, in the shape of a closed shift."""

    def taken(kind: TenderKind) -> tuple[Tender, ...]:
        return tuple(tender for sale in sales for tender in sale.tenders if tender.kind == kind)

    cash = Money(sum(tender.amount for tender in taken("cash")))
    by_hand = tuple(tender for tender in taken("transfer") if tender.confirmed_by_hand)
    kinds: tuple[TenderKind, ...] = ("cash", "card", "transfer")
    return ShiftReport(
        shift=shift,
        closed_at=NOW + timedelta(hours=6),
        closed_by=session.operator,
        closed_by_name=session.name,
        till_name="Quầy 2",
        sales=len(sales),
        voids=0,
        gross=Money(sum(sale.subtotal for sale in sales)),
        discounts=Money(sum(each.amount for sale in sales for each in sale.discounts)),
        burned=Money(sum(sale.burn.amount for sale in sales if sale.burn is not None)),
        total=Money(sum(sale.total for sale in sales)),
        voided=Money(0),
        rounding=Money(sum(sale.rounding for sale in sales)),
        tenders=tuple(
            TenderFigures(
                kind=kind,
                count=len(taken(kind)),
                taken=Money(sum(tender.amount for tender in taken(kind))),
                given_back=Money(0),
            )
            for kind in kinds
        ),
        confirmed_by_hand=len(by_hand),
        confirmed_by_hand_amount=Money(sum(tender.amount for tender in by_hand)),
        reprints=0,
        drawer_openings=0,
        expected=Money(shift.opening_float + cash),
        counted=counted,
        loyalty=LoyaltyFigures(
            earned=Points(sum(sale.earned_points for sale in sales)),
            burned=Points(sum(sale.burn.points for sale in sales if sale.burn is not None)),
            taken_back=Points(0),
            given_back=Points(0),
            enrolled=0,
            sales_with_member=sum(sale.member is not None for sale in sales),
        ),
        vat=together(
            sold(VatSum(line.vat_percent, line.vat_base, line.vat) for sale in sales for line in sale.lines)
        ),
    )
