"""The model of the checkout and the few things that every part of its presenter does with it.

Here is where one answer belongs to one question: a price that comes back for a sale that has changed since is
dropped, and at most one price and one draft are under way at a time.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any, Final, TypeVar

from loyalty.errors import LoyaltillError
from terminal.open_sale import OpenSale
from terminal.session import Session
from ui.presenters.checkout.model import CheckoutModel, Said, WhyTopic
from ui.presenters.errands import CheckoutErrands, Priced
from ui.presenters.shown import Tone
from ui.presenters.tasks import Lane, TaskRunner

Result = TypeVar("Result")

MOST_UNDONE: Final = 50
"""So many changes of the lines can be taken back."""


def expected(error: Exception) -> LoyaltillError:
    """The error as one that has a sentence; anything else is a bug and goes on to the crash path."""
    if isinstance(error, LoyaltillError):
        return error
    raise error


def said_of(error: LoyaltillError) -> Said:
    """The sentence of an error."""
    return Said(key=f"error.{error.code}", params=error.params, tone=Tone.REFUSED)


class Counter:
    """Holds the model; `on_model` is told of every new one, on the UI thread."""

    def __init__(
        self,
        errands: CheckoutErrands,
        session: Session,
        runner: TaskRunner,
        *,
        sale: OpenSale,
        on_model: Callable[[CheckoutModel], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.model = CheckoutModel(sale=sale)
        self._runner = runner
        self._on_model = on_model
        self._pricing = False
        self._keeping = False
        self._kept: OpenSale | None = None
        self._before: list[OpenSale] = []
        self._undoing = False
        self._explaining = False

    def change(self, **fields: Any) -> None:
        """Go on to the next model; one that differs in nothing is nothing to tell of.

        A question that goes takes along the choices that stood under it.
        """
        if "ask" in fields and fields["ask"] is None and self.model.ask is not None:
            fields.setdefault("hits", ())
        if all(_is_same(getattr(self.model, name), value) for name, value in fields.items()):
            return
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def sale_changed(self, sale: OpenSale, **fields: Any) -> None:
        """Go on with another version of the sale: price it, and keep it for after a power cut."""
        if sale.has_something or sale.member is not None:
            fields.setdefault("done", None)
        fields.setdefault("said", None)
        self._remember(sale)
        lines = sale.line_ids
        if self.model.line not in lines:
            fields.setdefault("line", lines[-1] if lines else None)
        self.change(sale=sale, **fields)
        self.price()
        self._keep()

    @property
    def can_undo(self) -> bool:
        """Whether something was done to the lines that can be taken back."""
        return bool(self._before)

    def undo(self) -> None:
        """The lines as they were before the last change; member, codes and points stay as they are."""
        if not self._before:
            self.say(Said(key="checkout.nothing-to-undo"))
            return
        before, now = self._before.pop(), self.model.sale
        sale = replace(now, lines=before.lines, gifts=before.gifts, note=before.note)
        self._undoing = True
        self.sale_changed(
            sale, said=Said(key="checkout.undone", tone=Tone.PLAIN), ask=None, typed="", hits=()
        )
        self._undoing = False

    def price(self) -> None:
        """Work out what the sale comes to, unless that is under way already."""
        if self._pricing:
            return
        self._pricing = True
        asked = self.model.sale
        explains = self._explaining or self.model.why == "offers"

        def work() -> Priced:
            priced = self.errands.price(asked)
            if explains:
                _ = priced.quote.missed
            return priced

        def done(priced: Priced) -> None:
            self._pricing = False
            self._keep()
            if asked is not self.model.sale:
                self.price()
                return
            self.change(
                sale=priced.sale,
                priced=priced.sale,
                quote=priced.quote,
                burnable=priced.burnable,
                wallet=priced.wallet,
                unsold=priced.unsold,
            )

        def failed(error: Exception) -> None:
            self._pricing = False
            self._keep()
            if asked is not self.model.sale:
                self.price()
                return
            self.say(said_of(expected(error)))

        self._runner.run("look-up", work, on_done=done, on_failed=failed)

    def explain_offers(self) -> None:
        """Open what was won and what was missed, once why it was missed is worked out: never here.

        A program of hundreds of promotions takes a tenth of a second for it.
        """
        quote = self.model.quote
        if quote is None:
            self.open_why("offers")
            return
        self._explaining = True

        def explained(_: object) -> None:
            if self.model.quote is not quote:
                self.explain_offers()
                return
            self._explaining = False
            self.open_why("offers")

        self.run("look-up", lambda: quote.missed, explained)

    def open_why(self, topic: WhyTopic) -> None:
        """Open reasons; what was found goes, and the choices of a question stay there to be answered."""
        self.change(why=topic, hits=() if self.model.ask is None else self.model.hits)

    def say(self, said: Said | None) -> None:
        """Say something in the banner; None takes it away."""
        self.change(said=said)

    def say_where_free(self, said: Said | None) -> bool:
        """Say it unless something else stands in the banner; false where it has yet to be said."""
        if self.model.said is None:
            self.say(said)
        return said is None or self.model.said == said

    def failed(self, error: Exception) -> None:
        """Say what an errand could not do; nothing is under way any more but leaving this sale."""
        self.change(said=said_of(expected(error)), busy=self.model.leaving)

    def run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """An errand whose failure is said in the banner."""
        self._runner.run(lane, work, on_done=on_done, on_failed=self.failed)

    def leave(self, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """An errand after which another sale stands here; no other one that fails ends the leaving."""

        def failed(error: Exception) -> None:
            self.change(said=said_of(expected(error)), busy=False, leaving=False)

        self.change(busy=True, leaving=True)
        self._runner.run("store", work, on_done=on_done, on_failed=failed)

    def run_with(
        self,
        lane: Lane,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """An errand whose failure is the caller's."""
        self._runner.run(lane, work, on_done=on_done, on_failed=on_failed)

    def _remember(self, sale: OpenSale) -> None:
        """Keep what the lines were, as far back as somebody may want them; another sale has its own past."""
        now = self.model.sale
        if sale.sale != now.sale:
            self._before.clear()
        elif not self._undoing and (sale.lines, sale.gifts, sale.note) != (now.lines, now.gifts, now.note):
            self._before = [*self._before[1 - MOST_UNDONE :], now]

    def _keep(self) -> None:
        """Keep the newest version; what came in between need not be written.

        It is written once the sale is priced: somebody waits for the price, and for the line to be painted.
        """
        if self._keeping or self._pricing or self._kept is self.model.sale:
            return
        self._keeping = True
        sale = self._kept = self.model.sale

        def kept(_: None) -> None:
            self._keeping = False
            self._keep()

        def failed(error: Exception) -> None:
            self._keeping = False
            self.failed(error)

        self._runner.run("store", lambda: self.errands.keep_draft(sale), on_done=kept, on_failed=failed)


def _is_same(old: object, new: object) -> bool:
    """The same object, or a plain value that is equal; sales and quotes are not compared line by line."""
    return old is new or (isinstance(new, str | int | Enum) and old == new)
