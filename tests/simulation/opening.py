"""What members and cards have as the simulated day begins: the same on memory and in real databases."""

from datetime import datetime, timedelta
from typing import Final

OPENING_MONEY: Final = 400
"""In every second wallet, and on every gift card but the first."""
OPENING_LIFE: Final = timedelta(minutes=40)


def opening_lots(number: int, at: datetime) -> dict[str, tuple[int, datetime | None]]:
    """The points of a member by lot, with the moment each dies: of every second one, soon."""
    dies_at = at + OPENING_LIFE if number % 2 else None
    return {f"opening-{number}-a": (300, dies_at), f"opening-{number}-b": (200, None)}
