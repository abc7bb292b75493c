"""Reads `[referral]` of a program."""

from loyalty.program import values
from loyalty.program.conditions import Limit, Period
from loyalty.program.referral import ReferralRules
from loyalty.program.table import Table
from loyalty.units import Money, Points

KEYS = ("points_referrer", "points_friend", "min_spend", "cap", "within_days")
_PERIODS: tuple[Period, ...] = ("day", "week", "month", "year", "ever")


def read_referral(root: Table) -> ReferralRules | None:
    """The rules of recommendations; `None` where the program has none."""
    table = root.table("referral")
    if table is None:
        return None
    table.check_keys(KEYS)
    table.need("points_referrer", "points_friend")
    return ReferralRules(
        points_referrer=Points(values.whole(table, "points_referrer")),
        points_friend=Points(values.whole(table, "points_friend")),
        min_spend=Money(values.whole(table, "min_spend")),
        cap=_read_cap(table),
        within_days=values.whole(table, "within_days") if "within_days" in table else None,
    )


def _read_cap(table: Table) -> Limit | None:
    cap = table.table("cap")
    if cap is None:
        return None
    cap.check_keys(("times", "per"))
    cap.need("times", "per")
    return Limit(values.whole(cap, "times", 1, least=1), values.choice(cap, "per", _PERIODS, "ever"))
