"""A document as somebody reads it."""

from terminal.receipts.document import Columns, Document, Text


def said(document: Document) -> list[str]:
    """Each text, each pair of columns joined by a bar."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Text):
            texts.append(block.text)
        elif isinstance(block, Columns):
            texts.append(f"{block.left} | {block.right}")
    return texts
