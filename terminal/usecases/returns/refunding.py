"""Taking goods back: one transaction, done once, with everything in it that will ever be needed.

In it: the event and what follows from it, the slip's print job and the drawer's. The wish's own id is the
operation's, so that a second press, or a try after a crash, finds the first.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from loyalty.errors import Refused
from loyalty.returning import CASH
from loyalty.units import Money, Points
from loyalty.wire.chain import Event
from terminal.clock import from_timestamp
from terminal.goods import unit_of
from terminal.in_force import in_force, in_force_now
from terminal.receipts.facts import Origin, RefundSlip, ReturnedLine
from terminal.returned import Approval, RefundedLine, RefundedSale, RefundWish, ReturnableSale
from terminal.sale import SaleMember
from terminal.session import Session
from terminal.store.returns import moves_of
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.members import read_member
from terminal.usecases.receipt_numbers import take_receipt_number
from terminal.usecases.returns.looking import is_weighed, read_returnable
from terminal.usecases.returns.taxed import held_of, taxed_back
from terminal.usecases.returns.working_out import WorkedOut, gone_with, refund_body, work_out
from terminal.usecases.wallets import end_taken_top_up

if TYPE_CHECKING:
    from terminal.pricing_memory import InForce
    from terminal.store.books import Reading, Unit


def refund_sale(till: Till, session: Session, wish: RefundWish) -> RefundedSale:
    """Take goods of a sale back; the same return again where this wish was granted before.

    Raises:
        Refused: as `show_refund`; `no-shift`; `approval-needed`: in cash, what was not paid in cash, with
            nobody's approval. Nothing was written.
        Unavailable: `refund-not-saved` (it was looked up: doing it again is right), `store-…` (the outcome is
            not known, and doing it again finds it out).
    """
    return write_once(till, wish.refund, lambda unit, force: _write(till, unit, force, session, wish))


def write_once(till: Till, operation: str, write: "Callable[[Unit, InForce], RefundedSale]") -> RefundedSale:
    """Do it in one transaction, or find that it was done; `write` raises Refused where it may not be.

    Raises:
        Refused: as `write`.
        Unavailable: as `refund_sale`.
    """
    force = in_force_now(till)
    done = write_decided(
        till,
        operation,
        lambda unit: kept_return(till, unit, operation) or write(unit, force),
        not_saved="refund-not-saved",
    )
    till.nudge_printer()
    till.nudge_sync()
    return done


def put_down(
    till: Till, unit: "Unit", force: "InForce", done: RefundedSale, moves: list[dict[str, Any]]
) -> RefundedSale:
    """What follows from the event of a return: its rows, its slip, and the drawer where cash goes out."""
    done = put_into_rows(till, unit, done, moves)
    unit.print_jobs.add("refund", till.paper.refund(slip_of(done), force.settings), at=done.at)
    if any(tender.kind == CASH for tender in done.tenders):
        unit.print_jobs.add("drawer", "", at=done.at)
    return done


def put_into_rows(till: Till, unit: "Unit", done: RefundedSale, moves: list[dict[str, Any]]) -> RefundedSale:
    """The rows alone; the return comes back with its member as they stand since."""
    member = None if done.member is None else done.member.member
    unit.returns.add(done, member=member, moves=moves)
    return replace(done, member=member_of(till, unit, member), points_after=points_after(till, unit, member))


def points_after(till: Till, reading: "Reading", member: str | None) -> Points | None:
    """The member's balance as this till knows it now; None where nobody here knows them any more."""
    try:
        return None if member is None else read_member(till, reading, member).points
    except Refused:
        return None


def slip_of(done: RefundedSale) -> RefundSlip:
    """What the slip of a return says."""
    return RefundSlip(
        origin=Origin(
            label=done.receipt_label, at=done.at, operator_name=done.operator_name, till_name=done.till_name
        ),
        lines=tuple(
            ReturnedLine(name=line.name, quantity=line.quantity, amount=line.money, unit=line.unit)
            for line in done.lines
        ),
        money=done.paid_out,
        tenders=done.tenders,
        sale_label=done.sale_label,
        sale_at=done.sale_at,
        reason=done.reason,
        rounding=done.rounding,
        member=done.member,
        points_taken=done.points_taken,
        points_returned=done.points_returned,
        points_after=done.points_after,
        approved_by="" if done.approval is None else done.approval.name,
        held=done.held,
        vat=done.vat,
        currency=done.currency,
    )


def _write(till: Till, unit: "Unit", force: "InForce", session: Session, wish: RefundWish) -> RefundedSale:
    shift = unit.shifts.current_id()
    if shift is None:
        raise Refused("no-shift")
    check_word(wish)
    done, moves = journalled(till, unit, session, wish, work_out(till, unit, wish), shift=shift)
    return put_down(till, unit, force, done, moves)


def check_word(wish: RefundWish) -> None:
    """Check that somebody allowed cash for what was not paid in cash.

    Raises:
        Refused: `approval-needed`.
    """
    if wish.in_cash and wish.approval is None:
        raise Refused("approval-needed")


