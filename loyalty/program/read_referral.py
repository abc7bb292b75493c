"""Reads `[referral]` of a program."""

from collections.abc import Iterable

from loyalty.program import values
from loyalty.program.conditions import Limit, Period
from loyalty.program.read_vouchers import read_voucher_of
from loyalty.program.references import References
from loyalty.program.referral import ReferralRules
from loyalty.program.table import Table
from loyalty.program.vouchers import VoucherRule
from loyalty.units import Money, Points

KEYS = (
    *("points_referrer", "points_friend", "voucher_referrer", "voucher_friend"),
    *("min_spend", "cap", "within_days"),
)
_PRIZES = KEYS[:4]
_PERIODS: tuple[Period, ...] = ("day", "week", "month", "year", "ever")


def read_referral(
    root: Table, references: References, vouchers: Iterable[VoucherRule]
) -> ReferralRules | None:
    """The rules of recommendations; `None` where the program has none."""
    table = root.table("referral")
    if table is None:
        return None
    table.check_keys(KEYS)
    if not any(prize in table for prize in _PRIZES):
        table.report.missing((*table.path, "points_referrer"), f"write one or more of {', '.join(_PRIZES)}")
    known = tuple(vouchers)
    return ReferralRules(
        points_referrer=Points(values.whole(table, "points_referrer")),
        points_friend=Points(values.whole(table, "points_friend")),
        voucher_referrer=read_voucher_of(table, references, known, "referral", key="voucher_referrer"),
        voucher_friend=read_voucher_of(table, references, known, "referral", key="voucher_friend"),
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
