"""The errands of the screen *Cards* done by a real till: one line each over `terminal.usecases.cards`."""

from loyalty.wire.feed import CardRow
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import cards, find, member_slips, operators, printer
from terminal.usecases.found import Found
from terminal.usecases.returns import approving


class CardsDone:
    """Implements `errands.CardsErrands`."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def find(self, text: str) -> Found:
        """Members by card, phone or words."""
        return find.find_members(self._till, text)

    def cards_of(self, member: str) -> tuple[CardRow, ...]:
        """The member's cards."""
        return cards.cards_of(self._till, member)

    def carriers(self, member: str) -> dict[str, str]:
        """Who shares a household with the member."""
        return cards.carriers_of(self._till, member)

    def link(self, session: Session, *, member: str, text: str) -> str:
        """Make a blank card the member's."""
        return cards.link_card(self._till, session, member=member, text=text)

    def block(self, session: Session, *, card: str, why: cards.Why, approval: Approval | None) -> None:
        """Let nobody use a card any more."""
        cards.block_card(self._till, session, card=card, why=why, approval=approval)

    def replace(
        self, session: Session, *, card: str, text: str, why: cards.Why, approval: Approval | None
    ) -> str:
        """Block a card, and make a blank one its holder's."""
        return cards.replace_card(self._till, session, card=card, text=text, why=why, approval=approval)

    def print_card(self, session: Session, *, member: str) -> str:
        """Print a temporary card of the member's."""
        printer.need_printer(self._till)
        return member_slips.print_card(self._till, session, member=member)

    def replace_by_printed(
        self, session: Session, *, card: str, why: cards.Why, approval: Approval | None
    ) -> str:
        """Block a card, and print a temporary one for its holder."""
        return member_slips.replace_by_printed(self._till, session, card=card, why=why, approval=approval)

    def managers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return tuple(each for each in operators.list_operators(self._till) if each.role == "manager")

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Their word, by PIN, for what `asked_by` wants to do."""
        return approving.approve(self._till, operator=operator, pin=pin, what="card", asked_by=asked_by)
