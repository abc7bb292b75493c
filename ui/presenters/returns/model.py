"""What the screen *Returns* knows, before it is put into words: one frozen value, replaced at every step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from loyalty.units import Money, Quantity
from terminal.returned import RefundWish
from ui.presenters.checkout.model import Said
from ui.presenters.sign_in import LEAST_DIGITS

if TYPE_CHECKING:
    from terminal.membership import MemberRow
    from terminal.returned import Approval, GoodsLine, RefundedSale, ReturnableSale, SaleRow
    from terminal.session import OperatorTile
    from terminal.usecases.returns.working_out import RefundShown

Step = Literal["find", "lines", "goods", "approve", "done"]
"""Looking for the sale · choosing what comes back · goods without a receipt · a PIN · done."""

ONE: Final = Quantity(1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsModel:
    """All of it.

    `mark` is the marked row of whatever list is shown. `wanted` is what is to come back, by line; `digits`
    a quantity being typed for the marked line. `refund` is the id of the return that is being made ready.
    `shown` is what `shown_of` comes to, which lags behind what is wanted. `waits`: what it comes to can be
    told in a moment, and the press in the corner asks for it once more. `elsewhere` is a receipt that another
    till has been asked for, by its digits. `missed` is what was looked for last and not found.
    """

    step: Step = "find"
    typed: str = ""
    missed: str = ""
    day: date | None = None
    sales: "tuple[SaleRow, ...]" = ()
    buyers: "tuple[MemberRow, ...]" = ()
    whose: str = ""
    mark: int = 0
    refund: str = ""
    sale: "ReturnableSale | None" = None
    wanted: Mapping[int, Quantity] = field(default_factory=dict[int, Quantity])
    digits: str = ""
    shown: "RefundShown | None" = None
    shown_of: "RefundWish | None" = None
    waits: bool = False
    reason: int = 0
    in_cash: bool = False
    goods: "tuple[GoodsLine, ...]" = ()
    money: Money = Money(0)
    approvers: "tuple[OperatorTile, ...]" = ()
    after_approval: Step = "find"
    pin: str = ""
    approval: "Approval | None" = None
    elsewhere: str = ""
    busy: bool = False
    stuck: bool = False
    done: "RefundedSale | None" = None
    said: Said | None = None

    @property
    def rows(self) -> int:
        """How many rows the list has."""
        match self.step:
            case "find":
                return len(self.buyers) or len(self.sales)
            case "lines":
                return 0 if self.sale is None else len(self.sale.lines)
            case "goods":
                return len(self.goods)
            case "approve":
                return len(self.approvers)
            case "done":
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
    def lists_the_day(self) -> bool:
        """Whether the sales of a day are listed, and nothing is looked for."""
        return self.step == "find" and not (self.typed or self.buyers or self.whose)

    @property
    def is_cash_choice(self) -> bool:
        """Whether anything could be paid out in cash instead: what gift cards and wallets paid never is."""
        return self.sale is not None and any(means in {"card", "transfer"} for means in self.sale.paid)

    @property
    def is_shown(self) -> bool:
        """Whether the screen says what that which is wanted comes to: no other money goes back."""
        return self.shown is not None and self.shown_of == self.wish("")

    @property
    def can_finish(self) -> bool:
        """Whether the press in the corner does something now."""
        if self.busy:
            return False
        match self.step:
            case "lines":
                return self.stuck or self.waits or (bool(self.wanted) and self.is_shown)
            case "goods":
                return bool(self.goods)
            case "approve":
                return bool(self.approvers) and len(self.pin) >= LEAST_DIGITS
            case _:
                return True

    @property
    def can_exchange(self) -> bool:
        """Whether what is chosen may pay for new goods: never once it may have been taken back."""
        return self.step == "lines" and self.can_finish and not (self.stuck or self.waits)

    def wish(self, reason: str) -> RefundWish:
        """What is chosen, as the till takes it."""
        return RefundWish(
            refund=self.refund,
            sale="" if self.sale is None else self.sale.sale,
            returns=dict(self.wanted),
            reason=reason,
            in_cash=self.in_cash,
            approval=self.approval if self.in_cash else None,
        )
