"""What the screen of earlier receipts asks of the till, and the till that answers."""

from datetime import date
from typing import Literal, Protocol

from loyalty.wire.roles import MAY_APPROVE
from terminal.late_claims import ClaimedReceipt, ClaimWish
from terminal.returned import Approval, ReturnableSale
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import operators
from terminal.usecases.find import find, find_members
from terminal.usecases.found import Found
from terminal.usecases.late_claims import claiming, working_out
from terminal.usecases.members import member_by_id
from terminal.usecases.returns import approving, elsewhere, finding


class LateClaimErrands(Protocol):
    """Looking on the look-up lane; `claim` and `approve` on the store lane, `ask_elsewhere` on the net lane.

    Each call may raise `Refused` or `Unavailable`.
    """

    def today(self) -> date:
        """The store's local day."""
        ...

    def sales_of_day(self, day: date | None) -> finding.SalesFound:
        """The sales of a day."""
        ...

    def find_sale(self, text: str, *, day: date | None, symbology: str | None) -> finding.SoughtSale:
        """What a text stands for among sales."""
        ...

    def open_sale(self, sale: str) -> ReturnableSale:
        """A sale whose points can be claimed."""
        ...

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """Ask for another till's receipt: whether it is here now, and that till's code."""
        ...

    def find_member(self, text: str, *, symbology: str | None) -> Found:
        """Whom a text stands for."""
        ...

    def member(self, member: str) -> Found:
        """A member of a list."""
        ...

    def show(self, wish: ClaimWish) -> working_out.ClaimShown:
        """What a claim comes to."""
        ...

    def claim(self, session: Session, wish: ClaimWish) -> ClaimedReceipt:
        """Give the points; the same again finds the first."""
        ...

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may approve."""
        ...

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Somebody's word, by their PIN."""
        ...


class LateClaimsDone:
    """Implements it over a real till."""

    def __init__(self, till: Till, ask_lock: elsewhere.AskLock) -> None:
        self._till = till
        self._ask_lock = ask_lock

    def today(self) -> date:
        """The store's local day."""
        return finding.today_of(self._till)

    def sales_of_day(self, day: date | None) -> finding.SalesFound:
        """The sales of a day."""
        return finding.sales_of_day(self._till, day)

    def find_sale(self, text: str, *, day: date | None, symbology: str | None) -> finding.SoughtSale:
        """What a text stands for among sales."""
        return finding.find_sale(self._till, text, day=day, symbology=symbology)

    def open_sale(self, sale: str) -> ReturnableSale:
        """A sale whose points can be claimed."""
        return working_out.show_claimable(self._till, sale)

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """Ask for another till's receipt."""
        return elsewhere.fetch_sale(self._till, self._ask_lock, digits)

    def find_member(self, text: str, *, symbology: str | None) -> Found:
        """Whom a text stands for: a scan may be anything, what is typed is a member's."""
        if symbology is None:
            return find_members(self._till, text)
        return find(self._till, text, symbology=symbology)

    def member(self, member: str) -> Found:
        """A member of a list."""
        from terminal.usecases.found import MemberFound

        return MemberFound(member=member_by_id(self._till, member))

    def show(self, wish: ClaimWish) -> working_out.ClaimShown:
        """What a claim comes to."""
        return working_out.show_claim(self._till, wish)

    def claim(self, session: Session, wish: ClaimWish) -> ClaimedReceipt:
        """Give the points."""
        return claiming.claim_receipt(self._till, session, wish)

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may approve."""
        return tuple(each for each in operators.list_operators(self._till) if each.role in MAY_APPROVE)

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Somebody's word, by their PIN."""
        return approving.approve(self._till, operator=operator, pin=pin, what="late-claim", asked_by=asked_by)
