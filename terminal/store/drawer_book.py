"""The book of the drawer: cash moved in and out, counts given, shifts that are closed, days."""

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from loyalty.units import Money
from terminal.clock import from_timestamp, timestamp
from terminal.shift import CashMove, CountGiven, DayClosed, Shift, ShiftEnd
from terminal.store.shifts import shift_of
from terminal.store.tables.drawer import cash_moves, days, drawer_counts, shifts

_MOVES = (
    select(cash_moves)
    .where(cash_moves.c.shift == bindparam("which"))
    .order_by(cash_moves.c.at, cash_moves.c.move)
)
_COUNTS = (
    select(drawer_counts).where(drawer_counts.c.shift == bindparam("which")).order_by(drawer_counts.c.number)
)
_CLOSED = (
    select(shifts)
    .where(shifts.c.closed_at.is_not(None))
    .order_by(shifts.c.number.desc())
    .limit(bindparam("most"))
)
_ONE = select(shifts).where(shifts.c.shift == bindparam("which"), shifts.c.closed_at.is_not(None))
_OF_NO_DAY = (
    select(shifts).where(shifts.c.closed_at.is_not(None), shifts.c.day.is_(None)).order_by(shifts.c.number)
)
_OF_DAY = select(shifts).where(shifts.c.day == bindparam("number")).order_by(shifts.c.number)
_DAYS = select(days).order_by(days.c.number.desc()).limit(bindparam("most"))
_DAY = select(days).where(days.c.number == bindparam("which"))
_LAST_DAY = select(func.max(days.c.number))
_PUT_INTO_DAY = (
    update(shifts).where(shifts.c.shift == bindparam("which")).values(day=bindparam("number_of_day"))
)

Closed = tuple[Shift, ShiftEnd]
"""A shift that is over, and how it was closed."""


class DrawerBook:
    """What was done with the drawer beside selling, at this till."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_move(self, move: CashMove) -> None:
        """Cash went in or out."""
        row = {
            "move": move.move,
            "shift": move.shift,
            "at": timestamp(move.at),
            "operator": move.operator,
            "operator_name": move.operator_name,
            "way": move.way,
            "amount": move.amount,
            "reason": move.reason,
            "note": move.note,
            "approver_name": move.approver_name,
        }
        self._connection.execute(insert(cash_moves), row)

    def moves(self, shift: str) -> tuple[CashMove, ...]:
        """What went in and out in a shift, in order."""
        rows = self._connection.execute(_MOVES, {"which": shift}).mappings()
        return tuple(_move(row) for row in rows)

    def add_count(self, shift: str, count: CountGiven, *, at: str) -> None:
        """A count was given."""
        row = {
            "shift": shift,
            "number": count.number,
            "at": at,
            "operator_name": count.operator_name,
            "counted": count.counted,
            "expected": count.expected,
        }
        self._connection.execute(insert(drawer_counts), row)

    def counts(self, shift: str) -> tuple[CountGiven, ...]:
        """The counts that were given of a shift's drawer, in order."""
        return tuple(
            CountGiven(
                number=row.number,
                operator_name=row.operator_name,
                counted=Money(row.counted),
                expected=Money(row.expected),
            )
            for row in self._connection.execute(_COUNTS, {"which": shift})
        )

    def closed(self, *, most: int) -> tuple[Closed, ...]:
        """The shifts that are over, the last first."""
        return self._all(self._connection.execute(_CLOSED, {"most": most}).mappings())

    def one_closed(self, shift: str) -> Closed | None:
        """One of them."""
        return next(iter(self._all(self._connection.execute(_ONE, {"which": shift}).mappings())), None)

    def of_no_day(self) -> tuple[Closed, ...]:
        """Those that no closed day has yet, in order."""
        return self._all(self._connection.execute(_OF_NO_DAY).mappings())

    def of_day(self, number: int) -> tuple[Closed, ...]:
        """Those of a closed day, in order."""
        return self._all(self._connection.execute(_OF_DAY, {"number": number}).mappings())

    def next_day_number(self) -> int:
        """The number of the next day to be closed."""
        return (self._connection.execute(_LAST_DAY).scalar_one() or 0) + 1

    def add_day(self, day: DayClosed, of: Iterable[str]) -> None:
        """A day is closed, of these shifts."""
        row = {
            "number": day.number,
            "operator": day.operator,
            "operator_name": day.operator_name,
            "closed_at": timestamp(day.at),
        }
        self._connection.execute(insert(days), row)
        for shift in of:
            self._connection.execute(_PUT_INTO_DAY, {"which": shift, "number_of_day": day.number})

    def day(self, number: int) -> DayClosed | None:
        """One closed day."""
        row = self._connection.execute(_DAY, {"which": number}).mappings().first()
        return None if row is None else _day(row)

    def closed_days(self, *, most: int) -> tuple[DayClosed, ...]:
        """The days that are closed, the last first."""
        return tuple(_day(row) for row in self._connection.execute(_DAYS, {"most": most}).mappings())

    def _all(self, rows: Iterable[RowMapping]) -> tuple[Closed, ...]:
        return tuple((shift_of(row), self._end(row)) for row in rows)

    def _end(self, row: RowMapping) -> ShiftEnd:
        first = next(iter(self._last_counts(row["shift"])), None)
        return ShiftEnd(
            at=from_timestamp(row["closed_at"]),
            operator=row["closed_by"] or row["operator"],
            operator_name=row["closed_by_name"] or row["operator_name"],
            counted=Money(row["counted"]),
            incarnation=row["closed_incarnation"] or row["incarnation"],
            seq=row["closed_seq"] or 0,
            reason=row["reason"] or "",
            note=row["note"] or "",
            first_counted=None if first is None or first.counted == row["counted"] else first.counted,
            day=row["day"],
        )

    def _last_counts(self, shift: str) -> tuple[CountGiven, ...]:
        """The counts of the drawer as it was in the end: of one expectation."""
        given = self.counts(shift)
        return tuple(each for each in given if each.expected == given[-1].expected)


def _day(row: RowMapping) -> DayClosed:
    return DayClosed(
        number=row["number"],
        operator=row["operator"],
        operator_name=row["operator_name"],
        at=from_timestamp(row["closed_at"]),
    )


def _move(row: RowMapping) -> CashMove:
    return CashMove(
        move=row["move"],
        shift=row["shift"],
        at=from_timestamp(row["at"]),
        operator=row["operator"],
        operator_name=row["operator_name"],
        way=row["way"],
        amount=Money(row["amount"]),
        reason=row["reason"],
        note=row["note"],
        approver_name=row["approver_name"],
    )
