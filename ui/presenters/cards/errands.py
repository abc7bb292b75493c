"""What the screen *Cards* asks of the till; each call may raise `Refused` or `Unavailable`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from loyalty.wire.feed import CardRow
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from terminal.usecases.cards import Why
    from terminal.usecases.found import Found


class CardsErrands(Protocol):
    """Looking on the look-up lane, the rest on the store lane."""

    def find(self, text: str) -> "Found":
        """Members by card, phone or words."""
        ...

    def cards_of(self, member: str) -> "tuple[CardRow, ...]":
        """The member's cards, those that can be used first."""
        ...

    def carriers(self, member: str) -> "Mapping[str, str]":
        """The names of those who share a household with the member, by id."""
        ...

    def link(self, session: "Session", *, member: str, text: str) -> str:
        """Make a blank card the member's."""
        ...

    def block(self, session: "Session", *, card: str, why: "Why", approval: "Approval | None") -> None:
        """Let nobody use a card any more."""
        ...

    def replace(
        self, session: "Session", *, card: str, text: str, why: "Why", approval: "Approval | None"
    ) -> str:
        """Block a card, and make a blank one its holder's."""
        ...

    def print_card(self, session: "Session", *, member: str) -> str:
        """Print a temporary card of the member's; its number."""
        ...

    def replace_by_printed(
        self, session: "Session", *, card: str, why: "Why", approval: "Approval | None"
    ) -> str:
        """Block a card, and print a temporary one for its holder; its number."""
        ...

    def managers(self) -> "tuple[OperatorTile, ...]":
        """Who may give their word."""
        ...

    def approve(self, *, operator: str, pin: str, asked_by: str) -> "Approval":
        """Their word, by PIN."""
        ...
