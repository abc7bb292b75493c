"""Limits as values: how many points a sale and a day may have, and what a manager must approve.

What they do to a quote is in `loyalty.quote.capping`, what a cashier may do alone in `loyalty.approvals`.
"""

from dataclasses import dataclass

from loyalty.rates import Rate
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerOver:
    """From where on a cashier needs somebody's word: what is more than the figure; `None` is never.

    A `price_change_percent` is of the price, a `line_discount_percent` of the line's gross,
    `refund_without_receipt` is money, `points_adjusted` points given or taken by hand, `burn_without_card`
    points burned for somebody who showed no card, `apology_voucher` what such a voucher is worth.
    """

    price_change_percent: Rate | None = None
    line_discount_percent: Rate | None = None
    points_adjusted: Points | None = None
    apology_voucher: Money | None = None
    refund_without_receipt: Money | None = None
    burn_without_card: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The section `[limits]`; `None` is no limit.

    Days are local, and of one member. A sale past `sales_per_day` earns nothing. `discount_max_per_shift` is
    what one cashier may take off by hand in a shift before a manager must approve.
    """

    earn_max_per_sale: Points | None = None
    earn_max_per_day: Points | None = None
    burn_max_per_sale: Points | None = None
    burn_max_per_day: Points | None = None
    sales_per_day: int | None = None
    discount_max_per_shift: Money | None = None
    manager_over: ManagerOver = ManagerOver()


NO_LIMITS = Limits()

EARN_PER_SALE = "limits.earn_max_per_sale"
EARN_PER_DAY = "limits.earn_max_per_day"
SALES_PER_DAY = "limits.sales_per_day"
"""By these a quote names the limit that cut its points."""
