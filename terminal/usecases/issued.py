"""The vouchers that a sale issues, onto paper with its receipt: known before the server has heard."""

from typing import TYPE_CHECKING, Final

from terminal.receipts.facts import Origin, VoucherSlip
from terminal.sale import SettledSale
from terminal.sale_body import sale_to_body
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.account.issued import Voucher
    from terminal.pricing_memory import PricedSale
    from terminal.store.books import Unit

MOST_SLIPS: Final = 5
"""A sale that is worth more prints no more: all are the member's, with or without paper."""


def print_issued(till: Till, unit: "Unit", priced: "PricedSale", sale: SettledSale) -> None:
    """A slip for each voucher that the sale issues, within its transaction."""
    settings = priced.in_force.settings
    for voucher in _issued(priced, sale)[:MOST_SLIPS]:
        document = till.paper.voucher(_slip(voucher, sale), settings)
        unit.print_jobs.add("voucher", document, at=sale.at, sale=sale.sale)


def _issued(priced: "PricedSale", sale: SettledSale) -> "tuple[Voucher, ...]":
    member, program = priced.open_sale.member, priced.in_force.program
    if member is None or program is None or sale.extras is None or not program.vouchers:
        return ()
    from loyalty.account.keeping import NOTHING_KEPT, keep_sale
    from loyalty.account.told import told_sale
    from loyalty.wire.journal import SaleSettled

    before = member.kept or NOTHING_KEPT
    told = told_sale(SaleSettled.from_json(sale_to_body(sale)), sale.at)
    known = {each.code for each in before.vouchers}
    return tuple(each for each in keep_sale(program, before, told).account.vouchers if each.code not in known)


def _slip(voucher: "Voucher", sale: SettledSale) -> VoucherSlip:
    return VoucherSlip(
        origin=Origin(
            label=sale.receipt.label,
            at=sale.at,
            operator_name=sale.operator_name,
            till_name=sale.till_name,
        ),
        digits=voucher.code,
        worth=voucher.name,
        valid_from=voucher.starts_at if voucher.starts_at > sale.at else None,
        valid_until=voucher.ends_at,
        to_name="" if sale.member is None else sale.member.name,
        currency=sale.currency,
    )
