"""What a member does at partners' stores moves points in the pool, and coming back moves them back."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account
from loyalty.account.partner_movements import movements_of
from loyalty.settlement import POOL, Burned, Earned, settle
from loyalty.units import Points
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

RULES = program(
    more='[[partner]]\nid = "cafe"\nname = "Cafe"\nstores = ["c1"]\nearn = 2\nworth = 400\n'
    "pays_per_point = 450\nreceives_per_point = 380\n"
    '[[partner]]\nid = "books"\nname = "Books"\nstores = ["b1"]\n'
    "pays_per_point = 500\nreceives_per_point = 500\n"
)
STORES = {"s1": "c1", "s2": "b1"}


def test_points_earned_with_one_partner_and_burned_with_another() -> None:
    first = sell(RULES, Account(), "s1", basket(line("A", "2", 100_000), store="c1"))
    second = sell(RULES, first.account, "s2", basket(line("B", "1", 30_000), store="b1", at=day(1), burn=30))
    moved = [
        *movements_of(None, first.record, store="c1", stores=STORES),
        *movements_of(None, second.record, store="b1", stores=STORES),
    ]
    assert moved == [
        Earned("c1", Points(40)),
        Earned("b1", Points(1)),
        Burned("b1", "c1", Points(30)),
    ]
    assert settle(RULES, moved).position("cafe") == -40 * 450
    assert settle(RULES, moved).position("books") == 30 * 500 - 500
    half = give_back(RULES, second.account, second.record, day(2), {0: 500}).after
    back = list(movements_of(second.record, half.record, store="b1", stores=STORES))
    assert back == [Earned("b1", Points(-1)), Burned("b1", "c1", Points(-15))]


def test_points_of_no_sale_are_the_pools_own() -> None:
    first = sell(RULES, Account(), "s1", basket(line("A", "2", 100_000)))
    second = sell(RULES, first.account, "s2", basket(line("B"), store="b1", at=day(1), burn=10))
    moved = list(movements_of(None, second.record, store="b1", stores={}))
    assert Burned("b1", "", Points(10)) in moved
    assert settle(RULES, moved).position(POOL) < 0


def test_what_leaves_the_sale_as_it_was_moves_nothing() -> None:
    first = sell(RULES, Account(), "s1", basket(line("A", "2", 100_000), store="c1"))
    second = sell(RULES, first.account, "s2", basket(line("B"), store="b1", at=day(1), burn=10))
    assert list(movements_of(second.record, second.record, store="b1", stores=STORES)) == []


@given(
    st.permutations([("s1", 1_000), ("s1", 1_000), ("s2", 500), ("s2", 500), ("s2", 1_000)]),
    st.integers(0, 40),
)
def test_what_comes_back_whole_leaves_nothing_to_settle(order: list[tuple[str, int]], burn: int) -> None:
    first = sell(RULES, Account(), "s1", basket(line("A", "2", 100_000), store="c1"))
    goods = basket(line("B", "2", 77_000), store="b1", at=day(1), burn=burn)
    second = sell(RULES, first.account, "s2", goods)
    account, records = second.account, {"s1": first.record, "s2": second.record}
    moved = [
        move
        for sale in records
        for move in movements_of(None, records[sale], store=STORES[sale], stores=STORES)
    ]
    for step, (sale, quantity) in enumerate(order):
        before = records[sale]
        after = give_back(RULES, account, before, day(2 + step), {0: quantity}).after
        account, records[sale] = after.account, after.record
        moved += movements_of(before, after.record, store=STORES[sale], stores=STORES)
    found = settle(RULES, moved)
    assert (found.owes, found.flows, found.debts()) == ({}, {}, ())
    assert all(points.outstanding == 0 for points in found.points.values())
