"""The checkout as a state machine: what a person did goes in at one of its keepers, the next state comes out.

It knows no widget. Whoever runs it tells it of language, syncs and settled sales, and is told when to pay or
open the menu.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from loyalty.identity.commands import Command, command_of
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.usecases.entry import parse_amount
from ui.presenters.checkout.after import AfterKeeper
from ui.presenters.checkout.box import BoxKeeper
from ui.presenters.checkout.by_hand import HandKeeper
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.enrolment import EnrolKeeper
from ui.presenters.checkout.exchanging import ExchangeKeeper
from ui.presenters.checkout.forgetting import Forgetter
from ui.presenters.checkout.lines import LineKeeper
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Act, Answer, CheckoutModel, Question, Said, Scope, WhyTopic
from ui.presenters.checkout.parking import ParkKeeper
from ui.presenters.checkout.shown import state_of
from ui.presenters.checkout.state import CheckoutState
from ui.presenters.checkout.using import ThingKeeper
from ui.presenters.checkout.writer import CheckoutWriter
from ui.presenters.errands import CheckoutErrands
from ui.presenters.shown import Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.type_ahead import Passage
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.store.print_jobs import PrintJob

_TOPICS: Final[Mapping[str, WhyTopic]] = {each: each for each in get_args(WhyTopic)}
_DROPS_A_QUESTION = frozenset({"goods", "member", "offers", "park", "recall", "edit", "undo"})
"""Keys that would take what is asked off the box, and what was about to be added with it."""


_LEADS: Final = {"pay": Passage.TO_PAY, "park": Passage.TO_OTHER, "recall": Passage.TO_OTHER}


class _Wish(NamedTuple):
    """A key that was pressed while something was at work, and is done after it; `method` is a way to pay."""

    name: str
    method: str = ""


def _nobody_adds(_code: str) -> None:
    """A till without the screen *Products*."""


class CheckoutPresenter:
    """The whole checkout. `on_pay` gets the way to pay that a command asked for, or none.

    `on_unknown` gets a code that no product has and that somebody wants to add.
    """

    def __init__(
        self,
        errands: CheckoutErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        sale: OpenSale,
        on_state: Callable[[CheckoutState], None],
        on_pay: Callable[[str], None],
        on_menu: Callable[[], None],
        on_unknown: Callable[[str], None] = _nobody_adds,
    ) -> None:
        self._words = words
        self._writer = CheckoutWriter(words)
        self._facing: tuple[Words, CheckoutWriter] | None = None
        self._on_state = on_state
        self._on_pay = on_pay
        self._on_menu = on_menu
        self._on_unknown = on_unknown
        self._wish: _Wish | None = None
        self.counter = Counter(errands, session, runner, sale=sale, on_model=self._show)
        self.lines = LineKeeper(self.counter)
        self.members = MemberKeeper(self.counter)
        self.enrol = EnrolKeeper(self.counter, self.members)
        self.parking = ParkKeeper(self.counter)
        self.forgetter = Forgetter(self.counter)
        self.hand = HandKeeper(self.counter)
        self.exchange = ExchangeKeeper(self.counter)
        self.things = ThingKeeper(self.counter, self.members)
        self.box = BoxKeeper(
            self.counter, self.lines, self.members, self.enrol, self.parking, self.hand, self.things
        )
        self.after = AfterKeeper(self.counter, on_given_up=self.box.forget)
        self._functions: Mapping[str, Callable[[], None]] = {
            "pay": self.pay_pressed,
            "new-sale": self.after.ask_abandon,
            "goods": lambda: self.box.look_among(Scope.GOODS),
            "member": self._member_key,
            "offers": self.things.open,
            "park": lambda: self._leave("park", self.parking.park),
            "recall": lambda: self._leave("recall", self.parking.look),
            "void": self.after.ask_void,
            "reprint": self.after.reprint,
            "edit": self.hand.open,
            "undo": self.counter.undo,
        }

    def begin(self, *, from_draft: bool = False) -> None:
        """Show the sale that was given; one from a draft says so."""
        said = Said(key="checkout.draft-back", tone=Tone.PLAIN) if from_draft else None
        self.counter.sale_changed(self.counter.model.sale, said=said)
        self.counter.run("store", self.counter.errands.last_sale, lambda last: self.counter.change(last=last))
        self.parking.begin()

    @property
    def passage(self) -> Passage | None:
        """What is about to take the place of the open sale, or of this screen; what asks comes before it."""
        model = self.counter.model
        if model.leaving:
            return Passage.TO_OTHER
        return None if self._wish is None or model.asks else _LEADS[self._wish.name]

    def speak(self, words: Words) -> None:
        """Show the same in another language."""
        self._words, self._writer = words, CheckoutWriter(words)
        self._show(self.counter.model)

    def told_in(self, words: Words, state: CheckoutState) -> CheckoutState:
        """What is shown now, for somebody who looks on and reads another language than the cashier."""
        if words.catalogue.language == self._words.catalogue.language:
            return state
        if self._facing is None or self._facing[0] is not words:
            self._facing = (words, CheckoutWriter(words))
        return state_of(self.counter.model, *self._facing)

    def scanned(self, text: str, symbology: str | None = None) -> None:
        """A scan; one that stands for a key does what the key does."""
        command = command_of(text)
        if self.counter.model.question is not None:
            self.counter.say(Said(key="scan.dialog"))
        elif command is None:
            self.box.scanned(text, symbology)
        else:
            self._commanded(command)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self.counter.say(Said(key=f"error.{code}"))

    def paper_unknown(self, slip: "PrintJob | None") -> None:
        """A slip may or may not be on paper: somebody has to look; None: nobody has to any more."""
        if slip != self.counter.model.slip:
            self.counter.change(slip=slip)

    def slips_stranded(self, count: int) -> None:
        """So many slips wait for a printer that is gone, while another one could print them; 0: none."""
        self.counter.change(stranded=count)

    def function_pressed(self, name: str) -> None:
        """A key along the bottom, or its twin on the keyboard."""
        ask = self.counter.model.ask
        if self.counter.model.question is not None:
            return
        if ask is not None and ask.is_about_to_add and name in _DROPS_A_QUESTION:
            self.counter.say(Said(key="checkout.answer-first"))
            return
        self._functions.get(name, self._on_menu)()

    def pay_pressed(self, method: str = "") -> None:
        """Go on to paying: at once, or as soon as what is under way is done and needs nobody."""
        model = self.counter.model
        if model.can_pay:
            self._on_pay(method)
        elif model.is_settling:
            self._wish = _Wish("pay", method)

    def why_asked(self, topic: str) -> None:
        """Open the reasons behind a figure."""
        if topic == "offers":
            self.counter.explain_offers()
        elif topic in _TOPICS:
            self.counter.open_why(_TOPICS[topic])

    def escaped(self) -> None:
        """Esc takes away what lies on top.

        A question, the reasons, the form, the hits, the text, the sentence.
        """
        self._wish = None
        model = self.counter.model
        if model.question is not None:
            self.after.answered(Answer.REFUSE)
        elif model.why is not None:
            self.counter.change(why=None)
        elif model.enrolment is not None:
            self.enrol.cancel()
        elif model.ask is not None:
            self.counter.change(ask=None, typed="", said=None, hits=())
        else:
            self.counter.change(hits=(), typed="", said=None, scope=Scope.ALL)

    def left(self) -> None:
        """Another screen comes in front: what lies over this one goes with it, a question as a no."""
        if self.counter.model.question is not None:
            self.after.answered(Answer.REFUSE)
        if self.counter.model.why is not None:
            self.counter.change(why=None)

    def notice_action_pressed(self) -> None:
        """The one thing that the banner offers."""
        model = self.counter.model
        said = model.said
        if said is None and model.slip is not None:
            self.counter.change(question=Question.PAPER, why=None)
        elif said is None and model.stranded:
            self.after.print_elsewhere()
        elif said is None and model.sale.exchange is not None:
            self.exchange.end()
        if said is None or said.act is None:
            return
        self.counter.say(None)
        self._act(said.act, said.value)

    def _act(self, act: Act, value: str) -> None:
        match act:
            case Act.ENROL:
                self.enrol.open(value)
            case Act.ASK_SERVER:
                self.members.ask_server(value)
            case Act.ATTACH:
                self.members.attach(value)
            case Act.REPRINT:
                self.after.reprint(value)
            case Act.UNDO | Act.END_EXCHANGE:
                (self.counter.undo if act is Act.UNDO else self.exchange.end)()
            case Act.LINK_CARD | Act.TAKE_BACK_USE:
                members = self.members
                (members.cards.link if act is Act.LINK_CARD else members.benefits.take_back)(value)
            case Act.ADD_PRODUCT:
                self._on_unknown(value)
            case Act.SEARCH_GOODS:
                self.box.look_among(Scope.GOODS)
                self.box.typed(value)
            case Act.SELL_AS_AMOUNT:
                self.box.scanned(f"={parse_amount(value)}")

    def _leave(self, name: str, does: Callable[[], None]) -> None:
        """F6, F7: another sale takes the place of this one, so what is looked up for this one is waited for.

        Under a question that may take as long as somebody likes: nothing is held for it, and that is said.
        """
        model = self.counter.model
        if model.is_at_work and model.asks:
            self.counter.say(Said(key="checkout.answer-and-again", tone=Tone.PLAIN))
        elif model.is_at_work:
            self._wish = _Wish(name)
        else:
            does()

    def _member_key(self) -> None:
        """F4: among members only; a second press, or one with nothing found, opens the form of a new one."""
        model = self.counter.model
        if model.scope is Scope.MEMBERS and not model.hits:
            self.enrol.open(model.typed if any(sign.isdigit() for sign in model.typed) else "")
        else:
            self.box.look_among(Scope.MEMBERS)

    def _commanded(self, command: Command) -> None:
        match command:
            case Command.PAY_CASH:
                self.pay_pressed("cash")
            case Command.PAY_CARD:
                self.pay_pressed("card")
            case Command.BURN_MOST:
                self.members.burn_most()
            case Command.DETACH:
                self.members.detach()
            case Command.REPRINT:
                self.after.reprint()

    def _show(self, model: CheckoutModel) -> None:
        self._on_state(state_of(model, self._words, self._writer))
        self.things.look(model)
        if model.waiting and not model.busy and model.ask is None:
            self.box.go_on()
        elif self._wish is not None:
            self._go_on(self._wish)

    def _go_on(self, wish: _Wish) -> None:
        """Do what was pressed early, once nothing is under way and nobody has to look first."""
        model = self.counter.model
        waits_for_somebody = model.asks or model.needs_somebody or bool(model.hits)
        if not model.asks and (model.is_settling if wish.name == "pay" else model.is_at_work):
            return
        self._wish = None
        if waits_for_somebody:
            return
        if wish.name != "pay":
            self._functions[wish.name]()
        elif model.can_pay:
            self._on_pay(wish.method)
