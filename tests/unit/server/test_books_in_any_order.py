"""The books under any order of what can happen to them, with time going on: every figure stays explained."""

from collections import defaultdict
from datetime import UTC, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from loyalty.errors import Refused
from loyalty.units import Points
from server.books import leasing, points
from server.books.check import faults
from server.books.leasing import Holder
from server.books.model import MEMBER_OWED, MEMBER_POINTS, Books, Cause, HeldSlice
from server.values import altered
from tests.unit.server.plain_books import START, lot

HOLDERS = (Holder("q1", 1), Holder("q2", 1))


class AnyOrder(RuleBasedStateMachine):
    """Two tills and the years; what is refused must have changed nothing."""

    leases = Bundle("leases")
    burns = Bundle("burns")
    lots = Bundle("lots")

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.now = START
        self.turn = 0

    def cause(self) -> Cause:
        """A fresh cause of now."""
        self.turn += 1
        return Cause(operation=f"op-{self.turn}", at=self.now, store="s1", program_version=1)

    @rule(days=st.integers(1, 40))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(
        target=lots,
        amount=st.integers(1, 100),
        lives=st.none() | st.integers(1, 60),
        pending=st.integers(0, 5),
    )
    def earn(self, amount: int, lives: int | None, pending: int) -> str:
        cause = self.cause()
        days = (self.now - START).days
        name = f"lot-{self.turn}"
        points.earn(self.books, lot(name, amount, days=days, lives=lives, pending=pending), cause)
        return name

    @rule(target=leases, asked=st.integers(0, 150), till=st.integers(0, 1))
    def grant(self, asked: int, till: int) -> str:
        self.turn += 1
        name = f"lease-{self.turn}"
        available = self.books.available(self.now)
        try:
            leasing.grant(
                self.books,
                lease=name,
                holder=HOLDERS[till],
                points=Points(asked),
                at=self.now,
                until=self.now,
            )
        except Refused:
            assert available == 0
        else:
            assert 0 < self.books.leases[name].amount <= available
        return name

    @rule(target=burns, name=leases, share=st.integers(1, 100))
    def spend(self, name: str, share: int) -> tuple[str, HeldSlice] | None:
        lease = self.books.leases.get(name)
        if lease is None or lease.state != "open":
            return None
        part = lease.slices[share % len(lease.slices)]
        cause = self.cause()
        wanted = HeldSlice(part.lot, Points(share))
        try:
            points.spend(self.books, name, [wanted], cause)
        except Refused:
            assert share > part.points - part.spent
            return None
        return cause.operation, wanted

    @rule(name=consumes(leases), lie=st.integers(-1, 0))
    def close(self, name: str, lie: int) -> None:
        lease = self.books.leases.get(name)
        if lease is None:
            leasing.close(self.books, name, HOLDERS[0], spent=0, cause=self.cause())
            return
        holder = Holder(lease.till, lease.incarnation)
        try:
            leasing.close(self.books, name, holder, spent=lease.spent + lie, cause=self.cause())
        except Refused:
            assert lie or lease.state == "frozen"
            leasing.freeze(self.books, name, holder)

    @rule(burn=consumes(burns))
    def give_back(self, burn: tuple[str, HeldSlice] | None) -> None:
        if burn is not None:
            operation, part = burn
            cause = self.cause()
            points.give_back(
                self.books,
                part.lot,
                part.points,
                cause,
                burned_at=self.now,
                burned_by=operation,
                zone=UTC,
            )
            points.pay_owed(self.books, altered(cause, operation=f"{cause.operation}-pay"))

    @rule(name=consumes(lots))
    def take_back(self, name: str) -> None:
        cause = self.cause()
        points.take_back(self.books, name, self.books.lots[name].granted, cause)
        points.pay_owed(self.books, cause)

    @rule()
    def sweep(self) -> None:
        points.expire(self.books, self.cause())

    @invariant()
    def nothing_is_wrong_with_lots_and_leases(self) -> None:
        assert faults(self.books) == []

    @invariant()
    def all_that_is_told_is_what_each_figure_is_by_itself(self) -> None:
        books, now = self.books, self.now
        alive = [each for each in books.lots.values() if each.is_alive(now)]
        told, *points = books.told(now)
        assert [name for name, *_ in told] == [lot.lot for lot in alive]
        assert points == [books.balance(now), books.available(now)]
        assert books.dead_lots(now) == [
            each for each in books.lots.values() if each not in alive and each.free > 0
        ]

    @invariant()
    def every_figure_is_the_sum_of_its_postings(self) -> None:
        sums: dict[str, int] = defaultdict(int)
        movements: dict[str, int] = defaultdict(int)
        for posting in self.books.postings:
            sums[posting.account] += posting.amount
            movements[posting.movement] += posting.amount
        assert sums[MEMBER_POINTS] == self.books.posted
        assert -sums[MEMBER_OWED] == self.books.owed
        assert set(movements.values()) <= {0}
        keys = [(posting.movement, posting.leg) for posting in self.books.postings]
        assert len(keys) == len(set(keys))


TestAnyOrder = AnyOrder.TestCase
