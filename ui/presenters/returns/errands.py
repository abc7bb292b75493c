"""What the screen *Returns* asks of the till; each call may raise `Refused` or `Unavailable`."""

from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from loyalty.units import Money
    from terminal.returned import Approval, GoodsLine, GoodsWish, RefundedSale, RefundWish
    from terminal.session import OperatorTile, Session
    from terminal.usecases.found import Found
    from terminal.usecases.returns.finding import SalesFound, SoughtSale
    from terminal.usecases.returns.working_out import RefundShown


class ReturnsErrands(Protocol):
    """Looking on the look-up lane; `refund`, `return_goods` and `approve` on the store lane."""

    def new_id(self) -> str:
        """An id for the return that begins; at once, on any thread."""
        ...

    def today(self) -> date:
        """The store's local day."""
        ...

    def find_sale(self, text: str, *, day: date | None, symbology: str | None = None) -> "SoughtSale":
        """What a text stands for."""
        ...

    def open_sale(self, sale: str) -> "SoughtSale":
        """A sale of a list, whole."""
        ...

    def sales_of_day(self, day: date | None) -> "SalesFound":
        """The sales of a day."""
        ...

    def sales_of_buyer(self, member: str) -> "SalesFound":
        """The sales of a member."""
        ...

    def ask_elsewhere(self, digits: str) -> tuple[Literal["asked", "given"], str]:
        """Ask for another till's receipt (net lane): whether it is here now, and that till's code."""
        ...

    def show(self, wish: "RefundWish") -> "RefundShown":
        """What a return comes to."""
        ...

    def refund(self, session: "Session", wish: "RefundWish") -> "RefundedSale":
        """Take goods of a sale back; the same wish again finds the first."""
        ...

    def find_goods(self, text: str, *, symbology: str | None = None) -> "Found":
        """What goods a text stands for."""
        ...

    def money_for(self, lines: "tuple[GoodsLine, ...]") -> "Money":
        """What would go out for goods without a receipt."""
        ...

    def return_goods(self, session: "Session", wish: "GoodsWish") -> "RefundedSale":
        """Take goods back without a receipt."""
        ...

    def approvers(self) -> "tuple[OperatorTile, ...]":
        """Who may approve."""
        ...

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str) -> "Approval":
        """Somebody's word, by their PIN."""
        ...
