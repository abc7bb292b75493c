"""The slip of cash paid into the drawer or out of it: how much, what for, by whom, to be signed."""

from collections.abc import Iterator

from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.heading import title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings
from terminal.shift import CashMove


def cash_document(move: CashMove, settings: StoreSettings, wording: Wording) -> Document:
    """The slip."""
    return Document(
        (
            *title_blocks(settings, wording.text(f"slip.cash.title-{move.way}")),
            Rule(),
            Columns(wording.text("slip.cash.by", name=move.operator_name), wording.moment(move.at)),
            Rule(),
            Columns(wording.text("slip.cash.amount"), wording.money(move.amount), bold=True, size=2),
            *_why(move, wording),
            Rule(),
            Text(wording.text("slip.cash.signature")),
            *(Space(),) * 6,
        )
    )


def _why(move: CashMove, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.cash.reason"), wording.text(f"cash.{move.way}-{move.reason}"))
    if move.note:
        yield Text(move.note)
    if move.approver_name:
        yield Text(wording.text("slip.refund.approved", name=move.approver_name))
