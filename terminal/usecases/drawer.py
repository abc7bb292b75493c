"""Opening the drawer without a sale. With one, the kick is queued by the sale itself."""

from typing import TYPE_CHECKING

from terminal.session import Session
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.database import Store


def open_drawer(till: Till, session: Session) -> None:
    """Queue one kick, and record who asked."""
    with till.store.write() as unit:
        unit.journal.append("drawer_opened", {"v": 1, "reason": "manual", "sale": None}, session.operator)
        unit.print_jobs.add("drawer", "", at=till.clock.now())
    till.nudge_printer()
    till.nudge_sync()


def record_unasked_opening(store: "Store") -> None:
    """Record that the drawer was opened and no kick of this till had opened it: by its key, or by force."""
    with store.write() as unit:
        unit.journal.append("drawer_opened", {"v": 1, "reason": "unasked", "sale": None}, "")
