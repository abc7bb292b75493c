"""Marking a slip as a copy, so that no part of it passes for the first one."""

from terminal.receipts.document import Document, Text


def marked(document: Document, mark: str) -> Document:
    """The document with `mark` large above and below."""
    block = Text(mark, align="center", bold=True, size=2)
    return Document((block, *document.blocks, block))
