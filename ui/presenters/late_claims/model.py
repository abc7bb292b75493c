"""What the screen of earlier receipts knows, before it is put into words."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ui.presenters.checkout.model import Said

if TYPE_CHECKING:
    from terminal.late_claims import ClaimedReceipt
    from terminal.membership import MemberRow
    from terminal.returned import ReturnableSale, SaleRow
    from terminal.session import OperatorTile
    from terminal.usecases.late_claims.working_out import ClaimShown

Step = Literal["find", "member", "show", "approve", "done"]
"""Looking for the receipt · whose it is · what it earns · a PIN · done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClaimModel:
    """All of it. `mark` is the marked row of whatever list is shown.

    `elsewhere` is a receipt that another till has been asked for, by its digits. `stuck`: the books may hold
    the claim or not, and asking again finds it out. `missed` is what was looked for last and not found.
    """

    step: Step = "find"
    typed: str = ""
    missed: str = ""
    day: date | None = None
    sales: "tuple[SaleRow, ...]" = ()
    mark: int = 0
    sale: "ReturnableSale | None" = None
    members: "tuple[MemberRow, ...]" = ()
    shown: "ClaimShown | None" = None
    approvers: "tuple[OperatorTile, ...]" = ()
    pin: str = ""
    elsewhere: str = ""
    busy: bool = False
    stuck: bool = False
    done: "ClaimedReceipt | None" = None
    said: Said | None = None

    @property
    def rows(self) -> int:
        """How many rows can be marked."""
        match self.step:
            case "find":
                return len(self.sales)
            case "member":
                return len(self.members)
            case "approve":
                return len(self.approvers)
            case _:
                return 0

    @property
    def is_missed(self) -> bool:
        """Whether what stands typed was looked for and not found: what is typed next takes its place."""
        return bool(self.typed) and self.typed.strip() == self.missed

    @property
    def is_asking(self) -> bool:
        """Whether nothing is under way but a question to the server, which may be left."""
        return self.step == "find" and self.busy and bool(self.elsewhere)

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does something now."""
        if self.busy:
            return False
        match self.step:
            case "find":
                return bool(self.typed.strip() or self.sales or self.elsewhere)
            case "member":
                return bool(self.typed.strip() or self.members)
            case "approve":
                return bool(self.pin) and 0 <= self.mark < len(self.approvers)
            case _:
                return True
