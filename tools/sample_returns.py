"""Sales that can come back, for scenes and tests of the screen *Returns*; what comes back is kept here."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal

from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.units import Money, Points, Quantity
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.journal import SaleBurn, SaleLine, SaleSettled
from loyalty.wire.sold import BurnSlice, SaleTender
from terminal.returned import (
    Approval,
    GoodsLine,
    GoodsWish,
    RefundedLine,
    RefundedSale,
    RefundWish,
    ReturnableSale,
    SaleRow,
)
from terminal.sale import Tender
from terminal.session import OperatorTile, Session
from terminal.usecases.found import Found, NothingFound, ProductFound
from terminal.usecases.returns import finding
from terminal.usecases.returns.working_out import RefundShown, worked_out
from tools.sample_shop import ANH, COFFEE, GOODS, GREENS, NOODLES, NOW, PIN, RICE, ZONE

CASH_STEP: Final = Money(500)
ANH_DIGITS: Final = receipt_digits(till_number=2, receipt_number=124)
FOREIGN_DIGITS: Final = receipt_digits(till_number=7, receipt_number=3)
MINH: Final = OperatorTile(operator="anh", name="Quốc Anh", role="manager")
HUONG: Final = OperatorTile(operator="huong", name="Hương", role="supervisor")

ANHS: Final = SaleSettled(
    sale="sale-124",
    member="member-anh",
    program=SaleProgram(1, "f" * 64),
    lines=(
        SaleLine(RICE.sku, "2", 189_000, 378_000, 366_660, 98_000, 60, 196, name=RICE.name),
        SaleLine(NOODLES.sku, "3", 4_500, 13_500, 8_730, 2_000, 1, 4, name=NOODLES.name),
        SaleLine(GREENS.sku, "0.755", 24_900, 18_800, 18_236, 0, 4, 0, name=GREENS.name),
    ),
    discounts=(),
    earned_points=65,
    lot=SaleLot("lot-124", 65, None, None),
    burn=SaleBurn(200, 100_000, "lease-1", (BurnSlice("lot-1", 180), BurnSlice("lot-2", 20))),
    subtotal=410_300,
    total=293_626,
    rounding=-126,
    to_pay=293_500,
    tenders=(SaleTender("card", 150_000), SaleTender("cash", 143_500)),
)
NOBODYS: Final = SaleSettled(
    sale="sale-123",
    member=None,
    program=SaleProgram(1, "f" * 64),
    lines=(SaleLine(COFFEE.sku, "2", 35_000, 70_000, 70_000, 0, 0, 0, name=COFFEE.name),),
    discounts=(),
    earned_points=0,
    lot=None,
    burn=None,
    subtotal=70_000,
    total=70_000,
    rounding=0,
    to_pay=70_000,
    tenders=(SaleTender("cash", 70_000),),
)


class SampleReturns:
    """Implements `ui.presenters.returns.errands.ReturnsErrands`; `calls` are the returns that were done."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.asked_by: list[str] = []
        self.ids = 0
        self.sales = {
            "sale-124": _returnable(ANHS, "Q2-000124", ANH_DIGITS, minutes=30),
            "sale-123": _returnable(NOBODYS, "Q2-000123", "", minutes=55),
        }
        self.done: dict[str, RefundedSale] = {}
        self.failures: list[Exception] = []
        self.not_told: list[Exception] = []
        self.elsewhere: Literal["asked", "given"] = "asked"

    def new_id(self) -> str:
        """Counted."""
        self.ids += 1
        return f"refund-{self.ids}"

    def today(self) -> date:
        """The day that stands still."""
        return NOW.astimezone(ZONE).date()

    def find_sale(self, text: str, *, day: date | None, symbology: str | None = None) -> finding.SoughtSale:
        """By receipt, or among the goods and names of the day."""
        del symbology
        if text == FOREIGN_DIGITS and self.elsewhere == "asked":
            return finding.AskElsewhere(digits=text)
        if text.startswith("Q7-"):
            return finding.NoSaleFound(code="receipt-of-till", text=text, till="Q7")
        for sale in self.sales.values():
            if text in {sale.digits, sale.label, FOREIGN_DIGITS}:
                return finding.SaleFound(sale=sale)
        if text == "0912345678":
            return self.sales_of_buyer("member-anh")
        rows = tuple(
            row for row in self._rows(day) if text.casefold() in f"{row.goods} {row.label}".casefold()
        )
        return finding.SalesFound(rows=rows) if rows else finding.NoSaleFound(code="no-sale-found", text=text)

    def open_sale(self, sale: str) -> finding.SoughtSale:
        """One of them."""
        return finding.SaleFound(sale=self.sales[sale])

    def sales_of_day(self, day: date | None) -> finding.SalesFound:
        """Both today, none before."""
        return finding.SalesFound(rows=self._rows(day))

    def sales_of_buyer(self, member: str) -> finding.SalesFound:
        """Ánh's."""
        return finding.SalesFound(rows=self._rows(None)[:1], whose=ANH.name if member == ANH.member else "")

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """As a test has it."""
        del digits
        self._fail()
        return self.elsewhere, "Q7"

    def show(self, wish: RefundWish) -> RefundShown:
        """By the real rules, unless it is to be told later."""
        if self.not_told:
            raise self.not_told.pop(0)
        sale = self.sales[wish.sale]
        found = worked_out(sale, wish, cash_step=CASH_STEP)
        if sale.body.member is None:
            return RefundShown(worked_out=found, before=None, after=None)
        points = Points(ANH.points - found.back.points_taken + found.back.points_returned)
        after = replace(ANH, points=points)
        lost = ANH.tier_name if found.back.sale.is_returned else ""
        return RefundShown(worked_out=found, before=ANH, after=after, tier_lost=lost)

    def refund(self, session: Session, wish: RefundWish) -> RefundedSale:
        """Once for a wish."""
        self._fail()
        if wish.refund not in self.done:
            sale = self.sales[wish.sale]
            shown = self.show(wish)
            self.calls.append(f"{sale.label} {shown.worked_out.paid_out} {wish.reason}")
            self.done[wish.refund] = _refunded(session, wish, sale, shown)
            self.sales[wish.sale] = _after(sale, shown)
        return self.done[wish.refund]

    def find_goods(self, text: str, *, symbology: str | None = None) -> Found:
        """By code or name."""
        del symbology
        for product in GOODS:
            if text in {product.sku, product.name}:
                return ProductFound(product=product)
        return NothingFound(kind="product", code="product-unknown", text=text)

    def money_for(self, lines: tuple[GoodsLine, ...]) -> Money:
        """Rounded down."""
        return Money(sum(line.money for line in lines) // CASH_STEP * CASH_STEP)

    def return_goods(self, session: Session, wish: GoodsWish) -> RefundedSale:
        """Once for a wish."""
        paid = self.money_for(wish.lines)
        self.calls.append(f"goods {paid} {wish.reason} {wish.approval.name}")
        goods = tuple(
            RefundedLine(None, line.sku, line.name, line.quantity, line.money, line.unit)
            for line in wish.lines
        )
        return replace(_empty(session, wish.refund), lines=goods, money=paid, tenders=(_cash(paid),))

    def approvers(self) -> tuple[OperatorTile, ...]:
        """A supervisor and a manager."""
        return (HUONG, MINH)

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> Approval:
        """By the one PIN there is."""
        del what
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.asked_by.append(asked_by)
        return Approval(operator=operator, name=HUONG.name if operator == HUONG.operator else MINH.name)

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def _rows(self, day: date | None) -> tuple[SaleRow, ...]:
        if day is not None and day != self.today():
            return ()
        return tuple(
            SaleRow(
                sale=each.sale,
                label=each.label,
                at=each.at,
                to_pay=Money(each.body.to_pay),
                member_name="" if each.body.member is None else ANH.name,
                goods=", ".join(line.name for line in each.lines),
                left=not each.voided,
                has_member=each.body.member is not None,
            )
            for each in self.sales.values()
        )


def _returnable(body: SaleSettled, label: str, digits: str, *, minutes: int) -> ReturnableSale:
    return ReturnableSale(
        body=body,
        label=label,
        digits=digits,
        at=NOW - timedelta(minutes=minutes),
        operator_name="Lan",
        till_code="",
        returned={},
        paid={each.kind: Money(each.amount) for each in body.tenders},
        given={},
        voided=False,
        member_name="" if body.member is None else ANH.name,
    )


def _after(sale: ReturnableSale, shown: RefundShown) -> ReturnableSale:
    lines = shown.worked_out.back.sale.lines
    given = dict(sale.given)
    for tender in shown.worked_out.tenders:
        given[tender.kind] = Money(given.get(tender.kind, 0) + tender.amount)
    return replace(
        sale,
        returned={at: Quantity(line.returned) for at, line in enumerate(lines) if line.returned},
        given=given,
        voided=shown.worked_out.back.sale.is_returned,
    )


def _refunded(session: Session, wish: RefundWish, sale: ReturnableSale, shown: RefundShown) -> RefundedSale:
    found = shown.worked_out
    return replace(
        _empty(session, wish.refund),
        sale=sale.sale,
        sale_label=sale.label,
        sale_at=sale.at,
        lines=tuple(
            RefundedLine(each.line, sold.sku, sold.name, each.quantity, each.money, sold.unit)
            for each in found.back.lines
            for sold in (sale.lines[each.line],)
        ),
        money=found.back.money,
        rounding=found.rounding,
        points_taken=found.back.points_taken,
        points_returned=found.back.points_returned,
        points_after=None if shown.after is None else shown.after.points,
        tenders=found.tenders,
        reason=wish.reason,
        approval=wish.approval,
    )


def _empty(session: Session, refund: str) -> RefundedSale:
    return RefundedSale(
        refund=refund,
        seq=9,
        receipt_label="Q2-000125",
        at=NOW,
        shift="shift-1",
        operator=session.operator,
        operator_name=session.name,
        till_name="Quầy 2",
        approval=None,
        sale=None,
        sale_label="",
        sale_at=None,
        lines=(),
        money=Money(0),
        rounding=Money(0),
        points_taken=Points(0),
        points_returned=Points(0),
        tenders=(),
    )


def _cash(amount: Money) -> Tender:
    return Tender(kind="cash", amount=amount)
