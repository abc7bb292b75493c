"""Giving a member the points of a receipt afterwards: one transaction, once for ever.

In it: the event, its rows and the slip. The operation is made of the sale's id, so that a second press, or a
try after a crash, finds the first, and nobody claims a receipt twice.
"""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.lots import lot_for
from loyalty.refund import paid_back
from loyalty.units import Money, Points
from loyalty.wire.earned import PointsOf, SaleLot
from loyalty.wire.kept import kept_sale
from loyalty.wire.late_claim import ReceiptClaimed, claim_operation
from loyalty.wire.roles import MAY_APPROVE
from terminal.clock import from_timestamp, timestamp
from terminal.in_force import in_force
from terminal.late_claims import ClaimedReceipt, ClaimWish
from terminal.receipts.facts import LateClaimSlip, Origin
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.late_claims.working_out import ClaimShown, claim_extras, work_out
from terminal.usecases.members import read_member
from terminal.usecases.returns.looking import read_returnable
from terminal.usecases.returns.refunding import member_of

if TYPE_CHECKING:
    from loyalty.wire.chain import Event
    from terminal.store.books import Reading, Unit


def claim_receipt(till: Till, session: Session, wish: ClaimWish) -> ClaimedReceipt:
    """Make a sale the member's; the same claim again where it was made before.

    Raises:
        Refused: as `show_claim`; `no-shift`; `claim-needs-word`: with nobody's who may give it. Nothing was
            written.
        Unavailable: `claim-not-saved` (it was looked up: doing it again is right), `store-…` (the outcome is
            not known, and doing it again finds it out).
    """
    operation = claim_operation(wish.sale)

    def write(unit: "Unit") -> ClaimedReceipt:
        event = unit.journal.by_operation(operation)
        return _write(till, unit, session, wish) if event is None else _kept(till, unit, wish, event)

    done = write_decided(till, operation, write, not_saved="claim-not-saved")
    till.nudge_printer()
    till.nudge_sync()
    return done


def _write(till: Till, unit: "Unit", session: Session, wish: ClaimWish) -> ClaimedReceipt:
    shift = unit.shifts.current_id()
    if shift is None:
        raise Refused("no-shift")
    if session.role not in MAY_APPROVE and wish.approval is None:
        raise Refused("claim-needs-word")
    found = work_out(till, unit, wish)
    body = _body(till, found, wish, shift)
    event = unit.journal.append(
        "receipt_claimed", body.to_json(), session.operator, claim_operation(wish.sale)
    )
    unit.late_claims.add(event, money=_money_left(found))
    done = _done(till, unit, wish, event, points=found.points)
    settings = in_force(till, unit).settings
    slip = till.paper.late_claim(_slip(found, done), settings)
    unit.print_jobs.add("late-claim", slip, at=done.at, sale=wish.sale)
    return done


def _kept(till: Till, reading: "Reading", wish: ClaimWish, event: "Event") -> ClaimedReceipt:
    """The claim that was made before, where it was this member's."""
    body = ReceiptClaimed.from_json(event.body)
    if wish.member not in {body.member, body.person}:
        label = read_returnable(till, reading, wish.sale).label
        raise Refused("claim-has-member", label=label)
    return _done(till, reading, wish, event, points=Points(body.points))


def _body(till: Till, found: ClaimShown, wish: ClaimWish, shift: str) -> ReceiptClaimed:
    sold = found.sale.body
    return ReceiptClaimed(
        sale=sold.sale,
        member=found.member.member,
        program=sold.program,
        by_line=found.by_line,
        earned=tuple(PointsOf(each.rule, each.points) for each in found.quote.earned),
        points=found.points,
        lot=_lot(till, found),
        extras=claim_extras(found),
        person=found.member.person or None,
        receipt_label=found.sale.label,
        approver=None if wish.approval is None else wish.approval.operator,
        shift=shift,
    )


def _lot(till: Till, found: ClaimShown) -> SaleLot | None:
    """It dies, and can be spent, as if it had been earned when the sale was made."""
    if not found.points:
        return None
    lot = lot_for(found.program, lot_id=till.new_id(), points=found.points, earned_at=found.sale.at)
    return SaleLot(
        lot=lot.id,
        points=lot.points,
        spendable_from=timestamp(lot.spendable_from) if found.waits else None,
        dies_at=None if lot.dies_at is None else timestamp(lot.dies_at),
    )


def _money_left(found: ClaimShown) -> Money:
    """What was paid for what has not come back."""
    kept = kept_sale(found.sale.body, found.sale.returned)
    return Money(sum(line.net - line.burned - paid_back(line, line.returned) for line in kept.lines))


def _done(
    till: Till, reading: "Reading", wish: ClaimWish, event: "Event", *, points: Points
) -> ClaimedReceipt:
    body = ReceiptClaimed.from_json(event.body)
    sale, force = read_returnable(till, reading, wish.sale), in_force(till, reading)
    who = body.person or body.member
    member = member_of(till, reading, who)
    approver = None if body.approver is None else reading.operators.by_id(body.approver)
    by = reading.operators.by_id(event.operator)
    if member is None:
        raise AssertionError("a claim has a member")
    return ClaimedReceipt(
        sale=sale.sale,
        sale_label=sale.label,
        sale_at=sale.at,
        at=from_timestamp(event.at).astimezone(force.zone),
        operator_name="" if by is None else by.name,
        till_name=force.identity.name,
        approved_by="" if approver is None else approver.name,
        member=member,
        points=points,
        points_after=read_member(till, reading, who).points,
    )


def _slip(found: ClaimShown, done: ClaimedReceipt) -> LateClaimSlip:
    return LateClaimSlip(
        origin=Origin(label="", at=done.at, operator_name=done.operator_name, till_name=done.till_name),
        sale_label=done.sale_label,
        sale_at=done.sale_at,
        member=done.member,
        earned=found.labels,
        stamps=found.stamps,
        gone=found.gone,
        points=done.points,
        points_after=done.points_after,
        approved_by=done.approved_by,
    )
