"""The screen of earlier receipts as a state machine; what each key does at each step.

Not modal: a scan at any step is the next receipt or whose it is. A press while a claim is being written does
nothing, and the same claim finds the first, so a double press gives the points once.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from loyalty.errors import Unavailable
from loyalty.identity.commands import Command, command_of
from loyalty.wire.roles import MAY_APPROVE
from terminal.late_claims import ClaimedReceipt, ClaimWish
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.late_claims.desk import LateClaimDesk
from ui.presenters.late_claims.finding import BuyerFinder, ReceiptFinder
from ui.presenters.late_claims.model import LateClaimModel
from ui.presenters.late_claims.shown import state_of
from ui.presenters.shown import Tone
from ui.presenters.sign_in import BACKSPACE, MOST_DIGITS

if TYPE_CHECKING:
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from ui.presenters.late_claims.errands import LateClaimErrands
    from ui.presenters.office_state import OfficeState
    from ui.presenters.tasks import TaskRunner
    from ui.presenters.words import Words

_UNKNOWN: Final = "store-"
"""After these the books may hold the claim or not; after every other refusal they do not."""
_BEFORE, _AFTER = range(2)


class LateClaimPresenter:
    """One visit."""

    def __init__(
        self,
        errands: "LateClaimErrands",
        session: "Session",
        runner: "TaskRunner",
        words: "Words",
        *,
        on_state: "Callable[[OfficeState], None]",
        on_back: Callable[[], None],
    ) -> None:
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._desk = LateClaimDesk(errands, session, runner, on_model=self._show)
        self._receipts = ReceiptFinder(self._desk)
        self._buyers = BuyerFinder(self._desk, self._receipts)

    @property
    def model(self) -> LateClaimModel:
        """What the screen knows."""
        return self._desk.model

    def begin(self) -> None:
        """The screen came up."""
        self._desk.change(day=None)
        self._receipts.begin()

    def speak(self, words: "Words") -> None:
        """Say everything in another language."""
        self._words = words
        self._show()

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._desk.change(said=Said(key=f"error.{code}"))

    def scanned(self, text: str, symbology: str | None) -> None:
        """A receipt, or whose it is; the sheet's code for cash confirms."""
        model = self.model
        if model.busy or model.stuck:
            self._desk.change(said=Said(key="scan.busy"))
        elif command_of(text) is Command.PAY_CASH:
            self.finish_pressed()
        elif model.step in {"member", "show"}:
            self._buyers.find(text, symbology or "")
        else:
            if model.step != "find":
                self._receipts.begin()
            self._receipts.find(text, symbology)

    def typed(self, text: str) -> None:
        """Another text stands in the box."""
        if text != self.model.typed:
            self._desk.change(typed=text)

    def entered(self) -> None:
        """Enter: look for what is typed, or go on."""
        self.finish_pressed()

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        if self.model.rows:
            self._desk.change(mark=(self.model.mark + by) % self.model.rows)

    def row_pressed(self, row: int) -> None:
        """A touch opens a receipt, chooses a member, or marks who may approve."""
        if self.model.busy or not 0 <= row < self.model.rows:
            return
        self._desk.change(mark=row)
        if self.model.step == "find":
            self._receipts.choose_marked()
        elif self.model.step == "member":
            self._buyers.choose_marked()

    def key_pressed(self, key: str) -> None:
        """A key of the pad: a digit of a PIN, or the backspace."""
        if self.model.step != "approve":
            return
        pin = self.model.pin[:-1] if key == BACKSPACE else self.model.pin + key
        if len(pin) <= MOST_DIGITS and (key == BACKSPACE or key.isdigit()):
            self._desk.change(pin=pin, said=None)

    def action_pressed(self, which: int) -> None:
        """The day before and after; another member."""
        model = self.model
        if model.busy or model.stuck:
            return
        if model.step == "find":
            self._receipts.move_day(-1 if which == _BEFORE else 1)
        elif model.step == "show":
            self._desk.change(step="member", shown=None, said=None)

    def finish_pressed(self) -> None:
        """Find, choose, give the points, give the word for it, or go on to the next receipt."""
        model, text = self.model, self.model.typed.strip()
        if not model.can_finish:
            return
        match model.step:
            case "find" if text:
                self._receipts.find(text)
            case "find" if model.elsewhere:
                self._receipts.ask_again()
            case "find":
                self._receipts.choose_marked()
            case "member" if text and not model.members:
                self._buyers.find(text)
            case "member":
                self._buyers.choose_marked()
            case "show":
                self._ask_word()
            case "approve":
                self._approve()
            case "done":
                self._receipts.begin()

    def back_pressed(self) -> None:
        """One step back; out of the list, back to the checkout."""
        model = self.model
        if model.stuck or (model.busy and not model.is_asking):
            return
        match model.step:
            case "find" if not (model.typed or model.elsewhere):
                self._on_back()
            case "show":
                self.action_pressed(0)
            case "approve":
                self._desk.change(step="show", pin="", mark=0, said=None)
            case _:
                self._receipts.begin()

    def _ask_word(self) -> None:
        """Whoever may approve claims alone; a cashier asks for somebody's word."""
        desk = self._desk
        if desk.session.role in MAY_APPROVE or desk.model.stuck:
            self._claim(None)
            return

        def known(people: "tuple[OperatorTile, ...]") -> None:
            others = tuple(each for each in people if each.operator != desk.session.operator)
            desk.change(step="approve", approvers=others, pin="", mark=0)

        desk.run("look-up", desk.errands.approvers, known)

    def _approve(self) -> None:
        desk, model = self._desk, self.model
        who, pin, asked_by = model.approvers[model.mark].operator, model.pin, desk.session.operator
        work = desk.errands.approve
        desk.change(pin="")
        desk.run("store", lambda: work(operator=who, pin=pin, asked_by=asked_by), self._claim)

    def _claim(self, approval: "Approval | None") -> None:
        desk, shown = self._desk, self.model.shown
        if shown is None:
            raise AssertionError("what is claimed has been shown")
        session = desk.session
        wish = ClaimWish(sale=shown.sale.sale, member=shown.member.holder, approval=approval)
        desk.change(step="show", mark=0)
        desk.run("store", lambda: desk.errands.claim(session, wish), self._done, self._not_done)

    def _done(self, done: ClaimedReceipt) -> None:
        params: dict[str, str | int] = {
            "points": done.points,
            "name": done.member.name,
            "label": done.sale_label,
        }
        said = Said(key="late-claims.done", params=params, tone=Tone.GOOD)
        self._desk.change(step="done", done=done, stuck=False, said=said)

    def _not_done(self, error: Exception) -> None:
        trouble = expected(error)
        unknown = isinstance(trouble, Unavailable) and trouble.code.startswith(_UNKNOWN)
        self._desk.change(busy=False, stuck=unknown, said=said_of(trouble))

    def _show(self) -> None:
        self._on_state(state_of(self.model, self._words))
