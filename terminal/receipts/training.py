"""What a till in training prints: every slip says so across its whole length, and no machine can read it.

The word stands above, below and under each dashed line, so that no part torn off passes for a real slip. Bar
codes and QR codes are left out: a real till would read the number of a real receipt in them, a customer's
bank would pay.
"""

from terminal.receipts.document import Block, Code128, Document, QrCode, Rule, Text

TRAINING_MARK = "TRAINING / HUẤN LUYỆN"
"""The same in both languages: whoever finds the slip may read only one of them."""

_LARGE = Text(TRAINING_MARK, align="center", bold=True, size=2)
_SMALL = Text(TRAINING_MARK, align="center", bold=True)


def for_training(document: Document) -> Document:
    """The document as a till in training prints it: without codes, and what stands right under a QR."""
    blocks: list[Block] = [_LARGE]
    under_qr = False
    for block in document.blocks:
        is_caption, under_qr = under_qr and isinstance(block, Text), isinstance(block, QrCode)
        if is_caption or isinstance(block, QrCode | Code128):
            continue
        blocks.append(block)
        if isinstance(block, Rule):
            blocks.append(_SMALL)
    return Document((*blocks, _LARGE))
