"""The print queue of a till on memory: rows that are committed with what they are about.

What becomes of them is the product's own desk and its book; here they are only written down, as
`terminal.store.print_jobs` does in SQL.
"""

from dataclasses import replace
from typing import Final

from terminal.receipts.document import Document, Text, document_to_json
from terminal.store.print_jobs import RECEIPT_PRINTER, PrintJob
from tests.simulation.disk import Disk
from tests.simulation.memory_box import MemoryBox
from tests.simulation.paper import WAITING

_RECEIPT: Final = document_to_json(Document((Text("receipt"),)))


class PrintingBox(MemoryBox):
    """A box whose slips wait on its disk; it is the `PrintQueue` of its own desk."""

    def print_queue(self) -> "PrintingBox":
        """See `TillSide`."""
        return self

    def waiting(self) -> tuple[PrintJob, ...]:
        """See `PrintQueue`."""
        return tuple(job for _, job in sorted(self.disk.slips.items()) if job.state in WAITING)

    def claim(self, job: PrintJob) -> bool:
        """See `PrintQueue`: one printer has all slips."""
        if self.disk.slips[job.job].state not in {"queued", "sending"}:
            return False
        self.mark(job)
        return True

    def mark(self, job: PrintJob) -> None:
        """See `PrintQueue`."""
        disk = self._begin()
        disk.slips[job.job] = replace(
            disk.slips[job.job], state=job.state, why=job.why, attempts=job.attempts
        )
        self._commit(disk)

    def decide(self, job: int, *, again: bool) -> bool:
        """See `TillSide` and `terminal.printing.decisions`."""
        disk, row = self._begin(), self.disk.slips[job]
        disk.slips[job] = replace(row, state="dropped", why="printed-again" if again else "left")
        if again and row.sale is not None:
            self._append(disk, "receipt_reprinted", {"v": 1, "sale": row.sale})
            self._queue_receipt(disk, row.sale, copy=True)
        return self._commit(disk)

    def _queue_receipt(self, disk: Disk, sale: str, *, copy: bool = False) -> None:
        """With the sale or not at all: in the transaction that is begun."""
        job = max(disk.slips, default=0) + 1
        disk.slips[job] = PrintJob(
            job=job,
            printer=RECEIPT_PRINTER,
            kind="sale",
            document=_RECEIPT,
            copy=copy,
            state="queued",
            attempts=0,
            sale=sale,
            created_at=self.now(),
            why="",
        )
