"""Cash paid into the drawer and out of it: with a reason, a slip to sign, and the drawer open.

What the drawer holds is not asked: whoever is still to count it could learn the sum by trying.
"""

from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.cash import CashMoved, CashWay
from loyalty.wire.roles import MAY_APPROVE
from terminal.in_force import in_force
from terminal.returned import Approval
from terminal.session import Session
from terminal.shift import CashMove
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.shift_figures import open_one
from terminal.usecases.shifts import MOST_NOTE, check_amount

if TYPE_CHECKING:
    from terminal.store.books import Unit

IN_REASONS: Final = ("change", "owner", "correction", "other")
OUT_REASONS: Final = ("bank", "supplier", "expenses", "correction", "other")
REASONS: Final = {"in": IN_REASONS, "out": OUT_REASONS}
"""What cash comes and goes for; `other` takes a note."""


def move_cash(
    till: Till,
    session: Session,
    *,
    way: CashWay,
    amount: Money,
    reason: str,
    note: str = "",
    approval: Approval | None = None,
) -> CashMove:
    """Put cash into the drawer or take it out: recorded, a slip printed, the drawer opened.

    Raises:
        Refused: `no-shift`, `amount-out-of-range`, `cash-needs-reason`, `paid-out-needs-word` (`most`).
        Unavailable: `cash-not-saved` (it was looked up: doing it again is right), `store-…`.
    """
    check_amount(amount)
    if amount == 0:
        raise Refused("amount-out-of-range")
    note = " ".join(note.split())[:MOST_NOTE]
    if reason not in REASONS[way] or (reason == "other" and not note):
        raise Refused("cash-needs-reason")
    move = till.new_id()
    done = write_decided(
        till,
        move,
        lambda unit: _write(till, unit, session, move, way, amount, reason, note, approval),
        not_saved="cash-not-saved",
    )
    till.nudge_sync()
    till.nudge_printer()
    return done


def _write(
    till: Till,
    unit: "Unit",
    session: Session,
    move: str,
    way: CashWay,
    amount: Money,
    reason: str,
    note: str,
    approval: Approval | None,
) -> CashMove:
    shift, settings = open_one(unit), in_force(till, unit).settings
    is_alone = approval is None and session.role not in MAY_APPROVE
    if way == "out" and is_alone and amount > settings.paid_out_alone:
        raise Refused("paid-out-needs-word", most=settings.paid_out_alone)
    moved = CashMove(
        move=move,
        shift=shift.shift,
        at=till.clock.now(),
        operator=session.operator,
        operator_name=session.name,
        way=way,
        amount=amount,
        reason=reason,
        note=note,
        approver_name="" if approval is None else approval.name,
    )
    approver = None if approval is None else approval.operator
    said = CashMoved(shift.shift, way, amount, reason, note, approver)
    unit.journal.append("cash_moved", {"v": 1, **said.to_json()}, session.operator, move)
    unit.drawer.add_move(moved)
    unit.print_jobs.add("drawer", "", at=moved.at)
    unit.print_jobs.add("shift", till.paper.cash(moved, settings), at=moved.at)
    return moved
