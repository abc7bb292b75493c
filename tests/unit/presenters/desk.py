"""A counter for tests: presenters over the sample till, with the states they show kept for looking at."""

from dataclasses import dataclass, field
from typing import TypeVar

from loyalty.units import Money
from resources.catalogue import Catalogue, Language
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from tools.sample_shop import LAN, ZONE
from tools.sample_till import SampleTill
from ui.presenters.checkout.presenter import CheckoutPresenter
from ui.presenters.checkout.state import CheckoutState, EnrolState, MemberState, WhyState
from ui.presenters.pay.presenter import PayPresenter
from ui.presenters.pay.state import PayState, QrState
from ui.presenters.shell import Screen, Shell
from ui.presenters.shift_state import ShiftState
from ui.presenters.shown import Notice
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words

Thing = TypeVar("Thing")

CATALOGUES: dict[Language, Catalogue] = {"vi": Catalogue.load("vi"), "en": Catalogue.load("en")}


def words(language: Language = "vi") -> Words:
    """How the tests' till speaks."""
    return Words(catalogue=CATALOGUES[language], currency="VND", zone=ZONE)


@dataclass
class Watched:
    """A stage that only remembers what it was told to show."""

    screens: list[Screen] = field(default_factory=list[Screen])
    shift: ShiftState | None = None
    checkout: CheckoutState | None = None
    pay: PayState | None = None
    operator: str = ""
    menus: int = 0

    def show_screen(self, screen: Screen) -> None:
        self.screens.append(screen)

    def show_shift(self, state: ShiftState) -> None:
        self.shift = state

    def show_checkout(self, state: CheckoutState) -> None:
        self.checkout = state

    def show_pay(self, state: PayState) -> None:
        self.pay = state

    def show_operator(self, name: str) -> None:
        self.operator = name

    def open_menu(self) -> None:
        self.menus += 1


class Desk:
    """Somebody signed in, a shift open, an empty sale on the screen."""

    def __init__(self, till: SampleTill | None = None, stage: Watched | None = None) -> None:
        self.till = till or SampleTill()
        self.runner = ImmediateRunner()
        self.stage = stage or Watched()
        self.shell = Shell(self.till, self.runner, words(), self.stage)
        self.till.open_shift(LAN, opening_float=Money(500_000))
        self.shell.signed_in(LAN)

    @property
    def it(self) -> CheckoutPresenter:
        """The checkout."""
        assert self.shell.checkout is not None
        return self.shell.checkout

    def shown(self) -> CheckoutState:
        """What the checkout shows."""
        assert self.stage.checkout is not None
        return self.stage.checkout

    def open_sale(self) -> OpenSale:
        """The open sale."""
        return self.it.counter.model.sale

    @property
    def paying(self) -> PayPresenter:
        """The payment under way."""
        assert self.shell.pay is not None
        return self.shell.pay

    def pay_shown(self) -> PayState:
        """What the pay screen shows."""
        assert self.stage.pay is not None
        return self.stage.pay

    def notice(self) -> Notice:
        """The banner that is there."""
        return _there(self.shown().notice)

    def member(self) -> MemberState:
        """The member that is shown."""
        return _there(self.shown().member)

    def why(self) -> WhyState:
        """The reasons that are open."""
        return _there(self.shown().why)

    def enrol(self) -> EnrolState:
        """The form that is open."""
        return _there(self.shown().enrol)

    def sold_to(self) -> AttachedMember:
        """The member of the open sale."""
        return _there(self.open_sale().member)

    def pay_notice(self) -> Notice:
        """The banner on the pay screen."""
        return _there(self.pay_shown().notice)

    def pay_code(self) -> QrState:
        """The code on the pay screen."""
        return _there(self.pay_shown().qr)

    def front(self) -> Screen:
        """The screen in front."""
        return self.shell.screen

    def scan(self, *texts: str) -> None:
        """Scan these, one after the other."""
        for text in texts:
            self.shell.scanned(text)

    def type_in(self, text: str) -> None:
        """Type a text into the box, and Enter."""
        for end in range(1, len(text) + 1):
            self.it.box.typed(text[:end])
        self.it.box.entered()

    def sell(self) -> None:
        """Pay exactly, in cash."""
        self.it.pay_pressed()
        self.paying.finish_pressed()


def _there(thing: Thing | None) -> Thing:
    assert thing is not None
    return thing
