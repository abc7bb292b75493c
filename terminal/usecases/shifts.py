"""Opening a shift with a float, and closing it with a count."""

from loyalty.units import Money
from terminal.session import Session
from terminal.shift import Shift, ShiftReport
from terminal.till import Till


def current_shift(till: Till) -> Shift | None:
    """The open shift, if there is one."""
    raise NotImplementedError


def open_shift(till: Till, session: Session, *, opening_float: Money) -> Shift:
    """Raises Refused: `shift-already-open`, `amount-out-of-range`."""
    raise NotImplementedError


def shift_so_far(till: Till, *, counted: Money = Money(0)) -> ShiftReport:
    """The figures of the open shift, not closed. Raises Refused: `no-shift`."""
    raise NotImplementedError


def close_shift(till: Till, session: Session, *, counted: Money) -> ShiftReport:
    """Close it, and print the report. Raises Refused: `no-shift`, `sale-still-open`, `amount-out-of-range`."""
    raise NotImplementedError
