"""A term of a paid membership as an account keeps it."""

from dataclasses import dataclass
from datetime import date

from loyalty.units import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One membership, from the day it starts to the day before it ends; `sale` and `line` sold it.

    What it grants and how it is paid back are kept as they were sold, `vouchers` are those it began with.
    `used_in` are the sales in which it gave something, and the uses of its benefits.
    """

    membership: str
    name: str
    sale: str
    line: int
    starts: date
    ends: date
    paid: Money
    tier: str = ""
    refund_days: int | None = None
    vouchers: tuple[str, ...] = ()
    used_in: frozenset[str] = frozenset()

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends - self.starts).days

    def is_running(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts <= day < self.ends

    def days_left(self, day: date) -> int:
        """The days that are still to come when it is brought back on a day.

        That day counts as gone, unless it is the first one and nothing was used.
        """
        if day < self.starts or (day == self.starts and not self.used_in):
            return self.days
        return max(0, (self.ends - day).days - 1)

    def is_past_refund(self, day: date) -> bool:
        """Whether it was used, and too long ago begun to be paid back."""
        return (
            bool(self.used_in)
            and self.refund_days is not None
            and (day - self.starts).days >= self.refund_days
        )
