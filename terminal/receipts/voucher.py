"""A voucher on paper: what it is worth, large; from when to when; under which conditions; its code twice."""

from collections.abc import Iterator

from terminal.receipts.document import Block, Code128, Columns, Document, QrCode, Rule, Space, Text
from terminal.receipts.facts import VoucherSlip
from terminal.receipts.heading import origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def voucher_document(voucher: VoucherSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The voucher as a slip."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.voucher.title")),
            Space(),
            Text(voucher.worth or wording.text("checkout.hit-voucher"), align="center", bold=True, size=2),
            *_why(voucher, wording),
            QrCode(voucher.digits),
            _bars(voucher.digits),
            Space(),
            Rule(),
            *_when(voucher, wording),
            *(Text(f"• {condition}") for condition in voucher.conditions),
            Text(wording.text("slip.voucher.once")),
            *origin_of(voucher.origin, wording),
        )
    )


def _bars(digits: str) -> Block:
    """Bars are for an even number of digits; of an odd one the number itself, to be typed."""
    return Text(digits, align="center") if len(digits) % 2 else Code128(digits)


def _why(voucher: VoucherSlip, wording: Wording) -> Iterator[Block]:
    if voucher.to_name:
        yield Text(wording.text("slip.voucher.for", name=voucher.to_name), align="center")
    if voucher.reason:
        yield Text(voucher.reason, align="center")


def _when(voucher: VoucherSlip, wording: Wording) -> Iterator[Block]:
    if voucher.valid_from is not None:
        yield Columns(wording.text("slip.valid-from"), wording.day(voucher.valid_from))
    if voucher.valid_until is not None:
        yield Columns(wording.text("slip.valid-until"), wording.last_day(voucher.valid_until), bold=True)
