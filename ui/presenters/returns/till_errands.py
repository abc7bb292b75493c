"""The errands of the screen *Returns* done by a real till: one line each over `terminal.usecases.returns`."""

from datetime import date
from typing import Literal

from loyalty.units import Money
from loyalty.wire.roles import MAY_APPROVE
from terminal.returned import Approval, GoodsLine, GoodsWish, RefundedSale, RefundWish
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import find, operators
from terminal.usecases.found import Found
from terminal.usecases.returns import approving, elsewhere, finding, goods, looking, refunding, working_out


class ReturnsDone:
    """Implements `errands.ReturnsErrands`."""

    def __init__(self, till: Till, ask_lock: elsewhere.AskLock) -> None:
        self._till = till
        self._ask_lock = ask_lock

    def new_id(self) -> str:
        """An id for the return that begins."""
        return self._till.new_id()

    def today(self) -> date:
        """The store's local day."""
        return finding.today_of(self._till)

    def find_sale(self, text: str, *, day: date | None, symbology: str | None = None) -> finding.SoughtSale:
        """What a text stands for."""
        return finding.find_sale(self._till, text, day=day, symbology=symbology)

    def open_sale(self, sale: str) -> finding.SoughtSale:
        """A sale of a list, whole."""
        return finding.SaleFound(sale=looking.returnable(self._till, sale))

    def sales_of_day(self, day: date | None) -> finding.SalesFound:
        """The sales of a day."""
        return finding.sales_of_day(self._till, day)

    def sales_of_buyer(self, member: str) -> finding.SalesFound:
        """The sales of a member."""
        return finding.sales_of_buyer(self._till, member)

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """Ask for another till's receipt."""
        return elsewhere.fetch_sale(self._till, self._ask_lock, digits)

    def show(self, wish: RefundWish) -> working_out.RefundShown:
        """What a return comes to."""
        return working_out.show_refund(self._till, wish)

    def refund(self, session: Session, wish: RefundWish) -> RefundedSale:
        """Take goods of a sale back."""
        return refunding.refund_sale(self._till, session, wish)

    def find_goods(self, text: str, *, symbology: str | None = None) -> Found:
        """What goods a text stands for."""
        if symbology is None:
            return find.find_products(self._till, text)
        return find.find(self._till, text, symbology=symbology)

    def money_for(self, lines: tuple[GoodsLine, ...]) -> Money:
        """What would go out for goods without a receipt."""
        return goods.money_for(self._till, lines)

    def return_goods(self, session: Session, wish: GoodsWish) -> RefundedSale:
        """Take goods back without a receipt."""
        return goods.return_goods(self._till, session, wish)

    def approvers(self) -> tuple[OperatorTile, ...]:
        """Who may approve."""
        return tuple(each for each in operators.list_operators(self._till) if each.role in MAY_APPROVE)

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> Approval:
        """Somebody's word, by their PIN, for what `asked_by` wants to do."""
        return approving.approve(self._till, operator=operator, pin=pin, what=what, asked_by=asked_by)
