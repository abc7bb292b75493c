"""All that the checkout shows, already formatted. A view sets its widgets from this and decides nothing."""

from dataclasses import dataclass

from ui.presenters.shown import FigureRow, Notice, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """What a rule took off a line, under the line."""

    text: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of the basket; `line` names it to the presenter."""

    line: int
    name: str
    quantity: str
    unit_price: str
    amount: str
    offers: tuple[OfferRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One hit under the box."""

    title: str
    detail: str
    figure: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxState:
    """The one box: its text, what it asks for, and the hits under it (`chosen` is one of them).

    The text of a `secret` one is not shown; one that is `choosing` is answered by one of the hits. A
    `text_missed` was refused as an answer: what is typed next takes its place.
    """

    text: str = ""
    prompt: str = ""
    asking: bool = False
    secret: bool = False
    choosing: bool = False
    text_missed: bool = False
    hits: tuple[HitRow, ...] = ()
    chosen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRow:
    """Something this basket has won or could reach, or the member has.

    `act` is what its button does, `why` the reasons that a touch of it opens. A value that `gives_way` says
    nothing that the text does not, and is left out where both have too little room. What `goes_first` has its
    room before the others. What is `told_elsewhere` need not be counted where it has none.
    """

    text: str
    value: str
    tone: Tone
    act: str = ""
    why: str = ""
    gives_way: bool = False
    goes_first: bool = False
    told_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteState:
    """What cashiers before left for this one: all of it, and how it begins where there is one line for it."""

    whole: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnState:
    """The points this sale pays with, and how far that can go.

    `can_most`: there is more to use, or the server can be asked for it, as `note` then says.
    """

    points: str
    less: str
    more: str
    most: str
    can_less: bool
    can_more: bool
    can_most: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberState:
    """The member of this one sale.

    `progress` is in thousandths of the way to the next tier; None without one. `is_urgent` says that the text
    beneath begins with points that die soon. `phone` is masked.
    """

    name: str
    tier: str
    about: str
    points: str
    worth: str
    progress: int | None
    progress_text: str
    is_urgent: bool = False
    rewards: tuple[RewardRow, ...]
    burn: BurnState
    earn: str
    note: NoteState | None = None
    phone: str = ""
    points_rows: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolState:
    """The fields of a new member; `accept` is shown where the number is odd but possible.

    Who recommended the program is asked where it gives something for that.
    """

    phone: str
    name: str
    referrer: str = ""
    asks_referrer: bool = False
    notice: Notice | None = None
    accept: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsState:
    """What it comes to; a figure that is nothing is left out."""

    subtotal: FigureRow
    discount: FigureRow | None
    points: FigureRow | None
    due: FigureRow
    exchange: FigureRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyState:
    """The sentences behind a figure."""

    title: str
    rows: tuple[FigureRow, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSaleState:
    """The sale just made, kept on screen until the next one begins; `who` is its member's name.

    Of money that goes back the cashier is told what to do. The customer reads what it comes to in `facing`,
    and its ways by their names in `facing_rows`; `won` tells what the sale has just given them.
    """

    title: str
    who: str
    receipt: str
    figure_label: str
    figure: str
    rows: tuple[FigureRow, ...]
    facing: FigureRow
    facing_rows: tuple[FigureRow, ...]
    voided: bool
    won: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmState:
    """The one kind of question that gets a dialog: what cannot be undone.

    `other` is a third answer, or empty. `is_grave` is whether something is lost by saying yes.
    """

    title: str
    text: str
    accept: str
    refuse: str
    other: str = ""
    is_grave: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutState:
    """The whole checkout.

    `count` is the number of lines in words; `line` is the chosen one's key, or None. `can_pay` is whether all
    figures are worked out; the key works before that too (`pay_enabled`), and pays once they are. `recall` is
    what the key that takes up a parked sale says, with their number.
    """

    box: BoxState
    rows: tuple[LineRow, ...]
    count: str
    line: int | None
    line_quantity: str
    totals: TotalsState
    member: MemberState | None = None
    enrol: EnrolState | None = None
    notice: Notice | None = None
    why: WhyState | None = None
    after: AfterSaleState | None = None
    confirm: ConfirmState | None = None
    can_pay: bool = False
    pay_enabled: bool = False
    can_clear: bool = False
    can_park: bool = False
    can_recall: bool = False
    recall: str = ""
    can_reprint: bool = False
    can_void: bool = False
