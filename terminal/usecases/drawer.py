"""Opening the drawer without a sale. With one, the kick is queued by the sale itself."""

from terminal.session import Session
from terminal.till import Till


def open_drawer(till: Till, session: Session) -> None:
    """Queue one kick, and record who asked."""
    with till.store.write() as unit:
        unit.journal.append("drawer_opened", {"v": 1, "reason": "manual", "sale": None}, session.operator)
        unit.print_jobs.add("drawer", "", at=till.clock.now())
    till.nudge_printer()
    till.nudge_sync()
