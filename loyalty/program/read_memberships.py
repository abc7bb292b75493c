"""Reads `[[membership]]` of a program."""

from loyalty.program import values
from loyalty.program.memberships import RENEWALS, Membership
from loyalty.program.references import References
from loyalty.program.table import Table, shown
from loyalty.units import Money

KEYS = (
    *("id", "name", "sku", "price", "months", "tier", "vouchers", "renew", "refund_days"),
    *("with_discounts", "with_points"),
)
MONTHS_MAX = 1_200


def read_memberships(root: Table, references: References) -> tuple[Membership, ...]:
    """All memberships, in file order."""
    skus: set[str] = set()
    return tuple(_read(table, references, skus) for table in root.tables("membership"))


def _read(table: Table, references: References, skus: set[str]) -> Membership:
    table.check_keys(KEYS)
    table.need("id", "sku", "price", "months")
    membership_id = references.read_id(table, "membership")
    vouchers = references.read_all(table, "vouchers", "voucher")
    return Membership(
        id=membership_id,
        name=values.text(table, "name", membership_id),
        sku=_read_sku(table, skus),
        price=Money(values.whole(table, "price")),
        months=_read_months(table),
        tier=references.read(table, "tier", "tier"),
        vouchers=vouchers or (),
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
