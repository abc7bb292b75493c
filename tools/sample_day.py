"""The shifts and days of the sample shop, for pictures and tests: one open, two over, one day closed."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from loyalty.errors import Refused
from loyalty.units import Money, Points
from loyalty.wire.cash import PAID_OUT_ALONE, CashWay
from loyalty.wire.roles import MAY_APPROVE
from terminal.day import DayReport, total_of
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.shift import CashMove, DayClosed, LoyaltyFigures, Shift, ShiftEnd, ShiftReport, TenderFigures
from tools.sample_shop import NOW, PIN
from tools.sample_vat import sample_vat
from ui.presenters.day.errands import DayOverview


def _report(number: int, *, total: int, counted: int, reason: str = "", adjusted: int = 0) -> ShiftReport:
    at = NOW - timedelta(days=12 - number)
    return ShiftReport(
        shift=Shift(
            shift=f"shift-{number}",
            number=number,
            operator="lan",
            operator_name="Lan",
            opened_at=at - timedelta(hours=6),
            opening_float=Money(1_000_000),
        ),
        closed_at=at,
        closed_by="huong",
        closed_by_name="Hương",
        till_name="Quầy 2",
        sales=86,
        voids=1,
        gross=Money(total + 310_000),
        discounts=Money(210_000),
        burned=Money(100_000),
        total=Money(total),
        voided=Money(45_000),
        rounding=Money(-1_830),
        tenders=(
            TenderFigures(kind="card", count=12, taken=Money(2_410_000), given_back=Money(0)),
            TenderFigures(kind="cash", count=51, taken=Money(5_180_500), given_back=Money(45_000)),
            TenderFigures(kind="transfer", count=23, taken=Money(3_905_000), given_back=Money(0)),
        ),
        confirmed_by_hand=3,
        confirmed_by_hand_amount=Money(412_000),
        reprints=2,
        drawer_openings=1,
        expected=Money(5_985_500),
        counted=Money(counted),
        loyalty=LoyaltyFigures(
            earned=Points(1_093),
            burned=Points(200),
            taken_back=Points(12),
            given_back=Points(40),
            enrolled=4,
            sales_with_member=49,
            overrides=2,
            claimed=Points(47),
            adjusted=Points(adjusted),
        ),
        refunds=2,
        refunded=Money(138_000),
        paid_in=Money(200_000),
        paid_out=Money(350_000),
        moves=(
            _move("change", "in", 200_000, ""),
            _move("supplier", "out", 350_000, "Đá lạnh và rau muống"),
        ),
        reason=reason,
        vat=sample_vat(total),
    )


def _move(reason: str, way: CashWay, amount: int, note: str) -> CashMove:
    return CashMove(
        move=f"move-{reason}",
        shift="shift-12",
        at=NOW,
        operator="lan",
        operator_name="Lan",
        way=way,
        amount=Money(amount),
        reason=reason,
        note=note,
    )


@dataclass
class SampleDay:
    """Implements `DayErrands`; `calls` are what was asked of it."""

    open: ShiftReport | None = field(default_factory=lambda: _report(12, total=11_450_500, counted=0))
    closed: tuple[ShiftReport, ...] = (
        _report(11, total=9_980_000, counted=5_972_000, reason="change", adjusted=-30),
        _report(10, total=12_004_000, counted=5_985_500),
    )
    days: tuple[DayClosed, ...] = (
        DayClosed(number=9, operator="huong", operator_name="Hương", at=NOW - timedelta(days=3)),
    )
    of_no_day: int = 2
    calls: list[str] = field(default_factory=list[str])
    failures: dict[str, Exception] = field(default_factory=dict[str, Exception])

    def approvers(self) -> tuple[OperatorTile, ...]:
        """A supervisor and a manager."""
        return (
            OperatorTile(operator="huong", name="Hương", role="supervisor"),
            OperatorTile(operator="anh", name="Quốc Anh", role="manager"),
        )

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        """Only one PIN is right."""
        self._called(f"approve {what} for {asked_by}")
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        return Approval(operator=operator, name=operator.title())

    def look(self, session: Session) -> DayOverview:
        """All that there is; blind for a cashier."""
        self._called("look")
        is_blind = session.role not in MAY_APPROVE
        return DayOverview(
            so_far=None if self.open is None else replace(self.open, is_blind=is_blind),
            shifts=tuple(
                (
                    each.shift,
                    ShiftEnd(
                        at=each.closed_at, operator="huong", operator_name="Hương", counted=each.counted
                    ),
                )
                for each in self.closed
            ),
            days=self.days,
            of_no_day=self.of_no_day,
        )

    def shift(self, shift: str) -> ShiftReport:
        """A shift that is over."""
        self._called(f"shift {shift}")
        return next(each for each in self.closed if each.shift.shift == shift)

    def day(self, number: int) -> DayReport:
        """A closed day."""
        self._called(f"day {number}")
        day = next(each for each in self.days if each.number == number)
        return DayReport(day=day, shifts=self.closed, total=total_of(self.closed[::-1]))

    def print_so_far(self, session: Session) -> None:
        """Nothing is printed here."""
        self._called(f"print-so-far {session.operator}")

    def print_shift(self, shift: str) -> None:
        """Nothing is printed here."""
        self._called(f"print-shift {shift}")

    def print_day(self, number: int) -> None:
        """Nothing is printed here."""
        self._called(f"print-day {number}")

    def move_cash(
        self,
        session: Session,
        *,
        way: CashWay,
        amount: Money,
        reason: str,
        note: str,
        approval: Approval | None,
    ) -> CashMove:
        """Above a limit only with somebody."""
        self._called(f"move-cash {way} {amount} {reason} {note} {approval.operator if approval else ''}")
        if way == "out" and amount > PAID_OUT_ALONE and approval is None and session.role == "cashier":
            raise Refused("paid-out-needs-word", most=PAID_OUT_ALONE)
        return _move(reason, way, amount, note)

    def close_day(self, session: Session) -> DayReport:
        """One day more."""
        self._called("close-day")
        number = self.days[0].number + 1 if self.days else 1
        day = DayClosed(number=number, operator=session.operator, operator_name=session.name, at=NOW)
        self.days, self.of_no_day = (day, *self.days), 0
        return self.day(number)

    def _called(self, call: str) -> None:
        self.calls.append(call.strip())
        failure = self.failures.pop(call.split(maxsplit=1)[0], None)
        if failure is not None:
            raise failure
