"""What comes back of the sale: quantities by line, what that does shown at each step, one press to do it."""

from loyalty.errors import Refused, Unavailable
from loyalty.units import Quantity
from terminal.returned import Approval, RefundedSale, ReturnableLine
from terminal.usecases.entry import parse_quantity
from terminal.usecases.returns.working_out import RefundShown
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.returns.desk import ReturnsDesk
from ui.presenters.returns.model import ONE

BACKSPACE = "backspace"
_MOST_DIGITS = 7
_IN_A_MOMENT = frozenset({"top-up-waits"})
"""The server was asked for something: what it comes to can be said once it has answered."""
_UNKNOWN = "store-"
"""After these the books may hold the return or not; after every other refusal they do not."""


class LineChooser:
    """The second step of a return."""

    def __init__(self, desk: ReturnsDesk) -> None:
        self._desk = desk

    def step(self, by: int) -> None:
        """One more of the marked line comes back, or one less; of a weighed one, all of it or none."""
        line = self._line()
        if line is None:
            return
        now = self._desk.model.wanted.get(line.line, Quantity(0))
        wanted = now + by * ONE
        if by > 0 and line.left % ONE:
            wanted = line.left if wanted >= line.left or line.quantity % ONE else wanted
        if by < 0 and now % ONE:
            wanted = now // ONE * ONE
        self._want(line, max(0, min(wanted, line.left)))

    def toggle(self) -> None:
        """All that is left of the marked line comes back, or nothing of it."""
        line = self._line()
        if line is not None:
            now = self._desk.model.wanted.get(line.line, Quantity(0))
            self._want(line, 0 if now == line.left else line.left)

    def key(self, key: str) -> None:
        """A digit or a comma of a quantity for the marked line, or the backspace."""
        line, digits = self._line(), self._desk.model.digits
        if line is None:
            return
        digits = digits[:-1] if key == BACKSPACE else (digits + key)[:_MOST_DIGITS]
        try:
            quantity = 0 if digits.strip("0,.") == "" else parse_quantity(digits)
        except Refused:
            return
        self._want(line, min(quantity, line.left), digits=digits)

    def all(self) -> None:
        """All that is left of the sale comes back; pressed again, nothing does."""
        sale = self._desk.model.sale
        if sale is None:
            return
        left = {line.line: line.left for line in sale.lines if line.left}
        self._desk.change(wanted={} if self._desk.model.wanted == left else left, digits="")
        self._show()

    def pay_cash(self, approval: Approval | None) -> None:
        """All of it in cash, with somebody's word; None: as it was paid."""
        self._desk.change(in_cash=approval is not None, approval=approval)
        self._show()

    def ask_again(self) -> None:
        """Work out once more what could not be told yet."""
        self._desk.change(waits=False, said=None)
        self._show()

    def finish(self) -> None:
        """Take it back. A press while that is under way does nothing."""
        desk = self._desk
        if not desk.model.can_finish:
            return
        desk.change(busy=True, said=None)
        session, wish = desk.session, desk.model.wish(desk.reason)
        desk.run("store", lambda: desk.errands.refund(session, wish), self._done, on_failed=self._not_done)

    def _line(self) -> ReturnableLine | None:
        model = self._desk.model
        if model.sale is None or model.busy or model.stuck:
            return None
        lines = model.sale.lines
        return lines[model.mark] if 0 <= model.mark < len(lines) else None

    def _want(self, line: ReturnableLine, quantity: int, *, digits: str = "") -> None:
        wanted = {**self._desk.model.wanted, line.line: Quantity(quantity)}
        self._desk.change(
            wanted={place: each for place, each in wanted.items() if each}, digits=digits, said=None
        )
        self._show()

    def _show(self) -> None:
        """Work out what it comes to; an answer for what was changed since is dropped."""
        desk = self._desk
        wish = desk.model.wish("")
        if not wish.returns:
            desk.change(shown=None, waits=False)
            return

        def shown(figures: RefundShown) -> None:
            if desk.model.wish("") == wish:
                desk.change(shown=figures, shown_of=wish, waits=False)

        def not_shown(error: Exception) -> None:
            trouble = expected(error)
            if desk.model.wish("") == wish:
                waits = trouble.code in _IN_A_MOMENT or (isinstance(trouble, Unavailable) and trouble.retry)
                desk.change(shown=None, waits=waits, said=said_of(trouble))

        desk.run("look-up", lambda: desk.errands.show(wish), shown, on_failed=not_shown)

    def _done(self, done: RefundedSale) -> None:
        self._desk.change(step="done", done=done, busy=False, stuck=False, mark=0)

    def _not_done(self, error: Exception) -> None:
        trouble = expected(error)
        unknown = isinstance(trouble, Unavailable) and trouble.code.startswith(_UNKNOWN)
        self._desk.change(busy=False, stuck=unknown, said=said_of(trouble))
