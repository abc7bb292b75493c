"""Paid memberships as the program says them: `[[membership]]`. Who holds one is the account's matter."""

from dataclasses import dataclass
from typing import Literal

from loyalty.units import Money

Renewal = Literal["extend", "refuse"]
RENEWALS: tuple[Renewal, ...] = ("extend", "refuse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One paid membership: what it costs, how long it runs and what it grants meanwhile.

    `sku` is the product whose line sells it. `refund_days`: once it was used, nothing is paid back from so
    many days after its start on; `None` where that makes no difference. `with_discounts` and `with_points`
    say whether its line takes part in discounts, and whether it earns, counts for the tier and may be paid
    with points.
    """

    id: str
    name: str
    sku: str
    price: Money
    months: int
    tier: str = ""
    vouchers: tuple[str, ...] = ()
    renew: Renewal = "extend"
    refund_days: int | None = None
    with_discounts: bool = False
    with_points: bool = False
