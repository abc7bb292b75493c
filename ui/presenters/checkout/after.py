"""After paying: the receipt once more, the sale taken back, and what asks for a yes before it is done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from terminal.open_sale import OpenSale
from terminal.sale import SettledSale, VoidedSale
from terminal.session import Session
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.model import Answer, Done, Question, Said
from ui.presenters.errands import Settled
from ui.presenters.shown import Tone

_IN_FRONT: Final = timedelta(minutes=10)
"""So long a sale that was made stays in front across a lock: its change may still have to be counted out."""


class AfterKeeper:
    """The sale just made, and giving up the one that is open."""

    def __init__(self, counter: Counter, *, on_given_up: Callable[[], None]) -> None:
        """`on_given_up` is told once the open sale is given up, with all that still waits for it."""
        self._counter = counter
        self._on_given_up = on_given_up

    def settled(self, settled: Settled) -> None:
        """Go on with the next customer; the sale just made stays on screen until goods or a member come."""
        done = Done(sale=settled.sale)
        self._counter.sale_changed(
            settled.fresh, done=done, last=settled.sale, line=None, why=None, question=None, enrolment=None
        )

    def put_away(self) -> None:
        """Somebody else stands here now, or another shift begins: what was sold is printed again only."""
        self._counter.change(done=None)

    def signed_in(self, session: Session) -> None:
        """Put the sale just made away where it is another person's, or long over; it can be printed again."""
        last = self._counter.model.last
        is_over = last is not None and session.at - last.at > _IN_FRONT
        if is_over or session.operator != self._counter.session.operator:
            self.put_away()

    def came_back(self, sale: str) -> None:
        """Goods of a sale came back: where it is the one just made, what is shown of it holds no more."""
        last = self._counter.model.last
        if last is not None and last.sale == sale:
            self._counter.change(done=None, came_back=sale)

    def print_commands(self) -> None:
        """Print the sheet of codes for the scanner."""
        counter = self._counter
        said = Said(key="checkout.commands-queued", tone=Tone.GOOD)
        counter.run("store", counter.errands.print_commands, lambda _: counter.say(said))

    def reprint(self, sale: str | None = None) -> None:
        """Print a receipt once more, as a copy: the last one, or the one named."""
        counter, last = self._counter, self._counter.model.last
        named = sale or (last.sale if last is not None else None)
        if named is None:
            counter.say(Said(key="checkout.nothing-to-reprint"))
            return

        def queued(settled: SettledSale) -> None:
            params = {"receipt": settled.receipt.label}
            counter.say(Said(key="checkout.reprint-queued", params=params, tone=Tone.GOOD))

        counter.run("store", lambda: counter.errands.reprint(counter.session, named), queued)

    def print_elsewhere(self) -> None:
        """Let the second printer print what waits, until the first is back."""
        counter = self._counter

        def moved(_: None) -> None:
            counter.change(stranded=0, said=Said(key="print.moved", tone=Tone.PLAIN))

        counter.run("store", counter.errands.print_elsewhere, moved)

    def ask_void(self) -> None:
        """Ask whether the sale just made is to be taken back."""
        last, came_back = self._counter.model.last, self._counter.model.came_back
        if self.can_void:
            self._counter.change(question=Question.VOID, why=None, said=None)
        elif last is not None and last.sale == came_back:
            params = {"label": last.receipt.label}
            self._counter.say(Said(key="error.sale-returned", params=params, tone=Tone.REFUSED))
        else:
            self._counter.say(Said(key="checkout.nothing-to-void"))

    def ask_abandon(self) -> None:
        """Give the open sale up: at once if only the view of the last one is in the way, else after a yes."""
        model = self._counter.model
        sale = model.sale
        if sale.lines or sale.member is not None or sale.codes or sale.exchange is not None:
            self._counter.change(question=Question.ABANDON, why=None, said=None)
        else:
            self._counter.change(done=None, said=None, typed="", hits=())

    def answered(self, answer: Answer) -> None:
        """The answer to the question on screen."""
        question = self._counter.model.question
        self._counter.change(question=None)
        if question is Question.PAPER:
            self._decide(answer)
        elif answer is Answer.ACCEPT and question is Question.VOID:
            self._void()
        elif answer is Answer.ACCEPT and question is Question.ABANDON:
            self._abandon()

    @property
    def can_void(self) -> bool:
        """Whether the last sale can be taken back: it is not yet, and nothing is open."""
        model = self._counter.model
        return model.is_last_whole and not model.sale.lines

    def _decide(self, answer: Answer) -> None:
        """What the person who looked at the paper says; no answer leaves the question for later."""
        counter, slip = self._counter, self._counter.model.slip
        if slip is None or answer is Answer.REFUSE:
            return
        counter.change(slip=None)
        if answer is Answer.ACCEPT:
            counter.run("store", lambda: counter.errands.leave_slip(slip.job), lambda _: None)
        else:
            work = counter.errands.print_again
            counter.run("store", lambda: work(counter.session, slip.job), lambda _: None)

    def _void(self) -> None:
        counter, last = self._counter, self._counter.model.last
        if last is None:
            return
        counter.change(busy=True)

        def voided(void: VoidedSale) -> None:
            sale = replace(void.sale, voided=True)
            counter.change(busy=False, done=Done(sale=sale, void=void), last=sale)

        counter.run("store", lambda: counter.errands.void(counter.session, last.sale), voided)

    def _abandon(self) -> None:
        counter, sale = self._counter, self._counter.model.sale
        self._on_given_up()

        def fresh(after: OpenSale) -> None:
            counter.sale_changed(
                after, busy=False, leaving=False, done=None, line=None, typed="", hits=(), ask=None,
                enrolment=None,
            )  # fmt: skip

        counter.leave(lambda: counter.errands.abandon(counter.session, sale), fresh)
