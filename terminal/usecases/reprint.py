"""A receipt once more, marked as a copy."""

from loyalty.errors import Refused
from terminal.in_force import in_force_now
from terminal.sale import SettledSale
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.returns.refunding import kept_return, slip_of


def reprint(till: Till, session: Session, sale: str) -> SettledSale:
    """Queue the copy of a sale's receipt; no drawer opens.

    Raises:
        Refused: `sale-unknown`.
    """
    settings = in_force_now(till).settings
    with till.store.write() as unit:
        settled = unit.sales.by_id(sale)
        if settled is None:
            raise Refused("sale-unknown")
        unit.journal.append("receipt_reprinted", {"v": 1, "sale": sale}, session.operator)
        back = kept_return(till, unit, settled.exchange) if settled.exchange else None
        slip = None if back is None else slip_of(back)
        document = till.paper.sale(settled, settings, copy=True, back=slip)
        unit.print_jobs.add("sale", document, at=till.clock.now(), sale=sale, copy=True)
    till.nudge_printer()
    till.nudge_sync()
    return settled


def last_sale(till: Till) -> SettledSale | None:
    """The sale this till made last, voided or not."""
    with till.store.read() as reading:
        return reading.sales.last()
