"""Paying as a state machine: choose a way, type or touch what was handed over, press once.

A press while the sale is being written does nothing, so a double press cannot pay twice; a payment whose
outcome is unknown can only be asked about again, with the same tenders. A press while a price is worked out
is done once it is there, if it comes to what the screen said when it was pressed, and nothing was done since.
What brings this screen in front, or chooses a way to pay, may come twice by itself, and is heard once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from loyalty.errors import LoyaltillError, Unavailable
from loyalty.identity.codes import GiftCard, classify, cleaned
from loyalty.identity.commands import Command, command_of
from loyalty.units import Money
from terminal.open_sale import OpenSale
from terminal.sale import TenderKind
from terminal.session import Session
from terminal.settings import StoreSettings
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.errands import CheckoutErrands, GiftsInHand, Priced, Settled, TransferCode
from ui.presenters.pay.approving import Approving
from ui.presenters.pay.model import METHODS, MOST_DIGITS, ONLY_BACK, PREPAID, WALLET, PayModel
from ui.presenters.pay.shown import state_of
from ui.presenters.pay.state import PayState
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words

BACKSPACE = "backspace"
_UNKNOWN: Final = "store-"
"""After these the books may hold the sale or not; after every other refusal they do not."""

RENEWABLE: Final = frozenset({"wallet-empty", "wallet-waiting", "wallet-expired", "wallet-refused"})
"""What is wrong with a wallet that asking for its money once more may put right."""
_METHOD_OF: Final[Mapping[Command | None, str]] = {Command.PAY_CASH: "cash", Command.PAY_CARD: "card"}


class PayPresenter:
    """One payment, from the totals to the settled sale."""

    def __init__(
        self,
        errands: CheckoutErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        priced: Priced,
        settings: StoreSettings,
        on_state: Callable[[PayState], None],
        on_settled: Callable[[Settled], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_settled = on_settled
        self._on_back = on_back
        self._model = PayModel(priced=priced, settings=settings)
        self._pricings = 0
        self._pressed: tuple[object, ...] | None = None
        self._approving = Approving(
            errands,
            session,
            runner,
            change=self._change,
            on_approved=self.finish_pressed,
            on_told=self._birthday_told,
            ahead=lambda: self._model.ahead,
        )

    @property
    def is_taking(self) -> bool:
        """Whether the sale is being written."""
        return self._model.taking

    def begin(self, method: str = "") -> None:
        """Show the screen, with a way to pay chosen if a command asked for one."""
        self.method_chosen(method or METHODS[0])

    def speak(self, words: Words) -> None:
        """Show the same in another language."""
        self._words = words
        self._change()

    def told_in(self, words: Words, state: PayState) -> PayState:
        """What is shown now, for somebody who looks on and reads another language than the cashier."""
        is_same = words.catalogue.language == self._words.catalogue.language
        return state if is_same else state_of(self._model, words)

    def method_chosen(self, method: str) -> None:
        """Pay this way; what it comes to may depend on it. Where somebody is asked, it is who that is."""
        self._pressed = None
        if self._model.asking is not None:
            self._approving.chosen(self._model.asking, method)
        elif method in self._model.methods and not (self._model.taking or self._model.stuck):
            typed, card = self._model.typed_for(method), self._next_card()
            self._change(method=method, typed=typed, code=None, approver="", ahead=None, gift=card, said=None)
            if method == WALLET and self._is_renewable():
                self._renew_wallet()
            else:
                self._price()

    def key_pressed(self, key: str) -> None:
        """A digit, `000`, the backspace, or the stroke between the parts of a day."""
        self._pressed = None
        if self._model.asking is not None:
            self._approving.typed(self._model.asking, key, is_backspace=key == BACKSPACE)
            return
        if self._model.ahead is not None:
            self._change(ahead=(*self._model.ahead, key))
            return
        if self._model.taking or self._model.stuck or self._model.goes_out:
            return
        typed = self._model.typed[:-1] if key == BACKSPACE else self._model.typed + key
        typed = typed if self._model.is_pin else typed.lstrip("0")
        if len(typed) <= MOST_DIGITS and (key == BACKSPACE or key.isdigit()):
            self._change(typed=typed, said=None)
            self._draw_code()

    def note_chosen(self, amount: int) -> None:
        """The customer hands over exactly that."""
        self._pressed = None
        if not (self._model.taking or self._model.stuck):
            self._change(typed=str(amount), ahead=None, said=None)

    def part_removed(self) -> None:
        """Give back the payment taken last."""
        self._pressed = None
        if self._model.parts and not (self._model.taking or self._model.stuck):
            self._change(parts=self._model.parts[:-1], typed="", ahead=None, said=None)
            self._price()

    def pay_key_pressed(self) -> None:
        """F9, which opened this screen: until its first price is there, one more is that press again."""
        if not (self._model.pricing and self._pricings == 1):
            self.finish_pressed()

    def finish_pressed(self) -> None:
        """Take this payment; when nothing is left, write the sale."""
        model = self._model
        if not model.can_finish:
            return
        if model.pricing:
            self._pressed = model.figures
            return
        if model.asking is not None:
            self._approving.entered(model.asking, model.priced.sale)
            return
        if model.is_part and model.method == "cash" and model.given % max(1, model.settings.cash_rounding):
            step = {"step": int(model.settings.cash_rounding)}
            self._change(said=Said(key="error.cash-part-step", params=step, tone=Tone.REFUSED))
            return
        if model.is_part and not model.stuck:
            self._change(parts=model.taken, typed="", code=None, said=None)
            if model.method in PREPAID:
                self.method_chosen(METHODS[0])
            else:
                self._price()
            return
        if model.method != "cash" and model.given > model.due:
            self._change(said=Said(key="error.change-without-cash", tone=Tone.REFUSED))
            return
        if model.is_needless and not model.stuck:
            change = Money(model.given - model.due)
            self._change(
                said=Said(key="pay.much-change", amounts={"change": change}), asked_about=model.given
            )
            return
        if self._approving.is_needed(model):
            self._approving.begin(model)
            return
        self._change(taking=True, said=None)
        sale, tenders, approver = model.sale, model.tenders, model.approver
        self._runner.run(
            "store",
            lambda: self._errands.settle(self._session, sale, tenders, approver=approver),
            on_done=self._on_settled,
            on_failed=self._failed,
        )

    def back_pressed(self) -> None:
        """Back to the basket; what was taken in parts is to be given back first.

        Not while a word or a birthday is looked at: what is right there is paid at once.
        """
        model, self._pressed = self._model, None
        if model.taking or model.stuck or (model.asking is not None and model.asking.checking):
            return
        if model.asking is not None or model.ahead is not None:
            self._change(asking=None, ahead=None, said=None)
        elif model.parts:
            self._change(said=Said(key="pay.parts-first"))
        elif model.priced.sale.gift_cards:
            self._put_back(model.priced.sale)
        else:
            self._on_back()

    def synced(self) -> None:
        """The server may have set aside now what is on the cards that were scanned."""
        model = self._model
        sale = model.priced.sale
        if (sale.gift_cards or sale.wallet_lease) and not (model.taking or model.stuck):
            self._gifts(lambda: self._errands.refresh_gifts(model.priced.sale), model.gift)

    def member_erased(self) -> None:
        """Whose sale it is was erased: what was told is paid, and their name goes.

        Where their points, vouchers or wallet were to pay of it, those are gone, as is who would have what it
        sells to a member: only the way back is left.
        """
        if not self._model.is_nameless:
            said = Said(key="pay.member-erased", tone=Tone.ATTENTION)
            self._change(is_nameless=True, said=ONLY_BACK if self._model.hangs_on_member else said)

    def scanned(self, text: str) -> None:
        """The sheet's pay commands finish; every other scan is for the basket, and is said to be too late."""
        command = command_of(text)
        if self._model.taking:
            self._change(said=Said(key="scan.busy"))
        elif self._model.asking is not None:
            self._change(said=Said(key="pay.scan-while-paying"))
        elif self._is_gift(text):
            self._scan_gift(cleaned(text))
        elif _METHOD_OF.get(command) == self._model.method:
            self._pay_code_scanned()
        elif command in _METHOD_OF:
            self.method_chosen(_METHOD_OF[command])
        else:
            self._pressed = None
            self._change(said=Said(key="pay.scan-while-paying"))

    def scanned_too_early(self) -> None:
        """A code that stands for paying was scanned before this screen was there: nothing is taken."""
        self._change(said=Said(key="pay.scan-early"))

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner: the code of its sentence."""
        self._change(said=Said(key=f"error.{code}"))

    def _pay_code_scanned(self) -> None:
        """Scanners read a code twice: while a price is worked out it may be the one that chose this way."""
        if not self._model.pricing:
            self.finish_pressed()

    def _is_gift(self, text: str) -> bool:
        return isinstance(classify(text), GiftCard)

    def _scan_gift(self, card: str) -> None:
        """A gift card is to pay: what is on it is asked for. Digits typed for gift cards are its PIN."""
        model, self._pressed = self._model, None
        if model.stuck:
            return
        if model.by_card(card):
            self._change(method="gift", gift=card, typed="", code=None, said=None)
            self._price()
            return
        sale, pin = model.priced.sale, model.typed if model.method == "gift" else ""
        self._change(method="gift", typed="", code=None, said=None)
        self._gifts(lambda: self._errands.present_gift(self._session, sale, card, pin=pin), card)

    def _gifts(self, work: Callable[[], GiftsInHand], card: str) -> None:
        def done(got: GiftsInHand) -> None:
            if self._model.taking:
                return
            self._change(priced=replace(self._model.priced, sale=got.sale), cards=got.cards, gift=card)
            self._price()

        self._runner.run(
            "store", work, on_done=done, on_failed=lambda error: self._change(said=said_of(expected(error)))
        )

    def _is_renewable(self) -> bool:
        """Whether asking for the wallet's money once more may put right what is wrong."""
        held = self._model.priced.wallet
        trouble = None if held is None else held.trouble
        return trouble is not None and trouble.code in RENEWABLE

    def _renew_wallet(self) -> None:
        sale = self._model.priced.sale

        def renewed(now: OpenSale) -> None:
            if not self._model.taking:
                self._change(priced=replace(self._model.priced, sale=now))
                self._price()

        self._runner.run(
            "store",
            lambda: self._errands.renew_wallet(self._session, sale),
            on_done=renewed,
            on_failed=lambda error: self._change(said=said_of(expected(error))),
        )

    def _next_card(self) -> str:
        """The first card scanned that has not paid yet."""
        model = self._model
        paid = {part.card for part in model.parts}
        return next((each.card for each in model.cards if each.card not in paid), "")

    def _put_back(self, sale: OpenSale) -> None:
        self._runner.run(
            "store",
            lambda: self._errands.put_back_gifts(self._session, sale),
            on_done=lambda _: self._on_back(),
            on_failed=lambda error: self._change(said=said_of(expected(error))),
        )

    def _price(self) -> None:
        """Work out what it comes to, paid this way and by the parts taken; what was asked last counts."""
        model = self._model
        self._pricings += 1
        number = self._pricings
        paid = (*model.credit, *model.parts)
        found: set[TenderKind] = {*(part.kind for part in paid), *(() if model.goes_out else (model.method,))}
        kinds = tuple(sorted(found))
        self._change(pricing=True)

        def priced(result: Priced) -> None:
            if number == self._pricings:
                self._change(priced=result, pricing=False)
                self._draw_code()
                self._finish_as_pressed()

        def failed(error: Exception) -> None:
            trouble = expected(error)
            if number == self._pricings:
                self._pressed = None
                self._change(pricing=False, said=said_of(trouble))

        sale = replace(model.priced.sale, from_wallet=model.by_wallet)
        self._runner.run(
            "look-up",
            lambda: self._errands.price(sale, paid_with=kinds),
            on_done=priced,
            on_failed=failed,
        )

    def _birthday_told(self, sale: OpenSale) -> None:
        """Go on as if the card had been there, once the price knows of it."""
        self._change(asking=None, priced=replace(self._model.priced, sale=sale))
        self._price()
        self.finish_pressed()

    def _finish_as_pressed(self) -> None:
        """Do what was pressed before the price was there, unless the screen says something else by now."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._model.figures:
            self.finish_pressed()

    def _draw_code(self) -> None:
        """Make the VietQR of what is to be transferred: of the part that is typed, or of what is due."""
        amount, sale = self._model.given, self._model.priced.sale.sale
        if self._model.method != "transfer" or amount > self._model.due:
            return

        def drawn(code: TransferCode | None) -> None:
            if self._model.method == "transfer" and amount == self._model.given:
                self._change(code=code)

        def failed(error: Exception) -> None:
            self._change(code=None, said=said_of(expected(error)))

        self._runner.run(
            "look-up",
            lambda: self._errands.transfer_code(Money(amount), sale),
            on_done=drawn,
            on_failed=failed,
        )

    def _failed(self, error: Exception) -> None:
        said: LoyaltillError = expected(error)
        unknown = isinstance(said, Unavailable) and said.code.startswith(_UNKNOWN)
        self._change(taking=False, stuck=unknown, said=said_of(said))

    def _change(self, **fields: Any) -> None:
        self._model = replace(self._model, **fields)
        self._on_state(state_of(self._model, self._words))
