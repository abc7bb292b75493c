"""Receipt numbers: one series for sales, voids and returns, counted at the till."""

from typing import TYPE_CHECKING

from loyalty.identity.cards import receipt_digits, receipt_label
from terminal.sale import ReceiptNumber

if TYPE_CHECKING:
    from terminal.settings import TillIdentity
    from terminal.store.books import Unit


def take_receipt_number(unit: "Unit", identity: "TillIdentity") -> ReceiptNumber:
    """The next receipt number, in each of its forms; used up only if the transaction commits."""
    number = unit.state.next_receipt_number()
    return ReceiptNumber(
        number=number,
        label=receipt_label(identity.code, number),
        digits=receipt_digits(till_number=identity.number, receipt_number=number),
    )
