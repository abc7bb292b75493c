"""A receipt once more, marked as a copy."""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from terminal.in_force import in_force_now
from terminal.sale import SettledSale
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.printer import need_printer
from terminal.usecases.returns.refunding import kept_return, slip_of

if TYPE_CHECKING:
    from terminal.receipts.facts import RefundSlip
    from terminal.store.books import Reading


def reprint(till: Till, session: Session, sale: str) -> SettledSale:
    """Queue the copy of a sale's receipt; no drawer opens.

    Raises:
        Refused: `sale-unknown`, `no-printer`.
    """
    need_printer(till)
    settings = in_force_now(till).settings
    with till.store.write() as unit:
        settled = unit.sales.by_id(sale)
        if settled is None:
            raise Refused("sale-unknown")
        unit.journal.append("receipt_reprinted", {"v": 1, "sale": sale}, session.operator)
        back = came_back_for(till, unit, settled)
        document = till.paper.sale(settled, settings, copy=True, back=back)
        unit.print_jobs.add("sale", document, at=till.clock.now(), sale=sale, copy=True)
    till.nudge_printer()
    till.nudge_sync()
    return settled


def came_back_for(till: Till, reading: "Reading", sale: SettledSale) -> "RefundSlip | None":
    """What came back in an exchange for that sale, as its paper says it; None where it was none."""
    back = kept_return(till, reading, sale.exchange) if sale.exchange else None
    return None if back is None else slip_of(back)


def last_sale(till: Till) -> SettledSale | None:
    """The sale this till made last, voided or not."""
    with till.store.read() as reading:
        return reading.sales.last()