def journalled(
    till: Till,
    unit: "Unit",
    session: Session,
    wish: RefundWish,
    found: WorkedOut,
    *,
    shift: str,
    exchange: str | None = None,
) -> tuple[RefundedSale, list[dict[str, Any]]]:
    """The event of a return, and what its rows are made of; `exchange` is the sale that takes its money."""
    receipt = take_receipt_number(unit, in_force(till, unit).identity)
    body = refund_body(found, wish, label=receipt.label, shift=shift, exchange=exchange)
    event = unit.journal.append("sale_refunded", body, session.operator, wish.refund)
    end_taken_top_up(unit, session.operator, found.top_up)
    done = _done(till, unit, found, wish, session, event, label=receipt.label, shift=shift)
    return done, moves_of(body, unit.returns.body_of(wish.sale) or {}, at=event.at)


def _done(
    till: Till,
    reading: "Reading",
    found: WorkedOut,
    wish: RefundWish,
    session: Session,
    event: Event,
    *,
    label: str,
    shift: str,
) -> RefundedSale:
    force = in_force(till, reading)
    lines = found.sale.lines
    return RefundedSale(
        refund=wish.refund,
        seq=event.seq,
        receipt_label=label,
        at=from_timestamp(event.at).astimezone(force.zone),
        shift=shift,
        operator=session.operator,
        operator_name=session.name,
        till_name=force.identity.name,
        approval=wish.approval,
        sale=found.sale.sale,
        sale_label=found.sale.label,
        sale_at=found.sale.at,
        lines=tuple(
            RefundedLine(each.line, sold.sku, sold.name, each.quantity, each.money, sold.unit)
            for each in found.back.lines
            for sold in (lines[each.line],)
        ),
        money=found.back.money,
        rounding=found.rounding,
        points_taken=found.back.points_taken,
        points_returned=found.points_back,
        tenders=found.tenders,
        reason=wish.reason,
        is_whole=found.back.sale.is_returned,
        held=found.held,
        vat=found.vat,
        member=member_of(till, reading, found.sale.body.member),
        currency=force.settings.currency,
    )


def member_of(till: Till, reading: "Reading", member: str | None) -> SaleMember | None:
    """The member of a sale as a slip shows one; without a name and a number where nobody here has them."""
    if member is None:
        return None
    try:
        known = read_member(till, reading, member)
    except Refused:
        nothing = Points(0)
        return SaleMember(
            member=member, name="", phone_tail="", tier="", tier_name="",
            points_before=nothing, points_after=nothing, worth_after=Money(0),
        )  # fmt: skip
    return SaleMember(
        member=member,
        name=known.name,
        phone_tail=known.phone_tail,
        tier=known.tier,
        tier_name=known.tier_name,
        points_before=known.points,
        points_after=known.points,
        worth_after=Money(0),
        as_of=known.as_of,
        revision=known.revision,
        person=known.person,
        sharing=len(known.household),
    )


def kept_return(till: Till, reading: "Reading", operation: str) -> RefundedSale | None:
    """A return that is in the journal already, by its operation."""
    kept, event = reading.returns.by_id(operation), reading.journal.by_operation(operation)
    if kept is None or event is None:
        return None
    row, force = kept.row, in_force(till, reading)
    sale = None if row["sale"] is None else read_returnable(till, reading, row["sale"])
    gone = gone_with(till, reading, sale) if sale is not None and row["is_whole"] else 0
    approval = Approval(operator=row["approver"], name=row["approver_name"]) if row["approver"] else None
    return RefundedSale(
        refund=operation,
        seq=row["seq"],
        receipt_label=row["receipt_label"],
        at=from_timestamp(row["at"]).astimezone(force.zone),
        shift=row["shift"],
        operator=row["operator"],
        operator_name=row["operator_name"],
        till_name=force.identity.name,
        approval=approval,
        sale=row["sale"],
        sale_label="" if sale is None else sale.label,
        sale_at=None if sale is None else sale.at,
        lines=tuple(_with_unit(reading, sale, line) for line in kept.lines),
        money=Money(row["money"]),
        rounding=Money(row["rounding"]),
        points_taken=Points(row["points_taken"]),
        points_returned=Points(max(0, row["points_returned"] - gone)),
        tenders=kept.tenders,
        reason=str(event.body["reason"]),
        is_whole=bool(row["is_whole"]),
        held=held_of(event.body),
        vat=taxed_back(reading, event, sale, kept).rates,
        member=member_of(till, reading, row["member"]),
        points_after=points_after(till, reading, row["member"]),
        currency=force.settings.currency,
    )


def _with_unit(reading: "Reading", sale: ReturnableSale | None, line: RefundedLine) -> RefundedLine:
    """By what it goes: as it was sold, or without a receipt as the catalogue has it."""
    if sale is not None and line.line is not None:
        return line._replace(unit=sale.lines[line.line].unit)
    return line._replace(unit=unit_of(line.quantity, is_weighed=is_weighed(reading, line.sku)))
