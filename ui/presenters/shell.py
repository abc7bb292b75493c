"""Which screen is in front, and what passes between them: the session, the shift, the sale, scans, language.

The screens' own machines do the rest. Without Qt: what shows them is a `Stage`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.identity.commands import is_payment
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.settings import StoreSettings
from terminal.shift import Shift
from ui.presenters.checkout.counter import expected
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.presenter import CheckoutPresenter
from ui.presenters.errands import Errands, Priced, Settled
from ui.presenters.pay.presenter import PayPresenter
from ui.presenters.shift import ShiftPresenter
from ui.presenters.shift import Stage as ShiftStage
from ui.presenters.shown import Tone
from ui.presenters.stage import Screen, Stage
from ui.presenters.standing import Standing
from ui.presenters.tasks import Result, TaskRunner
from ui.presenters.type_ahead import Front, Passage
from ui.presenters.words import Words

if TYPE_CHECKING:
    from loyalty.errors import LoyaltillError
    from terminal.printing.report import PrintReport
    from terminal.returned import RefundWish

__all__ = ["Screen", "Shell"]


class Shell:
    """The till's screens while somebody is signed in, and the open sale while nobody is."""

    def __init__(
        self,
        errands: Errands,
        runner: TaskRunner,
        words: Words,
        stage: Stage,
        *,
        on_unknown: Callable[[str], None] = lambda _: None,
        on_sent_away: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`on_unknown` gets a code that no product has and that somebody at the checkout wants to add.

        `on_sent_away` gets the code of the sentence that says why somebody was signed out.
        """
        self._errands = errands
        self._runner = runner
        self._words = words
        self._stage = stage
        self._on_unknown = on_unknown
        self._on_sent_away = on_sent_away
        self._is_blocked = self._is_coming = False
        self._session: Session | None = None
        self._shift: Shift | None = None
        self._settings: StoreSettings | None = None
        self._standing = Standing()
        self.screen = Screen.SIGN_IN
        self.shift: ShiftPresenter | None = None
        self.checkout: CheckoutPresenter | None = None
        self.pay: PayPresenter | None = None

    @property
    def is_shift_open(self) -> bool:
        """Whether there is a shift to close."""
        return self._shift is not None

    @property
    def has_member(self) -> bool:
        """Whether the open sale is a member's, and in front."""
        if self.checkout is None or self.screen is not Screen.CHECKOUT:
            return False
        return self.checkout.counter.model.sale.member is not None

    @property
    def front(self) -> Front:
        """What is in front, and what is on its way there."""
        model = None if self.checkout is None else self.checkout.counter.model
        return Front(
            screen=self.screen,
            sale="" if model is None else model.sale.sale,
            passage=self._passage,
            asks=model is not None and model.question is not None and self.screen is Screen.CHECKOUT,
        )

    @property
    def session(self) -> Session | None:
        """Who stands here; None while nobody is signed in."""
        return self._session

    def signed_in(self, session: Session) -> None:
        """Somebody stands here: on to the shift, or to the sale that was left open."""
        self._session, self._is_blocked, self._is_coming = session, False, True
        self._stage.show_operator(session.name)
        errands = self._errands
        self._ask(
            lambda: (errands.current_shift(), errands.settings(), errands.copy_found_at()), self._came_in
        )

    def sign_out(self) -> None:
        """Lock the till; the open sale stays."""
        session, self._session = self._session, None
        self._stage.show_operator("")
        self._go(Screen.SIGN_IN)
        if session is not None:
            self._ask(lambda: self._errands.sign_out(session), _nothing)

    def lock(self) -> None:
        """Lock the till by its key or since nobody is there; never in the middle of a payment or a count."""
        if self._session is not None and self._may_leave:
            self.sign_out()

    def close_shift(self) -> None:
        """On to the count; a sale that is still open is told of before it, where it can be dealt with."""
        checkout = self.checkout
        if checkout is None or checkout.counter.model.sale.is_empty:
            self._show_shift(ShiftStage.CLOSING)
        else:
            self._go(Screen.CHECKOUT)
            checkout.counter.say(_still_open(checkout.counter.model.sale))

    def open_drawer(self) -> None:
        """Kick the drawer."""
        session = self._session
        if session is not None:
            self._ask(lambda: self._errands.open_drawer(session), _nothing)

    def print_shift_so_far(self) -> None:
        """Print the X report; the shift goes on."""
        session = self._session
        if session is not None:
            self._ask(lambda: self._errands.print_shift_so_far(session), self._printing_shift)

    def exchange(self, wish: "RefundWish") -> None:
        """Let goods come back for the open sale."""
        if self.checkout is not None:
            self.checkout.exchange.begin(wish)

    def refunded(self, sale: str | None) -> None:
        """Goods of that sale came back; None: the next one's turn."""
        if self.checkout is not None and sale is not None:
            self.checkout.after.came_back(sale)

    def scanned(self, text: str, symbology: str | None = None) -> None:
        """A scan, for whatever is in front; its symbology where the scanner tells it."""
        if self.screen is Screen.CHECKOUT and self.checkout is not None:
            self.checkout.scanned(text, symbology)
        elif self.screen is Screen.PAY and self.pay is not None:
            self.pay.scanned(text)
        elif self.screen is Screen.SHIFT and self.shift is not None:
            self.shift.scanned(text)

    def scan_was_useless(self, code: str) -> None:
        """A scan that cannot be used, by the code of its sentence."""
        in_front = {Screen.CHECKOUT: self.checkout, Screen.PAY: self.pay, Screen.SHIFT: self.shift}
        hearer = in_front.get(self.screen)
        if hearer is not None:
            hearer.trouble(code)

    def scan_came_too_early(self, text: str) -> None:
        """A scan came while one sale gave way to another, and it is in neither; or it was to pay unseen."""
        if self.screen is Screen.PAY and self.pay is not None and is_payment(text):
            self.pay.scanned_too_early()
        elif self.checkout is not None:
            self.checkout.counter.say(Said(key="scan.too-early"))

    def synced(self, *, online: bool = True, clock_off_s: int = 0) -> None:
        """Balances, leases, the program and what whoever stands here may do can be others now."""
        before = self._standing.synced(online=online, clock_off_s=clock_off_s)
        session = self._session
        if session is not None:
            self._ask(lambda: self._errands.session_now(session), self._session_known)
        if self.checkout is not None:
            self._standing.tell_network(self.checkout.counter)
            self.checkout.members.refresh()
            self.checkout.forgetter.look(self._is_paid_on)
            self._standing.tell_of_clock(self.checkout.counter, before, self._words)
            if self._standing.is_untold and self.screen is Screen.CHECKOUT:
                self._tell_what_stands(self.checkout)
        if self.screen is Screen.PAY and self.pay is not None:
            self.pay.synced()

    def printer_changed(self, report: "PrintReport") -> None:
        """A slip may need somebody to look at the paper."""
        if self.checkout is not None:
            self.checkout.paper_unknown(report.unknown[0] if report.unknown else None)
            self.checkout.slips_stranded(report.waiting if report.stand_in == "offered" else 0)

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        self._words = words
        self.show_again()

    def show_again(self) -> None:
        """Show every screen's state once more."""
        for presenter in (self.shift, self.checkout, self.pay):
            if presenter is not None:
                presenter.speak(self._words)

    @property
    def _passage(self) -> Passage | None:
        shift, checkout, pay = self.shift, self.checkout, self.pay
        if self._is_coming or (self.screen is Screen.SHIFT and shift is not None and shift.model.is_opening):
            return Passage.TO_COUNTER
        if self.screen is Screen.PAY:
            return Passage.TO_NEXT if pay is not None and pay.is_taking else None
        return checkout.passage if checkout is not None and self.screen is Screen.CHECKOUT else None

    def _session_known(self, now: Session | None) -> None:
        """A payment or a count under way is brought to its end by whoever began it."""
        before = self._session
        if before is None:
            return
        if now is None:
            self._is_blocked = True
            self._leave_if_blocked()
        elif now.operator == before.operator and now != before:
            self._session = now
            self._stage.show_operator(now.name)
            if self.checkout is not None:
                self.checkout.counter.session = now

    @property
    def _may_leave(self) -> bool:
        """Whether nothing is under way that whoever began it has to bring to its end."""
        if self.screen is Screen.SHIFT and self.shift is not None:
            return self.shift.model.is_untouched
        return self.screen is Screen.CHECKOUT

    def _leave_if_blocked(self) -> None:
        if self._is_blocked and self._session is not None and self._may_leave:
            self.sign_out()
            self._on_sent_away("unknown-operator")

    def _printing_shift(self, _: None) -> None:
        if self.checkout is not None:
            self.checkout.counter.say(Said(key="checkout.shift-printing", tone=Tone.GOOD))

    def _came_in(self, known: tuple[Shift | None, StoreSettings, datetime | None]) -> None:
        self._shift, self._settings, self._standing.copy_found_at = known
        if self._shift is None:
            self._show_shift(ShiftStage.OPENING)
        else:
            self._to_checkout()

    def _show_shift(self, stage: ShiftStage) -> None:
        if self._session is None:
            return
        self.shift = ShiftPresenter(
            self._errands,
            self._session,
            self._runner,
            self._words,
            stage=stage,
            on_state=self._stage.show_shift,
            on_done=self._shift_done,
            on_back=self._shift_left,
            standing=self._standing.of_till(self._words),
        )
        self._go(Screen.SHIFT)
        self.shift.begin()

    def _shift_done(self, shift: Shift | None) -> None:
        self._shift, self._standing.copy_found_at = shift, None
        if shift is not None:
            self._to_checkout()
            return
        if self.checkout is not None:
            self.checkout.after.put_away()
        self.sign_out()

    def _shift_left(self) -> None:
        if self._shift is None:
            self.sign_out()
        else:
            self._go(Screen.CHECKOUT)
            self._leave_if_blocked()

    def _to_checkout(self) -> None:
        if self.checkout is None:
            self._is_coming = True
            self._ask(self._errands.begin, self._begin)
        elif self._session is not None:
            self.checkout.after.signed_in(self._session)
            self.checkout.counter.session = self._session
            self._go(Screen.CHECKOUT)
            self.checkout.speak(self._words)
            self._tell_what_stands(self.checkout)

    def _begin(self, begun: tuple[OpenSale, bool]) -> None:
        if self._session is None:
            self._is_coming = False
            return
        sale, from_draft = begun
        self.checkout = CheckoutPresenter(
            self._errands,
            self._session,
            self._runner,
            self._words,
            sale=sale,
            on_state=self._stage.show_checkout,
            on_pay=self._pay,
            on_menu=self._stage.open_menu,
            on_unknown=self._on_unknown,
        )
        self._go(Screen.CHECKOUT)
        self.checkout.begin(from_draft=from_draft)
        self._standing.tell_network(self.checkout.counter)
        self._tell_what_stands(self.checkout)

    def _tell_what_stands(self, checkout: CheckoutPresenter) -> None:
        self._standing.tell(checkout.counter, self._shift, self._session, self._words)

    def _pay(self, method: str) -> None:
        checkout, session, settings = self.checkout, self._session, self._settings
        if checkout is None or session is None or settings is None:
            return
        model = checkout.counter.model
        if model.quote is None or model.burnable is None:
            return
        self.pay = PayPresenter(
            self._errands,
            session,
            self._runner,
            self._words,
            priced=Priced(sale=model.sale, quote=model.quote, burnable=model.burnable),
            settings=settings,
            on_state=self._stage.show_pay,
            on_settled=self._settled,
            on_back=self._back,
        )
        self._go(Screen.PAY)
        self.pay.begin(method)

    def _settled(self, settled: Settled) -> None:
        self.pay = None
        self._go(Screen.CHECKOUT)
        if self.checkout is not None:
            self.checkout.after.settled(settled)
        self._leave_if_blocked()

    def _back(self) -> None:
        self.pay = None
        self._go(Screen.CHECKOUT)
        if self.checkout is not None:
            self.checkout.counter.price()
            self.checkout.forgetter.look(self._is_paid_on)
        self._leave_if_blocked()

    def _is_paid_on(self) -> bool:
        """Whether a sale whose member was erased is being paid: that goes on as it was told."""
        if self.screen is not Screen.PAY or self.pay is None:
            return False
        self.pay.member_erased()
        return True

    def _go(self, screen: Screen) -> None:
        self.screen, self._is_coming = screen, False
        self._stage.show_screen(screen)

    def _ask(self, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        self._runner.run("store", work, on_done=on_done, on_failed=self._failed)

    def tell_failed(self, error: Exception) -> None:
        """Something beside the sale failed: say it at the checkout, or at the float before it."""
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        trouble: LoyaltillError = expected(error)
        self._is_coming = False
        if self.screen is Screen.SHIFT and self.shift is not None:
            self.shift.failed(trouble)
        elif self.checkout is not None:
            self.checkout.counter.failed(trouble)
        else:
            raise trouble


def _still_open(sale: OpenSale) -> Said:
    if sale.member is None or sale.has_something or sale.exchange is not None:
        return Said(key="shift.sale-open")
    return Said(key="shift.member-open", params={"name": sale.member.name})


def _nothing(_: None) -> None:
    """There is nothing to show when it is done."""
