"""The first two steps: which receipt, and whose it is; by scan, by what is typed, in a day's list."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from loyalty.errors import Unavailable
from terminal.late_claims import ClaimWish
from terminal.usecases.found import Found, MemberFound, MembersFound, MixedFound, NothingFound, ReceiptFound
from terminal.usecases.returns.finding import AskElsewhere, NoSaleFound, SaleFound, SalesFound, SoughtSale
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from terminal.returned import ReturnableSale
    from terminal.usecases.late_claims.working_out import ClaimShown
    from ui.presenters.late_claims.desk import LateClaimDesk

DAY: Final = timedelta(days=1)


class ReceiptFinder:
    """Which receipt."""

    def __init__(self, desk: "LateClaimDesk") -> None:
        self._desk = desk

    def begin(self) -> None:
        """Show the receipts of the day that are nobody's."""
        self._desk.change(
            step="find", typed="", mark=0, sale=None, members=(), shown=None, pin="", elsewhere="",
            busy=False, stuck=False, done=None, said=None,
        )  # fmt: skip
        self._list()

    def move_day(self, by: int) -> None:
        """The day before, or the one after; never one to come."""
        today = self._desk.errands.today()
        day = min(today, (self._desk.model.day or today) + by * DAY)
        self._desk.change(day=None if day == today else day, typed="", mark=0)
        self._list()

    def find(self, text: str, symbology: str | None = None) -> None:
        """Look for what was scanned, or typed and entered."""
        desk, day = self._desk, self._desk.model.day
        work = desk.errands.find_sale
        desk.run("look-up", lambda: work(text, day=day, symbology=symbology), self._found)

    def choose_marked(self) -> None:
        """Open the marked receipt."""
        model = self._desk.model
        if 0 <= model.mark < len(model.sales):
            self.open(model.sales[model.mark].sale)

    def open(self, sale: str) -> None:
        """A receipt whose points can be claimed; any other says why not."""
        desk = self._desk
        desk.run("look-up", lambda: desk.errands.open_sale(sale), self._opened)

    def ask_again(self) -> None:
        """Ask once more for a receipt of another till."""
        self._ask(self._desk.model.elsewhere)

    def _list(self) -> None:
        desk, day = self._desk, self._desk.model.day
        desk.run("look-up", lambda: desk.errands.sales_of_day(day), self._listed)

    def _listed(self, found: SalesFound) -> None:
        if self._desk.model.step == "find":
            rows = tuple(row for row in found.rows if row.left and not row.has_member)
            self._desk.change(sales=rows, mark=0)

    def _found(self, found: SoughtSale) -> None:
        match found:
            case SaleFound(sale=sale):
                self._desk.change(elsewhere="")
                self.open(sale.sale)
            case AskElsewhere(digits=digits):
                self._ask(digits)
            case SalesFound(whose=""):
                self._listed(found)
            case NoSaleFound(code=code, text=text, till=till):
                self._desk.change(missed=self._desk.model.typed.strip())
                self._desk.refuse(code, text, till=till)
            case _:
                self._desk.refuse("claim-not-sale")

    def _opened(self, sale: "ReturnableSale") -> None:
        self._desk.change(step="member", sale=sale, typed="", members=(), mark=0, shown=None, elsewhere="")

    def _ask(self, digits: str) -> None:
        self._desk.ask(digits, self._answered, self._not_answered)

    def _answered(self, answer: tuple[str, str]) -> None:
        state, till = answer
        if state == "given":
            self.find(self._desk.model.elsewhere)
        else:
            self._desk.change(said=Said(key="returns.asked", params={"till": till}))

    def _not_answered(self, error: Exception) -> None:
        trouble = expected(error)
        said = said_of(trouble)
        if isinstance(trouble, Unavailable):
            said = Said(key="returns.elsewhere-offline", tone=Tone.REFUSED)
        self._desk.change(busy=False, said=said)


class BuyerFinder:
    """Whose it is."""

    def __init__(self, desk: "LateClaimDesk", receipts: ReceiptFinder) -> None:
        self._desk = desk
        self._receipts = receipts

    def find(self, text: str, symbology: str | None = None) -> None:
        """Look for what was scanned, or typed and entered; another receipt is begun with."""
        desk = self._desk
        work = desk.errands.find_member
        desk.run("look-up", lambda: work(text, symbology=symbology), self._found)

    def choose_marked(self) -> None:
        """It is the marked one."""
        desk, model = self._desk, self._desk.model
        if 0 <= model.mark < len(model.members):
            member = model.members[model.mark].member
            desk.run("look-up", lambda: desk.errands.member(member), self._found)

    def _found(self, found: Found) -> None:
        desk = self._desk
        match found:
            case MemberFound(member=member):
                self._show(member.holder)
            case MembersFound(rows=rows) | MixedFound(members=rows) if rows:
                desk.change(step="member", members=rows, mark=0, shown=None)
            case ReceiptFound(sale=sale):
                self._receipts.open(sale.sale)
            case NothingFound(kind="receipt", text=text):
                self._receipts.find(text)
            case NothingFound(code=code, text=text):
                desk.refuse(code, text)
            case _:
                desk.refuse("claim-member-first")

    def _show(self, member: str) -> None:
        desk, sale = self._desk, self._desk.model.sale
        if sale is None:
            raise AssertionError("a member is looked for of a receipt")
        wish = ClaimWish(sale=sale.sale, member=member)
        desk.run("look-up", lambda: desk.errands.show(wish), self._shown)

    def _shown(self, shown: "ClaimShown") -> None:
        self._desk.change(step="show", shown=shown, typed="", members=(), mark=0)
