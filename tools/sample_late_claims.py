"""Receipts without a member, for scenes and tests of their screen; what is claimed is kept here."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.units import Money, Quantity
from loyalty.wire.earned import SaleProgram
from loyalty.wire.journal import SaleLine, SaleReceipt, SaleSettled
from loyalty.wire.sold import SaleTender
from terminal.late_claims import ClaimedReceipt, ClaimWish
from terminal.returned import Approval, ReturnableSale, SaleRow
from terminal.sale import SaleMember
from terminal.session import OperatorTile, Session
from terminal.standing import member_row
from terminal.usecases.found import Found, MemberFound, MembersFound, NothingFound
from terminal.usecases.late_claims.working_out import ClaimShown, worked_out
from terminal.usecases.returns import finding
from tools.sample_returns import FOREIGN_DIGITS, HUONG, MINH, NOBODYS
from tools.sample_shop import ANH, ANH_CARD, BINH, NOODLES, NOW, PIN, RICE, ZONE
from tools.sample_till import SampleTill

if TYPE_CHECKING:
    from loyalty.program.model import Program

RICE_DIGITS: Final = receipt_digits(till_number=2, receipt_number=122)
COFFEE_DIGITS: Final = receipt_digits(till_number=2, receipt_number=123)
RICE_SALE: Final = SaleSettled(
    sale="sale-122",
    member=None,
    program=SaleProgram(1, "f" * 64),
    lines=(
        SaleLine(RICE.sku, "2", 189_000, 378_000, 378_000, 0, 0, 0, name=RICE.name, category=RICE.category),
        SaleLine(NOODLES.sku, "3", 4_500, 13_500, 13_500, 0, 0, 0, name=NOODLES.name),
    ),
    discounts=(),
    earned_points=0,
    lot=None,
    burn=None,
    subtotal=391_500,
    total=391_500,
    rounding=0,
    to_pay=391_500,
    tenders=(SaleTender("cash", 391_500),),
    receipt=SaleReceipt(122, "Q2-000122", RICE_DIGITS),
)


class SampleLateClaims:
    """Implements `LateClaimErrands`; `calls` are the claims that were made, `failures` what fails next."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.asked_by: list[str] = []
        self.failures: list[Exception] = []
        self.elsewhere: Literal["asked", "given"] = "asked"
        self.program: Program = SampleTill().program
        self.sales = {
            "sale-122": _sale(RICE_SALE, "Q2-000122", RICE_DIGITS, minutes=75, returned={1: Quantity(1_000)}),
            "sale-123": _sale(NOBODYS, "Q2-000123", COFFEE_DIGITS, minutes=55),
        }

    def today(self) -> date:
        """The day that stands still."""
        return NOW.astimezone(ZONE).date()

    def sales_of_day(self, day: date | None) -> finding.SalesFound:
        """Both today, none before."""
        return finding.SalesFound(rows=() if day not in {None, self.today()} else self._rows())

    def find_sale(self, text: str, *, day: date | None, symbology: str | None) -> finding.SoughtSale:
        """By receipt, or among the goods of the day."""
        del symbology, day
        if text == FOREIGN_DIGITS and self.elsewhere == "asked":
            return finding.AskElsewhere(digits=text)
        if text == ANH_CARD:
            return finding.SalesFound(rows=(), whose=ANH.name)
        for sale in self.sales.values():
            if text in {sale.digits, sale.label, FOREIGN_DIGITS}:
                return finding.SaleFound(sale=sale)
        rows = tuple(row for row in self._rows() if text.casefold() in row.goods.casefold())
        return finding.SalesFound(rows=rows) if rows else finding.NoSaleFound(code="no-sale-found", text=text)

    def open_sale(self, sale: str) -> ReturnableSale:
        """One of them, unless it was claimed."""
        found = self.sales[sale]
        if found.body.member is not None:
            raise Refused("claim-has-member", label=found.label)
        return found

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """As a test has it."""
        del digits
        self._fail()
        return self.elsewhere, "Q7"

    def find_member(self, text: str, *, symbology: str | None) -> Found:
        """Ánh by card and phone, both by name; a receipt that is scanned is one."""
        del symbology
        if text in {ANH_CARD, "0912345678"}:
            return MemberFound(member=ANH)
        if text in {RICE_DIGITS, COFFEE_DIGITS}:
            return NothingFound(kind="receipt", code="receipt-unknown", text=text)
        if text.isdigit():
            return NothingFound(kind="phone", code="phone-unknown", text=text)
        return MembersFound(rows=tuple(member_row(each) for each in (ANH, BINH)))

    def member(self, member: str) -> Found:
        """One of a list."""
        return MemberFound(member=ANH if member == ANH.member else BINH)

    def show(self, wish: ClaimWish) -> ClaimShown:
        """By the real rules."""
        member = ANH if wish.member == ANH.member else BINH
        return worked_out(self.sales[wish.sale], member, self.program, store="q1", labels={})

    def claim(self, session: Session, wish: ClaimWish) -> ClaimedReceipt:
        """Once for a receipt."""
        self._fail()
        shown = self.show(wish)
        sale, member = shown.sale, shown.member
        by = "" if wish.approval is None else wish.approval.name
        self.calls.append(f"{sale.label} {member.name} +{shown.points} {by}".rstrip())
        self.sales[wish.sale] = replace(sale, body=replace(sale.body, member=member.member))
        return ClaimedReceipt(
            sale=sale.sale,
            sale_label=sale.label,
            sale_at=sale.at,
            at=NOW,
            operator_name=session.name,
            till_name="Quầy 2",
            approved_by=by,
            member=_as_on_a_slip(shown),
            points=shown.points,
            points_after=shown.after,
        )

    def approvers(self) -> tuple[OperatorTile, ...]:
        """A supervisor and a manager."""
        return (HUONG, MINH)

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """By the one PIN there is."""
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.asked_by.append(asked_by)
        return Approval(operator=operator, name=HUONG.name if operator == HUONG.operator else MINH.name)

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def _rows(self) -> tuple[SaleRow, ...]:
        return tuple(
            SaleRow(
                sale=each.sale,
                label=each.label,
                at=each.at,
                to_pay=Money(each.body.to_pay),
                member_name="" if each.body.member is None else ANH.name,
                goods=", ".join(line.name for line in each.lines),
                left=True,
                has_member=each.body.member is not None,
            )
            for each in self.sales.values()
        )


def _sale(
    body: SaleSettled, label: str, digits: str, *, minutes: int, returned: dict[int, Quantity] | None = None
) -> ReturnableSale:
    return ReturnableSale(
        body=body,
        label=label,
        digits=digits,
        at=(NOW - timedelta(minutes=minutes)).astimezone(ZONE),
        operator_name="Lan",
        till_code="",
        returned=returned or {},
        paid={"cash": Money(body.to_pay)},
        given={},
        voided=False,
    )


def _as_on_a_slip(shown: ClaimShown) -> SaleMember:
    member = shown.member
    return SaleMember(
        member=member.member,
        name=member.name,
        phone_tail=member.phone_tail,
        tier=member.tier,
        tier_name=member.tier_name,
        points_before=member.points,
        points_after=shown.after,
        worth_after=Money(0),
        as_of=member.as_of,
    )
