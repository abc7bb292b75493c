"""What partners have paid each other for a month, as rows: how much, when, by which reference.

They never change.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from loyalty.units import Money
from server.store.tables.tenancy import partner_payments


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPayment:
    """One of them: all that the first owed the second for a month; parties as `loyalty.settlement` has them.

    `paid_on` is the day as people said it (`2026-12-05`); `by` and `approved_by` are operators.
    """

    month: str
    payer: str
    payee: str
    amount: Money
    paid_on: str
    reference: str
    by: str
    approved_by: str
    at: datetime


def insert_partner_payment(connection: Connection, tenant: str, done: PartnerPayment) -> None:
    """Write it down; a second one of a month between the same two is refused by the database."""
    connection.execute(insert(partner_payments), {"tenant": tenant} | asdict(done))


def list_partner_payments(connection: Connection, tenant: str) -> list[PartnerPayment]:
    """All of them, by month."""
    columns = (partner_payments.c[name] for name in PartnerPayment.__dataclass_fields__)
    query = select(*columns).where(partner_payments.c.tenant == tenant)
    rows = connection.execute(query.order_by(*partner_payments.primary_key)).mappings()
    return [PartnerPayment(**row) for row in rows]
