"""The screen *Products* as a state machine: find, look, change, a manager's word where one is needed.

A scan finds a product at any step but the form's, where it becomes one of its bar codes. A press while
something is being written does nothing. Whoever is no manager may look, and asks one by PIN when saving.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from loyalty.units import Money
from terminal.goods import Product
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.usecases.shelf import ShelfPage
from terminal.usecases.shelf_drafts import Fault, ProductDraft, draft_of
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.forms import read_amount, read_day
from ui.presenters.managers_word import NOBODY_ASKED, Asked
from ui.presenters.products.errands import ProductsErrands
from ui.presenters.products.form import draft_from, values_of, with_code
from ui.presenters.products.model import ProductsModel, Wish
from ui.presenters.products.shown import state_of, withdrawable
from ui.presenters.products.state import ProductsState
from ui.presenters.shown import Tone
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.words import Words

Result = TypeVar("Result")
_Known = tuple[tuple[str, ...], tuple[str, ...]]
_Found = tuple[tuple[Product, ...], ShelfPage | None]


class ProductsPresenter:
    """One screen. `on_sold` gets the code of what was added in the middle of a sale; the screen is left."""

    def __init__(
        self,
        errands: ProductsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[ProductsState], None],
        on_back: Callable[[], None],
        on_sold: Callable[[str], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._on_sold = on_sold
        self.model = ProductsModel()

    def begin(self) -> None:
        """The screen came up: the first goods by name, and all else that it shows, in one go."""

        def read() -> tuple[_Known, _Found]:
            return self._read_known(), self._read_found("")

        def came(read: tuple[_Known, _Found]) -> None:
            (categories, scale), (rows, page) = read
            self._change(categories=categories, scale=scale, rows=rows, mark=0, page=page, looked_for="")

        self._run("look-up", read, came)

    def begin_with(self, code: str) -> None:
        """A code that no product has was scanned in a sale: its form, and back to the sale from it."""
        self._change(is_quick=True)
        self._learn()
        self._run("look-up", lambda: self._errands.quick_draft(code), self._new)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def scanned(self, text: str) -> None:
        """A scan: a bar code for the form that is open, else a product to look at."""
        if self.model.step == "edit":
            self._change(values=with_code(self.model.values, text), said=None)
        elif self.model.step == "find":
            self._find(text)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._change(said=Said(key=f"error.{code}"))

    def typed(self, text: str) -> None:
        """Another text stands in the box: what it finds is shown as it grows."""
        if self.model.step == "find" and text != self.model.typed:
            self._change(typed=text, said=None)
            self._find(text, typed=text)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before; a step beyond an end stops there."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.step(by), said=None)
        elif self.model.rows:
            self.row_pressed(min(max(self.model.mark + by, 0), len(self.model.rows) - 1))

    def row_pressed(self, row: int) -> None:
        """Mark a row, and look at what it is."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.choose(row), said=None)
        elif self.model.step == "find" and 0 <= row < len(self.model.rows):
            self._change(mark=row, page=None, said=None)
            self._look()

    def entered(self) -> None:
        """Enter: edit what is marked, or confirm."""
        self.finish_pressed()

    def new_pressed(self) -> None:
        """A product that is not there yet."""
        if self.model.step == "find":
            self._new(ProductDraft(sku="", name="", vat_percent="8"))

    def price_pressed(self) -> None:
        """A price from a day on."""
        page = self.model.page
        if self.model.step == "find" and page is not None:
            values = {"amount": str(page.price), "day": self._words.day(date.fromisoformat(page.today))}
            self._change(step="price", values=values, faults=(), said=None)

    def withdraw_pressed(self) -> None:
        """The last price that is planned, or the one with a day that holds, holds no more."""
        if self.model.step == "find" and withdrawable(self.model.page) is not None:
            self._with_word("withdraw")

    def field_changed(self, name: str, value: str) -> None:
        """Something was typed or chosen in the form."""
        detail = {"amount": "price"}.get(name, name)
        faults = tuple(each for each in self.model.faults if each.detail != detail)
        self._change(values={**self.model.values, name: value}, faults=faults)

    def field_stepped(self, name: str, by: int) -> None:
        """A day later, or earlier."""
        day = read_day(self.model.values.get(name, ""))
        if day is not None:
            self.field_changed(name, self._words.day(day + timedelta(days=by)))

    def key_pressed(self, key: str) -> None:
        """A key of the pad: of the PIN."""
        if self.model.step == "approve":
            self._change(asked=self.model.asked.press(key), said=None)

    def finish_pressed(self) -> None:
        """The press in the corner: edit, save, confirm."""
        if self.model.busy:
            return
        match self.model.step:
            case "find" if self.model.page is not None:
                values = values_of(draft_of(self.model.page.row))
                self._change(step="edit", is_new=False, values=values, faults=(), said=None)
            case "edit":
                self._check()
            case "price":
                self._check_price()
            case "approve":
                self._approve()
            case _:
                return

    def back_pressed(self) -> None:
        """One step back; out of the list, back to the checkout, and so out of a quick form."""
        model = self.model
        if model.busy:
            return
        if model.step == "approve":
            self._change(step=model.before, asked=NOBODY_ASKED, said=None)
        elif model.step == "find" and model.typed:
            self.typed("")
        elif model.step == "find" or model.is_quick:
            self._on_back()
        else:
            self._change(step="find", values={}, faults=(), said=None)

    def _learn(self) -> None:
        def known(known: _Known) -> None:
            self._change(categories=known[0], scale=known[1])

        self._run("look-up", self._read_known, known)

    def _read_known(self) -> _Known:
        return self._errands.categories(), self._errands.scale_patterns()

    def _read_found(self, text: str) -> _Found:
        """What is found, and the first of it whole."""
        rows = self._errands.find(text)
        return rows, self._errands.page(rows[0].sku) if rows else None

    def _new(self, draft: ProductDraft) -> None:
        self._change(step="edit", is_new=True, values=values_of(draft), faults=(), said=None)

    def _find(self, text: str, *, typed: str | None = None) -> None:
        def found(found: _Found) -> None:
            if typed is not None and typed != self.model.typed:
                return  # what was typed since is looked for already
            self._change(rows=found[0], mark=0, page=found[1], looked_for=text)

        self._run("look-up", lambda: self._read_found(text), found)

    def _look(self) -> None:
        marked = self.model.marked
        if marked is None:
            return
        sku = marked.sku

        def looked(page: ShelfPage) -> None:
            now = self.model.marked
            if now is not None and now.sku == page.row.sku:
                self._change(page=page)

        self._run("look-up", lambda: self._errands.page(sku), looked)

    def _draft(self) -> ProductDraft:
        page = self.model.page
        tags = () if self.model.is_new or page is None else page.row.tags
        return draft_from(self.model.values, tags)

    def _check(self) -> None:
        draft, is_new = self._draft(), self.model.is_new

        def checked(faults: tuple[Fault, ...]) -> None:
            self._change(faults=faults)
            if not faults:
                self._with_word("save")

        self._run("look-up", lambda: self._errands.check(draft, is_new=is_new), checked)

    def _check_price(self) -> None:
        faults: list[Fault] = []
        if read_amount(self.model.values["amount"]) is None:
            faults.append(Fault(detail="price", code="price-missing"))
        day, page = read_day(self.model.values["day"]), self.model.page
        if day is None:
            faults.append(Fault(detail="day", code="day"))
        elif page is not None and day.isoformat() < page.today:
            faults.append(Fault(detail="day", code="day-over"))
        self._change(faults=tuple(faults))
        if not faults:
            self._with_word("price")

    def _with_word(self, wish: Wish) -> None:
        """Do it at once for a manager; for others once a manager has given their word."""
        self._change(wish=wish)
        if self._session.role == "manager":
            self._do(None)
            return

        def ask(managers: tuple[OperatorTile, ...]) -> None:
            asked = Asked(managers=managers)
            self._change(step="approve", before=self.model.step, asked=asked, said=None)

        self._run("look-up", self._errands.managers, ask)

    def _approve(self) -> None:
        before, asked = self.model.before, self.model.asked
        if not asked.can_give:
            return

        def approved(approval: Approval) -> None:
            self._change(step=before)
            self._do(approval)

        self._change(busy=True, asked=asked.without_pin(), said=None)
        self._run("store", asked.word(self._errands, self._session), approved)

    def _do(self, approval: Approval | None) -> None:
        self._change(busy=True, said=None)
        match self.model.wish:
            case "save":
                draft = self._draft()
                self._run("store", lambda: self._errands.save(self._session, draft, approval), self._saved)
            case "price":
                self._set_price(approval)
            case "withdraw":
                self._withdraw(approval)

    def _set_price(self, approval: Approval | None) -> None:
        page = self.model.page
        amount, day = read_amount(self.model.values["amount"]), read_day(self.model.values["day"])
        if page is None or amount is None or day is None:
            return
        sku, name = page.row.sku, page.row.name
        said = Said(
            key="products.priced",
            params={"name": name, "amount": self._words.money(Money(amount)), "day": self._words.day(day)},
            tone=Tone.GOOD,
        )
        self._run(
            "store",
            lambda: self._errands.set_price(
                self._session, sku=sku, amount=amount, day=day, approval=approval
            ),
            lambda _: self._done(said),
        )

    def _withdraw(self, approval: Approval | None) -> None:
        page, price = self.model.page, withdrawable(self.model.page)
        if page is None or price is None:
            return
        sku, which = page.row.sku, price.price
        self._run(
            "store",
            lambda: self._errands.withdraw(self._session, sku=sku, price=which, approval=approval),
            lambda _: self._done(Said(key="products.taken-back", tone=Tone.GOOD)),
        )

    def _saved(self, product: Product) -> None:
        if self.model.is_quick:
            self._change(busy=False)
            self._on_sold(product.sku)
            return
        if self.model.is_new:
            self._change(rows=(product,), mark=0, typed=product.sku, looked_for=product.sku)
        self._done(Said(key="products.saved", params={"name": product.name}, tone=Tone.GOOD))

    def _done(self, said: Said) -> None:
        """Back to the list, with what is marked as it is now."""
        self._change(busy=False, step="find", values={}, faults=(), said=said)
        text, mark = self.model.looked_for, self.model.mark

        def again(rows: tuple[Product, ...]) -> None:
            self._change(rows=rows, mark=min(mark, max(0, len(rows) - 1)))
            self._look()

        self._run("look-up", lambda: self._errands.find(text), again)

    def _run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        self._runner.run(lane, work, on_done=on_done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._change(said=said_of(expected(error)), busy=False)

    def _change(self, **fields: Any) -> None:
        self.model = replace(self.model, **fields)
        self._on_state(state_of(self.model, self._words))
