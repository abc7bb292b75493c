"""The sale is looked for: by what is scanned or typed, in a day's or a buyer's list, at another till."""

from datetime import timedelta

from loyalty.errors import Unavailable
from terminal.usecases.returns.finding import (
    AskElsewhere,
    BuyersFound,
    NoSaleFound,
    SaleFound,
    SalesFound,
    SoughtSale,
)
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.returns.desk import ReturnsDesk
from ui.presenters.shown import Tone

DAY = timedelta(days=1)


class SaleFinder:
    """The first step of a return."""

    def __init__(self, desk: ReturnsDesk) -> None:
        self._desk = desk

    def begin(self, said: Said | None = None) -> None:
        """Show the sales of the day."""
        self._desk.change(
            step="find", typed="", buyers=(), whose="", mark=0, sale=None, wanted={}, digits="", shown=None,
            reason=0, in_cash=False, goods=(), pin="", approval=None, elsewhere="", busy=False, stuck=False,
            waits=False, done=None, said=said,
        )  # fmt: skip
        self._list()

    def move_day(self, by: int) -> None:
        """The day before, or the one after; never one to come."""
        today = self._desk.errands.today()
        day = min(today, (self._desk.model.day or today) + by * DAY)
        self._desk.change(day=None if day == today else day, typed="", buyers=(), whose="", mark=0, said=None)
        self._list()

    def find(self, text: str, symbology: str | None = None) -> None:
        """Look for what was scanned, or typed and entered."""
        desk = self._desk
        if desk.model.busy:
            return
        day = desk.model.day
        desk.change(busy=True, said=None, elsewhere="")
        desk.run(
            "look-up",
            lambda: desk.errands.find_sale(text, day=day, symbology=symbology),
            self._found,
        )

    def choose_marked(self) -> None:
        """Open the marked sale, or list what the marked buyer bought."""
        desk, model = self._desk, self._desk.model
        if model.busy:
            return
        if model.buyers:
            member = model.buyers[model.mark].member
            desk.change(busy=True, said=None, elsewhere="")
            desk.run("look-up", lambda: desk.errands.sales_of_buyer(member), self._found)
        elif model.sales:
            sale = model.sales[model.mark].sale
            desk.change(busy=True, said=None, elsewhere="")
            desk.run("look-up", lambda: desk.errands.open_sale(sale), self._found)

    def ask_again(self) -> None:
        """Ask once more for a receipt of another till."""
        digits = self._desk.model.elsewhere
        if digits and not self._desk.model.busy:
            self._ask(digits)

    def _list(self) -> None:
        desk, day = self._desk, self._desk.model.day
        desk.run("look-up", lambda: desk.errands.sales_of_day(day), self._listed)

    def _listed(self, found: SalesFound) -> None:
        if self._desk.model.step == "find":
            self._desk.change(sales=found.rows, buyers=(), whose=found.whose, mark=0)

    def _found(self, found: SoughtSale) -> None:
        desk = self._desk
        desk.change(busy=False)
        match found:
            case SaleFound(sale=sale) if sale.voided or sale.released:
                key = "error.sale-voided" if sale.voided else "error.sale-released"
                desk.say(Said(key=key, params={"label": sale.label}, tone=Tone.REFUSED))
            case SaleFound(sale=sale):
                desk.change(
                    step="lines", typed="", sale=sale, wanted={}, digits="", shown=None, mark=0, elsewhere="",
                    refund=desk.errands.new_id(), said=None, in_cash=False, approval=None,
                )  # fmt: skip
            case SalesFound(rows=rows, whose=whose):
                desk.change(sales=rows, buyers=(), whose=whose, mark=0, typed="")
            case BuyersFound(rows=rows):
                desk.change(buyers=rows, mark=0)
            case NoSaleFound(code=code, text=text, till=till):
                said = Said(key=f"error.{code}", params={"text": text, "till": till}, tone=Tone.REFUSED)
                desk.change(said=said, missed=desk.model.typed.strip())
            case AskElsewhere(digits=digits):
                self._ask(digits)

    def _ask(self, digits: str) -> None:
        """Ask the server for a receipt; an answer that nobody waits for any more is put aside."""
        desk = self._desk
        desk.change(busy=True, elsewhere=digits, typed="", said=Said(key="returns.asking", tone=Tone.PLAIN))

        def answered(answer: tuple[str, str]) -> None:
            if desk.model.elsewhere == digits:
                self._answered(answer)

        def failed(error: Exception) -> None:
            if desk.model.elsewhere == digits:
                self._not_answered(error)

        desk.run("net", lambda: desk.errands.ask_elsewhere(digits), answered, on_failed=failed)

    def _answered(self, answer: tuple[str, str]) -> None:
        state, till = answer
        desk = self._desk
        desk.change(busy=False)
        if state == "given":
            self.find(desk.model.elsewhere)
        else:
            desk.say(Said(key="returns.asked", params={"till": till}))

    def _not_answered(self, error: Exception) -> None:
        trouble = expected(error)
        said = said_of(trouble)
        if isinstance(trouble, Unavailable):
            said = Said(key="returns.elsewhere-offline", tone=Tone.REFUSED)
        self._desk.change(busy=False, said=said)
