"""What the screen *Products* asks of the till; each call may raise `Refused` or `Unavailable`."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from loyalty.units import Money
    from terminal.goods import Product
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from terminal.usecases.shelf import ShelfPage
    from terminal.usecases.shelf_drafts import Fault, ProductDraft


class ProductsErrands(Protocol):
    """Looking on the look-up lane; what changes goods, and `approve`, on the store lane."""

    def find(self, text: str) -> "tuple[Product, ...]":
        """Goods by code or words, sold or not."""
        ...

    def page(self, sku: str) -> "ShelfPage":
        """A product with its prices."""
        ...

    def categories(self) -> tuple[str, ...]:
        """The categories that goods are in."""
        ...

    def scale_patterns(self) -> tuple[str, ...]:
        """How the labels of this till's scale are read; none where there is no scale."""
        ...

    def quick_draft(self, code: str) -> "ProductDraft":
        """The form for a code that no product has."""
        ...

    def check(self, draft: "ProductDraft", *, is_new: bool) -> "tuple[Fault, ...]":
        """All that is wrong with a draft."""
        ...

    def save(self, session: "Session", draft: "ProductDraft", approval: "Approval | None") -> "Product":
        """Record what is different."""
        ...

    def set_price(
        self, session: "Session", *, sku: str, amount: "Money", day: date, approval: "Approval | None"
    ) -> None:
        """Let it cost so much from a day on."""
        ...

    def withdraw(self, session: "Session", *, sku: str, price: str, approval: "Approval | None") -> None:
        """Let a price hold no more."""
        ...

    def managers(self) -> "tuple[OperatorTile, ...]":
        """Who may give their word."""
        ...

    def approve(self, *, operator: str, pin: str, asked_by: str) -> "Approval":
        """Their word, by PIN."""
        ...
