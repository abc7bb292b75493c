"""Points that die while they are lent, spends heard after a reclaim, a merge between: against a plain count.

The count keeps no books: so much was put into each lot, so much of it was heard to be spent while its lease
was open, and what was heard after the lease had been taken back is the house's.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from loyalty.errors import Refused
from loyalty.units import Points
from server.books import late, leasing, points
from server.books.check import faults
from server.books.leasing import Holder
from server.books.model import BURNED, EXPIRED, HOUSE_LOSS, ISSUED, MEMBER_POINTS, Books, Cause, HeldSlice
from server.books.moving import move
from server.usecases.admin.prepaid_books import month_of
from tests.unit.server.plain_books import START, lot

TILLS = (Holder("q1", 1), Holder("q2", 1))
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Lent:
    """A lease as its till knows it, which hears of no reclaim: what is left of each lot, what it spent."""

    holder: Holder
    member: str
    left: dict[str, int]
    spent: int = 0
    is_over: bool = False
    is_taken_back: bool = False
    freed: int = 0


@dataclass
class Plain:
    """What there must be."""

    put_in: dict[str, int] = field(default_factory=dict[str, int])
    dies_at: dict[str, datetime | None] = field(default_factory=dict[str, datetime | None])
    burned: Counter[str] = field(default_factory=Counter[str])
    lost: int = 0

    def left(self, name: str) -> int:
        """What is in a lot that has not died."""
        return self.put_in[name] - self.burned[name]

    def is_alive(self, name: str, now: datetime) -> bool:
        """In the very moment with which it dies a lot is dead."""
        dies_at = self.dies_at[name]
        return dies_at is None or now < dies_at


class LentAndHeardLate(RuleBasedStateMachine):
    """Two members, two tills whose words come late, a manager who takes leases back and makes two one."""

    leases = Bundle("leases")

    def __init__(self) -> None:
        super().__init__()
        self.books = {"a": Books(), "b": Books()}
        self.plain = Plain()
        self.lent: dict[str, Lent] = {}
        self.unheard: dict[str, list[tuple[str, str, int]]] = {each.till: [] for each in TILLS}
        self.now, self.turn = START, 0
        self.of_b: tuple[set[str], set[str]] | None = None
        """The lots and leases that came over with the second member, while the two are one."""

    def cause(self) -> Cause:
        """A fresh cause of now."""
        self.turn += 1
        return Cause(operation=f"op-{self.turn}", at=self.now, store="s1", program_version=1)

    def who(self, member: str) -> str:
        """The member, or who stands for them."""
        return "a" if self.of_b is not None else member

    def with_lease(self, name: str) -> Books:
        """The books that the lease is in by now."""
        return next(books for books in self.books.values() if name in books.leases)

    @rule(days=st.integers(0, 7))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(member=st.sampled_from("ab"), amount=st.integers(1, 90), lives=st.none() | st.integers(1, 14))
    def earn(self, member: str, amount: int, lives: int | None) -> None:
        cause, days = self.cause(), (self.now - START).days
        name = f"lot-{self.turn}"
        earned = lot(name, amount, days=days, lives=lives)
        points.earn(self.books[self.who(member)], earned, cause)
        self.plain.put_in[name], self.plain.dies_at[name] = amount, earned.dies_at
        if member == "b" and self.of_b is not None:
            self.of_b[0].add(name)

    @rule(target=leases, member=st.sampled_from("ab"), till=st.sampled_from(TILLS), asked=st.integers(0, 99))
    def lend(self, member: str, till: Holder, asked: int) -> str:
        self.turn += 1
        name, books = f"lease-{self.turn}", self.books[self.who(member)]
        try:
            leasing.grant(books, lease=name, holder=till, points=Points(asked), at=self.now, until=self.now)
        except Refused:
            alive = [each for each in books.lots if self.plain.is_alive(each, self.now)]
            assert all(books.lots[each].free == 0 for each in alive)
            return name
        left = {part.lot: int(part.points) for part in books.leases[name].slices}
        assert all(self.plain.is_alive(each, self.now) for each in left)
        assert sum(left.values()) <= asked or not asked
        self.lent[name] = Lent(till, member, left)
        return name

    @rule(name=leases, share=st.integers(1, 60))
    def spend(self, name: str, share: int) -> None:
        """The till sells, whether the points have died since or were taken back: it holds them."""
        lent = self.lent.get(name)
        if lent is None or lent.is_over or not any(lent.left.values()):
            return
        which = next(each for each, left in lent.left.items() if left)
        taken = min(share, lent.left[which])
        lent.left[which] -= taken
        lent.spent += taken
        self.unheard[lent.holder.till].append((name, which, taken))

    @rule(name=leases)
    def end(self, name: str) -> None:
        lent = self.lent.get(name)
        if lent is not None and not lent.is_over:
            lent.is_over = True
            self.unheard[lent.holder.till].append((name, "", 0))

    @rule(till=st.sampled_from(TILLS), most=st.integers(1, 9))
    def hear(self, till: Holder, most: int) -> None:
        said = self.unheard[till.till]
        for _ in range(min(most, len(said))):
            name, which, taken = said.pop(0)
            lent, books = self.lent[name], self.with_lease(name)
            if not which:
                leasing.close(books, name, till, spent=lent.spent, cause=self.cause())
                continue
            part = HeldSlice(which, Points(taken))
            if late.is_late(books.leases[name], till, now_at=1):
                assert lent.is_taken_back
                assert (
                    sum(each.points for each in late.spend_late(books, name, [part], self.cause())) == taken
                )
                self.plain.lost += taken
            else:
                assert not lent.is_taken_back
                leasing.held_by(books, name, till)
                points.spend(books, name, [part], self.cause())
                self.plain.burned[which] += taken

    @rule(name=leases)
    def take_back(self, name: str) -> None:
        lent = self.lent.get(name)
        if lent is None or self.with_lease(name).leases[name].state == "closed":
            return
        heard = self.with_lease(name).leases[name].spent
        lent.freed = leasing.reclaim(self.with_lease(name), name, self.cause())
        lent.is_taken_back = True
        assert lent.freed + heard == self.with_lease(name).leases[name].amount

    @rule()
    def make_one(self) -> None:
        if self.of_b is not None:
            return
        source = self.books["b"]
        lots, held = set(source.lots), set(source.leases)
        move(
            source,
            self.books["a"],
            lots=lots,
            leases=held,
            owed=Points(0),
            out=self.cause(),
            into=self.cause(),
        )
        assert (source.posted, source.reserved) == (0, 0)
        self.of_b = (lots, held)

    @rule()
    def part(self) -> None:
        if self.of_b is None:
            return
        before = self.books["a"].posted
        lots, held = self.of_b
        try:
            self.move_from("a", "b", lots, held)
        except Refused:
            assert self.books["a"].posted == before
            return
        self.of_b = None

    def move_from(self, one: str, other: str, lots: set[str], held: set[str]) -> None:
        """Pass these lots and leases; raises Refused as `move`."""
        source, target = self.books[one], self.books[other]
        out, into = self.cause(), self.cause()
        move(source, target, lots=lots, leases=held, owed=Points(0), out=out, into=into)

    @rule()
    def sweep_twice(self) -> None:
        for books in self.books.values():
            points.expire(books, self.cause())
            posted = len(books.postings)
            points.expire(books, self.cause())
            assert len(books.postings) == posted
            dead = (each for each in books.lots.values() if not self.plain.is_alive(each.lot, self.now))
            assert all(each.remaining == each.reserved for each in dead)

    @invariant()
    def nothing_is_wrong_with_lots_and_leases(self) -> None:
        assert [fault for books in self.books.values() for fault in faults(books)] == []

    @invariant()
    def what_is_owed_by_month_is_what_was_put_in_less_what_was_heard_in_time(self) -> None:
        there, counted = Counter[str](), Counter[str]()
        for books in self.books.values():
            for held in books.lots.values():
                if held.is_alive(self.now):
                    there[month_of(held.dies_at, ZONE)] += held.remaining
        for name in self.plain.put_in:
            if self.plain.is_alive(name, self.now):
                counted[month_of(self.plain.dies_at[name], ZONE)] += self.plain.left(name)
        assert +there == +counted

    @invariant()
    def the_accounts_are_the_sums_of_the_postings(self) -> None:
        sums, movements = Counter[str](), Counter[str]()
        for books in self.books.values():
            for posting in books.postings:
                sums[posting.account] += posting.amount
                movements[posting.movement] += posting.amount
        assert set(movements.values()) <= {0}
        assert -sums[ISSUED] == sum(self.plain.put_in.values())
        assert sums[BURNED] == sum(self.plain.burned.values()) + self.plain.lost
        assert -sums[HOUSE_LOSS] == self.plain.lost
        assert self.plain.lost <= sum(each.freed for each in self.lent.values())
        held = sum(books.posted for books in self.books.values())
        assert sums[MEMBER_POINTS] == held
        in_time = sum(self.plain.burned.values())
        assert held == sum(self.plain.put_in.values()) - in_time - sums[EXPIRED] >= 0


TestLentAndHeardLate = LentAndHeardLate.TestCase
