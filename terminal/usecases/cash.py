"""Cash: rounding what is due, and the notes a customer is likely to hand over. Pure."""

from dataclasses import dataclass
from typing import Final

from loyalty.units import Money
from terminal.settings import StoreSettings

_STEPS: Final = (1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
QUICK_NOTES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDue:
    """What to ask for in cash, and the rounding in it: at most 0, in the customer's favour."""

    due: Money
    rounding: Money


def round_cash(amount: Money, settings: StoreSettings) -> CashDue:
    """`amount` rounded down to the store's step."""
    step = max(1, settings.cash_rounding)
    due = amount // step * step
    return CashDue(due=Money(due), rounding=Money(due - amount))


def quick_notes(amount: Money) -> tuple[Money, ...]:
    """The amount itself, then the next up of each step: 83500 gives 83500 84000 85000 90000 100000 200000."""
    notes: list[Money] = []
    for step in _STEPS:
        note = Money(-(-amount // step) * step)
        if note > amount and note not in notes:
            notes.append(note)
    return (amount, *notes[:QUICK_NOTES])
