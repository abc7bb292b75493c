"""Reads `[limits]`."""

from loyalty.program import values
from loyalty.program.caps import NO_LIMITS, Limits, ManagerOver
from loyalty.program.model import NOTHING_OFF
from loyalty.program.table import Table
from loyalty.rates import Rate
from loyalty.units import Money, Points

_KEYS = (
    *("earn_max_per_sale", "earn_max_per_day", "burn_max_per_sale", "burn_max_per_day"),
    *("sales_per_day", "discount_max_per_shift", "manager_over"),
)
MANAGER_KEYS = (
    *("price_change_percent", "line_discount_percent", "points_adjusted"),
    *("apology_voucher", "refund_without_receipt", "burn_without_card"),
)


def read_limits(root: Table) -> Limits:
    """The limits; left out, there are none."""
    limits = root.table("limits")
    if limits is None:
        return NO_LIMITS
    limits.check_keys(_KEYS)
    return Limits(
        earn_max_per_sale=_points(limits, "earn_max_per_sale"),
        earn_max_per_day=_points(limits, "earn_max_per_day"),
        burn_max_per_sale=_points(limits, "burn_max_per_sale"),
        burn_max_per_day=_points(limits, "burn_max_per_day"),
        sales_per_day=_count(limits, "sales_per_day"),
        discount_max_per_shift=_money(limits, "discount_max_per_shift"),
        manager_over=_read_manager_over(limits),
    )


def _read_manager_over(limits: Table) -> ManagerOver:
    table = limits.table("manager_over")
    if table is None:
        return ManagerOver()
    table.check_keys(MANAGER_KEYS)
    return ManagerOver(
        price_change_percent=_percent(table, "price_change_percent"),
        line_discount_percent=_percent(table, "line_discount_percent"),
        points_adjusted=_points(table, "points_adjusted"),
        apology_voucher=_money(table, "apology_voucher"),
        refund_without_receipt=_money(table, "refund_without_receipt"),
        burn_without_card=_points(table, "burn_without_card"),
    )


def _points(table: Table, key: str) -> Points | None:
    return Points(values.whole(table, key)) if key in table else None


def _money(table: Table, key: str) -> Money | None:
    return Money(values.whole(table, key)) if key in table else None


def _percent(table: Table, key: str) -> Rate | None:
    return values.percent(table, key, NOTHING_OFF) if key in table else None


def _count(table: Table, key: str) -> int | None:
    return values.whole(table, key, least=1) if key in table else None
