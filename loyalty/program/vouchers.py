"""Personal vouchers as values: from which promotion, on what occasion and for how long each kind is issued.

The promotion that a voucher opens says itself what it is worth; it has `when.voucher = true`. What happens to
one voucher of one member is `loyalty.account.vouchers`'s matter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from loyalty.program.conditions import Limit

Occasion = Literal[
    "welcome",
    "birthday",
    "win-back",
    "tier",
    "apology",
    "reward",
    "stamp-card",
    "challenge",
    "draw",
    "referral",
    "membership",
]
OCCASIONS: tuple[Occasion, ...] = (
    "welcome",
    "birthday",
    "win-back",
    "tier",
    "apology",
    "reward",
    "stamp-card",
    "challenge",
    "draw",
    "referral",
    "membership",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherRule:
    """One `[[voucher]]`.

    It can be used from the start of the local day `starts_after_days` after it was issued, at once where that
    is 0, to the end of the local day `days` after it can be used first, or to `until`; with neither for ever.
    A birthday's is issued `lead_days` before the birthday, a win-back's once nothing was bought for
    `away_days`, a tier's at reaching one of `tiers`; `limit` is how many one member is issued in a period.
    """

    id: str
    promotion: str
    issue: Occasion
    days: int | None = None
    until: date | datetime | None = None
    starts_after_days: int = 0
    lead_days: int = 0
    away_days: int = 0
    tiers: frozenset[str] = frozenset()
    limit: Limit | None = None
