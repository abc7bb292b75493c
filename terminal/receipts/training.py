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
    """The document as a till in training prints it."""
    blocks: list[Block] = [_LARGE]
    for block in document.blocks:
        if isinstance(block, QrCode | Code128):
            continue
        blocks.append(block)
        if isinstance(block, Rule):
            blocks.append(_SMALL)
    return Document((*blocks, _LARGE))
