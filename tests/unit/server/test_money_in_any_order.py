"""Money on a card under any order of what can happen to it: nothing is made, and nothing is lost."""

from collections import defaultdict
from datetime import UTC, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from loyalty.errors import Refused
from loyalty.units import Points
from server.books import late, leasing, points
from server.books.check import faults
from server.books.leasing import Holder
from server.books.model import Books, Cause, HeldSlice
from server.books.pots import GIFT
from tests.unit.server.plain_books import START, lot

HOLDERS = (Holder("q1", 1), Holder("q2", 1))
Spent = tuple[str, HeldSlice]
"""The operation that spent, and what of which payment."""


class Card(RuleBasedStateMachine):
    """One card, two tills, a manager who reclaims and a till that tells of its sales afterwards."""

    payments = Bundle("payments")
    leases = Bundle("leases")
    spends = Bundle("spends")

    def __init__(self) -> None:
        super().__init__()
        self.books = Books(pot=GIFT)
        self.now = START
        self.turn = 0
        self.paid_in = 0
        self.paid_out = 0

    def cause(self) -> Cause:
        """A fresh cause of now."""
        self.turn += 1
        return Cause(operation=f"op-{self.turn}", at=self.now, store="s1", program_version=1)

    @rule(days=st.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)
        points.expire(self.books, self.cause())

    @rule(target=payments, amount=st.integers(1, 100), lives=st.none() | st.integers(1, 90))
    def sell(self, amount: int, lives: int | None) -> str:
        cause = self.cause()
        name, days = f"lot-{self.turn}", (self.now - START).days
        points.earn(self.books, lot(name, amount, days=days, lives=lives, pending=0), cause)
        self.paid_in += amount
        return name

    @rule(target=leases, till=st.integers(0, 1))
    def scan(self, till: int) -> str:
        self.turn += 1
        name, available = f"lease-{self.turn}", self.books.available(self.now)
        holder = HOLDERS[till]
        try:
            leasing.grant(
                self.books, lease=name, holder=holder, points=Points(0), at=self.now, until=self.now
            )
        except Refused:
            assert available == 0
        else:
            assert self.books.leases[name].amount == available
            assert self.books.leases[name].account == "gift"
        return name

    @rule(target=spends, name=leases, amount=st.integers(1, 100), over=st.none() | st.integers(0, 1))
    def pay(self, name: str, amount: int, over: int | None) -> Spent | None:
        """So much, or all that is left of a payment, or one more than that."""
        lease = self.books.leases.get(name)
        if lease is None:
            return None
        held = lease.slices[amount % len(lease.slices)]
        wanted = amount if over is None else held.points - held.spent + over
        if not wanted:
            return None
        part = HeldSlice(held.lot, Points(wanted))
        cause = self.cause()
        try:
            if lease.freed:
                late.spend_late(self.books, name, [part], cause)
                return None
            leasing.held_by(self.books, name, Holder(lease.till, lease.incarnation))
            points.spend(self.books, name, [part], cause)
        except Refused:
            return None
        return cause.operation, part

    @rule(spent=consumes(spends))
    def void(self, spent: Spent | None) -> None:
        if spent is not None:
            operation, part = spent
            points.give_back(
                self.books,
                part.lot,
                part.points,
                self.cause(),
                burned_at=self.now,
                burned_by=operation,
                zone=UTC,
            )

    @rule(name=leases, payment=consumes(payments))
    def void_the_sale_of_the_card(self, name: str, payment: str) -> None:
        lease = self.books.leases.get(name)
        if lease is None or lease.state != "open":
            return
        whole = HeldSlice(payment, self.books.lots[payment].granted)
        try:
            points.spend(self.books, name, [whole], self.cause(), unissue=True)
        except Refused:
            return
        self.paid_out += whole.points

    @rule(name=leases)
    def close(self, name: str) -> None:
        lease = self.books.leases.get(name)
        if lease is not None and lease.state != "closed":
            holder = Holder(lease.till, lease.incarnation)
            leasing.close(self.books, name, holder, spent=lease.spent, cause=self.cause())

    @rule(name=leases)
    def reclaim(self, name: str) -> None:
        lease = self.books.leases.get(name)
        if lease is not None and lease.state != "closed":
            leasing.reclaim(self.books, name, self.cause())

    @invariant()
    def nothing_is_wrong_with_payments_and_leases(self) -> None:
        assert faults(self.books) == []
        assert self.books.owed == 0

    @invariant()
    def nothing_is_made_and_nothing_lost(self) -> None:
        sums: dict[str, int] = defaultdict(int)
        for posting in self.books.postings:
            sums[posting.account] += posting.amount
        assert sum(sums.values()) == 0
        assert sums[GIFT.held] == self.books.posted >= 0
        assert -sums[GIFT.issued] == self.paid_in - self.paid_out
        assert sums[GIFT.owed] == 0


TestCard = Card.TestCase
