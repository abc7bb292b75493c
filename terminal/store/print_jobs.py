"""What waits for a printer or a drawer: rows made in the transaction of what they are about.

Who takes them and what becomes of them is `terminal.printing`. A drawer's kick is a job of its own, tried
once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import Connection, RowMapping, bindparam, insert, literal_column, or_, select, update

from terminal.clock import from_timestamp, timestamp
from terminal.store.prepared import Prepared
from terminal.store.tables.waiting import print_jobs

JobKind = Literal[
    "sale", "void", "refund", "shift", "card", "voucher", "top-up", "late-claim", "test", "drawer"
]  # fmt: skip
"""Slips of late claims were `top-up` once: one that still waits is printed as that."""
JobState = Literal["queued", "sending", "printed", "held", "unconfirmed", "unknown", "failed", "dropped"]
"""`failed`: a drawer that did not open. `dropped`: a person decided not to print it again, or it is
older than the till's first printer.
"""

RECEIPT_PRINTER: Final = "receipt"
"""The printer of receipts, and the drawer on its cable; which device that is, the till's settings say."""

SECOND_PRINTER: Final = "second"
"""Jobs for the second printer whatever their kind."""

_IS_WAITING = print_jobs.c.state.in_(
    [literal_column(f"'{state}'") for state in ("queued", "sending", "held", "unknown")]
)
"""Written out, since an index on some rows only is not used for bound values."""
_ADD = Prepared(
    insert(print_jobs).values(
        {column.name: bindparam(column.name) for column in print_jobs.c if column.name != "job"}
    )
)
_NEXT = (
    select(print_jobs)
    .where(print_jobs.c.printer == bindparam("of_printer"), _IS_WAITING)
    .order_by(print_jobs.c.job)
    .limit(bindparam("most"))
)
_SET = (
    update(print_jobs)
    .where(print_jobs.c.job == bindparam("id"))
    .values(state=bindparam("new_state"), why=bindparam("new_why"), attempts=bindparam("tries"))
)
_DONE_WITH: Final = frozenset[JobState]({"printed", "unconfirmed", "failed", "dropped"})
_SET_DONE = _SET.values(document="")
"""What was printed may name a member, and is read no more: a copy is made from what it is about."""
_CLAIM = (
    update(print_jobs)
    .where(
        print_jobs.c.job == bindparam("id"),
        print_jobs.c.printer == bindparam("of_printer"),
        print_jobs.c.state.in_(["queued", "sending"]),
    )
    .values(state="sending", why="", attempts=bindparam("tries"))
)
_IS_MOVABLE = (print_jobs.c.state == "queued", print_jobs.c.kind.not_in(["drawer", "test"]))
_MOVE = (
    update(print_jobs)
    .where(print_jobs.c.printer == bindparam("source"), *_IS_MOVABLE)
    .values(printer=bindparam("target"))
)
_MOVE_ALL = (
    update(print_jobs)
    .where(print_jobs.c.printer == bindparam("source"), _IS_WAITING)
    .values(printer=bindparam("target"))
)
_LEAVE = (
    update(print_jobs)
    .where(
        print_jobs.c.printer == bindparam("of_printer"),
        print_jobs.c.state == "queued",
        or_(print_jobs.c.kind == "drawer", print_jobs.c.created_at < bindparam("before")),
    )
    .values(state="dropped", document="")
)
_MOVABLE = select(print_jobs.c.job).where(
    print_jobs.c.printer == bindparam("source"), _IS_WAITING, *_IS_MOVABLE
)
_BY_ID = select(print_jobs).where(print_jobs.c.job == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One job.

    `document` is JSON, empty for a drawer and for what is done with. `why` is a code of what holds it up.
    """

    job: int
    printer: str
    kind: JobKind
    document: str
    copy: bool
    state: JobState
    attempts: int
    sale: str | None
    created_at: datetime
    why: str


class PrintJobs:
    """The queue of each printer, oldest first."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        kind: JobKind,
        document: str,
        *,
        at: datetime,
        sale: str | None = None,
        copy: bool = False,
        printer: str = RECEIPT_PRINTER,
    ) -> None:
        """Queue a job, for the receipt printer or whichever the settings give its kind to."""
        row = {
            "printer": printer,
            "kind": kind,
            "document": document,
            "copy": int(copy),
            "state": "queued",
            "attempts": 0,
            "sale": sale,
            "created_at": timestamp(at),
            "why": "",
        }
        _ADD.run(self._connection, row)

    def waiting(self, printer: str, *, most: int = 100) -> tuple[PrintJob, ...]:
        """The jobs a printer still has to see to: queued, being sent, held, or of unknown outcome."""
        rows = self._connection.execute(_NEXT, {"of_printer": printer, "most": most}).mappings()
        return tuple(_job(row) for row in rows)

    def leave(self, printer: str, *, before: datetime) -> None:
        """Print no more what nobody began and was asked for before then, and open no drawer late."""
        self._connection.execute(_LEAVE, {"of_printer": printer, "before": timestamp(before)})

    def by_id(self, job: int) -> PrintJob | None:
        """One job, whatever its state."""
        row = self._connection.execute(_BY_ID, {"id": job}).mappings().first()
        return None if row is None else _job(row)

    def claim(self, job: int, *, printer: str, attempts: int) -> bool:
        """Begin a job, if it is still this printer's to begin; whether it is."""
        values = {"id": job, "of_printer": printer, "tries": attempts}
        return self._connection.execute(_CLAIM, values).rowcount == 1

    def has_movable(self, printer: str) -> bool:
        """Whether a slip waits there that was not begun."""
        return self._connection.execute(_MOVABLE.limit(1), {"source": printer}).first() is not None

    def move(self, source: str, target: str) -> None:
        """Give the slips that were not begun to another printer; drawers and test pages stay."""
        self._connection.execute(_MOVE, {"source": source, "target": target})

    def take_back(self, source: str, target: str) -> None:
        """Give all that waits, whatever its state, to another printer: nobody works on it any more."""
        self._connection.execute(_MOVE_ALL, {"source": source, "target": target})

    def set_state(self, job: int, state: JobState, *, why: str = "", attempts: int) -> None:
        """What became of a job; one that is done with keeps no text."""
        change = _SET_DONE if state in _DONE_WITH else _SET
        self._connection.execute(change, {"id": job, "new_state": state, "new_why": why, "tries": attempts})


def _job(row: RowMapping) -> PrintJob:
    return PrintJob(
        job=row["job"],
        printer=row["printer"],
        kind=cast("JobKind", row["kind"]),
        document=row["document"],
        copy=bool(row["copy"]),
        state=cast("JobState", row["state"]),
        attempts=row["attempts"],
        sale=row["sale"],
        created_at=from_timestamp(row["created_at"]),
        why=row["why"],
    )
