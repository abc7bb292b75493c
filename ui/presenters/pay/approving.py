"""Somebody's word for what a sale asks beyond the program's limits, given with a PIN at the pay screen.

The screen stays the same one: the ways to pay are the people who may approve, the amount is the PIN, and the
press in the corner gives it. Who may approve, and what the till keeps of it, is the use case's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loyalty.wire.roles import MAY_APPROVE
from terminal.by_hand import unapproved
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.sign_in import LEAST_DIGITS, MOST_DIGITS

if TYPE_CHECKING:
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from ui.presenters.errands import CheckoutErrands
    from ui.presenters.pay.model import PayModel
    from ui.presenters.tasks import TaskRunner

WHAT = "sale-beyond-limit"
"""What the journal says that the word was given for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who may give their word, who was chosen, and the PIN typed so far."""

    people: "tuple[OperatorTile, ...]"
    who: str
    pin: str = ""
    checking: bool = False

    @property
    def can_enter(self) -> bool:
        """Whether there is enough of a PIN to be checked."""
        return bool(self.who) and len(self.pin) >= LEAST_DIGITS and not self.checking


class Approving:
    """The part of a payment in which somebody else is asked; `on_approved` goes on with it."""

    def __init__(
        self,
        errands: "CheckoutErrands",
        session: "Session",
        runner: "TaskRunner",
        *,
        change: Callable[..., None],
        on_approved: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._change = change
        self._on_approved = on_approved

    def is_needed(self, model: "PayModel") -> bool:
        """Whether this cashier cannot take this payment alone, and nobody has given their word yet."""
        is_alone = self._session.role not in MAY_APPROVE
        return (
            is_alone
            and bool(unapproved(model.priced.sale, model.quote.approvals))
            and not (model.approver or model.stuck)
        )

    def begin(self) -> None:
        """Ask who there is to give their word."""

        def known(people: "tuple[OperatorTile, ...]") -> None:
            others = tuple(each for each in people if each.operator != self._session.operator)
            self._change(asking=Asking(people=others, who=others[0].operator if others else ""), said=None)

        self._runner.run(
            "look-up",
            self._errands.approvers,
            on_done=known,
            on_failed=lambda error: self._failed(None, error),
        )

    def chosen(self, asking: Asking, operator: str) -> None:
        """It is that one who gives it."""
        if operator in {each.operator for each in asking.people} and not asking.checking:
            self._change(asking=replace(asking, who=operator, pin=""), said=None)

    def typed(self, asking: Asking, key: str, *, is_backspace: bool) -> None:
        """A digit, or the backspace."""
        pin = asking.pin[:-1] if is_backspace else asking.pin + key
        if not asking.checking and len(pin) <= MOST_DIGITS and (is_backspace or key.isdigit()):
            self._change(asking=replace(asking, pin=pin), said=None)

    def entered(self, asking: Asking) -> None:
        """Check the PIN; whose it is has given their word for this payment."""
        if not asking.can_enter:
            return
        who, pin = asking.who, asking.pin
        self._change(asking=replace(asking, pin="", checking=True), said=None)

        def approved(approval: "Approval") -> None:
            self._change(asking=None, approver=approval.operator)
            self._on_approved()

        self._runner.run(
            "store",
            lambda: self._errands.approve(operator=who, pin=pin, what=WHAT, asked_by=self._session.operator),
            on_done=approved,
            on_failed=lambda error: self._failed(asking, error),
        )

    def _failed(self, asking: Asking | None, error: Exception) -> None:
        """Nobody gave their word: it can be tried again."""
        again = None if asking is None else replace(asking, pin="", checking=False)
        self._change(asking=again, said=said_of(expected(error)))
