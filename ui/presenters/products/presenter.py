"""The screen *Products* as a state machine: find, look, change, a manager's word where one is needed.

A scan finds a product at any step but the form's, where it becomes one of its bar codes. A press while
something is being written does nothing. Whoever is no manager may look, and asks one by PIN when saving.
"""

from collections.abc import Callable
from datetime import date, timedelta

from terminal.session import Session
from terminal.usecases.shelf_drafts import ProductDraft, draft_of
from ui.presenters.checkout.model import Said
from ui.presenters.forms import written_day
from ui.presenters.managers_word import NOBODY_ASKED
from ui.presenters.products.deeds import ProductDeeds
from ui.presenters.products.desk import ProductsDesk
from ui.presenters.products.errands import ProductsErrands
from ui.presenters.products.finding import GoodsFinder
from ui.presenters.products.form import first_day, values_of, with_code
from ui.presenters.products.model import ProductsModel
from ui.presenters.products.shown import state_of, withdrawable
from ui.presenters.products.state import ProductsState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words


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
        self._desk = ProductsDesk(errands, session, runner, words, model=ProductsModel(), on_model=self._show)
        self._finder = GoodsFinder(self._desk)
        self._deeds = ProductDeeds(self._desk, self._finder, on_sold=on_sold)
        self._on_state = on_state
        self._on_back = on_back

    @property
    def model(self) -> ProductsModel:
        """What it knows now."""
        return self._desk.model

    def begin(self) -> None:
        """The screen came up: the first goods by name, and all else that it shows, in one go."""
        self._finder.begin()

    def begin_with(self, code: str) -> None:
        """A code that no product has was scanned in a sale: its form, and back to the sale from it."""
        self._desk.change(is_quick=True)
        self._finder.learn()
        self._desk.run("look-up", lambda: self._desk.errands.quick_draft(code), self._new)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._desk.words = words
        self._desk.change()

    def scanned(self, text: str) -> None:
        """A scan: a bar code for the form that is open, else a product to look at."""
        if self.model.step == "edit":
            self._desk.change(values=with_code(self.model.values, text), said=None)
        elif self.model.step == "find":
            self._finder.find(text)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._desk.change(said=Said(key=f"error.{code}"))

    def synced(self) -> None:
        """What was not at the server yet may be there now."""
        page = self.model.page
        if self.model.step == "find" and page is not None and page.waits:
            self._finder.look()

    def typed(self, text: str) -> None:
        """Another text stands in the box: what it finds is shown as it grows."""
        if self.model.step == "find" and text != self.model.typed:
            self._desk.change(typed=text, said=None)
            self._finder.find(text, typed=text)

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before; a step beyond an end stops there."""
        if self.model.step == "approve":
            self._desk.change(asked=self.model.asked.step(by), said=None)
        elif self.model.rows:
            self.row_pressed(min(max(self.model.mark + by, 0), len(self.model.rows) - 1))

    def row_pressed(self, row: int) -> None:
        """Mark a row, and look at what it is."""
        if self.model.step == "approve":
            self._desk.change(asked=self.model.asked.choose(row), said=None)
        elif self.model.step == "find" and 0 <= row < len(self.model.rows):
            self._desk.change(mark=row, page=None, said=None)
            self._finder.look()

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
            values = {"amount": str(page.price), "day": written_day(date.fromisoformat(page.today))}
            self._desk.change(step="price", values=values, faults=(), asked_about=None, said=None)

    def withdraw_pressed(self) -> None:
        """The last price that is planned, or the one with a day that holds, holds no more."""
        if self.model.step == "find" and withdrawable(self.model.page) is not None:
            self._deeds.with_word("withdraw")

    def field_changed(self, name: str, value: str) -> None:
        """Something was typed or chosen in the form."""
        detail = {"amount": "price"}.get(name, name)
        faults = tuple(each for each in self.model.faults if each.detail != detail)
        self._desk.change(values={**self.model.values, name: value}, faults=faults)

    def field_stepped(self, name: str, by: int) -> None:
        """A day later, or earlier."""
        day = first_day(self.model)
        if day is not None:
            self.field_changed(name, written_day(day + timedelta(days=by)))

    def key_pressed(self, key: str) -> None:
        """A key of the pad: of the PIN."""
        if self.model.step == "approve":
            self._desk.change(asked=self.model.asked.press(key), said=None)

    def finish_pressed(self) -> None:
        """The press in the corner: edit, save, confirm."""
        if self.model.busy:
            return
        match self.model.step:
            case "find" if self.model.page is not None:
                values = values_of(draft_of(self.model.page.row))
                self._desk.change(step="edit", is_new=False, values=values, faults=(), said=None)
            case "edit":
                self._deeds.check()
            case "price":
                self._deeds.check_price()
            case "approve":
                self._deeds.approve()
            case _:
                return

    def back_pressed(self) -> None:
        """One step back; out of the list, back to the checkout, and so out of a quick form."""
        model = self.model
        if model.busy:
            return
        if model.step == "approve":
            self._desk.change(step=model.before, asked=NOBODY_ASKED, said=None)
        elif model.step == "find" and model.typed:
            self.typed("")
        elif model.step == "find" or model.is_quick:
            self._on_back()
        else:
            self._desk.change(step="find", values={}, faults=(), said=None)

    def _new(self, draft: ProductDraft) -> None:
        self._desk.change(step="edit", is_new=True, values=values_of(draft), faults=(), said=None)

    def _show(self, model: ProductsModel) -> None:
        self._on_state(state_of(model, self._desk.words))
