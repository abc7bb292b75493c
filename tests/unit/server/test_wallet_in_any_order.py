"""A wallet under any order of what can happen to it: a bonus never becomes cash, and nothing is lost."""

from collections import defaultdict
from datetime import UTC, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from loyalty.errors import Refused
from loyalty.units import Money, Points
from server.books import leasing, points
from server.books.check import faults
from server.books.leasing import Holder
from server.books.model import Books, Cause, HeldSlice
from server.books.pots import WALLET
from server.books.wallet import BroughtBack, bring_back, top_ups_left
from server.values import altered
from tests.unit.server.plain_books import START, lot

HOLDER = Holder("q1", 1)


class Wallet(RuleBasedStateMachine):
    """One wallet: paid into with a bonus, spent, given back, brought back, and time that goes on."""

    spends = Bundle("spends")

    def __init__(self) -> None:
        super().__init__()
        self.books, self.now, self.turn = Books(pot=WALLET), START, 0
        self.paid_in = self.paid_out = self.goods = 0
        self.over: set[str] = set()
        """The sales whose top-up was brought back: a line comes back once."""

    def cause(self, sale: str | None = None) -> Cause:
        """A fresh cause of now."""
        self.turn += 1
        return Cause(operation=f"op-{self.turn}", at=self.now, store="s1", program_version=1, sale=sale)

    def lent(self) -> str | None:
        """All that is there, in a lease; None where that is nothing."""
        self.turn += 1
        name = f"lease-{self.turn}"
        try:
            leasing.grant(
                self.books, lease=name, holder=HOLDER, points=Points(0), at=self.now, until=self.now
            )
        except Refused:
            assert self.books.available(self.now) == 0
            return None
        return name

    def close(self, lease: str) -> None:
        """The lease is over."""
        held = self.books.leases[lease]
        leasing.close(self.books, lease, HOLDER, spent=held.spent, cause=self.cause())

    @rule(days=st.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        self.now += timedelta(days=days)
        points.expire(self.books, self.cause())

    @rule(amount=st.integers(1, 100), bonus=st.integers(0, 30), lives=st.none() | st.integers(1, 90))
    def pay_in(self, amount: int, bonus: int, lives: int | None) -> None:
        cause = self.cause()
        sale, days = f"sale-{self.turn}", (self.now - START).days
        money = lot(f"paid-{sale}", amount, days=days, lives=None, pending=0)
        points.earn(self.books, altered(money, sale=sale), cause)
        if bonus:
            gift = lot(f"bonus-{sale}", bonus, days=days, lives=lives, pending=0)
            points.earn(self.books, altered(gift, sale=sale, is_bonus=True), cause)
        self.paid_in += amount

    @rule(target=spends, share=st.integers(1, 100))
    def spend(self, share: int) -> tuple[str, tuple[HeldSlice, ...]] | None:
        """So much of each part of what is lent."""
        lease = self.lent()
        if lease is None:
            return None
        parts = [
            HeldSlice(each.lot, Points(each.points * share // 100))
            for each in self.books.leases[lease].slices
        ]
        taken, cause = tuple(part for part in parts if part.points), self.cause()
        points.spend(self.books, lease, taken, cause)
        self.goods += sum(part.points for part in taken)
        self.close(lease)
        return cause.operation, taken

    @rule(spent=consumes(spends))
    def goods_come_back(self, spent: tuple[str, tuple[HeldSlice, ...]] | None) -> None:
        for part in () if spent is None else spent[1]:
            points.give_back(
                self.books,
                part.lot,
                part.points,
                self.cause(),
                burned_at=self.now,
                burned_by=spent[0] if spent else "",
                zone=UTC,
            )
            self.goods -= part.points

    @rule(which=st.integers(0, 5), over=st.integers(0, 1))
    def bring_back(self, which: int, over: int) -> None:
        """A top-up for what it is worth, or for one more than that."""
        left = [each for each in top_ups_left(self.books) if each.sale not in self.over]
        lease = self.lent() if left else None
        if lease is None:
            return
        each = left[which % len(left)]
        held = {part.lot: part.points for part in self.books.leases[lease].slices}
        money, bonus_lot = each.paid - each.bonus_spent + over, f"bonus-{each.sale}"
        if money > 0 and f"paid-{each.sale}" in held:
            back = BroughtBack(
                lot=f"paid-{each.sale}",
                bonus_lot=bonus_lot if bonus_lot in self.books.lots else None,
                paid=Money(held[f"paid-{each.sale}"]),
                bonus=Money(held.get(bonus_lot, 0)),
                money=Money(money),
            )
            try:
                bring_back(self.books, lease, HOLDER, back, self.cause(), now_at=1)
                assert not over
                self.paid_out += money
                self.over.add(each.sale)
            except Refused:
                assert over
        self.close(lease)

    @invariant()
    def nothing_is_wrong_with_lots_and_leases(self) -> None:
        assert faults(self.books) == []
        assert self.books.owed == 0

    @invariant()
    def cash_out_is_at_most_cash_in_and_nothing_is_lost(self) -> None:
        sums: dict[str, int] = defaultdict(int)
        for posting in self.books.postings:
            sums[posting.account] += posting.amount
        assert sum(sums.values()) == 0
        assert sums[WALLET.held] == self.books.posted >= 0
        assert -sums[WALLET.issued] == self.paid_in - self.paid_out >= 0
        assert sums[WALLET.used] == self.goods


TestWallet = Wallet.TestCase
TestWallet.settings = settings(max_examples=15, stateful_step_count=25)
