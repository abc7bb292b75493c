"""Points of an account: whatever is bought, spent and brought back, in any order, the lots add up."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, SoldRecord, member_of
from loyalty.account.debts import Debt
from loyalty.account.points import SECTION, Holding, next_to_die, points_of
from loyalty.errors import Refused
from loyalty.lots import Lot, balance
from loyalty.program import Program
from loyalty.quote import BurnRefused
from loyalty.units import Points
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.account.lots_left import lots
from tests.unit.loyalty.shop import basket, line, program

ONE_TIER = '[[tier]]\nid = "member"\nat = 0\n'
NEVER = program(tiers=ONE_TIER)
MONTHS = program(points="expire_months = 1\n", tiers=ONE_TIER)
TIERED = program()


def test_a_sale_earns_a_lot_and_burns_the_oldest() -> None:
    first = sell(NEVER, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(NEVER, first.account, "b", basket(line(price=100_000), at=day(1), burn=4))
    assert codes_of(second) == ["points-burned", "points-earned"]
    assert lots(second.account) == {"a": 6, "b": 9}
    assert [(part.lot, part.points) for part in second.record.burned] == [("a", 4)]


def test_what_was_spent_before_it_came_back_is_owed_and_paid_by_the_next_earning() -> None:
    first = sell(NEVER, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(NEVER, first.account, "b", basket(line(price=5_000), at=day(1), burn=8))
    back = give_back(NEVER, second.account, first.record, day(2))
    assert codes_of(back.after) == ["points-taken-back"]
    assert points_of(back.after.account, day(3)) == -8
    third = sell(NEVER, back.after.account, "c", basket(line(price=200_000), at=day(3)))
    assert lots(third.account) == {"c": 12}
    assert third.account.debts == (Debt("a", Points(8), "c"),)
    assert third.account.owed == 0
    # The burning sale comes back too: the points that were owed were never missing.
    last = give_back(NEVER, third.account, second.record, day(4))
    assert lots(last.after.account) == {"c": 20}
    assert last.after.account.debts == ()


def test_a_sale_that_paid_a_debt_leaves_the_debt_when_it_comes_back() -> None:
    first = sell(NEVER, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(NEVER, first.account, "b", basket(line(price=5_000), at=day(1), burn=8))
    back = give_back(NEVER, second.account, first.record, day(2))
    third = sell(NEVER, back.after.account, "c", basket(line(price=200_000), at=day(3)))
    undone = give_back(NEVER, third.account, third.record, day(4))
    assert undone.after.account.debts == (Debt("a", Points(8)),)
    assert lots(undone.after.account) == {}


def test_points_that_come_back_after_their_lot_died_pay_what_is_owed_for_them() -> None:
    first = sell(MONTHS, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(MONTHS, first.account, "b", basket(line(price=5_000), at=day(1), burn=8))
    back = give_back(MONTHS, second.account, first.record, day(2))
    last = give_back(MONTHS, back.after.account, second.record, day(100)).after.account
    assert (lots(last), last.debts, last.owed) == ({}, (), 0)


def test_a_payer_that_has_died_has_nothing_to_get_back() -> None:
    first = sell(MONTHS, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(MONTHS, first.account, "b", basket(line(price=5_000), at=day(1), burn=8))
    back = give_back(MONTHS, second.account, first.record, day(2))
    third = sell(MONTHS, back.after.account, "c", basket(line(price=200_000), at=day(3)))
    last = give_back(MONTHS, third.account, second.record, day(60))
    assert lots(last.after.account) == {"a": 8, "c": 12}
    assert points_of(last.after.account, day(61)) == 8
    undone = give_back(MONTHS, last.after.account, third.record, day(61))
    assert lots(undone.after.account) == {}
    assert undone.after.account.owed == 0


def test_points_that_come_back_after_their_lot_died_live_as_long_as_they_had_left() -> None:
    first = sell(MONTHS, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(MONTHS, first.account, "b", basket(line(price=5_000), at=day(1), burn=8))
    back = give_back(MONTHS, second.account, second.record, day(100), {0: 500})
    assert points_of(back.after.account, day(101)) == 4
    rest = give_back(MONTHS, back.after.account, back.after.record, day(100))
    assert points_of(rest.after.account, day(101)) == 8
    assert first.account.lots[0].dies_at == day(38).replace(hour=0)
    dies = day(100 + 37 - 1 + 1).replace(hour=0)
    assert points_of(rest.after.account, dies - timedelta(seconds=1)) == 8
    assert points_of(rest.after.account, dies) == 0


def test_what_died_unspent_counts_as_given_back() -> None:
    first = sell(MONTHS, Account(), "a", basket(line(price=100_000), at=day(0)))
    back = give_back(MONTHS, first.account, first.record, day(100))
    assert back.after.account.owed == 0
    assert lots(back.after.account) == {}


def stands(program: Program, account: Account, at: float) -> list[str]:
    return [sentence.text("en") for sentence in SECTION.told(program, account, day(at))]


def test_no_more_is_said_to_be_spendable_than_there_is_beside_what_is_owed() -> None:
    first = sell(MONTHS, Account(), "a", basket(line(price=100_000), at=day(0)))
    second = sell(MONTHS, first.account, "b", basket(line(price=155_000), at=day(0.1), burn=10))
    assert stands(MONTHS, second.account, 0.2) == [
        "15 points in hand",
        "15 points can be used until 31 Dec 2026",
    ]
    back = give_back(MONTHS, second.account, first.record, day(0.3))
    owed = "10 points owed are taken off already: used before taken back, "
    owed += "and paid first by what is earned next"
    assert stands(MONTHS, back.after.account, 0.4) == [
        "5 points in hand",
        owed,
        "5 points can be used until 31 Dec 2026",
    ]
    third = sell(MONTHS, back.after.account, "c", basket(line(price=2_500), at=day(0.5), burn=5))
    less = give_back(MONTHS, third.account, second.record, day(0.6), {0: 500})
    assert stands(MONTHS, less.after.account, 0.7)[0] == "-3 points in hand"
    assert len(stands(MONTHS, less.after.account, 0.7)) == 2


def test_the_next_to_die_is_told_with_all_that_dies_with_it() -> None:
    dies = day(5)
    held = [
        Lot("a", Points(3), day(0), day(0), dies),
        Lot("b", Points(4), day(1), day(1), dies),
        Lot("c", Points(5), day(0), day(0), day(9)),
        Lot("d", Points(6), day(0), day(0), None),
        Lot("e", Points(0), day(0), day(0), day(1)),
    ]
    first = next_to_die(held, day(1))
    assert first is not None
    assert (first.points, first.dies_at) == (7, dies)
    assert next_to_die(held, day(9)) is None


def test_more_than_there_is_cannot_be_burned() -> None:
    held = Holding(Account(lots=(Lot("a", Points(3), day(0), day(0), None),)))
    with pytest.raises(Refused) as refused:
        held.burn(Points(4), day(1))
    assert refused.value.code == "not-enough-points"
    assert lots(held.account) == {"a": 3}


@dataclass
class Story:
    """Sales and returns of one member as they come, each a day after the one before."""

    program: Program
    account: Account
    records: dict[str, SoldRecord] = field(default_factory=dict[str, SoldRecord])
    now: float = 0

    def buy(self, price: int, quantity: int, *, burn: int) -> None:
        self.now += 3
        name = f"s{len(self.records)}"
        bought = basket(line(quantity=str(quantity), price=price), line("B"), at=day(self.now))
        try:
            settled = sell(self.program, self.account, name, replace(bought, burn_points=Points(burn)))
        except BurnRefused:
            settled = sell(self.program, self.account, name, bought)
        self.account, self.records[name] = settled.account, settled.record

    def bring_back(self, name: str, lines: dict[int, int] | None) -> None:
        self.now += 3
        try:
            done = give_back(self.program, self.account, self.records[name], day(self.now), lines)
        except Refused:
            return
        self.account, self.records[name] = done.after.account, done.after.record


EVENTS = st.one_of(
    st.tuples(st.just("buy"), st.integers(0, 99_999), st.integers(1, 4), st.integers(0, 30)),
    st.tuples(st.just("back"), st.integers(0, 9), st.integers(0, 1), st.integers(1, 2500)),
)
STORIES = st.lists(EVENTS, min_size=1, max_size=14)


def told(program: Program, account: Account, events: list[tuple[str, int, int, int]]) -> Story:
    story = Story(program, account)
    for kind, first, second, third in events:
        if kind == "buy":
            story.buy(first, second, burn=third)
        elif story.records:
            name = list(story.records)[first % len(story.records)]
            story.bring_back(name, {second: third})
        held = sum(lot.points for lot in story.account.lots if lot.is_spendable(day(story.now)))
        assert points_of(story.account, day(story.now)) == held - story.account.owed
        assert all(lot.points >= 0 for lot in story.account.lots)
    return story


@given(STORIES, st.randoms(use_true_random=False))
def test_who_brings_everything_back_has_what_they_had(
    events: list[tuple[str, int, int, int]], chance: Random
) -> None:
    before = Account(lots=(Lot("old", Points(40), day(-9), day(-9), None),))
    story = told(TIERED, before, events)
    names = list(story.records)
    chance.shuffle(names)
    for name in names:
        story.bring_back(name, None)
    assert lots(story.account) == {"old": 40}
    assert story.account.debts == ()
    assert member_of(TIERED, story.account, day(story.now + 1)) == member_of(TIERED, before, day(0))


@given(STORIES)
def test_lots_that_die_meanwhile_change_no_sum(events: list[tuple[str, int, int, int]]) -> None:
    before = Account(lots=(Lot("old", Points(40), day(-9), day(-9), day(11)),))
    story = told(MONTHS, before, events)
    for name in list(story.records):
        story.bring_back(name, None)
    assert lots(story.account) == {"old": 40}
    assert story.account.debts == ()


@given(STORIES, st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2500)), max_size=6))
def test_any_order_of_partial_returns_ends_where_one_full_return_does(
    events: list[tuple[str, int, int, int]], parts: list[tuple[int, int]]
) -> None:
    story = told(TIERED, Account(), [*events, ("buy", 60_000, 3, 5), ("buy", 50_000, 2, 9)])
    *_, name = story.records
    whole = Story(TIERED, story.account, dict(story.records), story.now)
    whole.bring_back(name, None)
    for place, quantity in parts:
        story.bring_back(name, {place: quantity})
    story.bring_back(name, None)
    assert (lots(story.account), story.account.debts) == (lots(whole.account), whole.account.debts)
    assert story.account.purchases == whole.account.purchases


def test_the_balance_is_that_of_the_lots() -> None:
    account = Account(lots=(Lot("a", Points(9), day(0), day(2), None),), debts=(Debt("b", Points(4)),))
    assert points_of(account, day(1)) == -4
    assert points_of(account, day(2)) == balance(account.lots, Points(4), day(2)) == 5
