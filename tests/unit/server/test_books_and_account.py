"""One history through a member's account and through the server's books: where they agree, held by chance.

Both say the same balance whatever happens, as long as no lot dies while points are owed, and have the same
lots as long as nothing was ever owed. Beyond that they differ: an account keeps what is owed for the next
earnings and knows of which lot it is; the books pay it at once from what can be spent (decision 0016).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account
from loyalty.account.points import Holding, points_of
from loyalty.lots import Lot, LotSlice
from loyalty.units import Points
from server.books import leasing, points
from server.books.leasing import Holder
from server.books.model import Books, Cause, HeldLot, HeldSlice
from server.values import altered

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
TILL = Holder("q1", 1)


@dataclass(slots=True)
class Sold:
    """One sale: the points that it earned in a lot of its own, and the slices that it burned."""

    lot: str
    earned: int
    at: datetime
    burned: tuple[LotSlice, ...]
    is_back: bool = False


@dataclass(slots=True)
class Both:
    """The same member twice."""

    account: Account = field(default_factory=Account)
    books: Books = field(default_factory=Books)
    sales: list[Sold] = field(default_factory=list[Sold])
    at: datetime = START
    ever_owed: bool = False

    def cause(self, what: str) -> Cause:
        return Cause(
            operation=f"{what}-{len(self.sales)}-{self.at}", at=self.at, store="s", program_version=1
        )

    def sell(self, earned: int, burned: int) -> None:
        """A sale that burns as many of the points as there are, and earns."""
        self.at += timedelta(hours=1)
        lot = f"lot-{len(self.sales)}"
        can = max(0, points_of(self.account, self.at))
        slices = self._burn(min(burned, can)) if min(burned, can) else ()
        holding = Holding(self.account)
        dies_at = None if earned % 2 else self.at + timedelta(days=400)
        holding.earn(Lot(lot, Points(earned), self.at, self.at, dies_at))
        self.account = holding.account
        held = HeldLot(
            lot=lot,
            granted=Points(earned),
            remaining=Points(earned),
            earned_at=self.at,
            spendable_from=self.at,
            dies_at=dies_at,
            program_version=1,
        )
        points.earn(self.books, held, self.cause("earn"))
        self.sales.append(Sold(lot, earned, self.at, slices))

    def _burn(self, asked: int) -> tuple[LotSlice, ...]:
        lease = f"lease-{len(self.sales)}"
        leasing.grant(self.books, lease=lease, holder=TILL, points=Points(asked), at=self.at, until=self.at)
        taken = [HeldSlice(part.lot, part.points) for part in self.books.leases[lease].slices]
        points.spend(self.books, lease, taken, self.cause("burn"))
        leasing.close(self.books, lease, TILL, spent=asked, cause=self.cause("close"))
        holding = Holding(self.account)
        slices = holding.burn(Points(asked), self.at)
        self.account = holding.account
        if not self.ever_owed:
            assert [(part.lot, part.points) for part in slices] == [(part.lot, part.points) for part in taken]
        return slices

    def bring_back(self, sale: Sold) -> None:
        """The whole sale comes back, the earned points first."""
        self.at += timedelta(hours=1)
        sale.is_back = True
        holding = Holding(self.account)
        for part in sale.burned:
            holding.give_back(part, burned_at=sale.at, returned_at=self.at, zone=UTC)
        holding.take_back(sale.lot, sale.earned, self.at)
        self.account = holding.account
        taken = self._slices_at_the_server(sale)
        for number, spent in enumerate(taken):
            cause = altered(self.cause("back"), operation=f"back-{sale.lot}-{number}")
            points.give_back(
                self.books, spent.lot, spent.points, cause, burned_at=sale.at, burned_by=sale.lot, zone=UTC
            )
        points.take_back(self.books, sale.lot, Points(sale.earned), self.cause("take-back"))
        points.pay_owed(self.books, self.cause("pay"))
        self.ever_owed |= bool(self.account.owed or self.books.owed or self.account.debts)

    def _slices_at_the_server(self, sale: Sold) -> tuple[HeldSlice, ...]:
        lease = self.books.leases.get(f"lease-{self.sales.index(sale)}")
        return () if lease is None else lease.slices

    @property
    def balance_of_books(self) -> int:
        """What can be spent, less what is owed, also below 0."""
        return sum(lot.points for lot in self.books.free_lots(self.at)) - self.books.owed


acts = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 40)) | st.integers(0, 9), min_size=1, max_size=14
)


@given(acts)
def test_account_and_books_say_the_same_balance_whatever_comes_back(
    history: list[tuple[int, int] | int],
) -> None:
    both = Both()
    for act in history:
        kept = [sale for sale in both.sales if not sale.is_back]
        if isinstance(act, tuple):
            both.sell(*act)
        elif kept:
            both.bring_back(kept[act % len(kept)])
        assert points_of(both.account, both.at) == both.balance_of_books
        if not both.ever_owed:
            lots = {lot.id: lot.points for lot in both.account.lots if lot.points}
            assert lots == {lot.lot: lot.remaining for lot in both.books.lots.values() if lot.remaining}
