"""What a person decides about a slip that may or may not be on paper, after looking.

Nothing here prints: a decision is rows, and the printer's worker goes by them. Points and money were settled
with the sale and are not touched.
"""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from terminal.in_force import in_force_now
from terminal.receipts.copies import marked
from terminal.receipts.document import document_from_json, document_to_json
from terminal.session import Session
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Unit
    from terminal.store.print_jobs import PrintJob


def print_again(till: Till, session: Session, *, job: int) -> None:
    """It is not on paper: queue the same slip once more, marked as a copy, since the first may turn up.

    Raises:
        Refused: `print-job-decided`: somebody has decided already.
        Unavailable: `store-…`.
    """
    settings = in_force_now(till).settings
    mark = till.memory.catalogue(settings.language).text("receipt.copy")
    with till.store.write() as unit:
        row = _undecided(unit, job)
        document = row.document
        if not row.copy:
            document = document_to_json(marked(document_from_json(document), mark))
        if row.sale is not None:
            unit.journal.append("receipt_reprinted", {"v": 1, "sale": row.sale}, session.operator)
        unit.print_jobs.set_state(row.job, "dropped", why="printed-again", attempts=row.attempts)
        unit.print_jobs.add(row.kind, document, at=till.clock.now(), sale=row.sale, copy=True)
    till.nudge_printer()
    till.nudge_sync()


def leave_it(till: Till, *, job: int) -> None:
    """It is on paper, or nobody wants it: ask no more.

    Raises:
        Refused: `print-job-decided`: somebody has decided already.
        Unavailable: `store-…`.
    """
    with till.store.write() as unit:
        row = _undecided(unit, job)
        unit.print_jobs.set_state(row.job, "dropped", why="left", attempts=row.attempts)
    till.nudge_printer()


def _undecided(unit: "Unit", job: int) -> "PrintJob":
    row = unit.print_jobs.by_id(job)
    if row is None or row.state != "unknown":
        raise Refused("print-job-decided")
    return row
