"""What a cashier may change on a line by hand: its price, with somebody's word where it takes one; and notes.

All of it goes through the one box: choices stand under it as hits do, figures and the PIN are typed into it.
The line keeps its price until the last of the steps is done, and Esc at any of them leaves it as it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from loyalty.errors import Refused
from loyalty.wire.roles import MAY_APPROVE
from terminal.by_hand import (
    REASONS,
    WishKind,
    is_doubtful_price,
    list_price_of,
    set_line_note,
    set_note,
    set_price,
    unapproved,
    wish_of,
    with_word,
)
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.doubted import AGAIN, AS_TYPED
from ui.presenters.checkout.model import Ask, Choice, Said
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from terminal.by_hand import Wish
    from terminal.open_sale import OpenLine, OpenSale
    from terminal.returned import Approval
    from terminal.session import OperatorTile
    from ui.presenters.errands import Priced

WHAT: Final = "price-by-hand"
"""What the journal says that a word was given for."""

PriceAsk = Literal["hand-price", "hand-percent", "hand-amount"]

_WISHES: Final[Mapping[PriceAsk, WishKind]] = {
    "hand-price": "price",
    "hand-percent": "percent",
    "hand-amount": "amount",
}
_BY_NAME: Final[Mapping[str, PriceAsk]] = {each: each for each in _WISHES}
_OF_A_LINE: Final[tuple[str, ...]] = (*_WISHES, "note-line")


class HandKeeper:
    """Prices by hand and notes."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def open(self) -> None:
        """List what can be changed: of the chosen line, and of the sale."""
        model = self._counter.model
        of_line = () if self._chosen() is None else _OF_A_LINE
        keys = (*of_line, "note-sale", *(("undo",) if self._counter.can_undo else ()))
        line = self._chosen()
        choices = tuple(Choice(key=key) for key in keys)
        if model.ask is None or model.ask.kind != "edit":
            self._ask(Ask(kind="edit", name="" if line is None else line.name), choices)

    def chosen(self, ask: Ask, key: str) -> None:
        """One of the choices was taken."""
        if ask.kind == "hand-reason":
            self._with_reason(replace(ask, reason=key))
        elif ask.kind == "hand-doubt":
            self._was_meant(ask, key)
        elif ask.kind == "hand-approver":
            self._ask(replace(ask, kind="hand-pin", who=key))
        elif key == "undo":
            self._counter.change(ask=None, hits=(), typed="")
            self._counter.undo()
        else:
            self._begin(key)

    def answered(self, ask: Ask, text: str) -> bool:
        """A text typed at one of these questions; False where the question is none of these.

        Raises:
            Refused: it is not what was asked for; nothing changed.
        """
        kind = _BY_NAME.get(ask.kind)
        if kind is not None:
            self._wished(ask, wish_of(_WISHES[kind], text, list_price_of(self._line(ask))))
        elif ask.kind == "hand-pin":
            self._give_word(ask, text)
        elif ask.kind == "note-line":
            self._done(set_line_note(self._counter.model.sale, ask.line, text))
        elif ask.kind == "note-sale":
            self._done(set_note(self._counter.model.sale, text))
        else:
            return False
        return True

    def _begin(self, key: str) -> None:
        line, sale = self._chosen(), self._counter.model.sale
        if key == "note-sale":
            self._ask(Ask(kind="note-sale"), typed=sale.note)
        elif line is not None and key == "note-line":
            self._ask(Ask(kind="note-line", name=line.name, line=line.line), typed=line.note)
        elif line is not None:
            self._ask(Ask(kind=_BY_NAME[key], name=line.name, line=line.line))

    def _wished(self, ask: Ask, wish: "Wish") -> None:
        """Ask for the reason; first whether the price was meant, where it is far above the one before."""
        if is_doubtful_price(wish.unit_price, list_price_of(self._line(ask))):
            choices = (Choice(key=AGAIN), Choice(key=AS_TYPED))
            self._ask(replace(ask, kind="hand-doubt", wish=wish), choices)
        else:
            self._ask_reason(replace(ask, wish=wish))

    def _was_meant(self, ask: Ask, key: str) -> None:
        if key == AS_TYPED:
            self._ask_reason(ask)
        else:
            self._ask(replace(ask, kind="hand-price", wish=None))

    def _ask_reason(self, ask: Ask) -> None:
        self._ask(replace(ask, kind="hand-reason"), tuple(Choice(key=each) for each in REASONS))

    def _with_reason(self, ask: Ask) -> None:
        """Find out whether it takes somebody's word, and whose there is."""
        counter = self._counter
        candidate = self._candidate(ask)
        place = candidate.line_ids.index(ask.line)
        counter.change(hits=(), busy=True)

        def known(answer: "tuple[Priced, tuple[OperatorTile, ...]]") -> None:
            priced, people = answer
            needed = [each for each in unapproved(candidate, priced.quote.approvals) if each.line == place]
            counter.change(busy=False)
            if not self._is_still(ask):
                return
            if not needed or counter.session.role in MAY_APPROVE:
                self._done(self._candidate(ask))
                return
            others = tuple(each for each in people if each.operator != counter.session.operator)
            said = Said(key="checkout.hand-needs-word", sentence=needed[0].why)
            if not others:
                counter.change(ask=None)
                counter.say(Said(key="error.nobody-to-approve", tone=Tone.REFUSED))
                return
            choices = tuple(Choice(key=each.operator, title=each.name) for each in others)
            self._ask(replace(ask, kind="hand-approver"), choices)
            counter.say(said)

        counter.run("look-up", lambda: (counter.errands.price(candidate), counter.errands.approvers()), known)

    def _give_word(self, ask: Ask, pin: str) -> None:
        """Check the PIN; whose it is has given their word for this price."""
        counter = self._counter
        if not pin:
            return
        counter.change(typed="", busy=True)
        who, asked_by = ask.who, counter.session.operator

        def given(approval: "Approval") -> None:
            counter.change(busy=False)
            if not self._is_still(ask):
                return
            sale = self._candidate(ask)
            self._done(with_word(sale, ask.line, approver=approval.operator, name=approval.name))

        work = counter.errands.approve
        counter.run("store", lambda: work(operator=who, pin=pin, what=WHAT, asked_by=asked_by), given)

    def _is_still(self, ask: Ask) -> bool:
        """Whether nobody gave it up while the till was looking."""
        now = self._counter.model
        return now.ask is not None and now.ask.wish == ask.wish and ask.line in now.sale.line_ids

    def _candidate(self, ask: Ask) -> "OpenSale":
        if ask.wish is None:
            raise Refused("line-gone", line=ask.line)
        sale, who = self._counter.model.sale, self._counter.session.operator
        return set_price(sale, ask.line, ask.wish, reason=ask.reason, asked_by=who)

    def _done(self, sale: "OpenSale") -> None:
        self._counter.sale_changed(sale, ask=None, typed="", hits=())

    def _ask(self, ask: Ask, choices: tuple[Choice, ...] = (), *, typed: str = "") -> None:
        self._counter.change(ask=ask, hits=choices, hit=0, typed=typed, said=None, why=None)

    def _line(self, ask: Ask) -> "OpenLine":
        return self._counter.model.sale.line(ask.line)

    def _chosen(self) -> "OpenLine | None":
        model = self._counter.model
        return next((line for line in model.sale.lines if line.line == model.line), None)
