"""What a member's receipts have won in draws, as their account keeps it."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.account.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """One prize: the sale whose receipt drew it and when, what the prize is called, and what it gave."""

    sale: str
    at: datetime
    prize: str
    entry: Entry
