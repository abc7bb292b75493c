"""A program with all of it at once: who brings everything back, in any order, has what they had before."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, SoldRecord, member_of
from loyalty.account.recommended import Recommendation
from loyalty.basket import BasketMember
from loyalty.errors import Refused
from loyalty.units import Money, Points
from tests.unit.account.accounts import day, give_back, sell
from tests.unit.account.lots_left import lots
from tests.unit.loyalty.shop import basket, line, program

ALL = program(
    'kind = "amount_off"\namount = 1000\nwhen = { voucher = true }',
    'kind = "percent_off"\npercent = 10\nwhen = { memberships = ["vip"] }',
    'kind = "bonus_points"\npoints = 3\nwhen = { limit = { times = 2, per = "month" } }',
    tiers=(
        '[[tier]]\nid = "member"\nat = 0\n'
        '[[tier]]\nid = "silver"\nat = 300000\npercent_off = 3\nmultiplier = 1.25\n'
    ),
    more="""
[wallet]
sku = "W"
[[wallet.top_up]]
amount = 100000
bonus = 5000
[[membership]]
id = "vip"
sku = "V"
price = 30000
months = 1
tier = "silver"
[referral]
points_referrer = 9
points_friend = 4
min_spend = 50000
[[challenge]]
id = "visits"
name = "Visits"
measure = "visits"
goal = 2
times = 9
points = 20
[[challenge]]
id = "spend"
name = "Spend"
measure = "spend"
goal = 100000
times = 9
voucher = "gift"
[[voucher]]
id = "gift"
promotion = "p0"
issue = "challenge"
""",
)

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "buy", "buy", "top_up", "vip", "back"]),
        st.integers(1, 90_000),
        st.integers(1, 3),
        st.integers(0, 60_000),
    ),
    max_size=10,
)


class Story:
    """One member, day by day."""

    def __init__(self) -> None:
        self.account = Account(id="an", recommendation=Recommendation(by="binh", at=day(0)))
        self.records: dict[str, SoldRecord] = {}
        self.now = 0

    def do(self, kind: str, price: int, quantity: int, share: int) -> None:
        self.now += 1
        if kind == "back":
            names = list(self.records)
            self.bring_back(names[price % len(names)] if names else "", quantity * 400)
            return
        goods = {
            "buy": (line("A", str(quantity), price), line("B")),
            "top_up": (line("W", price=price * 3),),
            "vip": (line("V", price=30_000),),
        }[kind]
        member = member_of(ALL, self.account, day(self.now))
        bought = basket(*goods, at=day(self.now), codes=tuple(member.vouchers)[:1])
        most = min(share, member.wallet.total, sum(each.unit_price for each in goods) // 2)
        if kind == "buy":
            bought = replace(bought, wallet_amount=Money(most), burn_points="max" if price % 2 else Points(0))
        name = f"s{len(self.records)}"
        try:
            settled = sell(ALL, self.account, name, bought)
        except Refused:
            return
        self.account, self.records[name] = settled.account, settled.record

    def bring_back(self, name: str, part: int | None) -> None:
        if name not in self.records:
            return
        try:
            lines = None if part is None else {0: part}
            done = give_back(ALL, self.account, self.records[name], day(self.now), lines)
        except Refused:
            return
        self.account, self.records[name] = done.after.account, done.after.record

    @property
    def member(self) -> BasketMember:
        return member_of(ALL, self.account, day(self.now + 1))


@given(EVENTS, st.randoms(use_true_random=False))
def test_who_brings_everything_back_has_what_they_had(
    events: list[tuple[str, int, int, int]], chance: Random
) -> None:
    story = Story()
    for event in events:
        story.do(*event)
    names = list(story.records)
    chance.shuffle(names)
    # A top-up is worth what is left of it, so the goods come first; then what is left can come back.
    for is_goods in (True, False):
        for name in names:
            if (len(story.records[name].kept.lines) > 1) is is_goods:
                story.bring_back(name, None)
    member = story.member
    assert (member.points, member.purchases, member.used, member.wallet.total) == (0, 0, {}, 0)
    assert (member.challenges, member.memberships, member.tier, member.vouchers) == ({}, (), "member", {})
    assert story.account.recommendation == Recommendation(by="binh", at=day(0))
    assert (lots(story.account), story.account.debts) == ({}, ())
    assert all(kept.purchase.spend == 0 for kept in story.account.purchases)
