"""The sheet of codes beside the till: what a scanner alone cannot say by goods, cards and receipts.

Each code stands under its words, with air around it, so that no neighbour is read instead.
"""

from collections.abc import Iterator

from loyalty.identity.commands import Command, command_code
from terminal.receipts.document import Block, Code128, Document, Rule, Space, Text
from terminal.receipts.heading import title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def commands_document(settings: StoreSettings, wording: Wording) -> Document:
    """The sheet: every command, in the order of their numbers."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.commands.title")),
            Text(wording.text("slip.commands.how"), align="center"),
            *(block for command in Command for block in _command(command, wording)),
        )
    )


def _command(command: Command, wording: Wording) -> Iterator[Block]:
    yield Rule()
    yield Text(wording.text(f"command.{command.key}"), align="center", bold=True, size=2)
    yield Code128(command_code(command))
    yield Space()
