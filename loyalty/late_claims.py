"""Until when the points of a receipt may be claimed afterwards. Pure.

The contract of the program has no word for it, so it is the same for every shop. It is a till's to ask, by
its own clock: the server takes a claim whenever it comes, since nothing it decides may depend on that clock.
"""

from datetime import datetime, timedelta
from typing import Final

CLAIM_DAYS: Final = 7
"""So many days after a sale its receipt may still be claimed."""


def is_claimable(sold_at: datetime, now: datetime) -> bool:
    """Whether the receipt of a sale may still be claimed; one from the future, by a clock put right, may."""
    return now - sold_at <= timedelta(days=CLAIM_DAYS)
