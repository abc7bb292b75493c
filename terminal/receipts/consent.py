"""What a member agreed to, or withdrew, on paper: the very words, when, before whom, and how to take it back.

The end of the phone number says whose it is, beside the name; nothing else of the person stands on it.
"""

from collections.abc import Iterator

from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.facts import ConsentSlip
from terminal.receipts.heading import origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def consent_document(consent: ConsentSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The consent, or its withdrawal, as a slip with room for a signature."""
    way = "given" if consent.given else "withdrawn"
    return Document(
        (
            *title_blocks(settings, wording.text(f"slip.consent.title-{way}")),
            Space(),
            *_who(consent, wording),
            Rule(),
            Text(wording.text(f"slip.consent.{way}")),
            Text(consent.text, bold=True),
            Columns(wording.text("slip.consent.version"), consent.text_version),
            Rule(),
            Text(wording.text(f"slip.consent.how-{way}")),
            Space(),
            Text(wording.text("slip.void.signature")),
            Space(),
            Space(),
            *origin_of(consent.origin, wording),
        )
    )


def _who(consent: ConsentSlip, wording: Wording) -> Iterator[Block]:
    if consent.member_name:
        yield Text(consent.member_name, bold=True)
    if consent.phone_tail:
        yield Text(wording.text("receipt.member-phone", tail=consent.phone_tail))
