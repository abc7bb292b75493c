"""What the checkout knows, before it is put into words: one frozen value, replaced at every step.

Figures and codes only, so a change of language shows the same model again. What it looks like is `shown`.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loyalty.quote.model import Quote
    from loyalty.sentences import Sentence
    from loyalty.units import Money, Quantity
    from terminal.by_hand import Wish
    from terminal.goods import Product
    from terminal.membership import MemberRow
    from terminal.open_sale import OpenSale
    from terminal.sale import SettledSale, VoidedSale
    from terminal.store.print_jobs import PrintJob
    from terminal.usecases.basket import Burnable
    from terminal.usecases.found import VoucherFound
    from terminal.usecases.park import ParkedSale
    from terminal.usecases.wallets import WalletToPay


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several answers to what the box asks; `title` where it is a name, else `key` has its words.

    `amount` is what is paid into a wallet, and `bonus` what the program puts on top.
    """

    key: str
    title: str = ""
    amount: int = 0
    bonus: int = 0


Hit: TypeAlias = "MemberRow | Product | VoucherFound | ParkedSale | Choice"
"""What can stand in the list under the box."""


class Act(Enum):
    """The one thing a notice can offer."""

    ENROL = "enrol"
    ASK_SERVER = "ask-server"
    SEARCH_GOODS = "search-goods"
    SELL_AS_AMOUNT = "sell-as-amount"
    ATTACH = "attach"
    REPRINT = "reprint"
    UNDO = "undo"
    ADD_PRODUCT = "add-product"
    LINK_CARD = "link-card"
    END_EXCHANGE = "end-exchange"
    TAKE_BACK_USE = "take-back-use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence by its key (`error.…` too), how it is meant, and what can be done.

    `amounts` are params that are money. `value` belongs to the act; `sentence` is one of the rules', which
    the text has as `why`.
    """

    key: str
    params: "Mapping[str, str | int]" = field(default_factory=dict[str, str | int])
    tone: Tone = Tone.ATTENTION
    act: Act | None = None
    value: str = ""
    act_name: str = ""
    sentence: "Sentence | None" = None
    amounts: "Mapping[str, Money]" = field(default_factory=dict[str, "Money"])


class Scope(Enum):
    """What the box looks among."""

    ALL = "all"
    GOODS = "goods"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A figure the box asks for before anything else.

    For a line, for a product about to be added, for points, for a gift card (`card`), for a price by hand
    (`wish`, `reason`, and `who` is to give their word), for a note, for what is paid into the wallet, or for
    which of the member's things is used (`first` of them stands first), or for what is done with a `benefit`;
    or whether a quantity that is `doubted` was meant ("doubt"), or the price of a `wish` ("hand-doubt").
    `quantity` and `price` were typed for the product already, where the other is asked for. `entered` is what
    was given as the answer last, but for a PIN.
    """

    kind: Literal[
        "quantity", "weight", "doubt", "price", "burn", "gift", "edit", "hand-price", "hand-percent",
        "hand-amount", "hand-doubt", "hand-reason", "hand-approver", "hand-pin", "note-line", "note-sale",
        "top-up", "thing", "benefit",
    ]  # fmt: skip
    name: str = ""
    line: int = 0
    product: "Product | None" = None
    card: str = ""
    wish: "Wish | None" = None
    reason: str = ""
    who: str = ""
    first: int = 0
    benefit: str = ""
    doubted: "Quantity | None" = None
    quantity: "Quantity | None" = None
    price: "Money | None" = None
    entered: str | None = None

    @property
    def is_choice(self) -> bool:
        """Whether it is answered by one of the choices under the box."""
        return self.kind in _CHOICES

    @property
    def is_about_to_add(self) -> bool:
        """Whether something comes into the sale by its answer, and does not where the question is dropped."""
        return self.product is not None or bool(self.card)


_CHOICES: Final = frozenset(
    {"doubt", "edit", "hand-doubt", "hand-reason", "hand-approver", "thing", "benefit"}
)

WhyTopic = Literal["lines", "discounts", "burn", "due", "points", "offers", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """The form of a new member. `warned`: what is odd about the number was said.

    `asked` is the number of which it was asked already whether somebody else's was meant. `referrer` is the
    card or the number of whoever recommended the program, where `asks_referrer`.
    """

    phone: str = ""
    name: str = ""
    referrer: str = ""
    asks_referrer: bool = False
    said: Said | None = None
    warned: bool = False
    busy: bool = False
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The sale just made, and its void where it was taken back."""

    sale: "SettledSale"
    void: "VoidedSale | None" = None


class Question(Enum):
    """What needs a yes before it is done."""

    VOID = "void"
    ABANDON = "abandon"
    PAPER = "paper"


class Answer(Enum):
    """What was said to a question."""

    ACCEPT = "accept"
    OTHER = "other"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutModel:
    """All of it.

    `quote`, `burnable`, `wallet` and `unsold` are of `priced`, which lags behind `sale` while a price is
    worked out.
    `leaving`: another sale is about to take the place of this one. `is_online` is false once the till could
    not reach its server. `came_back` is the sale of which goods came back since it was the last.
    """

    sale: "OpenSale"
    priced: "OpenSale | None" = None
    quote: "Quote | None" = None
    burnable: "Burnable | None" = None
    wallet: "WalletToPay | None" = None
    unsold: frozenset[str] = frozenset()
    line: int | None = None
    typed: str = ""
    scope: Scope = Scope.ALL
    hits: "tuple[Hit, ...]" = ()
    hit: int = 0
    ask: Ask | None = None
    waiting: int = 0
    busy: bool = False
    leaving: bool = False
    enrolment: Enrolment | None = None
    said: Said | None = None
    why: WhyTopic | None = None
    question: Question | None = None
    slip: "PrintJob | None" = None
    stranded: int = 0
    done: Done | None = None
    is_online: bool = True
    last: "SettledSale | None" = None
    came_back: str = ""
    parked: "tuple[ParkedSale, ...]" = ()

    @property
    def is_last_whole(self) -> bool:
        """Whether the last sale is as it was made: not taken back, and nothing of it came back since."""
        return self.last is not None and not self.last.voided and self.last.sale != self.came_back

    @property
    def is_priced(self) -> bool:
        """Whether the figures shown are of the sale as it stands."""
        return self.priced is not None and self.priced is self.sale and self.quote is not None

    @property
    def can_pay(self) -> bool:
        """Nothing is pending, nothing is asked, and there is something to pay for."""
        return (
            self.sale.has_something
            and self.is_priced
            and not self.waiting
            and not self.busy
            and not self.asks
        )

    @property
    def needs_somebody(self) -> bool:
        """Something was said that is not just for information."""
        return self.said is not None and self.said.tone not in (Tone.PLAIN, Tone.GOOD)

    @property
    def asks(self) -> bool:
        """Whether something stands on the screen that wants an answer."""
        return self.ask is not None or self.question is not None or self.enrolment is not None

    @property
    def is_missed(self) -> bool:
        """Whether what stands in the box was given as the answer, and refused."""
        is_refused = self.said is not None and self.said.tone is Tone.REFUSED
        return is_refused and self.ask is not None and self.ask.entered == self.typed

    @property
    def is_at_work(self) -> bool:
        """Something that belongs to this sale is looked up or fetched."""
        return bool(self.waiting) or self.busy

    @property
    def is_settling(self) -> bool:
        """Something is still looked up or priced, and will be done without anybody's help."""
        pricing = self.sale.has_something and not self.is_priced and not self.needs_somebody
        return not self.asks and (self.is_at_work or pricing)
