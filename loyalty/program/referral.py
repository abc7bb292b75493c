"""Recommendations as the program says them: `[referral]`. Who recommended whom is the account's matter."""

from dataclasses import dataclass

from loyalty.program.conditions import Limit
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRules:
    """What both sides get at the friend's first purchase of at least `min_spend`: points, vouchers or both.

    It must come within so many days of the recommendation, at any time where that is `None`. `cap` is for how
    many friends of a period a member is given points; the friends get theirs all the same.
    """

    points_referrer: Points = Points(0)
    points_friend: Points = Points(0)
    voucher_referrer: str = ""
    voucher_friend: str = ""
    min_spend: Money = Money(0)
    cap: Limit | None = None
    within_days: int | None = None
