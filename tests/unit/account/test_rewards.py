"""Rewards in an account: whoever asks for them and brings everything back has what they had."""

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, SoldRecord, member_of
from loyalty.lots import Lot
from loyalty.refund import everything_left
from loyalty.units import Points
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

RULES = program(
    'kind = "gift"\nsku = "B"\nwhen = { voucher = true }',
    more="""
[[voucher]]
id = "later"
promotion = "p0"
issue = "reward"
days = 20
[[voucher]]
id = "full"
promotion = "p0"
issue = "stamp-card"
[[stamp_card]]
id = "card"
name = "Card"
per = "unit"
goal = 3
voucher = "full"
[[reward]]
id = "gift"
name = "Gift"
kind = "gift"
points = 7
sku = "A"
when = { limit = { times = 2, per = "month" } }
[[reward]]
id = "off"
name = "Off"
kind = "amount_off"
points_min = 5
[[reward]]
id = "cause"
name = "Cause"
kind = "donation"
cause = "School"
points = 9
[[reward]]
id = "later"
name = "Later"
kind = "voucher"
points = 20
voucher = "later"
""",
)
RICH = Account(
    id="an",
    lots=(
        Lot("old", Points(60), day(-40), day(-40), day(9)),
        Lot("new", Points(90), day(-20), day(-20), None),
    ),
)
Figures = tuple[int, dict[str, int], int, dict[str, int]]


def figures(account: Account, at: float) -> Figures:
    """Points, stamps, vouchers and uses, as a basket finds them."""
    held = member_of(RULES, account, day(at))
    stamps = {card: stamps for card, stamps in held.stamps.items() if stamps}
    return held.points, stamps, len(held.vouchers), dict(held.used)


@given(st.data())
def test_whoever_brings_everything_back_has_what_they_had(data: st.DataObject) -> None:
    account, sales = RICH, dict[int, SoldRecord]()
    before = figures(account, 0)
    for number in range(data.draw(st.integers(1, 3))):
        at: float = number + 1
        wishes = data.draw(st.lists(st.sampled_from(["gift", "off 5", "cause", "later"]), unique=True))
        skus = data.draw(st.lists(st.sampled_from("AB"), min_size=1, max_size=3))
        lines = [line(sku, "2", 40_000) for sku in skus]
        codes = tuple(member_of(RULES, account, day(at)).vouchers)[:1] if data.draw(st.booleans()) else ()
        burn: Literal["max", 0] = "max" if data.draw(st.booleans()) else 0
        bought = basket(*lines, at=day(at), rewards=wishes, codes=codes, burn=burn)
        sold = sell(RULES, account, f"s{number}", bought)
        account, sales[number] = sold.account, sold.record
    at = 4
    while sales:
        number = max(sales)
        left = everything_left(sales[number].kept)
        place = data.draw(st.sampled_from(sorted(left)))
        back = give_back(RULES, account, sales[number], day(at), {place: min(left[place], 1000)}).after
        account, sales[number], at = back.account, back.record, at + 0.1
        if back.record.kept.is_returned:
            del sales[number]
    assert figures(account, at) == before
