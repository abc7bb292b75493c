"""Prepaid money, whatever is done with it: never more than was paid in and promised, and no bonus as cash."""

from dataclasses import dataclass, field, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, SoldRecord
from loyalty.basket import WalletMoney
from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.quote import quote
from loyalty.refund import refund
from loyalty.refund_json import kept_sale
from loyalty.refusals import SentenceRefused
from loyalty.units import Money, Quantity
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.account.test_wallet import WALLET, rules
from tests.unit.loyalty.shop import basket, line, member, program


@dataclass
class Story:
    """What one member pays in, buys and brings back."""

    program: Program
    account: Account = field(default_factory=Account)
    records: dict[str, SoldRecord] = field(default_factory=dict[str, SoldRecord])
    now: float = 0
    cash: int = 0
    goods: int = 0
    promised: int = 0

    def do(self, kind: str, amount: int, share: int) -> None:
        self.now += 2
        if kind == "back":
            self.bring_back(list(self.records)[amount % len(self.records)] if self.records else "", share)
            return
        asked = basket(line("W", price=amount * 100), at=day(self.now))
        if kind == "buy":
            goods = basket(line("A", "3", amount), line("B"), at=day(self.now))
            asked = replace(goods, wallet_amount=Money(share))
        name = f"s{len(self.records)}"
        try:
            settled = sell(self.program, self.account, name, asked)
        except SentenceRefused:
            return
        kept = settled.record.kept.lines
        self.cash += sum(each.net - each.wallet for each in kept)
        self.goods += sum(each.net for each in kept) if kind == "buy" else 0
        self.promised += settled.account.wallet[-1].promised if kind == "top_up" else 0
        self.account, self.records[name] = settled.account, settled.record

    def bring_back(self, name: str, part: int | None) -> None:
        if name not in self.records:
            return
        record = self.records[name]
        lines = None
        if part is not None:
            lines = {0: min(part, record.kept.lines[0].quantity)}
        try:
            done = give_back(self.program, self.account, record, day(self.now), lines)
        except Refused:
            return
        is_goods = len(record.kept.lines) > 1
        self.cash -= done.refund.money - done.refund.to_wallet
        self.goods -= done.refund.money if is_goods else 0
        self.account, self.records[name] = done.after.account, done.after.record


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["top_up", "buy", "buy", "back"]), st.integers(0, 12_000), st.integers(1, 40_000)
    ),
    max_size=14,
)
PROGRAMS = [
    program(more=WALLET.replace("bonus_expire_months = 1", f'spend_first = "{first}"\n{months}'))
    for first in ("bonus", "paid")
    for months in ("", "bonus_expire_months = 1")
]


@given(st.sampled_from(PROGRAMS), EVENTS)
def test_the_money_is_never_more_than_was_paid_in_and_promised(
    by: Program, events: list[tuple[str, int, int]]
) -> None:
    story = Story(by)
    for kind, amount, share in events:
        story.do(kind, amount, share)
        whole = [top_up.paid + sum(each.amount for each in top_up.bonuses) for top_up in story.account.wallet]
        limits = [top_up.amount + top_up.promised for top_up in story.account.wallet]
        assert all(0 <= left <= limit for left, limit in zip(whole, limits, strict=True))
        assert story.cash >= 0
        # What the shop has and what the wallet holds came in as cash or as a bonus that was promised.
        assert (
            sum(top_up.paid for top_up in story.account.wallet) + story.goods <= story.cash + story.promised
        )


@given(st.sampled_from(PROGRAMS), EVENTS, st.randoms(use_true_random=False))
def test_who_brings_everything_back_has_all_their_money(
    by: Program, events: list[tuple[str, int, int]], chance: Random
) -> None:
    story = Story(by)
    for kind, amount, share in events:
        story.do(kind, amount, share)
    names = list(story.records)
    chance.shuffle(names)
    for name in names:
        if len(story.records[name].kept.lines) > 1:
            story.bring_back(name, None)
    paid_in = sum(top_up.paid for top_up in story.account.wallet)
    assert story.cash == paid_in
    assert story.goods == 0
    for name in names:
        story.bring_back(name, None)
    again = [sum(each.amount for each in top_up.bonuses) for top_up in story.account.wallet]
    assert story.cash == sum(top_up.paid for top_up in story.account.wallet)
    assert all(bonus == 0 for bonus in again)


@given(st.integers(1, 90_000), st.integers(0, 90_000), st.integers(0, 30_000), st.lists(st.integers(1, 900)))
def test_any_parts_brought_back_come_to_one_whole_and_none_is_negative(
    price: int, amount: int, bonus: int, parts: list[int]
) -> None:
    held = replace(member(), wallet=WalletMoney(Money(amount), Money(bonus)))
    by = rules()
    priced = quote(by, replace(basket(line("A", price=price), by=held), wallet_amount="max"))
    sale = kept_sale(priced)
    sums = [0, 0, 0]
    for part in [*parts, 1000]:
        left = sale.lines[0].quantity - sale.lines[0].returned
        if not left:
            break
        done = refund(sale, {0: Quantity(min(part, left))})
        back = done.lines[0]
        assert min(back.to_bonus, back.to_wallet - back.to_bonus, back.money - back.to_wallet) >= 0
        sums = [sums[0] + back.money, sums[1] + back.to_wallet, sums[2] + back.to_bonus]
        sale = done.sale
    if sale.lines[0].returned == 1000:
        kept = sale.lines[0]
        assert sums == [kept.net, kept.wallet, kept.wallet_bonus]
