"""The one box.

What is scanned waits its turn, what is typed is looked for as it grows, and questions come first.

Scans are kept in the order they came. While one is looked up, while a weight is asked for, or while a member
is being attached, the next ones wait; none is lost and none overtakes another.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from loyalty.errors import Refused
from loyalty.identity.codes import MemberCard, classify
from loyalty.units import Money
from terminal.goods import Product
from terminal.open_sale import ONE, add_code
from terminal.usecases.entry import parse_amount, parse_points, parse_quantity
from terminal.usecases.found import (
    AmountFound,
    Found,
    GiftFound,
    MemberFound,
    MembersFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
    VoucherFound,
)  # fmt: skip
from terminal.usecases.park import ParkedSale
from ui.presenters.checkout.benefits import BenefitKeeper
from ui.presenters.checkout.by_hand import HandKeeper
from ui.presenters.checkout.counter import Counter, said_of
from ui.presenters.checkout.doubted import QuantityKeeper
from ui.presenters.checkout.enrolment import EnrolKeeper, did_you_mean
from ui.presenters.checkout.lines import LineKeeper
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Act, Ask, Choice, Hit, Said, Scope
from ui.presenters.checkout.parking import ParkKeeper
from ui.presenters.checkout.using import ThingKeeper
from ui.presenters.shown import Tone

LEAST_SEARCHED: Final = 2
MOST_HITS: Final = 6
PAGE: Final = 8
MOST_WAITING: Final = 100
"""More scans than this waiting means that something stands; the rest is refused in a sentence."""

_ACTS: Final = {
    "enrol": Act.ENROL,
    "ask-server": Act.ASK_SERVER,
    "search-goods": Act.SEARCH_GOODS,
    "sell-as-amount": Act.SELL_AS_AMOUNT,
    "add-product": Act.ADD_PRODUCT,
}


class _Waiting(NamedTuple):
    """A text whose turn has not come: where to look for it, and how it came."""

    text: str
    scope: Scope
    typed: bool = False
    symbology: str | None = None


class BoxKeeper:
    """Everything that goes through the box."""

    def __init__(
        self,
        counter: Counter,
        lines: LineKeeper,
        members: MemberKeeper,
        enrol: EnrolKeeper,
        parking: ParkKeeper,
        hand: HandKeeper,
        things: ThingKeeper,
    ) -> None:
        self._counter = counter
        self._lines = lines
        self._members = members
        self._enrol = enrol
        self._parking = parking
        self._hand = hand
        self._things = things
        self._quantities = QuantityKeeper(counter, lines)
        self._queue: deque[_Waiting] = deque()
        self._finding = False
        self._searching = False

    def scanned(self, text: str, symbology: str | None = None) -> None:
        """A scan, from wherever, with what the scanner says of it: it takes its turn."""
        is_card = isinstance(classify(text, symbology), MemberCard)
        if is_card and self._enrol.scanned(text):
            return
        self._take(_Waiting(text, Scope.ALL, symbology=symbology))

    def typed(self, text: str) -> None:
        """The text in the box changed under the cashier's fingers."""
        counter, ask = self._counter, self._counter.model.ask
        if ask is not None and ask.is_choice:
            self._choose_by_number(text)
            return
        counter.change(typed=text, said=None, hits=(), hit=0, why=None)
        if ask is None:
            self._search()

    def entered(self) -> None:
        """Enter: close the reasons on top, answer the question, take the chosen hit, or look for the text."""
        model = self._counter.model
        if model.why is not None:
            self._counter.change(why=None)
        elif model.hits:
            self.choose(model.hit)
        elif model.ask is not None and not model.ask.is_choice:
            self._answer(model.ask, model.typed)
        elif model.typed.strip():
            self._take(_Waiting(model.typed.strip(), model.scope, typed=True))

    def moved(self, by: int) -> None:
        """Up and Down walk the hits, or the lines where there are none."""
        model = self._counter.model
        if model.hits:
            self._counter.change(hit=(model.hit + by) % len(model.hits))
        else:
            self._lines.move(by)

    def paged(self, by: int) -> None:
        """The page keys go through a long basket; hits are never more than a page."""
        if not self._counter.model.hits:
            self._lines.move(by * PAGE)

    def choose(self, number: int) -> None:
        """Take a hit."""
        hits = self._counter.model.hits
        if not 0 <= number < len(hits):
            return
        hit, ask = hits[number], self._counter.model.ask
        if isinstance(hit, Choice) and hit.amount:
            self._members.top_up(Money(hit.amount))
            return
        if isinstance(hit, Choice):
            if ask is not None and ask.is_choice:
                self._keeper_of(ask).chosen(ask, hit.key)
            return
        self._counter.change(typed="", hits=(), scope=Scope.ALL)
        if isinstance(hit, Product):
            self._lines.add(hit)
        elif isinstance(hit, VoucherFound):
            self._present(hit)
        elif isinstance(hit, ParkedSale):
            self._parking.recall(hit)
        else:
            self._members.attach(hit.member)

    def _choose_by_number(self, text: str) -> None:
        """Where choices stand under the box, a digit takes the one of that number; nothing else is typed.

        Over reasons that cover them it only closes those.
        """
        if self._counter.model.why is not None:
            self._counter.change(why=None)
            return
        number = int(text[-1]) if text[-1:].isdecimal() else 0
        if 1 <= number <= len(self._counter.model.hits):
            self.choose(number - 1)
        else:
            self._counter.change(typed=text)
            self._counter.change(typed="")

    def look_among(self, scope: Scope) -> None:
        """F3 and F4: only goods, or only members; an empty text lists the first goods."""
        self._counter.change(scope=scope, ask=None, hits=(), hit=0, said=None)
        if scope is Scope.GOODS or self._counter.model.typed:
            self._search(least=0)

    def go_on(self) -> None:
        """Take the next scan that waits, unless something comes before it."""
        model = self._counter.model
        if self._finding or model.busy or model.ask is not None or not self._queue:
            self._count()
            return
        next_one = self._queue.popleft()
        self._finding = True
        self._count()
        self._counter.run_with(
            "look-up",
            lambda: self._find(next_one),
            lambda found: self._come_back(lambda: self._found_for(model.sale.sale, found, next_one)),
            lambda error: self._come_back(lambda: self._counter.failed(error)),
        )

    def forget(self) -> None:
        """Drop what waits: the sale it was scanned for is no more."""
        self._queue.clear()
        self._count()

    def _take(self, entry: "_Waiting") -> None:
        if len(self._queue) >= MOST_WAITING:
            self._counter.say(Said(key="error.too-many-waiting", tone=Tone.REFUSED))
            return
        self._queue.append(entry)
        self._things.close()
        model = self._counter.model
        hits = model.hits if model.ask is not None else ()
        # Under a question it waits, and that is said: a refusal of what was typed before would hide it.
        said = model.said if model.ask is None else None
        self._counter.change(why=None, typed="" if entry.typed else model.typed, hits=hits, said=said)
        self.go_on()

    def _come_back(self, then: Callable[[], None]) -> None:
        """Do what the look-up was for, and only then take the next."""
        try:
            then()
        finally:
            self._finding = False
        self.go_on()

    def _count(self) -> None:
        waiting = len(self._queue) + self._finding
        if waiting != self._counter.model.waiting:
            self._counter.change(waiting=waiting)

    def _find(self, entry: "_Waiting") -> Found:
        errands = self._counter.errands
        if entry.scope is Scope.GOODS:
            return errands.find_goods(entry.text)
        if entry.scope is Scope.MEMBERS:
            return errands.find_members(entry.text)
        return errands.find(entry.text, symbology=entry.symbology)

    def _search(self, least: int = LEAST_SEARCHED) -> None:
        """Look for the text as it is typed.

        What was typed since is looked for next, older answers are dropped.
        """
        model = self._counter.model
        text, scope = model.typed.strip(), model.scope
        if self._searching or len(text) < least:
            return
        self._searching = True

        def searched(found: Found) -> None:
            self._searching = False
            now = self._counter.model
            if (now.typed.strip(), now.scope) != (text, scope):
                self._search()
            elif now.ask is None and isinstance(found, MembersFound | ProductsFound | MixedFound):
                self._counter.change(hits=_hits_of(found), hit=0)

        def failed(error: Exception) -> None:
            self._searching = False
            self._counter.failed(error)

        self._counter.run_with("look-up", lambda: self._find(_Waiting(text, scope)), searched, failed)

    def _found_for(self, sale: str, found: Found, entry: "_Waiting") -> None:
        """Go on with what was found, unless the sale that it was for was given up meanwhile."""
        if self._counter.model.sale.sale == sale:
            self._found(found, entry.text, typed=entry.typed)

    def _found(self, found: Found, text: str, *, typed: bool) -> None:
        self._counter.change(scope=Scope.ALL)
        match found:
            case ProductFound(quantity=quantity) if typed and quantity:
                self._quantities.added(found.product, quantity)
            case ProductFound():
                self._lines.add(found.product, quantity=found.quantity)
            case AmountFound():
                self._lines.add(found.product, quantity=ONE, unit_price=found.amount)
            case MemberFound():
                self._members.attach(found.member)
            case MembersFound() | ProductsFound() | MixedFound():
                self._counter.change(typed=text, hits=_hits_of(found), hit=0)
            case VoucherFound():
                self._present(found)
            case GiftFound():
                self._lines.ask_gift(found)
            case ReceiptFound():
                self._receipt(found)
            case NothingFound():
                self._nothing(found, typed=typed)

    def _keeper_of(self, ask: Ask) -> HandKeeper | ThingKeeper | BenefitKeeper | QuantityKeeper:
        """Who goes on with the answer to a question that is answered by a choice."""
        if ask.kind == "doubt":
            return self._quantities
        if ask.kind == "benefit":
            return self._members.benefits
        return self._things if ask.kind == "thing" else self._hand

    def _present(self, found: VoucherFound) -> None:
        """A code of the program's is for whoever brings it, a voucher's number for its member."""
        member, code = self._counter.model.sale.member, found.code
        if found.is_for_all:
            self._members.present(code)
        elif member is None:
            self._before_its_member(code)
        elif code not in member.vouchers:
            said = Said(key="error.voucher-not-theirs", params={"voucher": code}, tone=Tone.REFUSED)
            self._counter.say(said)
        else:
            self._members.present(code)

    def _before_its_member(self, code: str) -> None:
        """A voucher may be scanned first: it waits on the sale for the member whose it is."""
        try:
            sale = add_code(self._counter.model.sale, code)
        except Refused as refused:
            self._counter.say(said_of(refused))
            return
        said = Said(key="error.voucher-without-member", params={"voucher": code}, tone=Tone.ATTENTION)
        self._counter.sale_changed(sale, said=said)

    def _receipt(self, found: ReceiptFound) -> None:
        said = Said(
            key="checkout.receipt-found",
            params={"receipt": found.sale.receipt.label},
            tone=Tone.PLAIN,
            act=Act.REPRINT,
            value=found.sale.sale,
        )
        self._counter.say(said)

    def _nothing(self, found: NothingFound, *, typed: bool) -> None:
        if typed and found.suggestion == "enrol":
            self._enrol.open(found.value, near=found.near)
            return
        member = self._counter.model.sale.member
        if found.code == "card-unknown" and member is not None:
            self._members.cards.offer(found.value or found.text, member)
            return
        if found.near:
            self._counter.say(did_you_mean(found.near[0], found.text))
            return
        said = Said(
            key=f"error.{found.code}",
            params={"text": found.text},
            act=_ACTS.get(found.suggestion),
            value=found.value or found.text,
        )
        self._counter.say(said)

    def _answer(self, ask: Ask, text: str) -> None:
        if ask.kind != "hand-pin":
            self._counter.change(ask=replace(ask, entered=text))
        try:
            if self._hand.answered(ask, text):
                pass
            elif ask.kind == "burn":
                self._members.set_burn(parse_points(text))
            elif ask.kind == "gift":
                self._lines.put_on_gift(ask.card, parse_amount(text))
            elif ask.kind == "top-up" and not text and self._counter.model.hits:
                self.choose(self._counter.model.hit)
            elif ask.kind == "top-up":
                self._members.top_up(parse_amount(text))
            elif ask.kind == "price" and ask.product is not None:
                self._lines.add(ask.product, quantity=ask.quantity, unit_price=parse_amount(text))
            else:
                self._quantities.answered(ask, parse_quantity(text))
        except Refused as refused:
            self._counter.say(said_of(refused))
        self.go_on()


def _hits_of(found: MembersFound | ProductsFound | MixedFound) -> tuple[Hit, ...]:
    if isinstance(found, MixedFound) and found.voucher is not None:
        return (*found.products, found.voucher)
    if isinstance(found, MixedFound):
        products = found.products[: MOST_HITS - min(len(found.members), MOST_HITS // 2)]
        return (*found.members[: MOST_HITS - len(products)], *products)
    return found.rows[:MOST_HITS]
