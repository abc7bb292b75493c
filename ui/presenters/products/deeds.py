"""What is written at the screen *Products*: a product, a price from a day on, a price that holds no more.

Each is checked first, then done at once by a manager, or with a manager's word.
"""

from collections.abc import Callable
from typing import Final

from loyalty.units import Money
from terminal.goods import Product
from terminal.returned import Approval
from terminal.session import OperatorTile
from terminal.usecases.shelf_drafts import Fault, ProductDraft
from ui.presenters.checkout.model import Said
from ui.presenters.forms import read_amount
from ui.presenters.managers_word import Asked
from ui.presenters.products.desk import ProductsDesk
from ui.presenters.products.finding import GoodsFinder
from ui.presenters.products.form import draft_from, first_day
from ui.presenters.products.model import Wish
from ui.presenters.products.shown import withdrawable
from ui.presenters.shown import Tone

FAR: Final = 10
"""So many times the price of today, or less than today's by that: a digit too many or too few."""


class ProductDeeds:
    """Checks and does. `on_sold` gets the code of what was added in the middle of a sale."""

    def __init__(self, desk: ProductsDesk, finder: GoodsFinder, *, on_sold: Callable[[str], None]) -> None:
        self._desk = desk
        self._finder = finder
        self._on_sold = on_sold

    def check(self) -> None:
        """Save the form, if nothing is wrong with it."""
        draft, is_new = self._draft(), self._desk.model.is_new

        def checked(faults: tuple[Fault, ...]) -> None:
            self._desk.change(faults=faults)
            if not faults:
                self.with_word("save")

        self._desk.run("look-up", lambda: self._desk.errands.check(draft, is_new=is_new), checked)

    def check_price(self) -> None:
        """Set the price, if it is one; one far from today's is asked about first."""
        faults: list[Fault] = []
        amount, page = read_amount(self._desk.model.values["amount"]), self._desk.model.page
        if amount is None:
            faults.append(Fault(detail="price", code="price-missing"))
        elif page is not None and self._is_far(amount, page.price):
            self._desk.change(asked_about=amount)
            faults.append(Fault(detail="price", code="price-far", value=self._desk.words.money(page.price)))
        day = first_day(self._desk.model)
        if day is None:
            faults.append(Fault(detail="day", code="day"))
        elif page is not None and day.isoformat() < page.today:
            faults.append(Fault(detail="day", code="day-over"))
        self._desk.change(faults=tuple(faults))
        if not faults:
            self.with_word("price")

    def _is_far(self, amount: int, today: Money) -> bool:
        """Whether a digit too many or too few may have been typed, and nobody has said that it is meant."""
        is_odd = amount >= FAR * today or amount * FAR <= today
        return bool(today) and is_odd and amount != self._desk.model.asked_about

    def with_word(self, wish: Wish) -> None:
        """Do it at once for a manager; for others once a manager has given their word."""
        self._desk.change(wish=wish)
        if self._desk.session.role == "manager":
            self._do(None)
            return

        def ask(managers: tuple[OperatorTile, ...]) -> None:
            asked = Asked(managers=managers)
            self._desk.change(step="approve", before=self._desk.model.step, asked=asked, said=None)

        self._desk.run("look-up", self._desk.errands.managers, ask)

    def approve(self) -> None:
        """What was typed is a PIN: with the word it is for, what was asked for is done."""
        before, asked = self._desk.model.before, self._desk.model.asked
        if not asked.can_give:
            return

        def approved(approval: Approval) -> None:
            self._desk.change(step=before)
            self._do(approval)

        self._desk.change(busy=True, asked=asked.without_pin(), said=None)
        self._desk.run("store", asked.word(self._desk.errands, self._desk.session), approved)

    def _draft(self) -> ProductDraft:
        page = self._desk.model.page
        tags = () if self._desk.model.is_new or page is None else page.row.tags
        return draft_from(self._desk.model.values, tags)

    def _do(self, approval: Approval | None) -> None:
        self._desk.change(busy=True, said=None)
        match self._desk.model.wish:
            case "save":
                self._save(approval)
            case "price":
                self._set_price(approval)
            case "withdraw":
                self._withdraw(approval)

    def _save(self, approval: Approval | None) -> None:
        draft, session = self._draft(), self._desk.session
        self._desk.run("store", lambda: self._desk.errands.save(session, draft, approval), self._saved)

    def _set_price(self, approval: Approval | None) -> None:
        page = self._desk.model.page
        amount, day = read_amount(self._desk.model.values["amount"]), first_day(self._desk.model)
        if page is None or amount is None or day is None:
            return
        sku, name, words = page.row.sku, page.row.name, self._desk.words
        said = Said(
            key="products.priced",
            params={
                "name": name,
                "amount": words.money(Money(amount)),
                "day": words.day(day),
            },
            tone=Tone.GOOD,
        )
        self._desk.run(
            "store",
            lambda: self._desk.errands.set_price(
                self._desk.session, sku=sku, amount=amount, day=day, approval=approval
            ),
            lambda _: self._done(said),
        )

    def _withdraw(self, approval: Approval | None) -> None:
        page, price = self._desk.model.page, withdrawable(self._desk.model.page)
        if page is None or price is None:
            return
        sku, which = page.row.sku, price.price
        self._desk.run(
            "store",
            lambda: self._desk.errands.withdraw(self._desk.session, sku=sku, price=which, approval=approval),
            lambda _: self._done(Said(key="products.taken-back", tone=Tone.GOOD)),
        )

    def _saved(self, product: Product) -> None:
        if self._desk.model.is_quick:
            self._desk.change(busy=False)
            self._on_sold(product.sku)
            return
        if self._desk.model.is_new:
            self._desk.change(rows=(product,), mark=0, typed=product.sku, looked_for=product.sku)
        self._done(Said(key="products.saved", params={"name": product.name}, tone=Tone.GOOD))

    def _done(self, said: Said) -> None:
        """Back to the list, with what is marked as it is now."""
        self._desk.change(busy=False, step="find", values={}, faults=(), said=said)
        self._finder.again()
