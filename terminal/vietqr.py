"""The text of a VietQR: what a customer's banking app reads to fill in a transfer to the store, made offline.

EMVCo merchant-presented TLV (two-digit id, two-digit length) with NAPAS's account field. It proves nothing:
whether the money came is for the bank or the cashier to say. Drawing the code is not here.
"""

import binascii
import re
from typing import Final

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.receipts.letters import plain_letters

PURPOSE_LENGTH: Final = 25

_NAPAS: Final = "A000000727"
_TRANSFER_TO_ACCOUNT: Final = "QRIBFTTA"
_VND: Final = "704"
_BIN: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
_AMOUNT_DIGITS: Final = 13
_BEYOND_PURPOSE: Final = re.compile(r"[^ 0-9A-Za-z.-]+")


def vietqr_text(
    *, bank_bin: str, account: str, amount: Money | None = None, bill: str = "", purpose: str = ""
) -> str:
    """The text to put into the QR. `amount` is whole đồng; without one the customer types it.

    `bill` and `purpose` lose their marks and whatever banks refuse, and are cut after 25 characters.

    Raises:
        Refused: `vietqr-bank` (not six digits), `vietqr-account` (not 1 to 19 letters and digits),
            `vietqr-amount` (not positive, or over 13 digits).
    """
    _check(bank_bin=bank_bin, account=account, amount=amount)
    receiver = _field(0, bank_bin) + _field(1, account)
    fields = [
        _field(0, "01"),
        _field(1, "11" if amount is None else "12"),
        _field(38, _field(0, _NAPAS) + _field(1, receiver) + _field(2, _TRANSFER_TO_ACCOUNT)),
        _field(53, _VND),
        _field(54, "" if amount is None else str(amount)),
        _field(58, "VN"),
        _field(62, _field(1, _plain(bill)) + _field(8, _plain(purpose))),
    ]
    text = "".join(fields) + "6304"
    return f"{text}{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _check(*, bank_bin: str, account: str, amount: Money | None) -> None:
    if not _BIN.fullmatch(bank_bin):
        raise Refused("vietqr-bank", bin=bank_bin)
    if not _ACCOUNT.fullmatch(account):
        raise Refused("vietqr-account", account=account)
    if amount is not None and not 0 < amount < 10**_AMOUNT_DIGITS:
        raise Refused("vietqr-amount", amount=amount)


def _field(tag: int, value: str) -> str:
    """One field; an empty one is left out."""
    return f"{tag:02d}{len(value):02d}{value}" if value else ""


def _plain(text: str) -> str:
    kept = _BEYOND_PURPOSE.sub(" ", plain_letters(text))
    return " ".join(kept.split())[:PURPOSE_LENGTH].rstrip()
