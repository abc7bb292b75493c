"""Reads `[[membership]]` of a program."""

from collections.abc import Iterable, Mapping

from loyalty.program import values
from loyalty.program.memberships import RENEWALS, Membership
from loyalty.program.references import References
from loyalty.program.table import Table, shown
from loyalty.program.vouchers import Occasion, VoucherRule
from loyalty.units import Money

KEYS = (
    *("id", "name", "sku", "price", "months", "tier", "vouchers", "renew", "refund_days"),
    *("with_discounts", "with_points"),
)
MONTHS_MAX = 1_200


def read_memberships(
    root: Table, references: References, vouchers: Iterable[VoucherRule]
) -> tuple[Membership, ...]:
    """All memberships, in file order; each may begin with some of the vouchers."""
    skus: set[str] = set()
    occasions: dict[str, Occasion] = {rule.id: rule.issue for rule in vouchers}
    return tuple(_read(table, references, skus, occasions) for table in root.tables("membership"))


def _read(
    table: Table, references: References, skus: set[str], occasions: Mapping[str, Occasion]
) -> Membership:
    table.check_keys(KEYS)
    table.need("id", "sku", "price", "months")
    membership_id = references.read_id(table, "membership")
    vouchers = references.read_all(table, "vouchers", "voucher") or ()
    for index, named in enumerate(vouchers):
        occasion = occasions.get(named, "membership")
        if occasion != "membership":
            right = 'name a [[voucher]] with issue = "membership"'
            table.fault_item("vouchers", index, f'{shown(named)} is issued as "{occasion}"', right)
    return Membership(
        id=membership_id,
        name=values.text(table, "name", membership_id),
        sku=_read_sku(table, skus),
        price=Money(values.whole(table, "price")),
        months=_read_months(table),
        tier=references.read(table, "tier", "tier"),
        vouchers=vouchers,
        renew=values.choice(table, "renew", RENEWALS, "extend"),
        refund_days=values.whole(table, "refund_days") if "refund_days" in table else None,
        with_discounts=values.flag(table, "with_discounts"),
        with_points=values.flag(table, "with_points"),
    )


def _read_sku(table: Table, skus: set[str]) -> str:
    sku = values.text(table, "sku")
    if sku in skus:
        table.fault("sku", f"{shown(sku)} sells another membership", "each needs a product of its own")
    skus.add(sku)
    return sku


def _read_months(table: Table) -> int:
    months = values.whole(table, "months", 1, least=1)
    if months > MONTHS_MAX:
        table.fault("months", f"{shown(months)} is out of range", f"it runs from 1 to {MONTHS_MAX}")
    return months
