"""Goods that come back without a receipt: at today's price, in cash, and only with somebody's approval.

A supervisor may allow it up to the program's `refund_without_receipt`, a manager whatever it comes to. Points
are left alone: nobody knows what these goods had earned. The VAT is what is in the money at each product's
rate, which the event keeps, so that a copy says the same after the rate has changed.
"""

from typing import TYPE_CHECKING

from loyalty.approvals import RefundedWithoutReceipt, approvals
from loyalty.errors import Refused
from loyalty.rates import round_half_up
from loyalty.units import Money, Points, Quantity
from loyalty.wire.returning import GoodsReturned, ReturnedGoods
from loyalty.wire.roles import MAY_APPROVE
from loyalty.wire.sold import SaleTender, quantity_text
from loyalty.wire.vat_back import vat_without_receipt
from terminal.clock import from_timestamp
from terminal.goods import Product
from terminal.in_force import in_force, in_force_now, program_of
from terminal.returned import GoodsLine, GoodsWish, RefundedLine, RefundedSale
from terminal.sale import Tender
from terminal.sale_body import plain_percent
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.receipt_numbers import take_receipt_number
from terminal.usecases.returns.refunding import put_down, write_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.pricing_memory import InForce
    from terminal.store.books import Reading, Unit

UNIT = 1_000


def goods_line(product: Product, quantity: Quantity) -> GoodsLine:
    """So much of a product at its price of today.

    Raises:
        Refused: `price-not-typed`: its price is typed at each sale, so nobody can say what it was.
    """
    if product.price_is_typed:
        raise Refused("price-not-typed", name=product.name)
    money = Money(round_half_up(product.unit_price * quantity, UNIT))
    return GoodsLine(
        sku=product.sku,
        name=product.name,
        quantity=quantity,
        unit_price=product.unit_price,
        money=money,
        vat_percent=product.vat_percent,
        unit=product.unit,
    )


def money_for(till: Till, lines: "Sequence[GoodsLine]") -> Money:
    """What would go out: rounded down to the store's step, since nobody knows what came in."""
    step = max(1, in_force_now(till).settings.cash_rounding)
    return Money(sum(line.money for line in lines) // step * step)


def return_goods(till: Till, session: Session, wish: GoodsWish) -> RefundedSale:
    """Take goods back; the same return again where this wish was granted before.

    Raises:
        Refused: `nothing-returned`, `reason-missing`, `no-shift`, `no-program`, `manager-needed`,
            `may-not-approve`; nothing was written.
        Unavailable: as `refund_sale`.
    """
    if not wish.lines:
        raise Refused("nothing-returned", line=0)
    if not wish.reason.strip():
        raise Refused("reason-missing")
    return write_once(till, wish.refund, lambda unit, force: _write(till, unit, force, session, wish))


def _write(till: Till, unit: "Unit", force: "InForce", session: Session, wish: GoodsWish) -> RefundedSale:
    shift = unit.shifts.current_id()
    if shift is None:
        raise Refused("no-shift")
    money = Money(sum(line.money for line in wish.lines))
    step = max(1, force.settings.cash_rounding)
    paid = Money(money // step * step)
    _check_approval(till, unit, wish, money)
    receipt = take_receipt_number(unit, force.identity)
    tenders = (Tender(kind="cash", amount=paid),) if paid else ()
    goods = tuple(_returned(line) for line in wish.lines)
    body = GoodsReturned(
        lines=goods,
        money=money,
        rounding=paid - money,
        approver=wish.approval.operator,
        tenders=tuple(SaleTender(kind=each.kind, amount=each.amount) for each in tenders),
        receipt_label=receipt.label,
        reason=wish.reason,
        shift=shift,
    ).to_json()
    event = unit.journal.append("goods_returned", body, session.operator, wish.refund)
    done = RefundedSale(
        refund=wish.refund,
        seq=event.seq,
        receipt_label=receipt.label,
        at=from_timestamp(event.at).astimezone(force.zone),
        shift=shift,
        operator=session.operator,
        operator_name=session.name,
        till_name=force.identity.name,
        approval=wish.approval,
        sale=None,
        sale_label="",
        sale_at=None,
        lines=tuple(
            RefundedLine(None, line.sku, line.name, line.quantity, line.money, line.unit)
            for line in wish.lines
        ),
        money=money,
        rounding=Money(paid - money),
        points_taken=Points(0),
        points_returned=Points(0),
        tenders=tenders,
        reason=wish.reason,
        vat=vat_without_receipt(goods),
        currency=force.settings.currency,
    )
    return put_down(till, unit, force, done, [])


def _returned(line: GoodsLine) -> ReturnedGoods:
    percent = line.vat_percent
    return ReturnedGoods(
        sku=line.sku,
        quantity=quantity_text(line.quantity),
        unit_price=line.unit_price,
        money=line.money,
        name=line.name,
        vat_percent=None if percent is None else plain_percent(percent),
    )


def _check_approval(till: Till, reading: "Reading", wish: GoodsWish, money: Money) -> None:
    """Whether who allowed it may allow so much, as the operators are in this very transaction."""
    approver = reading.operators.by_id(wish.approval.operator)
    if approver is None or not approver.active or approver.role not in MAY_APPROVE:
        raise Refused("may-not-approve", name=wish.approval.name)
    limits = program_of(in_force(till, reading))
    most = limits.limits.manager_over.refund_without_receipt
    over = most is None or approvals(limits, RefundedWithoutReceipt(money=money))
    if over and approver.role != "manager":
        raise Refused("manager-needed", name=approver.name)
