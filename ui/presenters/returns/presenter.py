"""The screen *Returns* as a state machine: find, choose, see, confirm; what each key does at each step.

Not modal: a scan at any step is the next receipt, or the next goods. A press while a return is being written
does nothing, so a double press pays back once.
"""

from collections.abc import Callable

from loyalty.identity.commands import Command, command_of
from terminal.returned import REASONS, Approval, RefundWish
from terminal.session import OperatorTile, Session
from ui.presenters.beside import Beside
from ui.presenters.checkout.model import Said
from ui.presenters.returns.choosing import BACKSPACE, LineChooser
from ui.presenters.returns.desk import ReturnsDesk
from ui.presenters.returns.errands import ReturnsErrands
from ui.presenters.returns.finding import SaleFinder
from ui.presenters.returns.model import ReturnsModel
from ui.presenters.returns.shown import state_of
from ui.presenters.returns.state import ReturnsState
from ui.presenters.returns.without_receipt import GoodsGatherer
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words

_MOST_PIN = 8


class ReturnsPresenter:
    """One screen, from the list of the day to the money in the customer's hand."""

    def __init__(
        self,
        errands: ReturnsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[ReturnsState], None],
        on_back: Callable[[], None],
        on_exchange: Callable[[RefundWish], None] | None = None,
    ) -> None:
        """`on_exchange` goes on to buy with what was chosen; without it there is no such key."""
        self._on_exchange = on_exchange
        self._on_state = on_state
        self._on_back = on_back
        self._desk = ReturnsDesk(errands, session, runner, words, model=ReturnsModel(), on_model=self._show)
        self._finder = SaleFinder(self._desk)
        self._lines = LineChooser(self._desk)
        self._goods = GoodsGatherer(self._desk)

    @property
    def model(self) -> ReturnsModel:
        """What the screen knows."""
        return self._desk.model

    @property
    def beside(self) -> Beside:
        """How far it is; nobody waits for another till that was asked."""
        model = self.model
        buyers, sales = (each.member for each in model.buyers), (each.sale for each in model.sales)
        return Beside(
            place=(model.step, model.typed, *buyers, *sales),
            is_looking=model.busy and model.step == "find" and not model.is_asking,
            asks=model.said is not None,
        )

    def begin(self) -> None:
        """The screen came up."""
        self._desk.change(day=None)
        self._finder.begin()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._desk.words = words
        self._show(self.model)

    def scanned(self, text: str, symbology: str | None = None) -> None:
        """A scan: the sheet's pay codes confirm; goods are gathered without a receipt; else a receipt."""
        if self.model.busy or self.model.stuck:
            self._desk.say(Said(key="scan.busy"))
        elif command_of(text) in (Command.PAY_CASH, Command.PAY_CARD):
            self.finish_pressed()
        elif command_of(text) is Command.BURN_MOST:
            self.all_pressed()
        elif self.model.step == "goods":
            self._goods.find(text, symbology)
        elif self.model.step == "lines" and self._marks_goods(text):
            self._lines.step(1)
        else:
            if self.model.step != "find":
                self._finder.begin()
            self._desk.change(typed="")
            self._finder.find(text, symbology)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._desk.say(Said(key=f"error.{code}"))

    def typed(self, text: str) -> None:
        """Another text stands in the box."""
        if text != self.model.typed:
            self._desk.change(typed=text)

    def entered(self) -> None:
        """Enter: look for what is typed, or open what is marked; after a return, the next."""
        text = self.model.typed.strip()
        match self.model.step:
            case "find" if text:
                self._finder.find(text)
            case "find":
                self._finder.choose_marked()
            case "goods" if text:
                self._goods.find(text)
            case "lines" if not self.model.digits:
                self._lines.toggle()
            case "lines":
                self._desk.change(digits="")
            case _:
                self.finish_pressed()

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        if self.model.rows:
            self._desk.mark((self.model.mark + by) % self.model.rows)

    def row_pressed(self, row: int) -> None:
        """A touch marks a row; of sales and buyers it opens it, of a marked line it takes all or nothing."""
        was = self.model.mark
        self._desk.mark(row)
        if self.model.step == "find":
            self._finder.choose_marked()
        elif self.model.step == "lines" and row == was:
            self._lines.toggle()

    def stepped(self, by: int) -> None:
        """One more, or one less; in the list of the day, the day after or before."""
        match self.model.step:
            case "find":
                self._finder.move_day(by)
            case "goods":
                self._goods.step(by)
            case _:
                self._lines.step(by)

    def key_pressed(self, key: str) -> None:
        """A key of the pad: a digit of the text, of a quantity, or of a PIN."""
        match self.model.step:
            case "lines":
                self._lines.key(key)
            case "approve":
                pin = self.model.pin[:-1] if key == BACKSPACE else self.model.pin + key
                if len(pin) <= _MOST_PIN and (key == BACKSPACE or key.isdigit()):
                    self._desk.change(pin=pin, said=None)
            case _ if key == BACKSPACE:
                self.typed(self.model.typed[:-1])
            case _:
                self.typed(key if self.model.is_missed else self.model.typed + key)

    def all_pressed(self) -> None:
        """All that is left comes back."""
        if self.model.step == "lines":
            self._lines.all()

    def reason_pressed(self) -> None:
        """The next reason."""
        self._desk.change(reason=(self.model.reason + 1) % len(REASONS))

    def cash_pressed(self) -> None:
        """In cash what was not paid in cash, which takes somebody's word; pressed again, as it was paid."""
        if self.model.step != "lines" or not self.model.is_cash_choice or self.model.busy:
            return
        if self.model.in_cash:
            self._lines.pay_cash(None)
        else:
            self._ask_approval()

    def exchange_pressed(self) -> None:
        """Go on to buy in the same deed: what was chosen pays, and nothing is taken back before that."""
        model = self.model
        if self._on_exchange is not None and model.can_exchange:
            self._on_exchange(model.wish(self._desk.reason))

    def goods_pressed(self) -> None:
        """There is no receipt."""
        if self.model.step == "find" and not self.model.busy:
            self._goods.begin()

    def finish_pressed(self) -> None:
        """The press in the corner: find, confirm, approve, or go on to the next."""
        if not self.model.can_finish:
            return
        match self.model.step:
            case "find" if self.model.elsewhere and not self.model.typed:
                self._finder.ask_again()
            case "find":
                self.entered()
            case "lines" if self.model.waits:
                self._lines.ask_again()
            case "lines":
                self._lines.finish()
            case "goods":
                self._ask_approval()
            case "approve":
                self._approve()
            case "done":
                self._finder.begin()

    def back_pressed(self) -> None:
        """One step back; out of the list of the day, and after a return, back to the checkout."""
        model = self.model
        if model.stuck or (model.busy and not model.is_asking):
            return
        if model.step == "approve":
            self._desk.change(step=model.after_approval, pin="", mark=0, said=None)
            return
        self._finder.begin()
        if model.lists_the_day or model.step == "done":
            self._on_back()

    def _marks_goods(self, text: str) -> bool:
        """Mark the line of what was scanned, where the sale has it."""
        sale = self.model.sale
        at = None if sale is None else next((each.line for each in sale.lines if each.sku == text), None)
        if at is not None:
            self._desk.mark(at)
        return at is not None

    def _ask_approval(self) -> None:
        desk, step = self._desk, self.model.step

        def ask(tiles: tuple[OperatorTile, ...]) -> None:
            others = tuple(each for each in tiles if each.operator != desk.session.operator)
            desk.change(step="approve", after_approval=step, approvers=others, pin="", mark=0, said=None)

        desk.run("look-up", desk.errands.approvers, ask)

    def _approve(self) -> None:
        desk, model = self._desk, self.model
        if not 0 <= model.mark < len(model.approvers):
            return
        who, pin, after = model.approvers[model.mark].operator, model.pin, model.after_approval
        desk.change(busy=True, pin="", said=None)

        def approved(approval: Approval) -> None:
            desk.change(busy=False, step=after, mark=0)
            if after == "goods":
                self._goods.finish(approval)
            else:
                self._lines.pay_cash(approval)

        what, asked_by = f"return-{after}", desk.session.operator
        work = desk.errands.approve
        desk.run("store", lambda: work(operator=who, pin=pin, what=what, asked_by=asked_by), approved)

    def _show(self, model: ReturnsModel) -> None:
        self._on_state(state_of(model, self._desk.words, exchanges=self._on_exchange is not None))
