"""What a customer's banking app reads to pay a sale by transfer. Whether the money came is not known here."""

from dataclasses import dataclass
from typing import Final

from loyalty.units import Money
from terminal.in_force import in_force_now
from terminal.settings import Bank
from terminal.till import Till
from terminal.vietqr import vietqr_text

_BILL_LENGTH: Final = 12
_SHORT: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAsked:
    """The text of the code, and in words what it asks for: into which account, how much, for what."""

    text: str
    amount: Money
    account: str
    name: str
    purpose: str


def ask_transfer(till: Till, amount: Money, sale: str) -> TransferAsked | None:
    """A transfer of `amount` for a sale or a part of it; None where the store has no account, or for nothing.

    Raises:
        Refused: as `vietqr_text`.
    """
    force = in_force_now(till)
    if force.settings.bank is None or amount <= 0:
        return None
    return transfer_to(force.settings.bank, amount, sale, till_code=force.identity.code)


def transfer_to(bank: Bank, amount: Money, sale: str, *, till_code: str) -> TransferAsked:
    """The same, of an account. The purpose is the till and the end of the sale's id.

    Apps show the purpose and send it along, so that the bank's notice tells one transfer of an amount from
    another; the bill number they keep to themselves.
    """
    purpose = f"{till_code} {sale[-_SHORT:].upper()}"
    text = vietqr_text(
        bank_bin=bank.bin, account=bank.account, amount=amount, bill=sale[-_BILL_LENGTH:], purpose=purpose
    )
    return TransferAsked(text=text, amount=amount, account=bank.account, name=bank.name, purpose=purpose)
