"""A member's temporary card, on paper: its number as both codes, and until when it is good.

Nothing personal but the name that the member is called by stands on it.
"""

from collections.abc import Iterator

from terminal.receipts.document import Block, Code128, Columns, Document, QrCode, Rule, Space, Text
from terminal.receipts.facts import CardSlip
from terminal.receipts.heading import origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def card_document(card: CardSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The card as a slip."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.card.title")),
            Space(),
            *_whose(card, wording),
            QrCode(card.digits),
            Code128(card.digits),
            Space(),
            *_until(card, wording),
            Text(wording.text("slip.card.keep"), align="center"),
            *origin_of(card.origin, wording),
        )
    )


def _whose(card: CardSlip, wording: Wording) -> Iterator[Block]:
    if card.member_name:
        yield Text(card.member_name, align="center", bold=True, size=2)
    if card.tier_name:
        yield Text(wording.text("slip.card.tier", tier=card.tier_name), align="center")


def _until(card: CardSlip, wording: Wording) -> Iterator[Block]:
    yield Rule()
    if card.valid_until is not None:
        yield Columns(wording.text("slip.valid-until"), wording.last_day(card.valid_until), bold=True)
