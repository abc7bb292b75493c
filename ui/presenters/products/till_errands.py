"""The errands of the screen *Products* done by a real till: one line each over `terminal.usecases.shelf`."""

from datetime import date

from loyalty.units import Money
from terminal.goods import Product
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import operators, shelf
from terminal.usecases.returns import approving
from terminal.usecases.shelf_drafts import Fault, ProductDraft


class ProductsDone:
    """Implements `errands.ProductsErrands`."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def find(self, text: str) -> tuple[Product, ...]:
        """Goods by code or words, sold or not."""
        return shelf.list_products(self._till, text)

    def page(self, sku: str) -> shelf.ShelfPage:
        """A product with its prices."""
        return shelf.product_page(self._till, sku)

    def categories(self) -> tuple[str, ...]:
        """The categories that goods are in."""
        return shelf.categories(self._till)

    def scale_patterns(self) -> tuple[str, ...]:
        """How the labels of this till's scale are read."""
        return tuple(each.written for each in self._till.weighed().patterns)

    def quick_draft(self, code: str) -> ProductDraft:
        """The form for a code that no product has."""
        return shelf.quick_draft(self._till, code)

    def check(self, draft: ProductDraft, *, is_new: bool) -> tuple[Fault, ...]:
        """All that is wrong with a draft."""
        return shelf.check_draft(self._till, draft, is_new=is_new)

    def save(self, session: Session, draft: ProductDraft, approval: Approval | None) -> Product:
        """Record what is different."""
        return shelf.save_product(self._till, session, draft, approval=approval)

    def set_price(
        self, session: Session, *, sku: str, amount: Money, day: date, approval: Approval | None
    ) -> None:
        """Let it cost so much from a day on."""
        shelf.set_price(self._till, session, sku=sku, amount=amount, day=day, approval=approval)

    def withdraw(self, session: Session, *, sku: str, price: str, approval: Approval | None) -> None:
        """Let a price hold no more."""
        shelf.withdraw_price(self._till, session, sku=sku, price=price, approval=approval)

    def managers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return tuple(each for each in operators.list_operators(self._till) if each.role == "manager")

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Their word, by PIN, for what `asked_by` wants to do."""
        return approving.approve(self._till, operator=operator, pin=pin, what="product", asked_by=asked_by)
