"""Codes on a sheet at the counter that stand for keys, so that a sale can be made with the scanner alone.

Sixteen digits like a member card, under a scheme of their own, so no input method can spoil them.
"""

from enum import Enum
from typing import Final

from loyalty.identity.cards import card_number

COMMAND_SCHEME: Final = "96"


class Command(Enum):
    """What a code on the sheet does; the value is its number on the sheet, and stays what it is."""

    PAY_CASH = 1
    PAY_CARD = 2
    BURN_MOST = 3
    DETACH = 4
    REPRINT = 5

    @property
    def key(self) -> str:
        """Its words are the text `command.<key>`."""
        return _KEYS[self]


def command_code(command: Command) -> str:
    """The sixteen digits of a command."""
    return card_number(command.value, scheme=COMMAND_SCHEME)


def command_of(text: str) -> Command | None:
    """The command that a scanned text stands for; None where it is none."""
    return _BY_CODE.get(text)


def is_payment(text: str) -> bool:
    """Whether a scanned text stands for paying, so that the pay screen takes the money at it."""
    return command_of(text) in {Command.PAY_CASH, Command.PAY_CARD}


_KEYS: Final = {
    Command.PAY_CASH: "pay-cash",
    Command.PAY_CARD: "pay-card",
    Command.BURN_MOST: "most-points",
    Command.DETACH: "no-member",
    Command.REPRINT: "reprint",
}
_BY_CODE: Final = {command_code(command): command for command in Command}
