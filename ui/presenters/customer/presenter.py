"""The customer's window as a state machine: it follows the cashier's screens, and asks after a sale.

It shows; nothing a customer can touch changes the sale. The one thing that is kept is the answer.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from loyalty.errors import LoyaltillError
from terminal.usecases.survey import SurveyQuestion
from ui.presenters.checkout.state import CheckoutState
from ui.presenters.customer.shown import (
    after_state,
    closed_state,
    idle_state,
    pay_state,
    pole_rows,
    sale_state,
)
from ui.presenters.customer.state import CustomerState, PoleRows, SurveyState
from ui.presenters.pay.state import PayState
from ui.presenters.shell import Screen
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words


class SurveyErrands(Protocol):
    """What is asked after a sale, and what becomes of the answer."""

    def question(self) -> SurveyQuestion | None:
        """The question about the sale just made (look-up lane); None where nothing is asked."""
        ...

    def question_after_refund(self, sale: str) -> SurveyQuestion | None:
        """The question about goods of that sale having come back; None where nothing is asked."""
        ...

    def answer(self, question: SurveyQuestion, score: int) -> None:
        """Keep an answer (store lane)."""
        ...


class CustomerPresenter:
    """Follows the screens. `on_state` gets the window's state, `on_rows` the pole's rows when they change."""

    def __init__(
        self,
        errands: SurveyErrands,
        runner: TaskRunner,
        words: Words,
        *,
        store: str,
        on_state: Callable[[CustomerState], None],
        on_rows: Callable[[PoleRows], None],
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._words = words
        self._store = store
        self._on_state = on_state
        self._on_rows = on_rows
        self._screen = Screen.SIGN_IN
        self._checkout: CheckoutState | None = None
        self._pay: PayState | None = None
        self._question: SurveyQuestion | None = None
        self._asked_about: tuple[str, bool] | None = None
        self._is_answered = False
        self._refund: str | None = None
        self._rows: PoleRows | None = None
        self._is_tried = False

    @property
    def words(self) -> Words:
        """What customers are told is said in these."""
        return self._words

    def try_out(self) -> None:
        """Show that the display works, until the cashier's screens show something else."""
        self._is_tried = True
        self._show()

    def screen_shown(self, screen: Screen) -> None:
        """Another screen is in front of the cashier."""
        self._screen, self._is_tried, self._refund = screen, False, None
        self._show()

    def refunded(self, sale: str | None) -> None:
        """Goods of that sale were given back, and the cashier's screen says so; None: it no longer does."""
        self._refund, self._question, self._is_answered = sale, None, False

        def known(question: SurveyQuestion | None) -> None:
            if self._refund == sale:
                self._question = question
                self._show()

        if sale is not None:
            errands = self._errands
            self._runner.run(
                "store", lambda: errands.question_after_refund(sale), on_done=known, on_failed=_unanswered
            )
        self._show()

    def checkout_shown(self, state: CheckoutState) -> None:
        """The checkout shows something else."""
        self._checkout, self._is_tried = state, False
        after = state.after
        if after is None and self._refund is None:
            self._question = None
        elif (
            after is not None and self._refund is None and (after.receipt, after.voided) != self._asked_about
        ):
            self._ask(after.receipt, voided=after.voided)
        self._show()

    def pay_shown(self, state: PayState) -> None:
        """The pay screen shows something else."""
        self._pay, self._is_tried = state, False
        self._show()

    def answered(self, score: int) -> None:
        """The customer touched an answer; only the first touch counts."""
        question = self._question
        if question is None or self._is_answered or score not in question.answers:
            return
        self._is_answered = True
        self._runner.run(
            "store", lambda: self._errands.answer(question, score), on_done=_nothing, on_failed=_unanswered
        )
        self._show()

    def store_named(self, name: str) -> None:
        """What the store is called by now."""
        self._store = name
        self._show()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self._show()

    def _ask(self, receipt: str, *, voided: bool) -> None:
        self._asked_about = (receipt, voided)
        self._question, self._is_answered = None, False

        def known(question: SurveyQuestion | None) -> None:
            after = None if self._checkout is None else self._checkout.after
            if after is not None and (after.receipt, after.voided) == (receipt, voided):
                self._question = question
                self._show()

        self._runner.run("store", self._errands.question, on_done=known, on_failed=_unanswered)

    def _show(self) -> None:
        state = self._state()
        self._on_state(state)
        rows = pole_rows(state, self._words)
        if rows != self._rows:
            self._rows = rows
            self._on_rows(rows)

    def _state(self) -> CustomerState:
        checkout, words = self._checkout, self._words
        if self._is_tried:
            return CustomerState(store=self._store, greeting=words.text("customer.trial"))
        if self._refund is not None:
            survey = self._survey()
            greeting = "" if survey is not None else words.text("customer.returned")
            return CustomerState(store=self._store, greeting=greeting, survey=survey)
        if checkout is not None and self._screen is Screen.PAY and self._pay is not None:
            return pay_state(self._store, checkout, self._pay, words)
        if self._screen is Screen.SHIFT:
            return closed_state(self._store, words)
        if checkout is None or self._screen is not Screen.CHECKOUT:
            return idle_state(self._store, words)
        if checkout.after is not None:
            return replace(after_state(self._store, checkout.after, words), survey=self._survey())
        if checkout.rows or checkout.member is not None:
            return sale_state(self._store, checkout, words)
        return idle_state(self._store, words)

    def _survey(self) -> SurveyState | None:
        question = self._question
        if question is None or self._is_answered:
            return None
        language = self._words.catalogue.language
        return SurveyState(
            question=question.texts.get(language, ""),
            answers=question.answers,
            low=self._words.text(f"customer.{question.kind}-low"),
            high=self._words.text(f"customer.{question.kind}-high"),
        )


def _nothing(_: None) -> None:
    """The answer is kept; the customer was thanked already."""


def _unanswered(error: Exception) -> None:
    """A question that could not be asked or kept is no trouble of the sale; a bug is."""
    if not isinstance(error, LoyaltillError):
        raise error
